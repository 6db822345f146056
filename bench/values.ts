// Valid JSON values from JSON Schema 2020-12 as OpenAPI 3.1 uses it: every described property is present, recursion ends.
import { arrayOf, dereference, isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import type { Random } from './random.ts';
import { makeText } from './text.ts';

export interface ValueOptions {
  readonly document: JsonObject;
  readonly random: Random;
  readonly side: 'request' | 'response';
  /** Probability that a nullable object is filled in. */
  readonly fill: number;
}

const deepest = 6;
const isNull = (document: JsonObject, schema: Json): boolean => {
  const found = dereference(document, schema);
  return found['type'] === 'null' || found['const'] === null;
};

/** A value the schema accepts. Contradictory or regular-expression-heavy schemas may defeat it: callers ask the oracle. */
export function makeValue(schema: Json | undefined, options: ValueOptions, name = '', depth = 0): Json {
  const { document, random } = options;
  const found = withReference(document, schema);
  if ('const' in found) return found['const'] ?? null;
  const values = arrayOf(found['enum']);
  if (values.length > 0) return random.pick(values.length > 1 ? values.filter((value) => value !== null) : values);
  const branches = [...arrayOf(found['oneOf']), ...arrayOf(found['anyOf'])];
  if (branches.length > 0) return makeBranch(found, branches, options, name, depth);
  if (Array.isArray(found['allOf'])) return makeAll(found, found['allOf'], options, name, depth);
  return makeTyped(found, chooseType(found, options, depth), options, name, depth);
}

// OpenAPI 3.1 allows keywords beside `$ref`; the nearer ones win.
function withReference(document: JsonObject, schema: Json | undefined): JsonObject {
  if (!isObject(schema)) return {};
  return typeof schema['$ref'] === 'string' ? { ...dereference(document, schema), ...schema, $ref: '' } : schema;
}

function makeBranch(schema: JsonObject, branches: Json[], options: ValueOptions, name: string, depth: number): Json {
  const { document, random } = options;
  const filled = branches.filter((branch) => !isNull(document, branch));
  const nullable = filled.length < branches.length;
  // A body that is null as a whole would measure nothing.
  if (nullable && (filled.length === 0 || depth >= deepest || (depth > 0 && !random.chance(options.fill)))) return null;
  const value = makeValue(random.pick(filled), options, name, depth);
  if (!isObject(value) || !isObject(schema['properties'])) return value;
  return { ...makeObject(schema, options, depth), ...value };
}

function makeAll(schema: JsonObject, parts: Json[], options: ValueOptions, name: string, depth: number): Json {
  const { allOf: _, ...own } = schema;
  const made = [...parts, ...(Object.keys(own).some((key) => key === 'properties') ? [own] : [])].map((part) =>
    makeValue(part, options, name, depth),
  );
  const objects = made.filter(isObject);
  return objects.length > 0 ? Object.assign({}, ...objects) : (made[0] ?? null);
}

function chooseType(schema: JsonObject, options: ValueOptions, depth: number): string {
  const { type } = schema;
  if (typeof type === 'string') {
    return schema['nullable'] === true && type === 'object' && !options.random.chance(options.fill) ? 'null' : type;
  }
  if (Array.isArray(type)) {
    const filled = type.filter((each) => each !== 'null').map(String);
    const heavy = filled.every((each) => each === 'object');
    const keep = depth === 0 || (heavy ? depth < deepest && options.random.chance(options.fill) : options.random.chance(0.95));
    return type.includes('null') && !keep ? 'null' : options.random.pick(filled.length > 0 ? filled : ['null']);
  }
  if (isObject(schema['properties']) || schema['additionalProperties'] !== undefined) return 'object';
  return isObject(schema['items']) ? 'array' : 'string';
}

function makeTyped(schema: JsonObject, type: string, options: ValueOptions, name: string, depth: number): Json {
  const { random } = options;
  if (type === 'object') return makeObject(schema, options, depth);
  if (type === 'array') return makeArray(schema, options, name, depth);
  if (type === 'boolean') return random.chance(0.5);
  if (type === 'integer') return makeNumber(schema, random);
  if (type === 'number') return makeNumber(schema, random) + random.between(0, 3) / 4;
  return type === 'null' ? null : makeText(schema, name, random);
}

function makeNumber(schema: JsonObject, random: Random): number {
  const least = Number(schema['minimum'] ?? 0);
  const most = Number(schema['maximum'] ?? least + 100_000);
  return random.between(Math.ceil(least), Math.floor(Math.min(most, Math.max(least, 0) + 100_000)));
}

function makeArray(schema: JsonObject, options: ValueOptions, name: string, depth: number): Json[] {
  const least = Number(schema['minItems'] ?? 0);
  const length = depth >= deepest - 1 ? least : Math.max(least, options.random.between(1, Math.min(3, Number(schema['maxItems'] ?? 3))));
  // Below the second level one item is enough: a recursive list grows with the power of its depth.
  const kept = depth >= 2 ? Math.max(least, Math.min(length, 1)) : length;
  return Array.from({ length: kept }, () => makeValue(schema['items'], options, name, depth + 1));
}

function makeObject(schema: JsonObject, options: ValueOptions, depth: number): JsonObject {
  const { document, random, side } = options;
  const object: JsonObject = {};
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = new Set(arrayOf(schema['required']));
  for (const [name, property] of Object.entries(properties)) {
    const found = withReference(document, property);
    if (side === 'request' ? found['readOnly'] === true : found['writeOnly'] === true) continue;
    if (depth >= deepest && !required.has(name)) continue;
    object[name] = makeValue(property, options, name, depth + 1);
  }
  const open = schema['additionalProperties'];
  if (isObject(open) && Object.keys(open).length > 0 && depth < deepest) {
    const count = random.between(1, 3);
    for (let index = 1; index <= count; index++) object[`Field${index}`] = makeValue(open, options, 'Value', depth + 1);
  }
  return object;
}
