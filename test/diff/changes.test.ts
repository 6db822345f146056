// Every kind of change there is, each by a pair of documents that differ in it alone. Long because the catalogue is.
import { describe, expect, it } from 'vitest';
import { catalogue, levelOf, schemaKinds, type SchemaKind } from '../../src/diff/catalogue.ts';
import { diffContracts } from '../../src/diff/diff.ts';
import { contractOf } from './load.ts';

type Json = any; // oxlint-disable-line typescript/no-explicit-any -- documents are edited freely here

const thing = { type: 'object', properties: { p: { type: 'string' } } };
const one = { $ref: '#/components/schemas/One' };
const base = (): Json => ({
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  servers: [{ url: 'https://things.example' }],
  security: [{ key: [] }, { token: ['read'] }, { login: [] }],
  webhooks: {
    came: {
      post: { requestBody: { content: { 'application/json': { schema: { type: 'string' } } } }, responses: { 200: { description: '' } } },
    },
  },
  paths: {
    '/things/{id}': {
      'x-path-suffixes': ['.json'],
      get: {
        operationId: 'getThing',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          { name: 'q', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
          { name: 'must', in: 'query', required: true, allowEmptyValue: true, schema: { type: 'string' } },
        ],
        responses: {
          200: {
            description: '',
            headers: {
              Rate: { required: true, schema: { type: 'array', items: { type: 'integer' } } },
              Rare: { schema: { type: 'string' } },
            },
            content: { 'application/json': { schema: thing }, 'text/csv': {} },
          },
          202: { description: '' },
          404: { description: '' },
        },
      },
      post: {
        operationId: 'postThing',
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: thing },
            'multipart/form-data': { schema: thing, encoding: { p: { contentType: 'text/plain' } } },
          },
        },
        responses: {
          200: { description: '', content: { 'multipart/mixed': { schema: thing, encoding: { p: { contentType: 'text/plain' } } } } },
        },
      },
      put: {
        operationId: 'putThing',
        requestBody: { content: { 'application/json': {}, 'application/xml': { schema: one } } },
        responses: { 200: { description: '', content: { 'application/xml': { schema: one } } }, '5XX': { description: '' } },
      },
      delete: { operationId: 'deleteThing', responses: { 204: { description: '' } } },
    },
  },
  components: {
    schemas: { One: thing, Other: thing },
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      token: { type: 'http', scheme: 'bearer' },
      login: { type: 'oauth2', flows: { password: { tokenUrl: 'https://things.example/token', scopes: {} } } },
    },
  },
});

const item = (document: Json): Json => document.paths['/things/{id}'];

