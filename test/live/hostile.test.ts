// Schemas nobody can satisfy, or only at great length: generation ends soon, and says why.
import { describe, expect, it } from 'vitest';
import { type Dropped, generate, smallestRequest, variations } from '../../src/live/generate/index.ts';
import { bodyOperation, type Json } from './contract-of.ts';

const object = (properties: Json, more: Json = {}): Json => ({ type: 'object', properties, required: Object.keys(properties), ...more });

/** Everything generation can do, with a limit on its time. */
async function generateAll(
  schema: Json | boolean,
  components: Json = {},
): Promise<{ impossible?: string; count: number; dropped: Dropped[] }> {
  const operation = await bodyOperation(schema, components);
  const started = performance.now();
  const dropped: Dropped[] = [];
  const options = { dropped: (one: Dropped) => dropped.push(one) };
  const base = smallestRequest(operation);
  let count = 0;
  if (!('impossible' in base)) for (const _ of variations(base, options)) count++;
  for (const _ of generate(operation, { count: 5, seed: 1, ...options })) count++;
  expect(performance.now() - started).toBeLessThan(15_000);
  return { ...('impossible' in base && { impossible: base.impossible }), count, dropped };
}

describe('what cannot be made', () => {
  const tree = (more: Json): Json => ({ schemas: { Node: object({ child: { $ref: '#/components/schemas/Node' } }, more) } });

  it.each<[string, Json | boolean, Json, string]>([
    ['requires itself', { $ref: '#/components/schemas/Node' }, tree({}), 'requires itself without end'],
    [
      'is nothing but itself',
      { $ref: '#/components/schemas/A' },
      { schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } } },
      '',
    ],
    ['is false', false, {}, 'allows no value at all'],
    ['has an enormous text', object({ a: { type: 'string', minLength: 1e9 } }), {}, '1,000,000,000 characters is not made'],
    ['has an enormous list', object({ a: { type: 'array', minItems: 1e9, items: {} } }), {}, '1,000,000,000 items is not made'],
    ['has an enormous object', { type: 'object', minProperties: 1e9 }, {}, '1,000,000,000 properties is not made'],
    ['has bounds that cross', object({ a: { type: 'integer', minimum: 5, maximum: 4 } }), {}, 'no number'],
    ['has lengths that cross', object({ a: { type: 'string', minLength: 5, maxLength: 4 } }), {}, 'no text'],
    ['has a pattern nobody meets', object({ a: { type: 'string', pattern: '^a$', minLength: 2 } }), {}, 'no text was found'],
    [
      'has two patterns that exclude each other',
      object({ a: { allOf: [{ pattern: '^a+$' }, { pattern: '^b+$' }], type: 'string' } }),
      {},
      'no text was found',
    ],
    ['has a listed value against its pattern', object({ a: { type: 'string', enum: ['x'], pattern: '^y$' } }), {}, ''],
    ['is a oneOf of the same thing twice', { oneOf: [object({ a: { type: 'string' } }), object({ a: { type: 'string' } })] }, {}, ''],
    ['requires a property that must not come', { type: 'object', required: ['a'], properties: { a: false } }, {}, 'must not come'],
    [
      'wants differing items of one value',
      object({ a: { type: 'array', uniqueItems: true, minItems: 2, items: { const: 1 } } }),
      {},
      'differ from each other',
    ],
  ])('%s', { timeout: 30_000 }, async (_, schema, components, reason) => {
    const { impossible, count, dropped } = await generateAll(schema, components);
    expect(impossible).toBeTypeOf('string');
    expect(impossible).toContain(reason);
    expect(count).toBe(0);
    expect(dropped.length).toBeGreaterThan(0);
  });
});

describe('what is made all the same', () => {
  const wide = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`p${index}`, { type: 'string' }]));
  const nested = (depth: number): Json => (depth === 0 ? { type: 'string' } : object({ a: nested(depth - 1) }));

  it.each<[string, Json | boolean, Json]>([
    [
      'a tree with a way out',
      object({ v: { type: 'integer' }, c: { type: 'array', items: { $ref: '#/components/schemas/T' } } }),
      { schemas: { T: object({ c: { type: 'array', items: { $ref: '#/components/schemas/T' } } }) } },
    ],
    [
      'a choice that ends',
      { $ref: '#/components/schemas/E' },
      { schemas: { E: { oneOf: [object({ e: { $ref: '#/components/schemas/E' } }), { type: 'string' }] } } },
    ],
    ['an enormous upper length', object({ a: { type: 'string', maxLength: 1e9 } }), {}],
    ['a pattern made to be slow', object({ a: { type: 'string', pattern: '^(a+)+$' } }), {}],
    ['a pattern of long repetitions', object({ a: { type: 'string', pattern: '^.{0,100000}$' } }), {}],
    ['a pattern with a look behind', object({ a: { type: 'string', pattern: '(?<=x)y|0' } }), {}],
    ['three hundred properties', { type: 'object', properties: wide }, {}],
    ['a deep nest', nested(60), {}],
    [
      'the name __proto__',
      { type: 'object', required: ['__proto__'], properties: JSON.parse('{"__proto__":{"type":"integer"}}') as Json },
      {},
    ],
    ['names with slashes and tildes', object({ 'a/b~c': { type: 'integer' }, '': { type: 'string' } }), {}],
    ['anything', true, {}],
    [
      'many choices',
      { oneOf: Array.from({ length: 60 }, (_, index) => object({ kind: { const: `k${index}` }, a: { type: 'integer' } })) },
      {},
    ],
    [
      'crossed conditions',
      {
        type: 'object',
        properties: { a: { enum: [1, 2] }, b: { type: 'string' } },
        required: ['a'],
        if: { properties: { a: { const: 1 } } },
        then: { required: ['b'] },
      },
      {},
    ],
    [
      'what depends on another',
      { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'integer' } }, dependentRequired: { a: ['b'] } },
      {},
    ],
  ])('%s', { timeout: 30_000 }, async (_, schema, components) => {
    const { impossible, count } = await generateAll(schema, components);
    expect(impossible).toBeUndefined();
    expect(count).toBeGreaterThan(3);
  });
});
