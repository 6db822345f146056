// A process that lets Pact's verifier judge trials, because native code prints: `node ask-verifier.ts <file>` reads trials there and writes answers beside it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { type Expectation, matchingRulesOf } from './pacts.ts';

export interface Trial {
  readonly expectation: Expectation;
  readonly body: unknown;
}

/** Why the engine refuses a body: its own sentences. */
export interface Mismatch {
  readonly path: string;
  readonly mismatch: string;
}

/** Undefined where the engine gave no answer; empty where it accepts. */
export type Verdict = readonly Mismatch[] | null;

interface Results {
  readonly interactionResults: readonly {
    readonly description: string;
    readonly result: string;
    readonly mismatch?: { readonly type: string; readonly mismatches?: readonly Mismatch[] };
  }[];
}
interface Core {
  verifyPacts(options: Readonly<Record<string, unknown>>): Promise<string>;
}

// Pact's verifier without the proxy that its JavaScript wrapper puts before it: half the time.
const require = createRequire(createRequire(import.meta.url).resolve('@pact-foundation/pact'));
const { default: core } = require('@pact-foundation/pact-core') as { default: Core };

const headers = { 'Content-Type': 'application/json' };

function writePact(file: string, version: Expectation['version'], trials: readonly (readonly [number, Trial])[]): void {
  const interactions = trials.map(([index, { expectation }]) => {
    const { example } = expectation;
    const matchingRules = matchingRulesOf(expectation);
    const path = `/${index}`;
    const common = { description: String(index) };
    if (version === 4)
      return {
        ...common,
        type: 'Synchronous/HTTP',
        key: String(index),
        request: { method: 'GET', path },
        response: {
          status: 200,
          headers: { 'Content-Type': ['application/json'] },
          body: { content: example, contentType: 'application/json', encoded: false },
          matchingRules,
        },
      };
    return { ...common, request: { method: 'GET', path }, response: { status: 200, headers, body: example, matchingRules } };
  });
  writeFileSync(
    file,
    JSON.stringify({
      consumer: { name: `c${version}` },
      provider: { name: 'p' },
      interactions,
      metadata: { pactSpecification: { version: `${version}.0.0` } },
    }),
  );
}

async function judge(file: string): Promise<Verdict[]> {
  const trials = JSON.parse(readFileSync(file, 'utf8')) as readonly Trial[];
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(trials[Number(request.url?.slice(1))]?.body));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const groups = Map.groupBy(trials.entries(), ([, { expectation }]) => expectation.version);
  const verdicts: Verdict[] = trials.map(() => null);
  for (const [version, group] of groups) {
    const pact = `${file}.${version}.json`;
    writePact(pact, version, group);
    const providerBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const results = await core.verifyPacts({ providerBaseUrl, pactUrls: [pact], logLevel: 'error' }).catch((error: Error) => error.message);
    for (const { description, result, mismatch } of (JSON.parse(results) as Results).interactionResults)
      verdicts[Number(description)] = result === 'OK' ? [] : (mismatch?.mismatches ?? null);
  }
  server.close();
  return verdicts;
}

if (import.meta.main) {
  const [, , file = ''] = process.argv;
  writeFileSync(`${file}.verdicts`, JSON.stringify(await judge(file)));
}
