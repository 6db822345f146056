// Reading the request of an exchange as values: from recordings, samples and the document's own examples.
import { describe, expect, it } from 'vitest';
import { examine } from '../../src/judge/examine.ts';
import { judgeRequest } from '../../src/live/judge-request.ts';
import { readNothing, readRequest } from '../../src/live/read-request.ts';
import { writeRequest } from '../../src/live/write-request.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { fixedPlace } from '../../src/model/fixed-place.ts';
import { Judge } from '../../src/judge/judge.ts';
import { contractOf, type Json } from './contract-of.ts';
import { requestsOf, vendorContract, vendors } from './vendors.ts';

const location = fixedPlace({ uri: 'made', syntax: 'text', lines: () => [] }, { line: 1, column: 1 });
const fine = { responses: { 200: { description: 'Fine' } } };
const exchangeOf = (request: Partial<NonNullable<Exchange['request']>>, more: Partial<Exchange> = {}): Exchange => ({
  evidence: 'made',
  index: 0,
  label: 'made',
  claim: 'observed',
  location,
  request: { method: 'GET', target: '/', fields: [], complete: true, location, ...request },
  ...more,
});
const readable = (exchange: Exchange, contract: Parameters<typeof readRequest>[1][number]) => {
  const read = readRequest(exchange, [contract]);
  if ('unreadable' in read) throw new Error(read.unreadable);
  return read;
};

describe('vendors', () => {
  it.each(vendors)('%s: what conforms is read, written and accepted again, with the same values', async (vendor) => {
    const contract = await vendorContract(vendor);
    const judge = new Judge([contract], { severities: { 'request-security-missing': 'off', 'request-security-mismatch': 'off' } });
    let count = 0;
    for (const exchange of requestsOf(vendor, contract)) {
      const { response: _, ...asked } = exchange;
      const { outcome } = judge.judge(asked);
      if (outcome.verdict !== 'conforms') continue;
      const read = readRequest(exchange, [contract]);
      if ('unreadable' in read) throw new Error(`${exchange.label}: ${read.unreadable}`);
      expect(read.unknown, exchange.label).toEqual([]);
      const wire = writeRequest(read.values);
      if ('unwritable' in wire) throw new Error(`${exchange.label}: ${wire.unwritable}`);
      expect(judgeRequest(read.values.operation, wire), exchange.label).toEqual({ kind: 'accepted' });
      const before = examine(asked, [contract]).request;
      expect(read.values.body?.value, exchange.label).toEqual(before?.body.value);
      count++;
    }
    expect(count).toBeGreaterThan(5);
  });
});

describe('what an example lacks', () => {
  const schema = { type: 'integer' };
  const parameters: Json[] = [
    { name: 'id', in: 'path', required: true, schema, example: 7 },
    { name: 'a', in: 'query', required: true, schema, examples: { one: { value: 3 } } },
    { name: 'b', in: 'query', required: true, schema: { ...schema, default: 5 } },
    { name: 'c', in: 'query', required: true, schema: { $ref: '#/components/schemas/C' } },
    { name: 'd', in: 'header', required: true, schema, example: '9' },
    { name: 'e', in: 'query', required: true, schema: { ...schema, example: 'wrong' } },
    { name: 'f', in: 'query', schema: { ...schema, default: 5 } },
  ];
  const contract = () =>
    contractOf(
      { '/things/{id}': { get: { operationId: 'test', parameters, ...fine } } },
      { schemas: { C: { type: 'string', enum: ['x', 'y'] } } },
    );

  it('comes from the document; what nothing gives is named', async () => {
    const made = await contract();
    const exchange = exchangeOf({ target: '/things/{id}', complete: false }, { claim: 'example', operation: { id: 'test' } });
    const { values, supplied, unknown } = readable(exchange, made);
    expect(Object.fromEntries(values.parameters.map(({ parameter, value }) => [parameter.name, value]))).toEqual({
      id: 7,
      a: 3,
      b: 5,
      c: 'x',
      d: 9,
    });
    expect(supplied.map(({ parameter, from }) => `${parameter.name}: ${from}`)).toEqual([
      'id: example',
      'a: example one',
      'b: schema default',
      'c: schema enum',
      'd: example',
    ]);
    expect(unknown.map(({ reason }) => reason)).toEqual(['neither the example nor the contract gives a value for the query parameter `e`']);
    expect(readNothing(values.operation).values).toEqual(values);
  });

  it('a recorded request keeps its own values', async () => {
    const exchange = exchangeOf({ target: 'https://example.org/things/12?a=1&b=2&c=y&e=4&f=6', fields: [['D', '8']] });
    const { values, supplied } = readable(exchange, await contract());
    expect(supplied).toEqual([]);
    expect(values.parameters.map(({ value }) => value)).toEqual([12, 1, 2, 'y', 8, 4, 6]);
    expect(writeRequest(values)).toEqual({ method: 'GET', target: '/things/12?a=1&b=2&c=y&e=4&f=6', fields: [['d', '8']] });
  });

  it('a recorded request the provider refused is read too', async () => {
    const exchange = exchangeOf(
      { target: '/things/12?a=1&b=2&c=y&e=4' },
      { response: { status: 400, fields: [], complete: true, location } },
    );
    expect(readable(exchange, await contract()).values.parameters).toHaveLength(6);
  });
});

describe('bodies', () => {
  const contract = () =>
    contractOf({
      '/things': {
        post: {
          operationId: 'test',
          requestBody: {
            required: true,
            content: { 'application/*': { schema: { type: 'object' } }, 'text/xml': { schema: { type: 'object' } } },
          },
          ...fine,
        },
      },
    });
  const post = (fields: [string, string][], text?: string) =>
    exchangeOf({
      method: 'POST',
      target: '/things',
      fields,
      ...(text !== undefined && { content: { form: 'text', text, location } as const }),
    });

  it('keep their concrete type', async () => {
    const { values, lacksBody } = readable(post([['Content-Type', 'application/vnd.x+json; charset=utf-8']], '{"a":1}'), await contract());
    expect(values.body).toMatchObject({ mediaType: 'application/vnd.x+json', value: { a: 1 } });
    expect(lacksBody).toBe(false);
  });

  it('that are missing are told', async () => {
    expect(readable(post([]), await contract()).lacksBody).toBe(true);
  });

  it.each([
    ['application/json', '{"a":', 'cannot be read'],
    ['application/json', '{"a":1,"a":2}', 'in two ways'],
    ['image/png', 'x', 'does not document'],
    ['nonsense', 'x', 'no media type'],
  ])('%s %s: %s', async (type, text, reason) => {
    const read = readRequest(post([['Content-Type', type]], text), [await contract()]);
    expect('unreadable' in read && read.unreadable).toContain(reason);
  });

  it('of nobody are unreadable', async () => {
    const made = await contract();
    expect(readRequest(exchangeOf({ target: '/nothing' }), [made])).toHaveProperty('unreadable');
    expect(readRequest(exchangeOf({}, { problem: { message: 'broken', location } }), [made])).toEqual({ unreadable: 'broken' });
  });
});
