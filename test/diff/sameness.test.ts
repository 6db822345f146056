// What is no change: the text a contract is written in, and anything that means the same.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffContracts } from '../../src/diff/diff.ts';
import { parseDocument } from '../../src/source/document.ts';
import { contractOf } from './load.ts';
import { documentOf, schemaPair, treePair } from './schema-pairs.ts';

const root = new URL('../../', import.meta.url).pathname;
const read = (path: string): unknown => parseDocument(readFileSync(root + path, 'utf8'), path).value;
const vendors = ['superoffice', 'onlyoffice', 'odyssee'].map((name) => `contracts/${name}/openapi.yaml`);

const diff = async (old: unknown, new_: unknown) => diffContracts(await contractOf(old), await contractOf(new_));

/** Lists whose order is nobody's business. */
const unordered = new Set(['required', 'enum', 'type', 'tags', 'parameters']);

function reorder(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => reorder(item));
    return unordered.has(key) ? items.toReversed() : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, inner]) => [name, reorder(inner, name)]),
  );
}

/** Every reference replaced by what it names, until one leads back to itself. */
function inline(value: unknown, document: unknown, open: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((item) => inline(item, document, open));
  if (typeof value !== 'object' || value === null) return value;
  const { $ref: reference, ...rest } = value as Record<string, unknown>;
  if (typeof reference === 'string' && reference.startsWith('#/') && Object.keys(rest).length === 0) {
    if (open.includes(reference)) return value;
    const target = reference
      .slice(2)
      .split('/')
      .reduce<unknown>((at, token) => (at as Record<string, unknown>)[token.replaceAll('~1', '/').replaceAll('~0', '~')], document);
    return inline(target, document, [...open, reference]);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === 'mapping' ? inner : inline(inner, document, open)]),
  );
}

/** Components under other names. */
function rename(document: unknown): unknown {
  const text = JSON.stringify(document).replace(/#\/components\/(schemas|responses|parameters)\//g, '#/components/$1/Other.');
  const value = JSON.parse(text) as { components?: Record<string, Record<string, unknown>> };
  for (const kind of ['schemas', 'responses', 'parameters']) {
    const own = value.components?.[kind];
    if (own && value.components)
      value.components[kind] = Object.fromEntries(Object.entries(own).map(([name, inner]) => [`Other.${name}`, inner]));
  }
  return value;
}

describe.each(vendors)('%s', (path) => {
  const document = read(path);
  it('is the same as itself', async () => expect(await diff(document, document)).toEqual([]));
  it('is the same with its keys in another order', async () => expect(await diff(document, reorder(document))).toEqual([]));
  it('is the same with its components under other names', async () => expect(await diff(document, rename(document))).toEqual([]));
  it('is the same with what it refers to in place', async () => {
    const paths = inline((document as { paths: unknown }).paths, document);
    expect(await diff(document, { ...(document as object), paths })).toEqual([]);
  });
});

it('random schemas: the same, reordered, inlined', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(schemaPair({ isRich: true, refers: true }), treePair, async ([schema], [tree]) => {
      const document = documentOf(schema, tree);
      expect(await diff(document, document)).toEqual([]);
      expect(await diff(document, reorder(document))).toEqual([]);
      const paths = inline(document['paths'], document);
      expect(await diff(document, { ...document, paths })).toEqual([]);
    }),
    { numRuns: Number(process.env['DIFF_RUNS'] ?? 150) },
  );
});

it('3.0 and 3.1 of one meaning', async () => {
  const thing30 = {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'integer', minimum: 0, exclusiveMinimum: true },
      name: { type: 'string', nullable: true, example: 'x' },
      kind: { type: 'string', enum: ['one'] },
      owner: { nullable: true, allOf: [{ $ref: '#/components/schemas/Owner' }] },
      next: { $ref: '#/components/schemas/Tree' },
      file: { type: 'string', format: 'byte' },
    },
  };
  const thing31 = {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'integer', exclusiveMinimum: 0 },
      name: { type: ['string', 'null'], examples: ['x'] },
      kind: { const: 'one' },
      owner: { anyOf: [{ $ref: '#/components/schemas/Owner' }, { type: 'null' }] },
      next: { $ref: '#/components/schemas/Tree' },
      file: { type: 'string', contentEncoding: 'base64' },
    },
  };
  const owner = { type: 'object', properties: { name: { type: 'string' } } };
  const with_ = (thing: Record<string, unknown>, version: string): object => {
    const document = documentOf({ $ref: '#/components/schemas/Tree' }, thing, version) as {
      components: { schemas: Record<string, unknown> };
    };
    document.components.schemas['Owner'] = owner;
    return document;
  };
  expect(await diff(with_(thing30, '3.0.3'), with_(thing31, '3.1.0'))).toEqual([]);
  expect(await diff(with_(thing31, '3.1.0'), with_(thing30, '3.0.3'))).toEqual([]);
});

