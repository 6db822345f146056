// The mocks are providers the consumers could use: pact-js verifies each shipped pact against `truce mock`, provider states by its admin API.
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Verifier } from '@pact-foundation/pact';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { root, type RunningMock, startMockProcess } from './start-mock.ts';

const pacts = globSync('contracts/*/pacts/*.json', { cwd: root }).toSorted();
let mock: RunningMock;
beforeAll(async () => {
  mock = await startMockProcess();
});
afterAll(() => mock.stop());
beforeEach(async () => void (await fetch(`${mock.url}/__truce/reset`, { method: 'POST' })));

interface Filtered {
  readonly headers: Record<string, string | undefined>;
  body: unknown;
}

const verify = (file: string): Promise<string> =>
  new Verifier({
    providerBaseUrl: mock.url,
    pactUrls: [file],
    logLevel: 'error',
    providerStatesSetupUrl: `${mock.url}/__truce/states`,
    providerStatesSetupTeardown: true,
    requestFilter: (request: Filtered, _response: unknown, next: () => void) => {
      // pact-js 17 parses a form and would pass it on as JSON.
      if (request.headers['content-type'] === 'application/x-www-form-urlencoded')
        request.body = Buffer.from(new URLSearchParams(request.body as Record<string, string>).toString());
      next();
    },
  }).verifyProvider();

interface Pact {
  interactions: { description: string; providerStates?: { name: string }[] }[];
}

/** What comes of verifying a pact that was changed. */
async function verifyChanged(file: string, change: (pact: Pact) => void): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'truce-'));
  const pact = JSON.parse(readFileSync(join(root, file), 'utf8')) as Pact;
  change(pact);
  const changed = join(folder, basename(file));
  writeFileSync(changed, JSON.stringify(pact));
  try {
    return await verify(changed).then(
      () => 'verified',
      (error: unknown) => error,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('pacts', () => {
  it('are there for every vendor', () => {
    expect(pacts.map((file) => file.split('/')[1])).toEqual(['odyssee', 'onlyoffice', 'superoffice']);
  });

  it.each(pacts)('%s is honoured, and leaves no state behind', async (file) => {
    const stateOf = async (): Promise<unknown> => (await fetch(`${mock.url}/__truce/state`)).json();
    const before = await stateOf();
    await expect(verify(join(root, file))).resolves.toBeTypeOf('string');
    const journal = (await (await fetch(`${mock.url}/__truce/journal`)).json()) as { entries: unknown[] };
    expect(journal.entries).toHaveLength((JSON.parse(readFileSync(join(root, file), 'utf8')) as Pact).interactions.length);
    // Every interaction was torn down, those without a state too.
    expect(await stateOf()).toEqual(before);
  });

  it.each(pacts)('%s is not honoured when one state is not brought about', async (file) => {
    const error = await verifyChanged(file, ({ interactions }) => {
      for (const interaction of interactions)
        if (interaction.providerStates?.some(({ name }) => /expired|password/.test(name))) interaction.providerStates = [];
    });
    expect(error).toBeInstanceOf(Error);
    const { errors } = JSON.parse((error as Error).message) as { errors: { interaction: string; mismatch: { mismatches: object[] } }[] };
    expect(errors.map(({ interaction }) => interaction)).toEqual([expect.stringContaining('outdated')]);
    expect(errors[0]?.mismatch.mismatches).toContainEqual(expect.objectContaining({ type: 'StatusMismatch', expected: 401 }));
  });

  // The verifier itself asks five times, and longer each time, before it gives up; so it is not asked here.
  it('a state nobody knows is refused, and so is one for a contract that is not there', async () => {
    const change = (query: string, state: string, params = {}): Promise<Response> =>
      fetch(`${mock.url}/__truce/states${query}`, { method: 'POST', body: JSON.stringify({ state, params, action: 'setup' }) });
    const unknown = await change('', 'the moon is full');
    expect([unknown.status, await unknown.text()]).toEqual([400, expect.stringContaining('a person has the identifier')]);
    expect((await change('?contract=odyssee', 'a person has the identifier', { id: 1 })).status).toBe(400);
    expect((await change('?contract=nobody', 'a person has the identifier', { id: 1 })).status).toBe(400);
    expect((await change('?contract=onlyoffice', 'a person has the identifier', { id: 1 })).status).toBe(200);
    // Both mocks know the name; only one of them has identifiers of that kind.
    expect((await change('', 'a company has the identifier', { id: 77 })).status).toBe(200);
    const impossible = await change('', 'a company has the identifier', { id: {} });
    expect([impossible.status, await impossible.text()]).toEqual([400, expect.stringContaining('needs the parameter')]);
  });
});
