// Parameters, bodies and responses as types: by place and style, by media type, by status.
import { expect, it } from 'vitest';
import { type Json, moduleOf } from './write.ts';

/** The lines of `Operations` without comments, each trimmed. */
async function operations(operation: Json, method = 'post', components: Json = {}): Promise<string> {
  const document = { openapi: '3.2.0', info: { title: 'T', version: '1' }, paths: { '/x/{id}': { [method]: operation } }, components };
  const text = await moduleOf(document);
  return (text.split('export interface Operations {\n')[1]?.split('\n}\n')[0] ?? '')
    .replace(/\/\*\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const json = (schema: unknown): Json => ({ 'application/json': { schema } });
const integer = { type: 'integer' };
const path = { name: 'id', in: 'path', required: true, schema: integer };

it('parameters are decoded values under their documented names', async () => {
  const parameters = [
    path,
    { name: 'filter', in: 'query', style: 'deepObject', schema: { type: 'object', properties: { 'a-b': integer } } },
    { name: 'ids', in: 'query', required: true, schema: { type: 'array', items: integer } },
    { name: 'free', in: 'query', schema: {} },
    { name: 'flag', in: 'query', allowEmptyValue: true, schema: { type: 'boolean' } },
    { name: 'where', in: 'query', content: json({ type: 'object', required: ['a'], properties: { a: integer } }) },
    { name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } },
    { name: 'Accept', in: 'header', schema: { type: 'string' } },
    { name: 'theme', in: 'cookie', schema: { enum: ['dark', 'light'] } },
  ];
  expect(await operations({ operationId: 'getX', parameters, responses: { 204: { description: 'ok' } } }, 'get')).toBe(
    "getX: { parameters: { path: { id: number; }; query: { filter?: { 'a-b'?: number; }; ids: number[]; free?: string; flag?: boolean | ''; " +
      "where?: { a: number; }; }; header: { 'If-Match': string; }; cookie: { theme?: 'dark' | 'light'; }; }; body: undefined; responses: { 204: undefined; }; };",
  );
});

it.each<[string, Json | undefined, string]>([
  ['none', undefined, 'undefined'],
  ['optional', { content: json(integer) }, 'number | undefined'],
  ['required', { required: true, content: json(integer) }, 'number'],
  ['any JSON', { required: true, content: { 'application/json': {} } }, 'unknown'],
  ['a form without a schema', { required: true, content: { 'application/x-www-form-urlencoded': {} } }, '{ [name: string]: unknown }'],
  [
    'the same by several media types',
    { required: true, content: { ...json(integer), 'text/xml': { schema: integer }, 'text/plain': { schema: integer } } },
    'number',
  ],
  ['text and JSON', { required: true, content: { ...json(integer), 'text/plain': {} } }, 'number | string'],
  ['bytes', { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } }, 'string'],
  ['an image without a schema', { required: true, content: { 'image/png': {} } }, 'string'],
  ['what no decoder reads', { required: true, content: { 'application/msgpack': { schema: { type: 'object' } } } }, 'unknown'],
  [
    'what no decoder reads, and JSON',
    { required: true, content: { ...json(integer), 'application/msgpack': { schema: { type: 'array' } } } },
    'number',
  ],
  ['any media type', { required: true, content: { '*/*': { schema: integer } } }, 'number'],
  [
    'files in a form',
    {
      required: true,
      content: {
        'multipart/form-data': { schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' }, n: integer } } },
      },
    },
    '{ file?: string; n?: number; }',
  ],
])('a body: %s', async (_, requestBody, expected) => {
  const text = await operations({ operationId: 'x', ...(requestBody && { requestBody }), responses: {} });
  expect(/ body: (.*); responses: \{\}; \};$/.exec(text)?.[1]).toBe(expected);
});

it('responses are keyed by number, range and default; what HTTP gives no content has none', async () => {
  const ok = { description: 'ok', content: json(integer) };
  const responses = {
    200: ok,
    204: ok,
    '4xx': { description: 'no', content: { 'text/plain': {} } },
    default: { description: 'no', content: json({}) },
    206: { description: 'bytes', content: { 'image/png': {} } },
    '5XX': { description: 'nothing' },
    'x-more': 1,
  };
  expect(await operations({ operationId: 'x', responses })).toContain(
    "responses: { 200: number; 204: undefined; 206: string | Uint8Array; '4XX': string; default: unknown; '5XX': undefined; }",
  );
  expect(await operations({ operationId: 'x', responses: { 200: ok } }, 'head')).toContain('responses: { 200: undefined; }');
});

it('operations without an id are called by method and path; ids that are no identifiers are quoted', async () => {
  expect(await operations({ responses: {} })).toMatch(/^'POST \/x\/\{id\}': \{/);
  expect(await operations({ operationId: "a/b's", responses: {} })).toMatch(/^'a\/b\\'s': \{/);
});
