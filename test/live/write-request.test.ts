// Writing a request: whatever is written is read back by the one validator as the same values; what cannot be is said.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readParameters } from '../../src/judge/parameters.ts';
import { examineRequest, matchTarget, requestOf } from '../../src/live/judge-request.ts';
import type { RequestValues, WireRequest } from '../../src/live/request-values.ts';
import { writeRequest } from '../../src/live/write-request.ts';
import type { Operation } from '../../src/model/contract.ts';
import { bodyOperation, type Json, operationOf } from './contract-of.ts';

const schemas: Record<string, Json> = {
  string: { type: 'string' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  nullable: { type: ['integer', 'null'] },
  strings: { type: 'array', items: { type: 'string' } },
  integers: { type: 'array', items: { type: 'integer' } },
  object: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' } }, additionalProperties: false },
  deep: {
    type: 'object',
    properties: { a: { type: 'object', properties: { x: { type: 'string' } } }, l: { type: 'array', items: { type: 'string' } } },
    additionalProperties: false,
  },
};
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string(),
  fc.constantFrom('', '.', '..', 'a,b', 'a b', 'a=b', 'a|b', 'a;b', '%2C', '+', 'é', '"x"'),
);
const integer = fc.integer();
const valueOf: Record<string, fc.Arbitrary<unknown>> = {
  string: text,
  integer,
  boolean: fc.boolean(),
  nullable: fc.option(integer),
  strings: fc.array(text, { maxLength: 4 }),
  integers: fc.array(integer, { maxLength: 4 }),
  object: fc.record({ a: text, b: integer }, { requiredKeys: [] }),
  deep: fc.record({ a: fc.record({ x: text }), l: fc.array(text, { maxLength: 3 }) }, { requiredKeys: [] }),
};
const styles = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form'],
} as const;
const cases = Object.entries(styles).flatMap(([place, all]) =>
  all.flatMap((style) => [true, false].flatMap((explode) => Object.keys(schemas).map((kind) => ({ place, style, explode, kind })))),
);

const readBack = (operation: Operation, wire: WireRequest) => {
  const match = matchTarget(operation, wire);
  if ('reason' in match) throw new Error(match.reason);
  return { match, values: readParameters(operation, requestOf(wire), match.pathValues) };
};
const withParameter = (parameter: Json): Promise<Operation> =>
  operationOf(parameter['in'] === 'path' ? '/things/{p}/end' : '/things', 'get', { parameters: [{ name: 'p', ...parameter }] });
const valuesFor = (operation: Operation, value: unknown): RequestValues => ({
  operation,
  parameters: operation.parameters.map((parameter) => ({ parameter, value })),
});

