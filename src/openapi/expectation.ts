// What a failed keyword asked for, as words that fit behind “Expected `x` …” (JSON Schema Validation 2020-12 §6).
import { count, list, quote, show } from '../model/show.ts';
import type { SchemaError } from './schema-error.ts';

const articles: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'a boolean',
  integer: 'an integer',
  number: 'a number',
  string: 'a string',
  array: 'an array',
  object: 'an object',
};

const formatWords: Readonly<Record<string, string>> = {
  'date-time': 'a date-time with an offset (RFC 3339)',
  'date-time-local': 'a date-time without an offset',
  'http-date': 'a date as in HTTP fields (RFC 9110 §5.6.7)',
  date: 'a date (RFC 3339)',
  time: 'a time with an offset (RFC 3339)',
  uuid: 'a UUID',
  uri: 'a URI',
  email: 'an e-mail address',
  byte: 'base64 text',
  int32: 'a 32-bit integer',
  int64: 'a 64-bit integer',
};

const at = (schema: Readonly<Record<string, unknown>>, keyword: string): unknown => schema[keyword];
const characters = (limit: unknown): string => count(Number(limit), 'character');

/** Each answers with “to be …”, “to have …”, “to match …”. */
const words: Readonly<Record<string, (schema: Readonly<Record<string, unknown>>, params: Readonly<Record<string, unknown>>) => string>> = {
  type: (schema) => {
    const type = at(schema, 'type');
    const names = (Array.isArray(type) ? type : [type]).map((name) => articles[String(name)] ?? String(name));
    return `to be ${list(names, 7, 'or')}`;
  },
  enum: (schema) => `to be ${values(at(schema, 'enum'))}`,
  const: (schema) => `to be ${show(at(schema, 'const'))}`,
  format: (schema) => `to be ${formatWords[String(at(schema, 'format'))] ?? `in the format \`${String(at(schema, 'format'))}\``}`,
  pattern: (schema) => `to match the pattern ${quote(String(at(schema, 'pattern')), 100)}`,
  minLength: (schema) => `to have at least ${characters(at(schema, 'minLength'))}`,
  maxLength: (schema) => `to have at most ${characters(at(schema, 'maxLength'))}`,
  minimum: (schema) => `to be at least ${show(at(schema, 'minimum'))}`,
  maximum: (schema) => `to be at most ${show(at(schema, 'maximum'))}`,
  exclusiveMinimum: (schema) => `to be above ${show(at(schema, 'exclusiveMinimum'))}`,
  exclusiveMaximum: (schema) => `to be below ${show(at(schema, 'exclusiveMaximum'))}`,
  multipleOf: (schema) => `to be a multiple of ${show(at(schema, 'multipleOf'))}`,
  minItems: (schema) => `to have at least ${count(Number(at(schema, 'minItems')), 'item')}`,
  maxItems: (schema) => `to have at most ${count(Number(at(schema, 'maxItems')), 'item')}`,
  items: (_, params) => `to have at most ${count(Number(params['limit'] ?? 0), 'item')}`,
  unevaluatedItems: (_, params) => `to have at most ${count(Number(params['len'] ?? params['limit'] ?? 0), 'item')}`,
  uniqueItems: () => 'to have no item twice',
  minProperties: (schema) => `to have at least ${count(Number(at(schema, 'minProperties')), 'property', 'properties')}`,
  maxProperties: (schema) => `to have at most ${count(Number(at(schema, 'maxProperties')), 'property', 'properties')}`,
  required: (_, params) => `to have \`${show(params['missingProperty']).slice(1, -1)}\``,
  dependentRequired: (_, params) => `to have \`${show(params['missingProperty']).slice(1, -1)}\``,
  additionalProperties: (_, params) => `to have no property \`${show(params['additionalProperty']).slice(1, -1)}\``,
  // `false` as a schema, and what nothing can match.
  not: (schema) => (isNever(schema) ? 'to be absent' : 'not to match the schema under `not`'),
  contains: (schema) => {
    const { minContains: least, maxContains: most } = schema;
    if (most !== undefined && most === (least ?? 1))
      return `to have exactly ${count(Number(most), 'item')} of the kind \`contains\` describes`;
    if (most !== undefined) return `to have ${show(least ?? 1)} to ${count(Number(most), 'item')} of the kind \`contains\` describes`;
    return `to have at least ${count(Number(least ?? 1), 'item')} of the kind \`contains\` describes`;
  },
  'false schema': () => 'to be absent',
};

/** True for what nothing satisfies: `false`, as derived, and a `not` of everything. */
function isNever({ not }: Readonly<Record<string, unknown>>): boolean {
  return typeof not === 'object' && not !== null && Object.keys(not).length === 0;
}

function values(list_: unknown): string {
  const shown = (Array.isArray(list_) ? list_ : []).map((value) => show(value));
  return shown.length === 1 ? (shown[0] ?? '') : `one of ${list(shown, 8, 'or')}`;
}

export function expectation(keyword: string, schema: Readonly<Record<string, unknown>>, params: Readonly<Record<string, unknown>>): string {
  return words[keyword]?.(schema, params) ?? `to satisfy \`${keyword}\``;
}

/** What is asked of the names of properties (`propertyNames`); `owner` is the object they are of. */
export const nameExpectation = (owner: string, { keyword, schema, params }: SchemaError): string =>
  keyword === 'not' && isNever(schema)
    ? `${owner} to have no properties`
    : `each property name of ${owner} ${expectation(keyword, schema, params)}`;

const advice: Readonly<Record<string, (name: string) => string>> = {
  type: (name) => `Send the documented type, or document the one that was seen for ${name}`,
  enum: (name) => `Send a documented value, or add the one that was seen to the \`enum\` of ${name}`,
  format: (name) => `Send the documented format, or document the one that was seen for ${name}`,
  required: () => 'Send what is required, or take it out of `required`',
  additionalProperties: () => 'Leave the property out, or document it',
};

/** What to do about a failed keyword. */
export const fixFor = (keyword: string, name: string): string =>
  advice[keyword]?.(name) ?? `Send a value that satisfies \`${keyword}\`, or change \`${keyword}\` in the contract`;
