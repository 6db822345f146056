// The evidence matrix in the text report: per operation and status which source proves (✓) or contradicts (✗) it, and what nothing ever showed.
import type {
  BodyRow,
  ContractMatrix,
  Matrix,
  MatrixTotals,
  OperationRow,
  PromiseKind,
  PromiseRow,
  SourceKind,
} from '../../model/matrix.ts';
import { percentProved } from '../../model/matrix.ts';
import type { Report, Shortfall } from '../../model/report.ts';
import type { MatrixDetail } from '../../model/reporter.ts';
import { count, grouped, plain } from '../../model/show.ts';
import { columnsOf, type Piece } from './columns.ts';
import { renderUnproved } from './matrix-fields.ts';
import type { Paint } from './paint.ts';
import { renderNote, renderParagraph } from './paint.ts';

/** More operations than this, and those of which everything visible is proved are only counted. */
const mostUnfolded = 12;
const mostOperations = 30;
const mostNamed = 10;
const mostBrief = 8;

/** `brief`: unasked, so only what evidence touched, and little of it. */
type Detail = MatrixDetail | 'brief';

export const kindNouns: Readonly<Record<PromiseKind, readonly [one: string, many: string]>> = {
  operation: ['operation', 'operations'],
  status: ['status', 'statuses'],
  mediaType: ['media type', 'media types'],
  parameter: ['parameter', 'parameters'],
  security: ['security alternative', 'security alternatives'],
  field: ['field', 'fields'],
  value: ['value', 'values'],
};

export function renderMatrix({ matrix }: Report, paint: Paint, detail: Detail): string[] {
  if (!matrix || detail === 'off') return [];
  return matrix.contracts.flatMap((contract, at) => [...(at > 0 ? [''] : []), ...renderContract(contract, matrix, paint, detail)]);
}

function renderContract(contract: ContractMatrix, { sources }: Matrix, paint: Paint, detail: Detail): string[] {
  const { operations, totals, unlistedBodies } = contract;
  const touched = detail === 'brief' ? operations.filter(isTouched) : operations;
  const isFolded = detail !== 'full' && touched.length > (detail === 'brief' ? mostBrief : mostUnfolded);
  const telling = isFolded ? touched.filter((row) => !isQuiet(row)) : touched;
  const shown = detail === 'full' ? telling : telling.slice(0, detail === 'brief' ? mostBrief : mostOperations);
  const hidden = telling.length - shown.length;
  const quiet = touched.length - telling.length;
  const untouched = operations.length - touched.length;
  return [
    ...renderParagraph(
      paint,
      [{ text: 'matrix', style: paint.strong }, { text: `  ${plain(contract.contract, 80)}  ${showTotals(totals)}` }],
      0,
    ),
    ...renderTable(shown, sources, paint, detail),
    ...(hidden > 0
      ? renderParagraph(paint, [{ text: `and ${count(hidden, 'more operation')} with something unproved: \`--matrix full\` has all` }])
      : []),
    ...(quiet > 0
      ? renderParagraph(paint, [{ text: `and ${count(quiet, 'operation')} with every status proved and none contradicted` }])
      : []),
    ...(untouched > 0 ? renderParagraph(paint, [{ text: `and ${count(untouched, 'operation')} that no evidence touched` }]) : []),
    ...renderUnprovedStatuses(touched, paint),
    ...(unlistedBodies > 0
      ? renderParagraph(paint, [
          {
            text: `fields of ${count(unlistedBodies, 'body', 'bodies')} that no evidence touched are not counted: ${detail === 'brief' ? '`--matrix` counts them' : 'the document is large'}`,
          },
        ])
      : []),
  ];
}

const showTotals = (totals: MatrixTotals): string =>
  (Object.keys(kindNouns) as PromiseKind[])
    .filter((kind) => totals[kind].promised > 0)
    .map((kind) => {
      const { promised, proved } = totals[kind];
      return `${showShare(proved, promised)} ${kindNouns[kind][promised === 1 ? 0 : 1]} (${percentProved(totals[kind])} %)`;
    })
    .join(' · ');

const showShare = (part: number, whole: number): string => `${grouped(part)}/${grouped(whole)}`;

const isSpotless = ({ state, contradicted }: PromiseRow): boolean => state === 'proved' && Object.keys(contradicted).length === 0;
const isTouched = (row: OperationRow): boolean =>
  row.state !== 'unproved' || row.consumers.length > 0 || row.statuses.some(({ state }) => state !== 'unproved');
const isQuiet = (row: OperationRow): boolean => isSpotless(row) && row.statuses.every(isSpotless);

interface Line {
  readonly label: string;
  readonly row: PromiseRow;
  readonly bodies: readonly BodyRow[];
}

/** The first line is that of the operation; its fields are those of the request. */
const linesOf = (row: OperationRow): Line[] => [
  { label: 'operation', row, bodies: row.bodies },
  ...row.statuses.map((status) => ({ label: plain(status.key, 12), row: status, bodies: status.bodies })),
];

