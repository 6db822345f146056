// Variations of a request: what is called valid is accepted, what is called invalid is refused in just the place it names. Long because it lists the variations wanted.
import { describe, expect, it } from 'vitest';
import {
  completeRequest,
  generate,
  smallestRequest,
  type Dropped,
  type Variation,
  type VariationOptions,
  variations,
} from '../../src/live/generate/index.ts';
import { refusedPlaces, touches, valueAt } from '../../src/live/generate/places.ts';
import { judgeRequest } from '../../src/live/judge-request.ts';
import type { RequestValues } from '../../src/live/request-values.ts';
import { writeRequest } from '../../src/live/write-request.ts';
import type { Operation } from '../../src/model/contract.ts';
import { propertyShape, type Shape } from '../../src/model/shape.ts';
import { bodyOperation, type Json, operationOf } from './contract-of.ts';
import { vendorContract, vendors } from './vendors.ts';

const baseOf = (operation: Operation): RequestValues => {
  const base = smallestRequest(operation);
  if ('impossible' in base) throw new Error(base.impossible);
  return base;
};
const withBody = (operation: Operation, value: unknown): RequestValues => {
  const [entry] = operation.requestBody?.content ?? [];
  if (!entry) throw new Error('there is an entry');
  return { operation, parameters: [], body: { entry, mediaType: entry.range, value } };
};
const named = (all: Iterable<Variation>): Record<string, Variation> => Object.fromEntries([...all].map((one) => [one.name, one]));
const namesOf = (all: Iterable<Variation>): string[] => [...all].map(({ name, isValid }) => `${isValid ? '+' : '-'} ${name}`);

/** The law every variation obeys. */
function expectLaw({ name, isValid, values, request, isRaw, breaks }: Variation): void {
  if (!isRaw) expect(writeRequest(values), name).toEqual(request);
  const verdict = judgeRequest(values.operation, request);
  expect(verdict.kind, name).toBe(isValid ? 'accepted' : 'refused');
  if (verdict.kind !== 'refused') return;
  const places = refusedPlaces(verdict.examination);
  expect(places.length, name).toBeGreaterThan(0);
  expect(
    places.filter((place) => !touches(place, breaks?.place ?? 'none')),
    name,
  ).toEqual([]);
  expect(breaks?.contract.source.position(breaks.contract.pointer).line, name).toBeGreaterThan(0);
}

const readOnlyIn = (value: unknown, shape: Shape | undefined): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).some(([name, member]) => {
    const inner = shape && (Array.isArray(value) ? shape.items : propertyShape(shape, name));
    return inner?.readOnly === true || readOnlyIn(member, inner);
  });

describe('vendors', () => {
  it.each(vendors)('%s: systematic variations', { timeout: 60_000 }, async (vendor) => {
    for (const operation of (await vendorContract(vendor)).operations) {
      const dropped: Dropped[] = [];
      const all = [...variations(baseOf(operation), { dropped: (one) => dropped.push(one) })];
      for (const variation of all) {
        expectLaw(variation);
        if (variation.isValid) expect(readOnlyIn(variation.values.body?.value, variation.values.body?.entry.schema?.shape)).toBe(false);
      }
      expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
      expect(all.filter(({ isValid }) => isValid).length).toBeGreaterThan(40);
      expect(all.filter(({ isValid }) => !isValid).length).toBeGreaterThan(40);
      expect(dropped.length).toBeLessThan(10);
    }
  });

  it.each(vendors)('%s: random requests, the same for the same seed', { timeout: 60_000 }, async (vendor) => {
    for (const operation of (await vendorContract(vendor)).operations) {
      const base = baseOf(operation);
      const all = [...generate(operation, { count: 16, seed: 5, base })];
      for (const variation of all) expectLaw(variation);
      expect(all).toHaveLength(16);
      expect(all.filter(({ isValid }) => isValid).length).toBeGreaterThan(3);
      const again = [...generate(operation, { count: 8, seed: 5, base })];
      expect(again.map(({ request }) => request)).toEqual(all.slice(0, 8).map(({ request }) => request));
      expect([...generate(operation, { count: 8, seed: 6, base })].map(({ request }) => request)).not.toEqual(
        again.map(({ request }) => request),
      );
    }
  });
});

