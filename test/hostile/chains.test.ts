// Components that refer to each other in chains longer than the call stack: judged in linear time, or not judged with the reason.
import { describe, expect, it } from 'vitest';
import { diffContracts } from '../../src/diff/diff.ts';
import type { SchemaHandle } from '../../src/model/contract.ts';
import { loadContract, type LoadedContract } from '../../src/openapi/load.ts';
import { folderWith } from '../cli/folder.ts';

type Link = (next: object | undefined, index: number) => object;

const links = {
  properties: (next) => ({ type: 'object', required: ['next'], properties: { next: next ?? { type: 'string' } } }),
  items: (next) => ({ type: 'array', items: next ?? { type: 'string' } }),
  allOf: (next, index) => ({ properties: { [`p${index}`]: { type: 'integer' } }, required: [`p${index}`], ...(next && { allOf: [next] }) }),
  anyOf: (next) => ({ anyOf: [next ?? { type: 'string' }, { type: 'null' }] }),
  reference: (next) => next ?? { type: 'string' },
  'reference with a neighbour': (next) => next ?? { type: 'string' },
} satisfies Record<string, Link>;
type Kind = keyof typeof links;

async function load(kind: Kind, length: number, last: object | undefined = undefined): Promise<LoadedContract> {
  const make: Link = links[kind];
  const reference = (index: number): object => ({
    $ref: `#/components/schemas/C${index}`,
    ...(kind.endsWith('neighbour') && { description: 'x' }),
  });
  const schemas = Object.fromEntries(
    Array.from({ length }, (_, index) => [`C${index}`, make(index === length - 1 ? last : reference(index + 1), index)]),
  );
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/C0' } } };
  const paths = { '/x': { get: { responses: { 200: { description: 'ok', content } } } } };
  const text = JSON.stringify({ openapi: '3.1.0', info: { title: 't', version: '1' }, paths, components: { schemas } });
  return loadContract('api.json', { cwd: folderWith({ 'api.json': text }) });
}

function handleOf(contract: LoadedContract): SchemaHandle {
  const handle = contract.operations[0]?.responses[0]?.content[0]?.schema;
  if (!handle) throw new Error('no schema');
  return handle;
}

/** Places of the mismatches, or why there are none. */
function told(handle: SchemaHandle, value: unknown): string[] | string {
  const judgement = handle.judge(value, 'response');
  return judgement.kind === 'judged'
    ? judgement.mismatches.map(({ pointer, contract }) => `${pointer} ${contract.pointer}`)
    : judgement.reason;
}

const component = '/components/schemas';
const allNames = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`p${index}`, 1]));

describe('3,000 components', () => {
  it.each<[Kind, unknown, unknown, string]>([
    ['properties', { next: { next: 1 } }, undefined, `/next/next ${component}/C2/type`],
    ['items', [[], [1]], [[], [[]]], `/1/0 ${component}/C2/type`],
    ['allOf', { ...allNames, p2999: 'a' }, allNames, `/p2999 ${component}/C2999/properties/p2999/type`],
    ['anyOf', 1, 'a', ` ${component}/C0/anyOf`],
    ['reference', 1, 'a', ` ${component}/C2999/type`],
    ['reference with a neighbour', 1, 'a', ` ${component}/C2999/type`],
  ])('by %s', async (kind, bad, good, place) => {
    const contract = await load(kind, 3000);
    expect(contract.problems()).toEqual([]);
    const handle = handleOf(contract);
    expect(told(handle, bad)).toEqual([place]);
    if (good !== undefined) expect(handle.accepts(good, 'response')).toBe(true);
    // What is read for pacts and comparisons never throws either.
    expect(handle.domain('response').alternatives.length === 0).toBe(handle.domain('response').broken !== undefined);
    expect(handle.shape.types.size + handle.shape.required.size + handle.shape.properties.size).toBe(
      { properties: 3, items: 1, allOf: 250 + 3000 }[kind as string] ?? 0,
    );
  });

  it('in a circle are not judged, with the reason', async () => {
    const contract = await load('properties', 3000, { $ref: `#${component}/C0` });
    expect(told(handleOf(contract), { next: 1 })).toBe('the schema cannot be compiled: too many schemas refer to each other in one circle');
    const circle = await load('reference', 3000, { $ref: `#${component}/C0` });
    expect(circle.problems()[0]?.message).toContain('leads back to itself');
  });

  it('that differ at the end differ', async () => {
    for (const kind of ['reference', 'properties', 'allOf'] as const) {
      const [old, same, other] = await Promise.all([load(kind, 3000), load(kind, 3000), load(kind, 3000, { type: 'integer' })]);
      expect(diffContracts(old, same)).toEqual([]);
      expect(diffContracts(old, other)).not.toEqual([]);
    }
  });
});

it('time grows with the length and not with its square', async () => {
  const measure = async (length: number): Promise<number> => {
    const handle = handleOf(await load('properties', length));
    const before = performance.now();
    expect(handle.accepts({ next: 1 }, 'response')).toBe(false);
    return performance.now() - before;
  };
  await measure(100);
  const [short, long] = [await measure(1000), await measure(10_000)];
  expect(long).toBeLessThan(40 * short);
});

it('10,000 schemas on one value are told not to be judged', async () => {
  const handle = handleOf(await load('allOf', 10_000));
  expect(told(handle, {})).toMatch(/^the value, or the chain of its schemas, is too deep to be judged$/);
});