it('a path parameter by another name, a header in other letters, a security scheme under another key', async () => {
  const document = (id: string, header: string, key: string): unknown => ({
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: {
      [`/a/{${id}}/b`]: {
        get: {
          operationId: 'get',
          security: [{ [key]: [] }],
          parameters: [
            { name: id, in: 'path', required: true, schema: { type: 'integer' } },
            { name: header, in: 'header', schema: { type: 'string' } },
          ],
          responses: { 200: { description: 'x', content: { 'application/json; charset=utf-8': {} } } },
        },
      },
    },
    components: { securitySchemes: { [key]: { type: 'http', scheme: 'bearer' } } },
  });
  expect(await diff(document('id', 'X-Trace', 'one'), document('number', 'x-trace', 'other'))).toEqual([]);
});

it('cycles come to an end, and a change in one is told once', async () => {
  const cyclic = (type: string): Record<string, unknown> =>
    documentOf(
      { $ref: '#/components/schemas/Tree' },
      {
        type: 'object',
        properties: {
          value: { type },
          left: { $ref: '#/components/schemas/Tree' },
          right: { anyOf: [{ type: 'null' }, { $ref: '#/components/schemas/Tree' }] },
        },
      },
    );
  const changes = await diff(cyclic('integer'), cyclic('boolean'));
  expect(changes.map(({ id, message }) => [id, message])).toEqual([
    ['request-type-changed', '`value` was integer, is boolean'],
    ['response-type-changed', '`value` was integer, is boolean'],
  ]);
  const lost = documentOf({ $ref: '#/components/schemas/Tree' }, { allOf: [{ $ref: '#/components/schemas/Tree' }] });
  expect(await diff(lost, lost)).toEqual([]);
  const further = documentOf({ $ref: '#/components/schemas/Tree' }, { allOf: [{ $ref: '#/components/schemas/Tree' }, { type: 'string' }] });
  expect((await diff(lost, further)).map(({ id }) => id)).toEqual(['request-type-narrowed', 'response-type-narrowed']);
});

it('swapping the contracts turns what came into what went', async () => {
  const document = fc.record({
    operations: fc.uniqueArray(fc.constantFrom('get', 'put', 'post', 'delete'), { minLength: 1 }),
    parameters: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
    statuses: fc.uniqueArray(fc.constantFrom('200', '201', '404', '5XX'), { minLength: 1 }),
    types: fc.uniqueArray(fc.constantFrom('application/json', 'text/plain', 'application/xml')),
    headers: fc.uniqueArray(fc.constantFrom('A', 'B')),
    properties: fc.uniqueArray(fc.constantFrom('x', 'y', 'z')),
  });
  const write = ({ operations, parameters, statuses, types, headers, properties }: Record<string, readonly string[]>): unknown => {
    const map = (names: readonly string[] = [], value: unknown): object => Object.fromEntries(names.map((name) => [name, value]));
    const content = map(types, { schema: { type: 'object', properties: { always: {}, ...map(properties, { type: 'string' }) } } });
    const operation = {
      parameters: (parameters ?? []).map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
      responses: map(statuses, { description: '', content, headers: map(headers, { schema: { type: 'string' } }) }),
    };
    return { openapi: '3.1.0', info: { title: 'Swap', version: '1' }, paths: { '/': map(operations, operation) } };
  };
  await fc.assert(
    fc.asyncProperty(document, document, async (one, other) => {
      const [there, back] = [await diff(write(one), write(other)), await diff(write(other), write(one))];
      const sites = (changes: typeof there, wanted: RegExp): number =>
        changes.filter(({ id }) => wanted.test(id)).reduce((sum, change) => sum + change.sites.length, 0);
      for (const what of [
        'operation',
        'request-parameter',
        'response-(error-)?status',
        'response-media-type',
        'response-header',
        'response-property',
      ]) {
        const [came, went] = [new RegExp(`^${what}-added`), new RegExp(`^${what}-removed`)];
        expect(sites(there, came), `${what} there`).toBe(sites(back, went));
        expect(sites(there, went), `${what} back`).toBe(sites(back, came));
      }
    }),
    { numRuns: 80 },
  );
});
