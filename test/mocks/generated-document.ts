// A document in the style people write: lists with query parameters, enums, arrays, headers, examples here and only schemas there; in OpenAPI 3.0 or 3.1.
import type { LoadedContract } from '../../src/openapi/load.ts';
import type { ExampleRequest } from './example-requests.ts';

export function generatedDocument(version: string): object {
  const isOld = version.startsWith('3.0');
  const orNull = (schema: { type: string }): object => (isOld ? { ...schema, nullable: true } : { ...schema, type: [schema.type, 'null'] });
  const thing = { $ref: '#/components/schemas/Thing' };
  const parameter = (name: string, where: string, schema: object, more: object = {}): object => ({ name, in: where, schema, ...more });
  return {
    openapi: version,
    ...(!isOld && { jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema' }),
    info: { title: 'Things', version: '1' },
    paths: {
      '/things': {
        get: {
          operationId: 'listThings',
          parameters: [
            parameter('status', 'query', { type: 'string', enum: ['new', 'used'] }),
            parameter('limit', 'query', { type: 'integer', minimum: 1, maximum: 100, default: 10 }, { required: true }),
            parameter('tags', 'query', { type: 'array', items: { type: 'string' } }),
            parameter('ids', 'query', { type: 'array', items: { type: 'integer' } }, { explode: false }),
            parameter('since', 'query', { type: 'string', format: 'date' }),
            parameter('deep', 'query', { type: 'boolean' }),
            parameter('X-Trace', 'header', { type: 'string', minLength: 3 }),
          ],
          responses: {
            200: {
              description: 'some',
              headers: { 'X-Total': { schema: { type: 'integer', minimum: 3 } } },
              content: {
                'application/json': {
                  schema: { type: 'array', items: thing, minItems: 1 },
                  examples: {
                    large: {
                      value: [
                        { id: 1, name: 'a', status: 'new' },
                        { id: 2, name: 'b', status: 'used' },
                      ],
                    },
                    small: { value: [{ id: 3, name: 'c' }] },
                  },
                },
              },
            },
            400: { description: 'no', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
            default: { description: 'else', content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } } },
          },
        },
        post: {
          operationId: 'addThing',
          requestBody: {
            required: true,
            content: { 'application/json': { schema: thing }, 'application/x-www-form-urlencoded': { schema: thing } },
          },
          responses: {
            201: { description: 'added', content: { 'application/json': { schema: thing } } },
            '4XX': { description: 'no', content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } } },
          },
        },
      },
      '/things/{id}': {
        parameters: [parameter('id', 'path', { type: 'integer' }, { required: true })],
        get: {
          operationId: 'getThing',
          parameters: [parameter('fields', 'query', { type: 'array', items: { type: 'string', enum: ['id', 'name'] } })],
          responses: {
            200: {
              description: 'one',
              content: { 'application/json': { schema: thing }, 'text/plain': { schema: { type: 'string' }, example: 'a thing' } },
            },
            404: { description: 'none' },
          },
        },
        delete: { operationId: 'removeThing', responses: { 204: { description: 'gone' } } },
      },
      '/things/special': {
        get: {
          operationId: 'getSpecial',
          responses: { 200: { description: 'it', content: { 'application/json': { example: { special: true } } } } },
        },
      },
    },
    components: {
      schemas: {
        Thing: {
          type: 'object',
          required: ['id', 'name'],
          properties: {
            id: { type: 'integer', format: 'int32' },
            name: { type: 'string', minLength: 1 },
            status: { type: 'string', enum: ['new', 'used'] },
            price: { type: 'number', minimum: 0.5 },
            tags: { type: 'array', items: { type: 'string' } },
            note: orNull({ type: 'string' }),
            made: { type: 'string', format: 'date-time' },
            owner: { type: 'object', properties: { mail: { type: 'string', format: 'email' } } },
          },
        },
        Problem: { type: 'object', properties: { title: { type: 'string' }, status: { type: 'integer', minimum: 400 } } },
      },
    },
  };
}

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';

/** Valid requests only, in the spellings Prism reads: a repeated parameter has two values at least (stoplightio/prism#2473). */
export function generatedRequests(contract: LoadedContract): ExampleRequest[] {
  const list: [string, string, string?, string?][] = [
    ['listThings', '/things?limit=5'],
    ['listThings', '/things?limit=100&status=new&deep=true'],
    ['listThings', '/things?limit=1&status=used&since=2026-02-28&ids=1,2,3'],
    ['listThings', '/things?limit=1&tags=a&tags=b%20c'],
    ['addThing', '/things', json, '{"id":1,"name":"a"}'],
    [
      'addThing',
      '/things',
      json,
      '{"id":1,"name":"a","status":"used","price":0.5,"tags":["x","y"],"note":null,"made":"2026-01-01T00:00:00Z","owner":{"mail":"a@example.com"}}',
    ],
    ['addThing', '/things', form, 'id=1&name=a+b&status=new&price=1.5'],
    ['getThing', '/things/7'],
    ['getThing', '/things/-1?fields=id&fields=name'],
    ['removeThing', '/things/7'],
    ['getSpecial', '/things/special'],
  ];
  return list.map(([id, target, contentType, body]) => {
    const operation = contract.operation(id);
    if (!operation) throw new Error(`There is no ${id}`);
    return { operation, range: contentType ?? '', example: '', method: operation.method, target, contentType, body };
  });
}
