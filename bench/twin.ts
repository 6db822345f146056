// The OpenAPI 3.0.3 twin of a 3.1 document, JSON bodies only: what the peers that do not read 3.1 are given.
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { dateTimeLocal } from './formats.ts';
import { arrayOf, isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';

// OpenAPI 3.0.3 has no null type: a branch that means null accepts the empty object too. `enum: [null]` would be
// exact, but prism appends a second null to it and then checks nothing at all.
const nullBranch = (): JsonObject => ({ type: 'object', nullable: true, maxProperties: 0 });
const dropped = new Set([
  '$schema',
  '$id',
  '$comment',
  'examples',
  'unevaluatedProperties',
  'patternProperties',
  'propertyNames',
  'contentEncoding',
  'contentMediaType',
  'xml',
  'if',
  'then',
  'else',
]);
const maps = new Set(['properties']);
const lists = new Set(['oneOf', 'anyOf', 'allOf']);
const singles = new Set(['items', 'not', 'additionalProperties']);

/** Returns a copy in the words of 3.0.3; what 3.0.3 cannot say is left out, so the twin accepts at least as much. */
export function makeTwin(document: JsonObject, server: string): JsonObject {
  const { jsonSchemaDialect: _dialect, webhooks: _webhooks, ...rest } = document;
  const twin = convert(rest, false) as JsonObject;
  return { ...twin, openapi: '3.0.3', info: { title: 'Bench', version: '1' }, servers: [{ url: server }], security: [] };
}

function convert(node: Json, isSchema: boolean): Json {
  if (Array.isArray(node)) return node.map((item) => convert(item, isSchema));
  if (!isObject(node)) return node;
  return isSchema ? convertSchema(node) : convertOther(node);
}

function convertOther(node: JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === 'security' || key === 'example' || key === 'examples' || key === 'description' || key === 'securitySchemes') continue;
    if (key === 'content' && isObject(value)) {
      copy[key] = { 'application/json': convertOther(jsonMedia(value)) };
    } else if (key === 'schemas' && isObject(value)) {
      copy[key] = Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, convert(schema, true)]));
    } else copy[key] = convert(value, key === 'schema');
  }
  if ('responses' in copy) restoreDescriptions(copy['responses']);
  if (node['description'] !== undefined && 'content' in copy) copy['description'] = String(node['description']);
  return copy;
}

const jsonMedia = (content: JsonObject): JsonObject => {
  const media = content['application/json'] ?? Object.values(content)[0];
  return isObject(media) ? { schema: media['schema'] ?? {} } : {};
};

// A Response Object must have a description (OpenAPI 3.0.3, Response Object).
function restoreDescriptions(responses: Json | undefined): void {
  if (!isObject(responses)) return;
  for (const response of Object.values(responses)) if (isObject(response) && !('$ref' in response)) response['description'] = 'Response';
}

function convertSchema(schema: JsonObject): JsonObject {
  // Siblings of `$ref` are ignored in 3.0.3.
  if (typeof schema['$ref'] === 'string') return { $ref: schema['$ref'] };
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(schema)) {
    if (dropped.has(key) || key.startsWith('x-') || key === 'description' || key === 'example' || key === 'title') continue;
    if (maps.has(key) && isObject(value))
      copy[key] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, convert(inner, true)]));
    else if (lists.has(key)) {
      const branches = arrayOf(value);
      // The null branch overlaps with objects that may be empty, which `oneOf` would not forgive.
      const name = branches.some(isNullSchema) ? 'anyOf' : key;
      copy[name] = [...arrayOf(copy[name]), ...branches.map((branch) => (isNullSchema(branch) ? nullBranch() : convert(branch, true)))];
    } else if (singles.has(key)) copy[key] = convert(value, true);
    else if (key === 'const') copy['enum'] = [value];
    else if (key !== 'format') copy[key] = value;
    else if (String(value) in fullFormats) copy[key] = value;
    // No peer knows this format of the OpenAPI registry, and one of them refuses to start on unknown ones.
    else if (value === 'date-time-local') copy['pattern'] = dateTimeLocal.source;
  }
  convertType(copy, schema['type']);
  for (const [exclusive, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    const limit = copy[exclusive];
    delete copy[exclusive];
    if (typeof limit === 'number') copy[bound] = limit;
  }
  return copy;
}

const isNullSchema = (schema: Json): boolean => isObject(schema) && (schema['type'] === 'null' || schema['const'] === null);

function convertType(copy: JsonObject, type: Json | undefined): void {
  if (!Array.isArray(type)) return;
  delete copy['type'];
  const types = type.filter((each) => each !== 'null').map(String);
  const nullable = types.length < type.length;
  if (types.length === 1) {
    copy['type'] = types[0] ?? 'object';
    if (nullable) copy['nullable'] = true;
  } else {
    const options: Json[] = types.map((each) => ({ type: each }));
    copy['anyOf'] = [...arrayOf(copy['anyOf']), ...options, ...(nullable ? [nullBranch()] : [])];
  }
}
