// The smallest change of a Schema Object by which it accepts the values that were seen (JSON Schema 2020-12, OpenAPI 3.0.4 and 3.1.1 Schema Object).
import { isEqual, isRecord } from '../model/json-value.ts';
import { list, show } from '../model/show.ts';
import { type Dialect, inferSchema, type SchemaObject, typesOf } from './infer.ts';
import { itemsEqual } from './json-path.ts';

/** One action of an Overlay before it has its evidence. */
export interface Edit {
  readonly target: string;
  readonly update?: unknown;
  readonly remove?: true;
  /** It only makes room for the next edit, in case that was made before. */
  readonly isPreparation?: true;
}

/** The actions in order, and what they do in words; or why nothing is suggested. */
export type Change = { readonly edits: readonly Edit[]; readonly what: string } | { readonly refusal: string };

export interface SchemaQuestion {
  /** JSONPath of the schema. */
  readonly path: string;
  readonly schema: SchemaObject;
  readonly keyword: string;
  readonly values: readonly unknown[];
  /** Of `required`: the name that is missing. */
  readonly member: string;
  readonly isHidden: boolean;
  readonly dialect: Dialect;
  /** The types an alternative names; undefined when it names none. */
  readonly typesOfBranch: (branch: unknown) => readonly string[] | undefined;
}

const mostEnumValues = 50;
const longestEnumValue = 200;

export function editSchema(question: SchemaQuestion): Change {
  const { keyword, path, schema } = question;
  const edit = edits[keyword];
  if (!edit) return { refusal: refusals[keyword] ?? `what \`${keyword}\` should say instead cannot be told from values` };
  if (!Object.hasOwn(schema, keyword)) return { refusal: `\`${keyword}\` is not written in the schema itself` };
  return edit(question, path, schema);
}

const refusals: Readonly<Record<string, string>> = { pattern: 'a pattern cannot be told from values' };

type EditOf = (question: SchemaQuestion, path: string, schema: SchemaObject) => Change;

const lengthOf = (value: unknown): number =>
  typeof value === 'string' ? [...value].length : Array.isArray(value) ? value.length : Object.keys(value as object).length;
const sizes = (values: readonly unknown[]): number[] =>
  values.filter((value) => value !== null && value !== undefined && typeof value !== 'number').map(lengthOf);
const numbers = (values: readonly unknown[]): number[] => values.filter((value) => typeof value === 'number');

/** A limit moves to the value that lies farthest beyond it. */
const limit =
  (measure: (values: readonly unknown[]) => number[], pick: (...values: number[]) => number): EditOf =>
  ({ keyword, values, schema, path }) => {
    const seen = measure(values);
    const before = schema[keyword];
    if (seen.length === 0 || typeof before !== 'number') return { refusal: `no value that \`${keyword}\` measures was seen` };
    const after = pick(before, ...seen);
    const edits: Edit[] = [{ target: path, update: { [keyword]: after } }];
    // In 3.0 `exclusiveMinimum: true` belongs to the limit that moves.
    const exclusive = keyword === 'minimum' ? 'exclusiveMinimum' : keyword === 'maximum' ? 'exclusiveMaximum' : undefined;
    return {
      edits: exclusive && schema[exclusive] === true ? [{ target: path, update: { [keyword]: after, [exclusive]: false } }] : edits,
      what: `widen \`${keyword}\` from ${before} to ${after}`,
    };
  };

/** The limit itself was reached, so it becomes an inclusive one (3.1), or its flag falls (3.0). */
const exclusiveLimit =
  (inclusive: 'minimum' | 'maximum', pick: (...values: number[]) => number): EditOf =>
  ({ keyword, values, schema, path }) => {
    const seen = numbers(values);
    if (seen.length === 0) return { refusal: `no number was seen for \`${keyword}\`` };
    const after = pick(...seen);
    const what = `replace \`${keyword}\` by \`${inclusive}: ${after}\``;
    if (typeof schema[keyword] === 'boolean') return { edits: [{ target: path, update: { [inclusive]: after, [keyword]: false } }], what };
    return {
      edits: [
        { target: `${path}.${keyword}`, remove: true },
        { target: path, update: { [inclusive]: after } },
      ],
      what,
    };
  };

const addBranch: EditOf = ({ keyword, values, path, schema, dialect, typesOfBranch }) => {
  const branches = schema[keyword];
  if (!Array.isArray(branches)) return { refusal: `\`${keyword}\` is no list` };
  const types = typesOf(values);
  if (types.length === 0) return { refusal: 'no value was seen' };
  const branch = types.join() === 'null' && dialect.isOld ? { type: 'string', nullable: true, enum: [null] } : inferSchema(values, dialect);
  const what = `add an alternative for ${list(types, 7)} to \`${keyword}\``;
  if (keyword === 'anyOf' || !branches.some((other) => mayOverlap(typesOfBranch(other), types)))
    return { edits: [{ target: path, update: { [keyword]: [branch] } }], what };
  // What matched one alternative so far would match the new one too.
  if (Object.hasOwn(schema, 'anyOf'))
    return { refusal: '`oneOf` and `anyOf` stand beside each other, and a new alternative would overlap' };
  return {
    edits: [
      { target: `${path}.oneOf`, remove: true },
      { target: path, update: { anyOf: [...(branches as unknown[]), branch] } },
    ],
    what: `${what}, which becomes \`anyOf\``,
  };
};