describe('a body', () => {
  const schema: Json = {
    type: 'object',
    required: ['name'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', minLength: 2, maxLength: 5 },
      status: { enum: ['open', 'closed'] },
      count: { type: 'integer', minimum: 1, exclusiveMaximum: 10 },
      note: { type: ['string', 'null'] },
      tags: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 3, uniqueItems: true },
      pet: {
        oneOf: [
          { type: 'object', required: ['bark'], properties: { bark: { type: 'boolean' } }, additionalProperties: false },
          { type: 'object', required: ['purr'], properties: { purr: { type: 'boolean' } }, additionalProperties: false },
        ],
      },
      code: { type: 'string', pattern: '^[A-Z]{3}-\\d{2}$' },
      step: { type: 'number', multipleOf: 0.25 },
      id: { type: 'integer', readOnly: true },
    },
  };

  it('is varied in every place, once for each keyword', async () => {
    const operation = await bodyOperation(schema);
    const dropped: Dropped[] = [];
    const all = [...variations(withBody(operation, { name: 'Ada', status: 'open', id: 5 }), { dropped: (one) => dropped.push(one) })];
    for (const variation of all) expectLaw(variation);
    const names = namesOf(all);
    for (const wanted of [
      '+ as given',
      '- without body (required)',
      '- without /name (required)',
      '+ /name at 2 characters',
      '+ /name at 5 characters',
      '- /name at 1 character (too short)',
      '- /name at 6 characters (too long)',
      '- /name null (not nullable)',
      '+ without /status',
      '+ /status = "closed"',
      '- /status = "open-unlisted" (not listed)',
      '+ with /count',
      '+ /count = 9 (exclusiveMaximum)',
      '- /count = 0 (below minimum)',
      '- /count = 10 (above exclusiveMaximum)',
      '+ with /note',
      '+ /note null',
      '+ /note empty',
      '+ with /tags',
      '+ with /pet',
      '+ /pet as alternative 2',
      '+ /tags with 3 items',
      '- /tags with 4 items (too many)',
      '- /tags = "text" (another type)',
      '- /step = 0.125 (no multiple of 0.25)',
      '- with /x-truce-undocumented (undocumented)',
      '- body cut off',
      '- body with a name twice',
      '- body as application/x-truce-undocumented',
    ])
      expect(names).toContain(wanted);
    expect(names.some((name) => /^- \/code = .*against the pattern/.test(name))).toBe(true);
    expect(names.filter((name) => name.includes('/id'))).toEqual([]);
    const { 'as given': given, '/count = 0 (below minimum)': low } = named(all);
    expect(given?.values.body?.value).toEqual({ name: 'Ada', status: 'open' });
    expect(low).toMatchObject({ isValid: false, breaks: { keyword: 'minimum', place: 'body#/count' } });
    expect(low?.breaks?.contract.pointer).toMatch(/\/properties\/count\/minimum$/);
    expect(low?.values.body?.value).toEqual({ name: 'Ada', status: 'open', count: 0 });
    expect(dropped.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([]);
  });

  it('leaves fixed places alone, and says so', async () => {
    const operation = await bodyOperation(schema);
    const base = withBody(operation, { name: 'Ada', pet: { bark: true } });
    const fixed = ['body#/name', 'body#/pet/bark'];
    const dropped: Dropped[] = [];
    const options: VariationOptions = { fixed, dropped: (one) => dropped.push(one) };
    const all = [...variations(base, options), ...generate(operation, { count: 40, seed: 3, base, ...options })];
    for (const { values, name } of all) for (const place of fixed) expect(valueAt(values, place), name).toEqual(valueAt(base, place));
    expect(all.length).toBeGreaterThan(60);
    expect(all.filter(({ name }) => /without (body|\/name|\/pet)/.test(name))).toEqual([]);
    expect(all.map(({ name }) => name)).toContain('body as application/x-truce-undocumented');
    expect(dropped.some(({ reason }) => reason === 'it would change `body#/name`, which stays as it is')).toBe(true);
  });

  it('stops at the most that are wanted, and says so', async () => {
    const dropped: Dropped[] = [];
    const operation = await bodyOperation(schema);
    expect([...variations(baseOf(operation), { most: 7, dropped: (one) => dropped.push(one) })]).toHaveLength(7);
    expect(dropped.at(-1)).toMatchObject({ name: 'everything further' });
  });

  it('that is not right to begin with is not varied, and the reason is said', async () => {
    const dropped: Dropped[] = [];
    const operation = await bodyOperation(schema);
    expect([...variations(withBody(operation, { name: 'x' }), { dropped: (one) => dropped.push(one) })]).toEqual([]);
    expect(dropped).toEqual([{ name: 'as given', isValid: true, reason: expect.stringContaining('the contract refuses it') as string }]);
  });

  it('of an open contract has few wrong ones, none of them made up', async () => {
    const operation = await operationOf('/things', 'post', {
      requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
    });
    const all = [...variations(baseOf(operation))];
    for (const variation of all) expectLaw(variation);
    expect(all.filter(({ isValid }) => !isValid).map(({ name }) => name)).toContain('body null (not nullable)');
    expect(all.filter(({ name }) => name.includes('undocumented)'))).toEqual([]);
  });

  it('in other media types: each documented one is tried', async () => {
    const content = Object.fromEntries(
      ['application/json', 'application/xml', 'application/x-www-form-urlencoded'].map((range) => [range, { schema }]),
    );
    const operation = await operationOf('/things', 'post', { requestBody: { required: true, content } });
    const all = [...variations(baseOf(operation))];
    for (const variation of all) expectLaw(variation);
    const { 'body as application/xml': xml, 'body as application/x-www-form-urlencoded': form } = named(all);
    expect(Buffer.from(xml?.request.body ?? []).toString()).toMatch(/^<root><name>/);
    expect(Buffer.from(form?.request.body ?? []).toString()).toMatch(/^name=/);
  });
});

