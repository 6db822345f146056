// The real client publishes pacts and asks `can-i-deploy`, the real verifier reads the same broker: what Truce published is what decides.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { put } from '../cli/folder.ts';
import { runPactTool } from './pact-cli.ts';
import { badPact, bearerHeader, goodPact, notes, publishArgs, truceWith } from './run-with-broker.ts';
import { startBroker, type StubBroker } from './stub-broker.ts';

let stub: StubBroker;
let folder: string;
beforeAll(async () => {
  stub = await startBroker({ authorization: bearerHeader, hasProviderContracts: true });
});
afterAll(() => stub.close());
beforeEach(() => {
  folder = notes();
  stub.state.pacts.length = stub.state.results.length = stub.seen.length = 0;
  stub.state.deployed.clear();
});

async function publishPact(content: object, version: string, branch = 'main'): Promise<void> {
  put(folder, { 'pacts/shop-notes.json': JSON.stringify(content) });
  const args = ['publish', 'pacts/shop-notes.json', '-b', stub.url, '-a', version, '--branch', branch];
  const { code, output } = await runPactTool('pact-broker', args, folder);
  expect(code, output).toBe(0);
  expect(output).toContain('Pact successfully published');
}

const canIDeploy = (name: string, version: string) =>
  runPactTool('pact-broker', ['can-i-deploy', '-a', name, '-e', version, '--to-environment', 'production', '-b', stub.url], folder);

describe('can-i-deploy, asked by the real client', () => {
  it('does not know before, says yes after a success, on both sides', async () => {
    await publishPact(goodPact(), '1.0');
    stub.state.deployed.set('production/shop', '1.0');
    const before = await canIDeploy('notes', '2.0');
    expect(before.code, before.output).toBe(1);
    expect(before.output).toContain('unknown');
    const { code, stdout } = await truceWith(folder, publishArgs(stub.url, '--provider-branch', 'main'));
    expect(code, stdout).toBe(0);
    const provider = await canIDeploy('notes', '2.0');
    expect(provider.code, provider.output).toBe(0);
    expect(provider.output).toContain('All required verification results are published and successful');
    stub.state.deployed.set('production/notes', '2.0');
    expect((await canIDeploy('shop', '1.0')).code).toBe(0);
  });

  it('says no after a failure, and to another version it knows nothing of', async () => {
    await publishPact(badPact(), '1.0');
    stub.state.deployed.set('production/shop', '1.0');
    expect((await truceWith(folder, publishArgs(stub.url))).code).toBe(1);
    const failed = await canIDeploy('notes', '2.0');
    expect(failed.code).toBe(1);
    expect(failed.output).toContain('false');
    const other = await canIDeploy('notes', '2.1');
    expect(other.code).toBe(1);
    expect(other.output).toContain('unknown');
  });

  it('says no after a dry run and for what could not be judged', async () => {
    await publishPact(
      { ...goodPact(), interactions: [{ ...(goodPact()['interactions'] as object[])[0], response: { status: 999 } }] },
      '1.0',
    );
    stub.state.deployed.set('production/shop', '1.0');
    const dry = publishArgs(stub.url).filter((word) => word !== '--publish');
    await truceWith(folder, dry);
    expect((await canIDeploy('notes', '2.0')).output).toContain('unknown');
    await truceWith(folder, publishArgs(stub.url));
    expect((await canIDeploy('notes', '2.0')).output).toContain('false');
  });
});

describe('the real verifier', () => {
  it('takes the same documents of the stub, and sends what Truce sends but for its own words', async () => {
    await publishPact(badPact(), '1.0');
    const provider = createServer((_, response) => response.setHeader('content-type', 'application/json').end('{"id":7}'));
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    const { port } = provider.address() as AddressInfo;
    const shared = [
      '--provider-branch',
      'main',
      '--enable-pending',
      '--include-wip-pacts-since',
      '2026-01-01',
      '--build-url',
      'https://ci.example/7',
    ];
    const { code, output } = await runPactTool(
      'pact-verifier',
      [
        '-b',
        stub.url,
        '-n',
        'notes',
        '-h',
        '127.0.0.1',
        '-p',
        String(port),
        '--publish',
        '--provider-version',
        '2.0',
        '--provider-tags',
        't',
        '--consumer-version-selectors',
        '{"mainBranch":true}',
        '--consumer-version-selectors',
        '{"deployedOrReleased":true}',
        ...shared,
      ],
      folder,
    );
    provider.closeAllConnections();
    provider.close();
    expect(code, output).toBe(0);
    const theirs = stub.seen.filter(({ method }) => method !== 'GET');
    stub.seen.length = 0;
    await truceWith(folder, publishArgs(stub.url, '--provider-tag', 't', ...shared.map((word) => word.replace('wip-pacts', 'wip'))));
    const ours = stub.seen.filter(({ method }) => method !== 'GET');
    const shapeOf = (requests: typeof ours) => requests.map(({ method, path }) => `${method} ${path}`);
    const posted = stub.seen.find(({ path }) => path.endsWith('/for-verification'))?.body;
    expect(shapeOf(ours)).toEqual(shapeOf(theirs.filter(({ path }) => path !== '/contracts/publish')));
    expect(posted).toEqual(theirs.find(({ path }) => path.endsWith('/for-verification'))?.body);
    const [their, our] = stub.state.results.map(({ body }) => body) as [Record<string, unknown>, Record<string, unknown>];
    expect(Object.keys(our).toSorted()).toEqual(Object.keys(their).toSorted());
    type Tests = { interactionId: string; interactionDescription: string; success: boolean; mismatches?: object[] }[];
    const told = (body: Record<string, unknown>) =>
      (body['testResults'] as Tests).map(({ interactionId, interactionDescription, success, mismatches = [] }) => ({
        interactionId,
        interactionDescription,
        success,
        mismatches: mismatches.map((mismatch) => Object.keys(mismatch).toSorted()),
      }));
    expect(told(our)).toEqual(told(their));
  });
});
