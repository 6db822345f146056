// What is sent, whatever the keywords say: parameters as text, ranges of statuses and media types, tokens, streams, and parts compared as a whole.
import { describe, expect, it } from 'vitest';
import { diffContracts } from '../../src/diff/diff.ts';
import { contractOf } from './load.ts';

type Json = Record<string, unknown>;

const text = { type: 'string' };
const integer = { type: 'integer' };

const withOperation = (operation: Json, whole: Json = {}, item: Json = {}): Json => ({
  openapi: '3.2.0',
  info: { title: 'Things', version: '1' },
  paths: { '/things': { ...item, post: { responses: { 200: { description: '' } }, ...operation } } },
  ...whole,
});
const withParameter = (parameter: Json): Json => withOperation({ parameters: [{ name: 'p', in: 'query', ...parameter }] });
const withJson = (a: Json): Json => withParameter({ content: { 'application/json': { schema: { type: 'object', properties: { a } } } } });
const withHeader = (schema: Json): Json => withOperation({ responses: { 200: { description: '', headers: { 'X-A': { schema } } } } });
const withStatuses = (...keys: string[]): Json =>
  withOperation({ responses: Object.fromEntries(keys.map((key) => [key, { description: '' }])) });
const withTypes = (content: Json): Json => withOperation({ requestBody: { content }, responses: { 200: { description: '', content } } });
const withSecurity = (requirement: string, scheme: Json): Json =>
  withOperation({ security: [{ [requirement]: [] }] }, { components: { securitySchemes: { own: scheme } } });
const oauth = (flow: string, tokenUrl: string): Json =>
  withSecurity('own', { type: 'oauth2', flows: { [flow]: { tokenUrl, scopes: {} } } });
const withCallback = (operation: Json): Json =>
  withOperation({ callbacks: { done: { '{$request.body#/url}': { post: { responses: { 200: { description: '' } }, ...operation } } } } });
const withCallbackHeader = (schema: Json): Json =>
  withCallback({ responses: { 200: { description: '', headers: { 'x-signature': { schema } } } } });
const withWebhooks = (webhooks: Json): Json => withOperation({}, { webhooks });
const webhook = (schema: Json): Json => ({ post: { requestBody: { content: { 'application/json': { schema } } } } });
const severally = (explode: boolean): Json => withParameter({ explode, schema: { anyOf: [text, { type: 'array', items: text }] } });
const named = (name: string, type: string): Json => ({
  ...withTypes({ [type]: { schema: { $ref: `#/components/schemas/${name}` } } }),
  components: { schemas: { [name]: { type: 'object', properties: { a: text } } } },
});
const part = (description: string): Json =>
  withTypes({ 'multipart/form-data': { encoding: { a: { headers: { 'X-A': { description, schema: text } } } } } });
const key = (name: string): Json => withSecurity('own', { type: 'apiKey', in: 'header', name });

