// A schema for values that were seen: their types, their members, a format where three or more agree, never one of the values themselves.
import { isRecord } from '../model/json-value.ts';
import { formats } from '../openapi/formats.ts';

export type SchemaObject = Record<string, unknown>;

/** 3.0 has `nullable` and one type for each schema; later versions have lists of types. */
export interface Dialect {
  readonly isOld: boolean;
}

const deepest = 6;
const mostNames = 50;
const fewestForFormat = 3;
/** In the order they are tried; each is one that a value hardly fits by chance. */
const guessed = ['uuid', 'date-time', 'date', 'email', 'uri'] as const;
const order = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** In a fixed order; `integer` is no news beside `number`. */
export function typesOf(values: readonly unknown[]): string[] {
  const types = new Set(values.map(typeOf));
  if (types.has('number')) types.delete('integer');
  return order.filter((type) => types.has(type));
}

/** A name that is somebody's or something's, not a member's: it belongs in no contract. */
export const isKeyOfData = (name: string): boolean =>
  /^\d+$/.test(name) || name.includes('@') || /^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(name) || name.length > 100;

export function inferSchema(values: readonly unknown[], dialect: Dialect, depth = 0): SchemaObject {
  const types = typesOf(values);
  const isNullable = types.includes('null');
  const named = types.filter((type) => type !== 'null');
  if (depth > deepest) return {};
  // In 3.0 only a schema without any type admits null and says nothing else.
  if (named.length === 0) return isNullable && !dialect.isOld ? { type: 'null' } : {};
  const parts = named.map((type) => partFor(type, values, dialect, depth));
  if (!dialect.isOld) {
    const type = isNullable ? [...named, 'null'] : named;
    return Object.assign({}, ...parts, { type: type.length === 1 ? type[0] : type }) as SchemaObject;
  }
  const old = parts.map((part) => (isNullable ? { ...part, nullable: true } : part));
  return old.length === 1 ? (old[0] as SchemaObject) : { anyOf: old };
}

function partFor(type: string, values: readonly unknown[], dialect: Dialect, depth: number): SchemaObject {
  if (type === 'string') return { type, ...formatOf(values.filter((value) => typeof value === 'string')) };
  if (type === 'array') {
    const items = values.filter((value) => Array.isArray(value)).flat() as unknown[];
    return { type, items: items.length === 0 ? {} : inferSchema(items, dialect, depth + 1) };
  }
  return type === 'object' ? objectOf(values.filter(isRecord), dialect, depth) : { type };
}

function formatOf(texts: readonly string[]): { format?: string } {
  if (texts.length < fewestForFormat) return {};
  const format = guessed.find((name) => {
    const check = formats[name];
    return texts.every((text) => accepts(check, text) && (name !== 'uri' || /^https?:\/\//.test(text)));
  });
  return format === undefined ? {} : { format };
}

function accepts(check: unknown, text: string): boolean {
  if (typeof check === 'function') return (check as (text: string) => unknown)(text) === true;
  if (check instanceof RegExp) return check.test(text);
  return isRecord(check) && accepts(check['validate'], text);
}

function objectOf(objects: readonly Record<string, unknown>[], dialect: Dialect, depth: number): SchemaObject {
  const members = new Map<string, unknown[]>();
  for (const object of objects) {
    for (const [name, value] of Object.entries(object)) {
      const seen = members.get(name);
      if (seen) seen.push(value);
      else members.set(name, [value]);
    }
  }
  if (members.size === 0) return { type: 'object' };
  if (members.size > mostNames || [...members.keys()].some(isKeyOfData))
    return { type: 'object', additionalProperties: inferSchema([...members.values()].flat(), dialect, depth + 1) };
  const properties = [...members]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, values]) => [name, inferSchema(values, dialect, depth + 1)] as const);
  // `Object.fromEntries` defines members, so a name such as `__proto__` is one of them.
  return { type: 'object', properties: Object.fromEntries(properties) };
}
