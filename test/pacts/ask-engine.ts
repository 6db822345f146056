// A process that asks Pact's verifier about trials, because the verifier prints: `node ask-engine.ts <file>` reads the trials there and writes the answers beside it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { Verifier } from '@pact-foundation/pact';
import type { Row } from './rows.ts';

/** The engine's answer is wanted to: does the consumer of `row` accept `value`? */
export interface Trial {
  readonly row: Row;
  readonly value: unknown;
}

const [, , file = ''] = process.argv;
const trials = JSON.parse(readFileSync(file, 'utf8')) as readonly Trial[];

const server = createServer((request, response) => {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ v: trials[Number(request.url?.slice(1))]?.value }));
});
await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
const providerBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function isAccepted({ row }: Trial, index: number): Promise<boolean> {
  const { example, matchers, combine = 'AND' } = row;
  const matchingRules = { body: { '$.v': { combine, matchers } } };
  const response = { status: 200, headers: { 'Content-Type': 'application/json' }, body: { v: example }, matchingRules };
  const interactions = [{ description: String(index), request: { method: 'GET', path: `/${index}` }, response }];
  const pact = { consumer: { name: 'c' }, provider: { name: 'p' }, interactions, metadata: { pactSpecification: { version: '3.0.0' } } };
  writeFileSync(`${file}.pact.json`, JSON.stringify(pact));
  try {
    await new Verifier({ providerBaseUrl, pactUrls: [`${file}.pact.json`], logLevel: 'error' }).verifyProvider();
    return true;
  } catch {
    return false;
  }
}

const answers: boolean[] = [];
for (const [index, trial] of trials.entries()) answers.push(await isAccepted(trial, index));
writeFileSync(`${file}.answers`, JSON.stringify(answers));
server.close();
