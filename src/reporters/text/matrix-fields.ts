// `--matrix full`: what is not proved of one operation, body by body, with pointers; a field nobody saw stands for everything inside it.
import type { BodyRow, FieldRow, OperationRow, ParameterRow, PromiseRow, ValueRow } from '../../model/matrix.ts';
import { plain } from '../../model/show.ts';
import type { Paint } from './paint.ts';
import { renderParagraph } from './paint.ts';

const isOpen = ({ state }: PromiseRow): boolean => state !== 'proved';

export function renderUnproved(operation: OperationRow, paint: Paint): string[] {
  return [
    ...renderNames('parameters', operation.parameters.flatMap(namesOfParameter), paint),
    ...renderNames(
      'security',
      operation.security
        .filter(isOpen)
        .map((row) => row.schemes.join(' + ') || 'none')
        .map((name) => plain(name, 80)),
      paint,
    ),
    ...operation.bodies.flatMap((body) => renderBody('request ', body, paint)),
    ...operation.statuses.flatMap((status) => [
      ...renderNames(`→ ${plain(status.key, 12)} headers`, status.headers.flatMap(namesOfParameter), paint),
      ...status.bodies.flatMap((body) => renderBody(`→ ${plain(status.key, 12)} `, body, paint)),
    ]),
  ];
}

function renderBody(before: string, body: BodyRow, paint: Paint): string[] {
  const title = `${before}${plain(body.range, 80)}`;
  // Where the body itself never came, its fields go without saying.
  if (isOpen(body) && body.fields.every(isOpen)) return renderNames(title, [`all of it (${body.fields.length} fields)`], paint);
  return renderNames(
    title,
    [...namesOfValues('the body', body.values), ...namesOfBranches('the body', body), ...namesOfFields(body.fields)],
    paint,
  );
}

/** Outer fields come before inner ones. */
function namesOfFields(fields: readonly FieldRow[]): string[] {
  /** Pointer of a field without proof, to the outermost such field around it. */
  const roots = new Map<string, string>();
  const inside = new Map<string, number>();
  for (const field of fields) {
    const { pointer } = field;
    const root = roots.get(pointer.slice(0, pointer.lastIndexOf('/'))) ?? (isOpen(field) ? pointer : undefined);
    if (root === undefined) continue;
    roots.set(pointer, root);
    inside.set(root, (inside.get(root) ?? -1) + 1);
  }
  return fields.flatMap((field) => {
    const root = roots.get(field.pointer);
    const name = plain(field.pointer, 300);
    if (root === undefined) return [...namesOfValues(name, field.values), ...namesOfBranches(name, field)];
    const more = inside.get(root) ?? 0;
    return root === field.pointer ? [`${nameOf(field)}${more > 0 ? ` (and ${more} inside)` : ''}`] : [];
  });
}

const nameOf = ({ pointer, required, state }: FieldRow): string =>
  `${plain(pointer, 300)}${required ? ' required' : ''}${state === 'contradicted' ? ' contradicted' : ''}`;

const namesOfValues = (of: string, values: readonly ValueRow[]): string[] => {
  const open = values.filter(isOpen).map(({ text }) => plain(text, 60));
  if (open.length === 0) return [];
  const more = open.length > 12 ? [`and ${open.length - 12} more`] : [];
  return [`${of} = ${[...open.slice(0, 12), ...more].join(', ')}`];
};

/** Seen, but nobody knows as what. */
const namesOfBranches = (of: string, { alternatives }: FieldRow | BodyRow): string[] =>
  alternatives === undefined ? [] : [`${of}: ${alternatives} branches, not told apart`];

const namesOfParameter = (row: ParameterRow): string[] =>
  isOpen(row) ? [`${row.in} ${plain(row.name, 80)}`] : namesOfValues(`${row.in} ${plain(row.name, 80)}`, row.values);

const renderNames = (title: string, names: readonly string[], paint: Paint): string[] =>
  names.length === 0
    ? []
    : [
        ...renderParagraph(paint, [{ text: `unproved in ${title}`, style: paint.dim }], 6),
        ...names.flatMap((text) => renderParagraph(paint, [{ text }], 8)),
      ];
