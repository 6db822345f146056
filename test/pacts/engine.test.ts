// Pact's own matching engine is asked about the rows of rows.ts: it accepts whatever a guaranteed row allows, and refuses every escape and whatever an impossible row allows.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { witnesses } from '../../src/pacts/witness.ts';
import type { Trial } from './ask-engine.ts';
import { domainOf } from './compare-with.ts';
import { type Row, rows } from './rows.ts';

/** A few values of every kind the schema allows. */
function allowed({ schema }: Row): unknown[] {
  return domainOf(schema).alternatives.flatMap((alternative) =>
    [...alternative.kinds].flatMap((kind) => witnesses(alternative, kind).slice(0, 4)),
  );
}

const trialsOf = (answer: Row['answer'], pick: (row: Row) => readonly unknown[]): Trial[] =>
  rows.filter((row) => row.answer === answer).flatMap((row) => pick(row).map((value) => ({ row, value })));

/** The trials of which the engine says otherwise. */
function judgedOtherwise(trials: readonly Trial[], wanted: boolean): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'truce-engine-'));
  try {
    const file = join(folder, 'trials.json');
    writeFileSync(file, JSON.stringify(trials));
    const { status } = spawnSync(process.execPath, [join(import.meta.dirname, 'ask-engine.ts'), file], { stdio: 'ignore' });
    expect(status).toBe(0);
    const answers = JSON.parse(readFileSync(`${file}.answers`, 'utf8')) as readonly boolean[];
    expect(answers).toHaveLength(trials.length);
    return trials.filter((_, index) => answers[index] !== wanted).map((trial) => JSON.stringify(trial));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it('accepts whatever the contract allows where the answer is guaranteed', () => {
  // An exact value is the provider state's to supply: nothing is told of it, and the engine refuses any other.
  const trials = trialsOf('guaranteed', allowed).filter(({ row }) => row.matchers.every(({ match }) => match !== 'equality'));
  expect(trials.length).toBeGreaterThan(40);
  expect(judgedOtherwise(trials, true)).toEqual([]);
}, 300_000);

it('refuses the value that is named where the answer depends', () => {
  const trials = trialsOf('depends', (row) => [row.escape]);
  expect(trials.length).toBeGreaterThan(15);
  expect(judgedOtherwise(trials, false)).toEqual([]);
}, 300_000);

it('refuses whatever the contract allows where the answer is impossible', () => {
  const trials = trialsOf('impossible', (row) => allowed(row).slice(0, 2));
  expect(trials.length).toBeGreaterThan(15);
  expect(judgedOtherwise(trials, false)).toEqual([]);
}, 300_000);