/** Of everything but schemas: what is done to the document, and the one change that comes of it. */
const rows: readonly (readonly [id: string, edit: (document: Json) => void])[] = [
  ['contract-version-changed', (d) => void (d.info.version = '2')],
  ['contract-servers-changed', (d) => void (d.servers[0].url = 'https://other.example')],
  ['contract-webhooks-changed', (d) => void (d.webhooks.came.post.requestBody.content['application/json'].schema.type = 'integer')],
  ['operation-added', (d) => void (item(d).patch = { responses: { 200: { description: '' } } })],
  ['operation-removed', (d) => void delete item(d).delete],
  ['operation-moved', (d) => void ((d.paths['/gone/{id}'] = { delete: item(d).delete }), delete item(d).delete)],
  ['operation-renamed', (d) => void (item(d).delete.operationId = 'removeThing')],
  ['operation-deprecated', (d) => void (item(d).delete.deprecated = true)],
  ['operation-suffixes-added', (d) => void item(d)['x-path-suffixes'].push('.xml')],
  ['operation-suffixes-removed', (d) => void item(d)['x-path-suffixes'].pop()],
  ['operation-servers-changed', (d) => void (item(d).delete.servers = [{ url: '/' }])],
  [
    'operation-callbacks-changed',
    (d) => void (item(d).delete.callbacks = { done: { '{$url}': { post: { responses: { 200: { description: '' } } } } } }),
  ],
  ['request-security-narrowed', (d) => void (item(d).delete.security = [{ key: [] }, { login: [] }])],
  ['request-security-narrowed', (d) => void (item(d).delete.security = [{ key: [] }, { token: ['read', 'write'] }, { login: [] }])],
  ['request-security-widened', (d) => void (item(d).delete.security = [{ key: [] }, { token: ['read'] }, { login: [] }, {}])],
  [
    'request-security-addresses-changed',
    (d) => void (d.components.securitySchemes.login.flows.password.tokenUrl = 'https://other.example/token'),
  ],
  ['request-parameter-added', (d) => void item(d).get.parameters.push({ name: 'new', in: 'query', schema: {} })],
  ['request-parameter-added-required', (d) => void item(d).get.parameters.push({ name: 'new', in: 'query', required: true, schema: {} })],
  ['request-parameter-removed', (d) => void item(d).get.parameters.splice(1, 1)],
  ['request-parameter-became-required', (d) => void (item(d).get.parameters[1].required = true)],
  ['request-parameter-became-optional', (d) => void (item(d).get.parameters[2].required = false)],
  ['request-parameter-style-changed', (d) => void (item(d).get.parameters[1].explode = false)],
  ['request-parameter-empty-allowed', (d) => void (item(d).get.parameters[1].allowEmptyValue = true)],
  ['request-parameter-empty-refused', (d) => void delete item(d).get.parameters[2].allowEmptyValue],
  ['request-body-added', (d) => void (item(d).delete.requestBody = { content: { 'application/json': {} } })],
  ['request-body-added-required', (d) => void (item(d).delete.requestBody = { required: true, content: { 'application/json': {} } })],
  ['request-body-removed', (d) => void delete item(d).put.requestBody],
  ['request-body-became-required', (d) => void (item(d).put.requestBody.required = true)],
  ['request-body-became-optional', (d) => void (item(d).post.requestBody.required = false)],
  ['request-media-type-added', (d) => void (item(d).put.requestBody.content['text/plain'] = {})],
  ['request-media-type-removed', (d) => void delete item(d).post.requestBody.content['multipart/form-data']],
  ['request-schema-added', (d) => void (item(d).put.requestBody.content['application/json'].schema = { type: 'string' })],
  ['request-schema-removed', (d) => void delete item(d).post.requestBody.content['application/json'].schema],
  ['request-encoding-changed', (d) => void (item(d).post.requestBody.content['multipart/form-data'].encoding.p.contentType = 'text/html')],
  [
    'request-xml-root-changed',
    (d) => void (item(d).put.requestBody.content['application/xml'].schema = { $ref: '#/components/schemas/Other' }),
  ],
  ['request-item-schema-changed', (d) => void (item(d).post.requestBody.content['application/json'].itemSchema = {})],
  ['response-status-added', (d) => void (item(d).delete.responses[200] = { description: '' })],
  ['response-error-status-added', (d) => void (item(d).delete.responses['4XX'] = { description: '' })],
  ['response-status-removed', (d) => void delete item(d).get.responses[202]],
  ['response-error-status-removed', (d) => void delete item(d).get.responses[404]],
  [
    'response-status-narrowed',
    (d) => void ((item(d).put.responses['503'] = item(d).put.responses['5XX']), delete item(d).put.responses['5XX']),
  ],
  ['response-header-added', (d) => void (item(d).get.responses[200].headers['New'] = { schema: {} })],
  ['response-header-removed', (d) => void delete item(d).get.responses[200].headers.Rare],
  ['response-header-became-required', (d) => void (item(d).get.responses[200].headers.Rare.required = true)],
  ['response-header-became-optional', (d) => void (item(d).get.responses[200].headers.Rate.required = false)],
  ['response-header-style-changed', (d) => void (item(d).get.responses[200].headers.Rate.explode = true)],
  ['response-media-type-added', (d) => void (item(d).get.responses[200].content['text/html'] = {})],
  ['response-media-type-removed', (d) => void delete item(d).get.responses[200].content['text/csv']],
  ['response-schema-added', (d) => void (item(d).get.responses[200].content['text/csv'].schema = { type: 'string' })],
  ['response-schema-removed', (d) => void delete item(d).get.responses[200].content['application/json'].schema],
  [
    'response-xml-root-changed',
    (d) => void (item(d).put.responses[200].content['application/xml'].schema = { $ref: '#/components/schemas/Other' }),
  ],
  ['response-item-schema-changed', (d) => void (item(d).get.responses[200].content['text/csv'].itemSchema = {})],
  ['response-encoding-changed', (d) => void delete item(d).post.responses[200].content['multipart/mixed'].encoding],
];