describe('parameters', () => {
  it.each(cases)('$place $style explode $explode of $kind: written is read back', async ({ place, style, explode, kind }) => {
    const operation = await withParameter({ in: place, style, explode, required: place === 'path', schema: schemas[kind] });
    fc.assert(
      fc.property(valueOf[kind] as fc.Arbitrary<unknown>, (value) => {
        const wire = writeRequest(valuesFor(operation, value));
        if ('unwritable' in wire) return;
        expect(wire.target).toMatch(/^\/[!-~]*$/);
        const { values } = readBack(operation, wire);
        expect(values[place as 'query']['p']).toEqual(value);
      }),
      { numRuns: 60 },
    );
  });

  it.each<[Json, unknown, string]>([
    [{ in: 'path', schema: schemas['string'] }, 'a/b c', '/things/a%2Fb%20c/end'],
    [{ in: 'path', schema: schemas['integers'] }, [1, 2], '/things/1,2/end'],
    [{ in: 'path', schema: schemas['object'], explode: true }, { a: 'x', b: 1 }, '/things/a=x,b=1/end'],
    [{ in: 'path', style: 'label', schema: schemas['integers'], explode: true }, [1, 2], '/things/.1.2/end'],
    [{ in: 'path', style: 'matrix', schema: schemas['integers'], explode: true }, [1, 2], '/things/;p=1;p=2/end'],
    [{ in: 'path', style: 'matrix', schema: schemas['object'], explode: false }, { a: 'x', b: 1 }, '/things/;p=a,x,b,1/end'],
    [{ in: 'query', schema: schemas['string'] }, 'a&b=c+d', '/things?p=a%26b%3Dc%2Bd'],
    [{ in: 'query', schema: schemas['string'], allowReserved: true }, '/a?b=c&d', '/things?p=/a?b%3Dc%26d'],
    [{ in: 'query', schema: schemas['integers'] }, [1, 2], '/things?p=1&p=2'],
    [{ in: 'query', schema: schemas['integers'], explode: false }, [1, 2], '/things?p=1,2'],
    [{ in: 'query', schema: schemas['integers'], explode: false }, [], '/things?p='],
    [{ in: 'query', style: 'spaceDelimited', schema: schemas['integers'], explode: false }, [1, 2], '/things?p=1%202'],
    [{ in: 'query', style: 'pipeDelimited', schema: schemas['integers'], explode: false }, [1, 2], '/things?p=1%7C2'],
    [
      { in: 'query', style: 'deepObject', schema: schemas['deep'] },
      { a: { x: 'y' }, l: ['1', '2'] },
      '/things?p%5Ba%5D%5Bx%5D=y&p%5Bl%5D=1&p%5Bl%5D=2',
    ],
    [{ in: 'query', schema: schemas['object'] }, { a: 'x', b: 1 }, '/things?a=x&b=1'],
    [
      { in: 'query', content: { 'application/json': { schema: schemas['deep'] } } },
      { l: ['1'] },
      '/things?p=%7B%22l%22%3A%5B%221%22%5D%7D',
    ],
    [{ in: 'query', allowEmptyValue: true, schema: schemas['integer'] }, undefined, '/things?p='],
  ])('%j of %j', async (parameter, value, target) => {
    const operation = await withParameter({ required: parameter['in'] === 'path', ...parameter });
    expect(writeRequest(valuesFor(operation, value))).toEqual({ method: 'GET', target, fields: [] });
  });

  it('header fields and cookies are fields', async () => {
    const operation = await operationOf('/things', 'get', {
      parameters: [
        { name: 'X-Ids', in: 'header', schema: schemas['integers'] },
        { name: 'X-Doc', in: 'header', content: { 'application/json': { schema: schemas['object'] } } },
        { name: 'c', in: 'cookie', schema: schemas['string'] },
        { name: 'd', in: 'cookie', explode: false, schema: schemas['integers'] },
      ],
    });
    const all = [[1, 2], { a: 'x' }, 'a; b', [3, 4]];
    const wire = writeRequest({
      operation,
      parameters: operation.parameters.map((parameter, index) => ({ parameter, value: all[index] })),
    });
    expect(wire).toMatchObject({
      fields: [
        ['X-Ids', '1,2'],
        ['X-Doc', '{"a":"x"}'],
        ['Cookie', 'c=a%3B%20b; d=3,4'],
      ],
    });
    expect(readBack(operation, wire as WireRequest).values).toMatchObject({
      header: { 'X-Ids': [1, 2], 'X-Doc': { a: 'x' } },
      cookie: { c: 'a; b', d: [3, 4] },
    });
  });

  it('the whole query is one document', async () => {
    for (const [range, value, target] of [
      ['application/x-www-form-urlencoded', { a: 'x y', b: 1 }, '/things?a=x+y&b=1'],
      ['application/json', { a: 'x' }, '/things?%7B%22a%22%3A%22x%22%7D'],
    ] as const) {
      const parameters = [{ name: 'q', in: 'querystring', content: { [range]: { schema: schemas['object'] } } }];
      const operation = await operationOf('/things', 'get', { parameters }, {}, '3.2.0');
      const wire = writeRequest(valuesFor(operation, value));
      expect(wire).toMatchObject({ target });
      expect(readBack(operation, wire as WireRequest).values.query['q']).toEqual(value);
    }
  });

  it.each<[Json, unknown, string]>([
    [{ in: 'path', style: 'matrix', explode: true, schema: schemas['deep'] }, { a: { x: 'y' } }, 'no way to write that'],
    [{ in: 'path', schema: schemas['string'] }, '', 'is empty'],
    [{ in: 'path', schema: schemas['string'] }, '..', 'resolved by clients'],
    [{ in: 'path', schema: schemas['strings'] }, ['a,b'], 'would be read as'],
    [{ in: 'query', schema: schemas['string'] }, 5, 'would be read as "5" instead of 5'],
    [{ in: 'query', schema: schemas['strings'] }, [], 'would be read as [""]'],
    [{ in: 'query', schema: schemas['object'] }, {}, 'nothing would be read'],
    [{ in: 'query', style: 'deepObject', schema: schemas['deep'] }, 'x', 'writes objects only'],
    [{ in: 'header', schema: schemas['string'] }, 'é', 'a header cannot carry'],
    [{ in: 'header', schema: schemas['string'] }, 'a\r\nX: y', 'a header cannot carry'],
  ])('%j of %j is said: %s', async (parameter, value, reason) => {
    const operation = await withParameter({ required: parameter['in'] === 'path', ...parameter });
    const wire = writeRequest(valuesFor(operation, value));
    expect('unwritable' in wire ? wire.unwritable : wire).toContain(reason);
  });

  it('a path that would be another operation is said', async () => {
    const { contractOf } = await import('./contract-of.ts');
    const get = (id: string, parameters: Json[] = []) => ({
      get: { operationId: id, parameters, responses: { 200: { description: 'Fine' } } },
    });
    const contract = await contractOf({
      '/a/me': get('me'),
      '/a/{id}': get('one', [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]),
    });
    const wire = writeRequest(valuesFor(contract.operation('one') as Operation, 'me'));
    expect('unwritable' in wire && wire.unwritable).toContain('GET /a/me');
  });

  it('an object that takes every name of the query is said where it would swallow another parameter', async () => {
    const operation = await operationOf('/things', 'get', {
      parameters: [
        { name: 'all', in: 'query', schema: { type: 'object', additionalProperties: { type: 'string' } } },
        { name: 'limit', in: 'query', schema: { type: 'string' } },
      ],
    });
    const [all, limit] = operation.parameters as [never, never];
    expect(writeRequest({ operation, parameters: [{ parameter: limit, value: '1' }] })).toHaveProperty('unwritable');
    expect(writeRequest({ operation, parameters: [{ parameter: all, value: { x: 'y' } }] })).toHaveProperty('target', '/things?x=y');
  });
});