/** From one document to the other, and what is said of it. */
const rows: readonly (readonly [what: string, old: Json, new_: Json, told: readonly string[]])[] = [
  ['a parameter in JSON has types', withJson(integer), withJson(text), ['breaking request-type-changed']],
  [
    'a parameter in a style has none',
    withParameter({ schema: integer }),
    withParameter({ schema: text }),
    ['non-breaking request-type-widened'],
  ],
  ['a header was any text', withHeader(text), withHeader(integer), ['non-breaking response-type-narrowed']],
  ['a header is any text', withHeader(integer), withHeader(text), ['breaking response-type-widened']],
  ['a list beside a text is written another way', severally(true), severally(false), ['breaking request-parameter-style-changed']],
  ['some of a range', withStatuses('2XX'), withStatuses('200', '201'), ['non-breaking response-status-narrowed']],
  ['a range instead of one', withStatuses('200'), withStatuses('2XX'), ['breaking response-status-added']],
  ['others than the range', withStatuses('200', '3XX'), withStatuses('200'), ['breaking response-status-removed']],
  [
    'a range of media types instead of one',
    withTypes({ 'application/json': {} }),
    withTypes({ 'application/*': {} }),
    ['non-breaking request-media-type-added', 'non-breaking response-media-type-added'],
  ],
  [
    'the root element in XML is called after a component',
    named('Thing', 'application/xml'),
    named('Entity', 'application/xml'),
    ['breaking request-xml-root-changed', 'breaking response-xml-root-changed'],
  ],
  ['the name of a component is nowhere in JSON', named('Thing', 'application/json'), named('Entity', 'application/json'), []],
  [
    'an ending of the path',
    withOperation({}, {}, { 'x-path-suffixes': ['.json', '.xml'] }),
    withOperation({}, {}, { 'x-path-suffixes': ['.json'] }),
    ['breaking operation-suffixes-removed'],
  ],
  [
    'a further ending of the path',
    withOperation({}),
    withOperation({}, {}, { 'x-path-suffixes': ['.json'] }),
    ['non-breaking operation-suffixes-added'],
  ],
  [
    'a list in a style may be several texts',
    withParameter({ explode: false, schema: { type: 'array' } }),
    withParameter({ explode: false, schema: text }),
    ['breaking request-type-changed'],
  ],
  ['what describes the header of a part', part('one'), part('other'), []],
  ['a media type with a parameter', withTypes({ 'text/csv': {} }), withTypes({ 'text/csv; charset=utf-8': {} }), []],
  [
    'bytes as OpenAPI 3.0 said it',
    { ...withTypes({ 'image/png': { schema: { type: 'string', format: 'binary' } } }), openapi: '3.0.3' },
    withTypes({ 'image/png': {} }),
    [],
  ],
  [
    'bytes in JSON are none',
    withTypes({ 'application/json': { schema: { type: 'string', format: 'binary' } } }),
    withTypes({ 'application/json': { schema: {} } }),
    [
      'breaking response-type-widened',
      'non-breaking request-type-widened',
      'informational request-format-noted',
      'informational response-format-noted',
    ],
  ],
  [
    'items of a stream',
    withTypes({ 'application/jsonl': { itemSchema: text } }),
    withTypes({ 'application/jsonl': { itemSchema: integer } }),
    ['breaking request-item-schema-changed', 'breaking response-item-schema-changed'],
  ],
  [
    'a scheme that is not declared',
    withSecurity('own', { type: 'http', scheme: 'bearer' }),
    withSecurity('gone', { type: 'http', scheme: 'bearer' }),
    ['breaking request-security-narrowed', 'non-breaking request-security-widened'],
  ],
  [
    'a flow that is gone',
    oauth('clientCredentials', '/t'),
    oauth('password', '/t'),
    ['breaking request-security-narrowed', 'non-breaking request-security-widened'],
  ],
  ['tokens from elsewhere', oauth('password', '/t'), oauth('password', '/u'), ['informational request-security-addresses-changed']],
  ['a key in a header has no case', key('X-Key'), key('x-key'), []],
  [
    'servers of a path',
    withOperation({}),
    withOperation({}, {}, { servers: [{ url: '/v2' }] }),
    ['informational operation-servers-changed'],
  ],
  [
    'a header of a callback that looks like an extension',
    withCallbackHeader(text),
    withCallbackHeader(integer),
    ['breaking operation-callbacks-changed'],
  ],
  ['the name of a callback', withCallback({ operationId: 'a' }), withCallback({ operationId: 'b', deprecated: true }), []],
  [
    'a requirement of a callback that looks like an extension',
    withCallback({ security: [{ 'x-one': [] }] }),
    withCallback({ security: [{ 'x-two': [] }] }),
    ['breaking operation-callbacks-changed'],
  ],
  [
    'a webhook that is called as an annotation',
    withWebhooks({ tags: webhook(text) }),
    withWebhooks({ tags: webhook(integer) }),
    ['breaking contract-webhooks-changed'],
  ],
  ['the only webhook', withWebhooks({ summary: webhook(text) }), withWebhooks({}), ['breaking contract-webhooks-changed']],
  ['no webhooks, and none', withWebhooks({}), withOperation({}), []],
];

it('a flow is named where it is written', async () => {
  const changes = diffContracts(await contractOf(oauth('clientCredentials', '/t')), await contractOf(oauth('password', '/t')));
  expect(changes.map(({ old, new: is }) => [old?.pointer, is?.pointer])).toEqual([
    ['/components/securitySchemes/own/flows/clientCredentials', '/components/securitySchemes/own'],
    ['/components/securitySchemes/own', '/components/securitySchemes/own/flows/password'],
  ]);
});

it('a property that is ruled out leaves the others alone', async () => {
  const object = (a: unknown): Json => withTypes({ 'application/json': { schema: { type: 'object', properties: { a, b: text } } } });
  const changes = diffContracts(await contractOf(object(text)), await contractOf(object(false)));
  expect(changes.map(({ message }) => message)).toEqual(Array(2).fill('`a` is gone, and may not come any more'));
});

describe('what is sent', () => {
  it.each(rows)('%s', async (_, old, new_, told) => {
    const changes = diffContracts(await contractOf(old), await contractOf(new_));
    expect(changes.map(({ id, level }) => `${level} ${id}`).toSorted()).toEqual([...told].toSorted());
    expect(diffContracts(await contractOf(new_), await contractOf(structuredClone(new_)))).toEqual([]);
  });
});