const object = (properties: object, more: object = {}): object => ({ type: 'object', properties, ...more });
const text = { type: 'string' };
const overlapping = (more: object): object => ({ oneOf: [object({ a: text }), object({ b: text, ...more })] });

/** Of schemas: one and the other, and the one change from one to the other. */
const schemas: readonly (readonly [kind: SchemaKind, old: unknown, new_: unknown])[] = [
  ['type-changed', { type: 'integer' }, { type: 'boolean' }],
  ['type-narrowed', { type: ['integer', 'string'] }, { type: 'integer' }],
  ['type-narrowed', { type: 'number' }, { type: 'integer' }],
  ['type-widened', { type: 'integer' }, { type: 'number' }],
  ['null-added', text, { anyOf: [text, { type: 'null' }] }],
  ['null-removed', { type: ['string', 'null'] }, text],
  ['enum-values-added', { enum: ['a'] }, { enum: ['a', 'b'] }],
  ['enum-values-removed', { enum: ['a', 'b'] }, { const: 'a' }],
  ['enum-added', text, { type: 'string', enum: ['a'] }],
  ['enum-removed', { type: 'string', enum: ['a'] }, text],
  ['limit-narrowed', { type: 'string', maxLength: 9 }, { type: 'string', maxLength: 8 }],
  ['limit-narrowed', { type: 'integer', minimum: 1 }, { type: 'integer', exclusiveMinimum: 1 }],
  ['limit-widened', { type: 'array', items: text, minItems: 1 }, { type: 'array', items: text }],
  ['limit-changed', { type: 'integer', multipleOf: 2 }, { type: 'integer', multipleOf: 3 }],
  ['limit-changed', { type: 'number', multipleOf: 7 }, { type: 'number', multipleOf: 1e20 }],
  ['pattern-added', text, { type: 'string', pattern: '^a' }],
  ['pattern-removed', { type: 'string', pattern: '^a' }, text],
  ['pattern-changed', { type: 'string', pattern: '^a' }, { type: 'string', pattern: '^b' }],
  ['format-added', text, { type: 'string', format: 'uuid' }],
  ['format-removed', { type: 'string', format: 'uuid' }, text],
  ['format-narrowed', { type: 'integer', format: 'int64' }, { type: 'integer', format: 'int32' }],
  ['format-widened', { type: 'integer', format: 'int32' }, { type: 'integer', format: 'int64' }],
  ['format-changed', { type: 'string', format: 'uuid' }, { type: 'string', format: 'email' }],
  ['format-noted', text, { type: 'string', format: 'password' }],
  ['property-added', object({ a: text }), object({ a: text, b: text })],
  ['property-added-required', object({ a: text }), object({ a: text, b: text }, { required: ['b'] })],
  ['property-added-to-closed', object({}, { additionalProperties: false }), object({ b: text }, { additionalProperties: false })],
  ['property-described', object({}, { additionalProperties: true }), object({ b: text }, { additionalProperties: true })],
  ['property-removed', object({ a: text, b: text }), object({ a: text })],
  ['property-became-required', object({ a: text }), object({ a: text }, { required: ['a'] })],
  ['property-became-optional', object({ a: text }, { required: ['a'] }), object({ a: text })],
  ['became-read-only', object({ a: text }), object({ a: { ...text, readOnly: true } })],
  ['became-write-only', object({ a: text }), object({ a: { ...text, writeOnly: true } })],
  ['became-read-write', object({ a: { ...text, readOnly: true } }), object({ a: text })],
  ['additional-properties-narrowed', object({ a: text }), object({ a: text }, { additionalProperties: false })],
  ['additional-properties-narrowed', object({ a: text }), object({ a: text }, { additionalProperties: text })],
  ['additional-properties-widened', object({ a: text }, { additionalProperties: text }), object({ a: text })],
  ['pattern-properties-changed', object({}, { patternProperties: { '^a': text } }), object({}, { patternProperties: { '^b': text } })],
  ['items-narrowed', { type: 'array' }, { type: 'array', items: text }],
  ['items-widened', { type: 'array', items: text }, { type: 'array' }],
  [
    'alternative-added',
    { anyOf: [object({ a: text }, { required: ['a'] })] },
    { anyOf: [object({ a: text }, { required: ['a'] }), object({ b: text }, { required: ['b'] })] },
  ],
  [
    'alternative-removed',
    { anyOf: [object({ a: text }, { required: ['a'] }), object({ b: text }, { required: ['b'] })] },
    { anyOf: [object({ a: text }, { required: ['a'] })] },
  ],
  ['condition-added', { type: 'array' }, { type: 'array', contains: text, minItems: 0 }],
  ['condition-removed', object({}, { propertyNames: { maxLength: 3 } }), object({})],
  ['condition-changed', object({}, { propertyNames: { maxLength: 3 } }), object({}, { propertyNames: { maxLength: 4 } })],
  ['alternatives-unclear', overlapping({}), overlapping({ c: text })],
  ['schema-unchecked', { type: 'string' }, { type: 'strnig' }],
  ['xml-changed', { ...text, xml: { name: 'a' } }, { ...text, xml: { name: 'b' } }],
  ['default-changed', { ...text, default: 'a' }, { ...text, default: 'b' }],
  ['became-deprecated', text, { ...text, deprecated: true }],
];