describe('bodies', () => {
  const schema = {
    type: 'object',
    properties: {
      s: { type: 'string' },
      n: { type: 'number' },
      b: { type: 'boolean' },
      l: { type: 'array', items: { type: 'string' } },
      o: schemas['object'] as Json,
    },
    additionalProperties: false,
  };
  const value = fc.record(
    { s: text, n: integer, b: fc.boolean(), l: fc.array(text, { maxLength: 3 }), o: valueOf['object'] as fc.Arbitrary<unknown> },
    { requiredKeys: ['s'] },
  );

  it.each(['application/json', 'application/vnd.x+json', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    '%s: written is examined as the same value',
    async (range) => {
      const operation = await bodyOperation(schema, {}, range);
      const entry = operation.requestBody?.content[0];
      if (!entry) throw new Error('there is an entry');
      let written = 0;
      fc.assert(
        fc.property(value, (body) => {
          const wire = writeRequest({ operation, parameters: [], body: { entry, mediaType: range, value: body } });
          if ('unwritable' in wire) return;
          written++;
          const { match } = readBack(operation, wire);
          const examined = examineRequest(match, wire).request?.body;
          expect(examined?.states).toEqual([{ kind: 'judged' }]);
          expect(examined?.value).toEqual(body);
          expect(examined?.mismatches).toEqual([]);
        }),
        { numRuns: 150 },
      );
      expect(written).toBeGreaterThan(10);
    },
  );

  it('text and bytes travel as they are', async () => {
    for (const [range, mediaType, body] of [
      ['text/plain', 'text/plain', 'é\n'],
      ['application/octet-stream', 'application/octet-stream', new Uint8Array([0, 255, 10])],
    ] as const) {
      const operation = await operationOf('/things', 'post', { requestBody: { content: { [range]: {} } } });
      const entry = operation.requestBody?.content[0];
      if (!entry) throw new Error('there is an entry');
      const wire = writeRequest({ operation, parameters: [], body: { entry, mediaType, value: body } });
      expect(wire).toMatchObject({ body: typeof body === 'string' ? Buffer.from(body) : body });
    }
  });

  it('what a form cannot say is said', async () => {
    const operation = await bodyOperation(schema, {}, 'application/x-www-form-urlencoded');
    const entry = operation.requestBody?.content[0];
    if (!entry) throw new Error('there is an entry');
    const written = (body: unknown, mediaType = 'application/x-www-form-urlencoded') =>
      writeRequest({ operation, parameters: [], body: { entry, mediaType, value: body } });
    expect(written({ l: [] })).toEqual({ unwritable: expect.stringContaining('no body at all') as string });
    expect(written({ s: 'x', l: [] })).toEqual({ unwritable: expect.stringContaining('"/l"') as string });
    expect(written({ s: 'x' }, 'application/*')).toEqual({ unwritable: expect.stringContaining('no concrete media type') as string });
    expect(written({ s: 'x' }, 'text/plain; charset=iso-8859-1')).toEqual({ unwritable: expect.stringContaining('UTF-8') as string });
  });
});
