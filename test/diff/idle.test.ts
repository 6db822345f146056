// Properties that never go one way: `readOnly` ones are not sent, `writeOnly` ones do not come back, so nothing about them breaks there.
import { describe, expect, it } from 'vitest';
import { diffContracts } from '../../src/diff/diff.ts';
import { contractOf } from './load.ts';
import { documentOf } from './schema-pairs.ts';

const text = { type: 'string' };
const short = { type: 'string', maxLength: 3 };
const readOnly = { readOnly: true };
const writeOnly = { writeOnly: true };
const object = (a: object | undefined, more: object = {}): object => ({
  type: 'object',
  properties: { b: text, ...(a && { a }) },
  ...more,
});
const tree = { $ref: '#/components/schemas/Tree' };
/** Branches that a value may fit both. */
const overlapping = (a: object): object => ({ oneOf: [object(a), object(undefined, { minProperties: 0, required: ['b'] })] });

async function told(old: object, new_: object, trees: readonly [object, object] = [{}, {}]): Promise<string[]> {
  const changes = diffContracts(
    await contractOf(documentOf(old as Record<string, unknown>, trees[0] as Record<string, unknown>)),
    await contractOf(documentOf(new_ as Record<string, unknown>, trees[1] as Record<string, unknown>)),
  );
  return changes.map(({ id, level }) => `${level} ${id}`).toSorted();
}

describe('what never goes this way breaks nobody', () => {
  it.each([
    [
      'narrowed',
      object({ ...text, ...readOnly }),
      object({ ...short, ...readOnly }),
      ['request-limit-narrowed', 'response-limit-narrowed'],
    ],
    ['widened', object({ ...short, ...writeOnly }), object({ ...text, ...writeOnly }), ['request-limit-widened', 'response-limit-widened']],
  ])('%s', async (_, old, new_, ids) => {
    expect(await told(old, new_)).toEqual(ids.map((id) => `non-breaking ${id}`));
  });

  it('gone', async () => {
    const breaking = (way: string, other: string): string[] => [
      `breaking ${way}-property-removed`,
      `non-breaking ${other}-property-removed`,
    ];
    expect(await told(object({ ...text, ...readOnly }), object(undefined))).toEqual(breaking('response', 'request'));
    expect(await told(object({ ...text, ...writeOnly }), object(undefined))).toEqual(breaking('request', 'response'));
  });

  it('below', async () => {
    const deep = (x: object): object => object({ type: 'object', properties: { x }, ...readOnly });
    expect(await told(deep(text), deep({ type: 'integer' }))).toEqual([
      'breaking response-type-changed',
      'non-breaking request-type-changed',
    ]);
  });
});

describe('what goes this way as well breaks', () => {
  it('by another path to the same schema, whichever comes first', async () => {
    const trees = [object(text), object(short)] as const;
    const own = { allOf: [tree], ...readOnly };
    for (const properties of [
      { one: own, other: tree },
      { one: tree, other: own },
    ]) {
      const schema = { type: 'object', properties };
      expect(await told(schema, schema, trees)).toEqual(['breaking request-limit-narrowed', 'non-breaking response-limit-narrowed']);
    }
  });

  it('in one of its branches', async () => {
    const partly = (branch: object): object => object({ anyOf: [{ ...branch, ...readOnly }, { type: 'integer' }] });
    expect(await told(partly(text), partly(short))).toContain('breaking request-limit-narrowed');
  });

  it('where it goes this way on one side only', async () => {
    expect(await told(object({ ...text, ...readOnly }), object(short))).toContain('breaking request-limit-narrowed');
    expect(await told(object(text), object({ ...text, ...readOnly }))).toContain('breaking request-became-read-only');
  });

  it('where branches of oneOf may overlap', async () => {
    const [old, new_] = [overlapping({ ...text, ...writeOnly }), overlapping({ ...short, ...writeOnly })];
    expect(await told(new_, old)).toContain('breaking response-alternatives-unclear');
  });
});
