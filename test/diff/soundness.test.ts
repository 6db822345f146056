// The law of the diff: what it calls harmless is harmless by the validator, and where it says nothing both schemas accept the same.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffContracts } from '../../src/diff/diff.ts';
import { walkProperties } from '../../src/judge/undocumented.ts';
import type { LoadedContract } from '../../src/openapi/load.ts';
import { contractOf } from './load.ts';
import { documentOf, instance, schemaPair, taggedInstance, taggedPair, treePair } from './schema-pairs.ts';

const runs = Number(process.env['DIFF_RUNS'] ?? 150);
const seed = process.env['DIFF_SEED'];

const schemaOf = ({ operations }: LoadedContract) => operations[0]?.requestBody?.content[0]?.schema;

interface Case {
  readonly old: unknown;
  readonly new: unknown;
  /** The documents in short, for a failure. */
  readonly shown: string;
  readonly values: readonly unknown[];
}

interface Tally {
  harmless: number;
  silent: number;
  all: number;
}

async function holdLaw({ old, new: new_, shown: given, values }: Case, tally: Tally): Promise<void> {
  const [before, after] = [await contractOf(old), await contractOf(new_)];
  const changes = diffContracts(before, after);
  const [was, is] = [schemaOf(before), schemaOf(after)];
  if (!was || !is || was.verify('request') !== undefined || is.verify('request') !== undefined) return;
  const isBreaking = (side: string): boolean => changes.some((change) => change.side === side && change.level === 'breaking');
  tally.all++;
  if (!isBreaking('response')) tally.harmless++;
  if (changes.length === 0) tally.silent++;
  const told = JSON.stringify(changes.map(({ id, message }) => `${id} ${message}`));
  for (const value of values) {
    const shown = `${JSON.stringify(value)}\n${given}\n${told}`;
    for (const side of ['response', 'request'] as const) {
      const [before_, after_] = [was.accepts(value, side), is.accepts(value, side)];
      if (changes.length === 0) expect(before_, `silent ${side} ${shown}`).toBe(after_);
      if (isBreaking(side)) continue;
      const isMeant = side === 'response' ? after_ : before_ && walkProperties(value, was.shape, 'request').undocumented.length === 0;
      if (isMeant) expect(side === 'response' ? before_ : after_, `${side} ${shown}`).toBe(true);
    }
  }
}

const asserted = { numRuns: runs, ...(seed !== undefined && { seed: Number(seed) }) };

/** The law must not hold because everything is called breaking. */
function isTelling(tally: Tally): boolean {
  if (process.env['DIFF_RUNS']) console.log(tally);
  return tally.harmless > tally.all / 20 && tally.silent > 0;
}

for (const isRich of [false, true])
  it(`${isRich ? 'with' : 'without'} keywords compared word for word`, { timeout: 600_000 }, async () => {
    const tally: Tally = { harmless: 0, silent: 0, all: 0 };
    const values = fc.array(instance, { minLength: 80, maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(schemaPair({ isRich, refers: true }), treePair, values, ([old, new_], [tree, newTree], own) => {
        const shown = [old, new_, tree, newTree].map((schema) => JSON.stringify(schema)).join('\n');
        return holdLaw({ old: documentOf(old, tree), new: documentOf(new_, newTree), shown, values: own }, tally);
      }),
      asserted,
    );
    expect(isTelling(tally)).toBe(true);
  });

it('with a discriminator', { timeout: 600_000 }, async () => {
  const tally: Tally = { harmless: 0, silent: 0, all: 0 };
  await fc.assert(
    fc.asyncProperty(taggedPair, fc.array(taggedInstance, { minLength: 80, maxLength: 80 }), ([old, new_], values) =>
      holdLaw({ old, new: new_, shown: `${JSON.stringify(old)}\n${JSON.stringify(new_)}`, values }, tally),
    ),
    asserted,
  );
  expect(isTelling(tally)).toBe(true);
});

it('beside an alternative that the facts do not tell the whole of', async () => {
  const nothing = { not: { required: [] } };
  const tree = { type: 'object' };
  const [old, new_] = [{ anyOf: [nothing, { const: true }] }, { anyOf: [nothing] }];
  const shown = JSON.stringify([old, new_]);
  const tally: Tally = { harmless: 0, silent: 0, all: 0 };
  await holdLaw({ old: documentOf(old, tree), new: documentOf(new_, tree), shown, values: [true, false, null, [], {}, 1, 'x'] }, tally);
  await holdLaw({ old: documentOf(new_, tree), new: documentOf(old, tree), shown, values: [true, false, null, [], {}, 1, 'x'] }, tally);
  expect(tally).toEqual({ harmless: 0, silent: 0, all: 2 });
});
