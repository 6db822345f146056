// Pact's own matching engine is asked about the rows of rows.ts: it accepts whatever a guaranteed row allows, and refuses every escape and whatever an impossible row allows.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Verifier } from '@pact-foundation/pact';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { witnesses } from '../../src/pacts/witness.ts';
import { domainOf } from './compare-with.ts';
import { type Row, rows } from './rows.ts';

interface Trial {
  readonly row: Row;
  readonly value: unknown;
}

const folder = mkdtempSync(join(tmpdir(), 'truce-engine-'));
let server: Server;
let url = '';
/** What the server answers to `/0`, `/1`, …, for all trials of this file. */
const values: unknown[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ v: values[Number(request.url?.slice(1))] }));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** A few values of every kind the schema allows. */
function allowed({ schema }: Row): unknown[] {
  return domainOf(schema).alternatives.flatMap((alternative) =>
    [...alternative.kinds].flatMap((kind) => witnesses(alternative, kind).slice(0, 4)),
  );
}

/** True when the engine accepts all of the trials. */
async function verify(trials: readonly Trial[]): Promise<boolean> {
  const interactions = trials.map(({ row, value }) => {
    const { example, matchers, combine = 'AND' } = row;
    const index = values.push(value) - 1;
    const matchingRules = { body: { '$.v': { combine, matchers } } };
    return {
      description: String(index),
      request: { method: 'GET', path: `/${index}` },
      response: { status: 200, headers: { 'Content-Type': 'application/json' }, body: { v: example }, matchingRules },
    };
  });
  const path = join(folder, `${values.length}.json`);
  const metadata = { pactSpecification: { version: '3.0.0' } };
  writeFileSync(path, JSON.stringify({ consumer: { name: 'c' }, provider: { name: 'p' }, interactions, metadata }));
  try {
    await new Verifier({ providerBaseUrl: url, pactUrls: [path], logLevel: 'error' }).verifyProvider();
    return true;
  } catch {
    return false;
  }
}

const trialsOf = (answer: Row['answer'], pick: (row: Row) => readonly unknown[]): Trial[] =>
  rows.filter((row) => row.answer === answer).flatMap((row) => pick(row).map((value) => ({ row, value })));

/** Which trials the engine judges otherwise; all at once first, one by one only where that tells nothing. */
async function acceptedOf(trials: readonly Trial[]): Promise<string[]> {
  const accepted: string[] = [];
  for (const trial of trials) if (await verify([trial])) accepted.push(JSON.stringify(trial));
  return accepted;
}

it('accepts whatever the contract allows where the answer is guaranteed', async () => {
  // An exact value is the provider state's to supply: nothing is told of it, and the engine refuses any other.
  const trials = trialsOf('guaranteed', allowed).filter(({ row }) => row.matchers.every(({ match }) => match !== 'equality'));
  expect(trials.length).toBeGreaterThan(40);
  if (await verify(trials)) return;
  const refused: string[] = [];
  for (const trial of trials) if (!(await verify([trial]))) refused.push(JSON.stringify(trial));
  expect(refused).toEqual([]);
}, 300_000);

it('refuses the value that is named where the answer depends', async () => {
  const trials = trialsOf('depends', (row) => [row.escape]);
  expect(trials.length).toBeGreaterThan(15);
  expect(await acceptedOf(trials)).toEqual([]);
}, 300_000);

it('refuses whatever the contract allows where the answer is impossible', async () => {
  const trials = trialsOf('impossible', (row) => allowed(row).slice(0, 2));
  expect(trials.length).toBeGreaterThan(15);
  expect(await acceptedOf(trials)).toEqual([]);
}, 300_000);