const withSchema = (schema: unknown): unknown => {
  const content = { 'application/xml': { schema: { type: 'object', properties: { p: schema } } } };
  return {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: { '/things': { post: { requestBody: { content }, responses: { 200: { description: '', content } } } } },
  };
};

describe('changes of anything but schemas', () => {
  it.each(rows)('%s', async (id, edit) => {
    const new_ = base();
    edit(new_);
    const changes = diffContracts(await contractOf(base()), await contractOf(new_));
    const [entry] = catalogue().filter((one) => one.id === id);
    expect(changes.map((change) => [change.id, change.level])).toEqual([[id, entry?.level]]);
  });

  it('nothing comes of nothing', async () => {
    expect(diffContracts(await contractOf(base()), await contractOf(base()))).toEqual([]);
  });
});

describe('changes of schemas', () => {
  it.each(schemas)('%s', async (kind, old, new_) => {
    const changes = diffContracts(await contractOf(withSchema(old)), await contractOf(withSchema(new_)));
    for (const side of ['request', 'response'] as const) {
      const own = changes.filter((change) => change.side === side);
      // Where branches may overlap it is only told to whom a change would look harmless.
      if (kind === 'condition-added') expect(own.map(({ id }) => id)).toContain(`${side}-${kind}`);
      else if (kind !== 'alternatives-unclear') expect(own.map(({ id }) => id)).toEqual([`${side}-${kind}`]);
      else expect(own.map(({ level }) => level)).toContain('breaking');
      for (const { id, level } of own) if (id === `${side}-${kind}`) expect(level).toBe(levelOf(schemaKinds[kind].effect, side));
      // Whatever cannot be told says why.
      for (const change of own)
        if (/-(changed|unclear|unchecked)$/.test(kind) && schemaKinds[kind].effect === 'both' && !/type|limit|format/.test(kind))
          expect(change.level !== 'breaking' || change.reason !== undefined || /property/.test(change.id)).toBe(true);
      for (const { old: was, new: is } of own) expect([was, is].every((place) => place !== undefined)).toBe(true);
    }
  });
});

it('every kind of change has a row here', () => {
  const seen = new Set([...rows.map(([id]) => id), ...schemas.flatMap(([kind]) => [`request-${kind}`, `response-${kind}`])]);
  expect(catalogue().filter(({ id }) => !seen.has(id))).toEqual([]);
});

it('ids are kebab-case and each is there once', () => {
  const ids = catalogue().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^(contract|operation|request|response)(-[a-z]+)+$/);
});
