// Generated documents: the same five operations alone and among three hundred, with a small example and one of a hundred properties.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from '../json.ts';

export const thing: JsonObject = { id: 7, name: 'Amber lamp', price: 19.5, available: true };

const thingSchema: JsonObject = {
  type: 'object',
  required: ['id', 'name'],
  properties: { id: { type: 'integer' }, name: { type: 'string' }, price: { type: 'number' }, available: { type: 'boolean' } },
};

/** What an entity of a CRM is made of: one schema and one value for every tenth property. */
const kinds: readonly (readonly [schema: JsonObject, value: Json])[] = [
  [{ type: 'string', maxLength: 80 }, 'Quartz & Sons'],
  [{ type: 'integer', format: 'int32' }, 4711],
  [{ type: 'string', format: 'date-time' }, '2026-03-01T09:30:00Z'],
  [{ type: 'boolean' }, true],
  [{ type: 'string', format: 'email' }, 'maple@ledge.example'],
  [{ type: 'number', minimum: 0 }, 12.25],
  [{ type: 'string', enum: ['open', 'won', 'lost'] }, 'won'],
  [{ type: 'string', format: 'uuid' }, '5f0c6f7e-8d86-4d0b-9d8c-2f3d2f6f9b11'],
  [{ type: 'array', maxItems: 3, items: { type: 'string' } }, ['north', 'tidal']],
  [{ type: 'string', format: 'uri' }, 'https://www.grove.example/12'],
];
const properties = Array.from({ length: 100 }, (_, index) => {
  const [schema, value] = kinds[index % kinds.length] as (typeof kinds)[number];
  return { name: `field${index}`, schema, value };
});

export const company: JsonObject = Object.fromEntries(properties.map(({ name, value }) => [name, value]));

const companySchema: JsonObject = {
  type: 'object',
  required: properties.map(({ name }) => name),
  properties: Object.fromEntries(properties.map(({ name, schema }) => [name, schema])),
};

const json = (schema: string, example?: Json): JsonObject => ({
  'application/json': { schema: { $ref: `#/components/schemas/${schema}` }, ...(example !== undefined && { example }) },
});
const answered = (schema: string, example: Json): JsonObject => ({ 200: { description: 'Found', content: json(schema, example) } });
const sent: JsonObject = { required: true, content: json('Thing') };
const id: JsonObject = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };

/** Five operations on a collection of things. */
const collection = (name: string): JsonObject => ({
  [`/${name}`]: {
    get: { operationId: `${name}List`, responses: answered('Thing', thing) },
    post: { operationId: `${name}Create`, requestBody: sent, responses: { 201: { description: 'Stored', content: json('Thing', thing) } } },
  },
  [`/${name}/{id}`]: {
    parameters: [id],
    get: { operationId: `${name}Get`, responses: answered('Thing', thing) },
    put: { operationId: `${name}Put`, requestBody: sent, responses: answered('Thing', thing) },
    delete: { operationId: `${name}Delete`, responses: { 204: { description: 'Gone' } } },
  },
});

/** The document as OpenAPI 3.0.3, which all tools read: `size` operations, a multiple of five. The five that are measured stand in the middle. */
export function makeDocument(size: number): JsonObject {
  const things = collection('things');
  const single = { ...(things['/things/{id}'] as JsonObject) };
  delete single['put'];
  const measured: JsonObject = {
    ...things,
    '/things/{id}': single,
    '/companies/{id}': { parameters: [id], get: { operationId: 'companiesGet', responses: answered('Company', company) } },
  };
  const others = Array.from({ length: size / 5 - 1 }, (_, index) => collection(`crm/assets${index}`));
  const half = others.length >> 1;
  return {
    openapi: '3.0.3',
    info: { title: `${size} operations`, version: '1.0.0' },
    paths: Object.assign({}, ...others.slice(0, half), measured, ...others.slice(half)) as JsonObject,
    components: { schemas: { Thing: thingSchema, Company: companySchema } },
  };
}

export function writeDocument(folder: string, size: number): string {
  const file = join(folder, `operations-${size}.json`);
  writeFileSync(file, JSON.stringify(makeDocument(size), undefined, 1));
  return file;
}