function renderTable(operations: readonly OperationRow[], sources: readonly SourceKind[], paint: Paint, detail: Detail): string[] {
  const heads = ['', ...sources, 'fields', ''];
  const cellsOf = ({ label, row, bodies }: Line): string[] => [
    label,
    ...sources.map((source) => showCell(row, source)),
    showFields(bodies),
    row.state === 'proved' ? '' : row.state,
  ];
  const table = operations.map((operation) => ({ operation, lines: linesOf(operation).map((line) => ({ line, cells: cellsOf(line) })) }));
  const widths = heads.map((head, at) =>
    Math.max(columnsOf(head), ...table.flatMap(({ lines }) => lines.map(({ cells }) => columnsOf(cells[at] ?? '')))),
  );
  const isNarrow = widths.reduce((sum, width) => sum + width + 2, 2) > paint.width;
  const align = (cells: readonly string[]): string[] =>
    cells.map((cell, at) => {
      const space = ' '.repeat(Math.max(0, (widths[at] ?? 0) - columnsOf(cell)));
      return at === 0 ? `    ${cell}${space}` : at === cells.length - 1 ? `  ${cell}` : `  ${space}${cell}`;
    });
  return [
    ...(isNarrow || operations.length === 0 ? [] : [paint.dim(align(heads).join('').trimEnd())]),
    ...table.flatMap(({ operation, lines }) => [
      ...renderParagraph(paint, [
        { text: plain(`${operation.operation.method} ${operation.operation.path}`, 300), style: paint.strong },
        ...(operation.consumers.length > 0 ? [{ text: `  used by ${plain(operation.consumers.join(', '), 200)}`, style: paint.dim }] : []),
      ]),
      ...lines.flatMap(({ line, cells }) =>
        isNarrow
          ? renderStacked(line, sources, paint)
          : [
              align(cells)
                .map((cell, at) => paintCell(cell, at, cells.length, paint))
                .join('')
                .trimEnd(),
            ],
      ),
      ...(detail === 'full' ? renderUnproved(operation, paint) : []),
    ]),
  ];
}

/** `✓ 12`, `✗ 2`, `✓ 12 ✗ 2`, or `·` for nothing. */
function showCell({ proved, contradicted }: PromiseRow, source: SourceKind): string {
  const good = proved[source] ?? 0;
  const bad = contradicted[source] ?? 0;
  return [good > 0 ? `✓ ${grouped(good)}` : '', bad > 0 ? `✗ ${grouped(bad)}` : ''].filter(Boolean).join(' ') || '·';
}

function showFields(bodies: readonly BodyRow[]): string {
  const fields = bodies.flatMap((body) => body.fields);
  if (fields.length === 0) return bodies.some(({ isUnlisted }) => isUnlisted) ? '?' : '';
  return showShare(fields.filter(({ state }) => state === 'proved').length, fields.length);
}

function paintCell(cell: string, at: number, length: number, paint: Paint): string {
  if (at === 0 || at === length - 2) return cell;
  if (at === length - 1) return cell.trim() === '' ? '' : paint.severity.warning(cell);
  if (cell.includes('✗')) return paint.bad(cell);
  return cell.includes('✓') ? paint.good(cell) : paint.dim(cell);
}

/** Where the columns do not fit. */
function renderStacked({ label, row, bodies }: Line, sources: readonly SourceKind[], paint: Paint): string[] {
  const told = sources.filter((source) => showCell(row, source) !== '·').map((source) => `${source} ${showCell(row, source)}`);
  const fields = showFields(bodies);
  const style = row.state === 'proved' ? (isSpotless(row) ? paint.good : paint.bad) : paint.severity.warning;
  const pieces: Piece[] = [
    { text: label },
    { text: `  ${told.join(' · ') || row.state}`, style },
    ...(fields === '' ? [] : [{ text: `  fields ${fields}` }]),
  ];
  return renderParagraph(paint, pieces, 4);
}

function renderUnprovedStatuses(operations: readonly OperationRow[], paint: Paint): string[] {
  const unproved = operations.flatMap(({ operation, statuses }) => {
    const keys = statuses.filter(({ state }) => state !== 'proved').map(({ key }) => plain(key, 12));
    return keys.length > 0
      ? [{ text: `${plain(`${operation.method} ${operation.path}`, 200)} → ${keys.join(', ')}`, keys: keys.length }]
      : [];
  });
  if (unproved.length === 0) return [];
  const statuses = unproved.reduce((sum, { keys }) => sum + keys, 0);
  const more = unproved.length - mostNamed;
  return renderNote(
    paint,
    'unproved',
    `${count(statuses, ...kindNouns.status)}: ${unproved
      .slice(0, mostNamed)
      .map(({ text }) => text)
      .join('; ')}${more > 0 ? `; and ${count(more, 'more operation')}` : ''}`,
  );
}

/** What `--min-coverage` asks for and the evidence does not give. */
export const renderShortfalls = ({ shortfalls = [] }: Report, paint: Paint): string[] =>
  shortfalls.flatMap(({ kind, wanted, promised, proved, missing }: Shortfall) => {
    const more = promised - proved - missing.length;
    return [
      ...renderParagraph(
        paint,
        [
          { text: 'unproved', style: paint.severity.error },
          {
            text: `  ${promised - proved} of ${grouped(promised)} ${kindNouns[kind][1]} are not proved, \`--min-coverage\` asks for ${wanted} %`,
          },
        ],
        0,
      ),
      ...missing.flatMap((name) => renderParagraph(paint, [{ text: `· ${plain(name, 300)}` }])),
      ...(more > 0 ? renderParagraph(paint, [{ text: `· and ${grouped(more)} more` }]) : []),
    ];
  });
