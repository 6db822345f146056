// The law of the diff: what it calls harmless is harmless by the validator, and where it says nothing both schemas accept the same.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffContracts } from '../../src/diff/diff.ts';
import { walkProperties } from '../../src/judge/undocumented.ts';
import type { LoadedContract } from '../../src/openapi/load.ts';
import { contractOf } from './load.ts';
import { documentOf, instance, schemaPair, treePair } from './schema-pairs.ts';

const runs = Number(process.env['DIFF_RUNS'] ?? 150);
const seed = process.env['DIFF_SEED'];

const schemaOf = ({ operations }: LoadedContract) => operations[0]?.requestBody?.content[0]?.schema;

for (const isRich of [false, true])
  it(`${isRich ? 'with' : 'without'} keywords compared word for word`, { timeout: 600_000 }, async () => {
    const decided = { harmless: 0, silent: 0, all: 0 };
    await fc.assert(
      fc.asyncProperty(
        schemaPair({ isRich, refers: true }),
        treePair,
        fc.array(instance, { minLength: 80, maxLength: 80 }),
        async ([old, new_], [tree, newTree], values) => {
          const [before, after] = [await contractOf(documentOf(old, tree)), await contractOf(documentOf(new_, newTree))];
          const changes = diffContracts(before, after);
          const [was, is] = [schemaOf(before), schemaOf(after)];
          if (!was || !is || was.verify('request') !== undefined || is.verify('request') !== undefined) return;
          const isBreaking = (side: string): boolean => changes.some((change) => change.side === side && change.level === 'breaking');
          decided.all++;
          if (!isBreaking('response')) decided.harmless++;
          if (changes.length === 0) decided.silent++;
          const told = JSON.stringify(changes.map(({ id, message }) => `${id} ${message}`));
          for (const value of values) {
            const shown = `${JSON.stringify(value)}\nold ${JSON.stringify(old)}\nnew ${JSON.stringify(new_)}\nTree ${JSON.stringify(tree)}\n → ${JSON.stringify(newTree)}\n${told}`;
            for (const side of ['response', 'request'] as const) {
              const [before_, after_] = [was.accepts(value, side), is.accepts(value, side)];
              if (changes.length === 0) expect(before_, `silent ${side} ${shown}`).toBe(after_);
              if (isBreaking(side)) continue;
              const isMeant =
                side === 'response' ? after_ : before_ && walkProperties(value, was.shape, 'request').undocumented.length === 0;
              if (isMeant) expect(side === 'response' ? before_ : after_, `${side} ${shown}`).toBe(true);
            }
          }
        },
      ),
      { numRuns: runs, ...(seed !== undefined && { seed: Number(seed) }) },
    );
    // The law must not hold because everything is called breaking.
    expect(decided.harmless).toBeGreaterThan(decided.all / 20);
    expect(decided.silent).toBeGreaterThan(0);
    if (process.env['DIFF_RUNS']) console.log(decided);
  });