describe('completeRequest', () => {
  it('makes up what is required and missing, and keeps the rest', async () => {
    const operation = await operationOf('/things/{id}', 'put', {
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
        { name: 'q', in: 'query', schema: { type: 'string' } },
        { name: 'r', in: 'query', schema: { type: 'string' } },
      ],
      requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
    });
    const [, q] = operation.parameters;
    if (!q) throw new Error('there is a parameter');
    const completed = completeRequest({ operation, parameters: [{ parameter: q, value: 'kept' }] });
    expect(completed).toMatchObject({ parameters: [{ value: expect.any(Number) as number }, { value: 'kept' }] });
    expect(completed).not.toHaveProperty('body');
  });
});

describe('parameters', () => {
  const parameters: Json[] = [
    { name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } },
    { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100 } },
    { name: 'sort', in: 'query', required: true, schema: { enum: ['asc', 'desc'] } },
    { name: 'ids', in: 'query', explode: false, schema: { type: 'array', items: { type: 'integer' }, maxItems: 3 } },
    { name: 'X-Day', in: 'header', schema: { type: 'string', format: 'date' } },
    { name: 'c', in: 'cookie', schema: { type: 'boolean' } },
  ];

  it('are left out, put in, and broken one by one', async () => {
    const all = [...variations(baseOf(await operationOf('/things/{id}', 'get', { parameters })))];
    for (const variation of all) expectLaw(variation);
    const names = namesOf(all);
    for (const wanted of [
      '+ with query limit',
      '+ query limit = 100 (maximum)',
      '- query limit = 0 (below minimum)',
      '- query limit = 101 (above maximum)',
      '- query limit = "text" (another type)',
      '- query limit twice',
      '- without query sort (required)',
      '+ query sort = "desc"',
      '- query sort = "asc-unlisted" (not listed)',
      '+ with query ids',
      '+ query ids empty',
      '- query ids with 4 items (too many)',
      '- path id = 0 (below minimum)',
      '+ with header X-Day',
      '+ with cookie c',
    ])
      expect(names).toContain(wanted);
    expect(names.some((name) => /^- header X-Day = .*no date/.test(name))).toBe(true);
    expect(names.filter((name) => name.includes('without path'))).toEqual([]);
  });

  it('that are fixed stay', async () => {
    const operation = await operationOf('/things/{id}', 'get', { parameters });
    const base = baseOf(operation);
    for (const { values, name } of generate(operation, { count: 30, seed: 1, base, fixed: ['path.id', 'query.sort', 'header.X-Day'] })) {
      for (const place of ['path.id', 'query.sort', 'header.X-Day']) expect(valueAt(values, place), name).toEqual(valueAt(base, place));
    }
  });
});
