// The fixture of `truce/vitest`: a mock of its own for this file, reset around every test, whose violations can fail the test.
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hooks, startMockWith } from '../../src/testing/mock-fixture.ts';
import { startMock, testWithMock, useContracts } from '../../src/testing/vitest.ts';

const contracts = ['test/testing/contacts.yaml'];
void useContracts(...contracts);

/** Hooks that are run by hand, in the order a framework has. */
function collectHooks(): { hooks: Hooks; run: Record<keyof Hooks, () => Promise<void>> } {
  const run = {} as Record<keyof Hooks, () => Promise<void>>;
  const add = (name: keyof Hooks) => (action: () => Promise<void>) => void (run[name] = action);
  return {
    hooks: { beforeAll: add('beforeAll'), beforeEach: add('beforeEach'), afterEach: add('afterEach'), afterAll: add('afterAll') },
    run,
  };
}

describe('in a block', () => {
  const mock = startMock({ contracts });

  it('answers by the contract', async () => {
    const response = await fetch(`${mock.url}/contacts/1`);
    await expect(response).toSatisfyContract({ method: 'GET' });
    expect(await response.json()).toEqual({ id: 1, name: 'Ada' });
  });

  it('begins every test with an empty journal, and tells what was asked', async () => {
    expect(await mock.journal()).toEqual([]);
    await fetch(`${mock.url}/contacts/1?fields=none`);
    const [entry] = await mock.journal();
    expect(entry).toMatchObject({
      request: { method: 'GET', target: '/contacts/1?fields=none' },
      verdict: 'violates',
      operation: { id: 'getContact' },
    });
    expect((await mock.findings()).map(({ rule, side }) => [rule, side])).toEqual([['request-query-mismatch', 'request']]);
  });

  it('forgets faults of the test before', async () => {
    await mock.setFaults({ getContact: 'status=503' });
    expect((await fetch(`${mock.url}/contacts/1`)).status).toBe(503);
    await mock.reset();
    expect((await fetch(`${mock.url}/contacts/1`)).status).toBe(200);
  });

  it('tells what the mock refuses', async () => {
    await expect(mock.setFaults({ getContact: 'nonsense' })).rejects.toThrow(/The mock refused PUT \/__truce\/faults with 400: .*nonsense/);
    await expect(mock.given('a state nobody defines')).rejects.toThrow('a state nobody defines');
  });
});

describe('the state', () => {
  const mock = startMock({ cwd: 'test/testing/stateful' });
  const name = async (): Promise<unknown> => ((await (await fetch(`${mock.url}/contacts/1`)).json()) as { name: unknown }).name;

  it('is set', async () => {
    expect(await name()).toBe('Ada');
    await mock.setState({ contacts: { name: 'Grace' } });
    expect([await name(), await mock.state()]).toEqual(['Grace', { contacts: { name: 'Grace' } }]);
  });

  it('is new for every test, and brought about by name', async () => {
    expect(await name()).toBe('Ada');
    await mock.given('the contact is called', { name: 'Kay' });
    expect(await name()).toBe('Kay');
  });
});

describe('violations', () => {
  const { hooks, run } = collectHooks();
  const mock = startMockWith(hooks, { contracts, failOnViolation: true });
  beforeAll(() => run.beforeAll());
  afterAll(() => run.afterAll());

  it('fail the test that sent them, and only that one', async () => {
    await run.beforeEach();
    await fetch(`${mock.url}/contacts/1`);
    await expect(run.afterEach()).resolves.toBeUndefined();
    await run.beforeEach();
    await fetch(`${mock.url}/contacts`, { method: 'POST', body: '{"name":7}', headers: { 'Content-Type': 'application/json' } });
    await fetch(`${mock.url}/nowhere`);
    const message = await run.afterEach().then(
      () => '',
      (error: Error) => error.message,
    );
    expect(message).toContain(
      'Expected every request to satisfy the contract, but\n  POST /contacts\n    error request-body-mismatch: Expected `name` to be a string, got 7\n      contract  ',
    );
    expect(message).toContain('  GET /nowhere\n    ');
    await run.beforeEach();
    await expect(run.afterEach()).resolves.toBeUndefined();
  });
});

describe('the process', () => {
  it('is told from one that has not started', () => {
    expect(() => startMockWith(collectHooks().hooks).url).toThrow('The mock has not been started yet');
  });

  it('says in its own words why it did not start', async () => {
    const { hooks, run } = collectHooks();
    startMockWith(hooks, { contracts: ['nowhere.yaml'] });
    await expect(run.beforeAll()).rejects.toThrow(/The mock did not start \(exit code 2\)\nThere is no contract at "nowhere.yaml"/);
  });

  it('ends with the tests', async () => {
    const { hooks, run } = collectHooks();
    const mock = startMockWith(hooks, { contracts, arguments: ['--lenient'] });
    await run.beforeAll();
    const { url } = mock;
    expect((await fetch(`${url}/contacts/one`)).status).toBe(200);
    await run.afterAll();
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('dies with a parent that was killed', async () => {
    const script = `
      import { startProcess } from ${JSON.stringify(new URL('../../src/testing/mock-child.ts', import.meta.url).href)};
      console.log((await startProcess(['test/testing/contacts.yaml'])).url);
      setInterval(() => undefined, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const url = await new Promise<string>((resolve) => parent.stdout.once('data', (text: Buffer) => resolve(text.toString().trim())));
    expect((await fetch(`${url}/contacts/1`)).status).toBe(200);
    parent.kill('SIGKILL');
    await expect
      .poll(
        () =>
          fetch(`${url}/contacts/1`).then(
            () => 'alive',
            () => 'dead',
          ),
        { timeout: 5000 },
      )
      .toBe('dead');
  });
});

// The linter does not know these for tests.
const withMock = testWithMock({ contracts });
withMock('the fixture of `test.extend` is there', async ({ mock, expect: check }) => {
  check(await mock.journal()).toEqual([]);
  check((await fetch(`${mock.url}/contacts/1`)).status).toBe(200);
});
withMock('and is reset for the next test', async ({ mock, expect: check }) => {
  check(await mock.journal()).toEqual([]);
});
