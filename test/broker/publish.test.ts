// `truce publish`: what PactFlow is sent, beside what its own client sends it, and when nothing is sent.
import { afterEach, describe, expect, it } from 'vitest';
import { bad, contract, good, har } from '../cli/fixtures.ts';
import { runPactTool } from './pact-cli.ts';
import { bearerHeader, notes, truceWith } from './run-with-broker.ts';
import { startBroker, type StubBroker, type StubOptions } from './stub-broker.ts';

const open: StubBroker[] = [];
afterEach(async () => void (await Promise.all(open.splice(0).map((broker) => broker.close()))));

async function pactflow(options: StubOptions = {}): Promise<StubBroker> {
  const started = await startBroker({ authorization: bearerHeader, hasProviderContracts: true, ...options });
  open.push(started);
  return started;
}

const args = (url: string, ...more: string[]): string[] => [
  'publish',
  'openapi.yaml',
  '--provider',
  'notes',
  '--provider-version',
  '2.0',
  '--broker',
  url,
  ...more,
];
const configured = (evidence: string): string => JSON.stringify({ contracts: [{ document: 'openapi.yaml', evidence: [evidence] }] });

interface Sent {
  readonly contract: {
    content: string;
    selfVerificationResults: { success: boolean; content: string; contentType: string; format: string };
  };
}
const sent = (stub: StubBroker): Sent => stub.state.providerContracts[0]?.body as unknown as Sent;
const decoded = (text: string | undefined): string => Buffer.from(text ?? '', 'base64').toString();

describe('truce publish', () => {
  it('sends the members the real client sends, the document byte for byte and the report of the check', async () => {
    const stub = await pactflow();
    const folder = notes({ 'traffic.har': har(good), 'truce.config.json': configured('traffic.har'), 'report.txt': 'all well' });
    const { code, stdout, stderr } = await truceWith(
      folder,
      args(stub.url, '--branch', 'main', '--tag', 't', '--build-url', 'https://ci.example/1'),
    );
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('Published openapi.yaml as the contract of "notes", version "2.0", self-verification passed');
    const { content, selfVerificationResults } = sent(stub).contract;
    expect(decoded(content)).toBe(contract);
    expect(selfVerificationResults).toMatchObject({ success: true, contentType: 'text/plain', format: 'text', verifier: 'truce' });
    expect(decoded(selfVerificationResults.content)).toContain('traffic.har');
    expect(decoded(selfVerificationResults.content)).toContain('(exit code 0)');
    expect(stdout).toContain('traffic.har');
    await runPactTool(
      'pactflow',
      [
        'publish-provider-contract',
        'openapi.yaml',
        '-b',
        stub.url,
        '--provider',
        'notes',
        '-a',
        '2.0',
        '--branch',
        'main',
        '--tag',
        't',
        '--content-type',
        'application/yaml',
        '--verification-success',
        '--verification-results',
        'report.txt',
        '--verification-results-content-type',
        'text/plain',
        '--verification-results-format',
        'text',
        '--verifier',
        'truce',
        '--verifier-version',
        '0.1.0',
        '--build-url',
        'https://ci.example/1',
      ],
      folder,
    );
    const [ours, theirs] = stub.state.providerContracts;
    const shape = (value: unknown): unknown =>
      typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .toSorted(([a], [b]) => (a < b ? -1 : 1))
              .map(([key, inner]) => [key, key === 'content' || key === 'verifierVersion' ? typeof inner : shape(inner)]),
          )
        : value;
    expect(shape(ours?.body)).toEqual(shape(theirs?.body));
  });

  it('sends a failed self-verification with the findings, and ends with 1', async () => {
    const stub = await pactflow();
    const folder = notes({ 'traffic.har': har(bad) });
    const { code } = await truceWith(folder, args(stub.url, '-r', 'json').toSpliced(2, 0, 'traffic.har'));
    expect(code).toBe(1);
    const { success, content, contentType } = sent(stub).contract.selfVerificationResults;
    expect([success, contentType]).toEqual([false, 'application/json']);
    expect((JSON.parse(decoded(content)) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule)).toContain(
      'response-body-mismatch',
    );
  });

  it('calls a contract that nothing was held against unverified', async () => {
    const stub = await pactflow();
    const folder = notes({ 'openapi.yaml': 'openapi: 3.1.0\ninfo: { title: Empty, version: "1" }\npaths: {}\n' });
    expect((await truceWith(folder, args(stub.url))).code).toBe(2);
    expect(sent(stub).contract.selfVerificationResults.success).toBe(false);
  });

  it('refuses an empty branch, and does not take a page to sign in for an answer', async () => {
    const stub = await pactflow({
      intercept: (request, response) => {
        if (request.method !== 'POST') return false;
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
        return true;
      },
    });
    const empty = await truceWith(notes(), [...args(stub.url), '--branch', '']);
    expect(empty.stderr).toContain('`--branch` is empty');
    const page = await truceWith(notes(), args(stub.url));
    expect(page.stderr).toContain('answers with a web page');
    expect(page.stderr).not.toContain('Published');
    expect([empty.code, page.code]).toEqual([2, 2]);
  });

  it('tells the free broker from PactFlow', async () => {
    const stub = await pactflow({ hasProviderContracts: false });
    const { code, stderr } = await truceWith(notes(), args(stub.url));
    expect(code).toBe(2);
    expect(stderr).toContain('This broker takes no provider contracts: only PactFlow does');
    expect(stderr).toContain('truce check --broker');
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'a contract split over files',
      {
        'openapi.yaml': contract.replace("{ $ref: '#/components/schemas/Note' }", "{ $ref: './note.yaml' }"),
        'note.yaml': 'type: object\n',
      },
      'split over files, and a broker takes one: openapi.yaml refers to note.yaml',
    ],
    ['a contract that cannot be read', { 'openapi.yaml': 'openapi: [' }, 'openapi.yaml'],
  ])('sends nothing for %s', async (_, files, sentence) => {
    const stub = await pactflow();
    const { code, stderr } = await truceWith(notes(files), args(stub.url));
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stub.seen).toEqual([]);
  });

  it('takes the provider from the config, and asks for it where none is known', async () => {
    const stub = await pactflow();
    const config = { contracts: [{ document: 'openapi.yaml', provider: 'notes api' }], broker: { url: stub.url } };
    const folder = notes({ 'truce.config.json': JSON.stringify(config) });
    expect((await truceWith(folder, ['publish', 'openapi.yaml', '--provider-version', '1'])).code).toBe(0);
    expect(stub.state.providerContracts.map(({ provider }) => provider)).toEqual(['notes api']);
    const nameless = await truceWith(notes(), ['publish', 'openapi.yaml', '--provider-version', '1', '--broker', stub.url]);
    expect(nameless.stderr).toContain('The name of the provider is not known');
  });
});
