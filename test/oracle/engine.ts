// The door to Pact's verifier: hundreds of trials in one run, several processes after one another.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Trial, Verdict } from './ask-verifier.ts';

const batch = 600;

/** One verdict per trial, in order. Throws when the verifier does not run. */
export function askEngine(trials: readonly Trial[]): Verdict[] {
  const verdicts: Verdict[] = [];
  for (let from = 0; from < trials.length; from += batch) verdicts.push(...askOnce(trials.slice(from, from + batch)));
  return verdicts;
}

function askOnce(trials: readonly Trial[]): Verdict[] {
  const folder = mkdtempSync(join(tmpdir(), 'truce-oracle-'));
  try {
    const file = join(folder, 'trials.json');
    writeFileSync(file, JSON.stringify(trials));
    const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'ask-verifier.ts'), file], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      env: { ...process.env, PACT_DO_NOT_TRACK: '1' },
    });
    if (status !== 0) throw new Error(`the verifier ended with ${status}: ${stderr.slice(-500)}`);
    return JSON.parse(readFileSync(`${file}.verdicts`, 'utf8')) as Verdict[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