const mayOverlap = (known: readonly string[] | undefined, types: readonly string[]): boolean =>
  known === undefined ||
  types.some(
    (type) => known.includes(type) || (type === 'integer' && known.includes('number')) || (type === 'number' && known.includes('integer')),
  );

const dropWhole: EditOf = ({ keyword, path, schema }) => ({
  edits: [{ target: `${path}.${keyword}`, remove: true }],
  what: `drop \`${keyword}: ${String(schema[keyword])}\``,
});

const edits: Readonly<Record<string, EditOf>> = {
  type: widenType,
  enum: addValues,
  const: addValues,
  required: dropRequired,
  anyOf: addBranch,
  oneOf: addBranch,
  format: dropWhole,
  minimum: limit(numbers, Math.min),
  maximum: limit(numbers, Math.max),
  exclusiveMinimum: exclusiveLimit('minimum', Math.min),
  exclusiveMaximum: exclusiveLimit('maximum', Math.max),
  minLength: limit(sizes, Math.min),
  maxLength: limit(sizes, Math.max),
  minItems: limit(sizes, Math.min),
  maxItems: limit(sizes, Math.max),
  minProperties: limit(sizes, Math.min),
  maxProperties: limit(sizes, Math.max),
};

function dropRequired({ member, path, schema }: SchemaQuestion): Change {
  const names = schema['required'];
  if (member === '' && !(Array.isArray(names) && names.includes(''))) return { refusal: 'the name is required elsewhere' };
  const isLast = Array.isArray(names) && names.every((name) => name === member);
  const target = isLast ? `${path}.required` : itemsEqual(`${path}.required`, member);
  return { edits: [{ target, remove: true }], what: `drop ${show(member, 80)} from \`required\`` };
}

function addValues({ keyword, values, isHidden, path, schema }: SchemaQuestion): Change {
  if (isHidden) return { refusal: 'the values are personal data or secrets and are not written down' };
  const known = keyword === 'const' ? [schema['const']] : (schema['enum'] as unknown[]);
  if (!Array.isArray(known)) return { refusal: '`enum` is no list' };
  const fresh = values.filter((value) => !known.some((other) => isEqual(other, value)));
  if (fresh.length === 0) return { refusal: 'the values that were seen are listed already' };
  if (fresh.length > mostEnumValues) return { refusal: `${fresh.length} values were seen, which is no list of values` };
  if (fresh.some((value) => (typeof value === 'object' && value !== null) || String(value).length > longestEnumValue))
    return { refusal: 'objects, lists and long texts are not written down' };
  const sorted = fresh.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const what = `add ${list(
    sorted.map((value) => show(value, 40)),
    8,
  )} to \`${keyword}\``;
  if (keyword === 'enum') return { edits: [{ target: path, update: { enum: sorted } }], what };
  return {
    edits: [
      { target: `${path}.const`, remove: true },
      { target: path, update: { enum: [...known, ...sorted] } },
    ],
    what: `${what}, which becomes \`enum\``,
  };
}

function widenType({ values, path, schema, dialect }: SchemaQuestion): Change {
  const seen = typesOf(values);
  const { type } = schema;
  const known = (Array.isArray(type) ? type : [type]).filter((name) => typeof name === 'string');
  const fresh = seen.filter((name) => !known.includes(name) && !(name === 'integer' && known.includes('number')));
  if (fresh.length === 0) return { refusal: 'the types that were seen are allowed already' };
  const what = `widen \`type\` by ${list(fresh, 7)}`;
  if (fresh.join() === 'number' && type === 'integer') return { edits: [{ target: path, update: { type: 'number' } }], what };
  if (!dialect.isOld) {
    if (Array.isArray(type)) return { edits: [{ target: path, update: { type: fresh } }], what };
    const both = [...known.filter((name) => !(name === 'integer' && fresh.includes('number'))), ...fresh];
    return {
      edits: [
        { target: `${path}.type`, remove: true },
        { target: path, update: { type: both } },
      ],
      what,
    };
  }
  if (fresh.join() === 'null') return { edits: [{ target: path, update: { nullable: true } }], what: 'make it `nullable`' };
  return widenOldType(known[0] as string, values, { path, schema, dialect }, what);
}

/** 3.0 has no list of types: `type`, and `nullable` that means nothing without it, move into alternatives. */
function widenOldType(
  known: string,
  values: readonly unknown[],
  { path, schema, dialect }: Pick<SchemaQuestion, 'path' | 'schema' | 'dialect'>,
  what: string,
): Change {
  const isNullable = schema['nullable'] === true || values.includes(null);
  const seen = inferSchema(
    values.filter((value) => value !== null),
    dialect,
  );
  const branches = [
    known === 'array' ? { type: known, items: {} } : { type: known },
    ...(Array.isArray(seen['anyOf']) ? (seen['anyOf'] as SchemaObject[]) : [seen]),
  ];
  const anyOf = isNullable ? branches.map((branch) => ({ ...branch, nullable: true })) : branches;
  const isTaken = isRecord(schema) && (Object.hasOwn(schema, 'anyOf') || Object.hasOwn(schema, 'oneOf'));
  return {
    edits: [
      { target: `${path}.type`, remove: true },
      ...(Object.hasOwn(schema, 'nullable') ? [{ target: `${path}.nullable`, remove: true as const }] : []),
      { target: path, update: isTaken ? { allOf: [{ anyOf }] } : { anyOf } },
    ],
    what,
  };
}
