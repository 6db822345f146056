// `truce check --broker`: which pacts are asked for, what is judged, what is published and what is not; long, because every option changes what the broker is asked.
import { afterEach, describe, expect, it } from 'vitest';
import { interaction, pact } from '../cli/fixtures.ts';
import { badPact, basicHeader, bearerHeader, checkArgs, goodPact, notes, publishArgs, truceWith, withPassword } from './run-with-broker.ts';
import { startBroker, type StubBroker, type StubOptions } from './stub-broker.ts';

const open: StubBroker[] = [];
afterEach(async () => void (await Promise.all(open.splice(0).map((broker) => broker.close()))));

async function broker(options: StubOptions = {}): Promise<StubBroker> {
  const started = await startBroker({ authorization: bearerHeader, ...options });
  open.push(started);
  return started;
}

const posted = ({ seen }: StubBroker, ending: string): unknown[] =>
  seen.filter(({ method, path }) => method === 'POST' && path.endsWith(ending)).map(({ body }) => body);

describe('judging', () => {
  it('judges what the usual selectors select, by its address in the broker, and publishes nothing unasked', async () => {
    const stub = await broker();
    stub.state.publish(goodPact(), '1.0', 'main');
    stub.state.publish(badPact('elsewhere'), '3', 'feature');
    const { code, stdout, stderr } = await truceWith(notes(), checkArgs(stub.url));
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toContain(`${stub.url}/pacts/provider/notes/consumer/shop/pact-version/`);
    expect(stdout).not.toContain('/metadata/');
    expect(stdout).toContain('nothing was published');
    expect(posted(stub, '/for-verification')).toEqual([
      { consumerVersionSelectors: [{ mainBranch: true }, { deployedOrReleased: true }], includePendingStatus: false },
    ]);
    expect(stub.seen.filter(({ method }) => method !== 'GET').map(({ path }) => path)).toEqual(['/pacts/provider/notes/for-verification']);
    expect(stderr).toContain('Pact between shop (1.0) and notes');
    expect(stderr).toContain('is being verified because it matches {"mainBranch":true}');
  });

  it('sends the selectors, branch, tags and dates it is given', async () => {
    const stub = await broker();
    stub.state.publish(goodPact(), '1.0', 'feat-x');
    const more = ['--consumer-selector', '{"branch":"feat-x"}', '--consumer-selector', '{"deployedOrReleased":true}'];
    const { code } = await truceWith(
      notes(),
      checkArgs(stub.url, ...more, '--provider-branch', 'b/1', '--provider-tag', 't', '--include-wip-since', '2026-01-01'),
    );
    expect(code).toBe(0);
    expect(posted(stub, '/for-verification')).toEqual([
      {
        consumerVersionSelectors: [{ branch: 'feat-x' }, { deployedOrReleased: true }],
        providerVersionBranch: 'b/1',
        providerVersionTags: ['t'],
        includePendingStatus: true,
        includeWipPactsSince: '2026-01-01',
      },
    ]);
  });

  it('finds in a pact of the broker what it finds in a file', async () => {
    const stub = await broker();
    stub.state.publish(badPact(), '1.0', 'main');
    const { code, stdout } = await truceWith(notes(), checkArgs(stub.url, '-r', 'json'));
    const report = JSON.parse(stdout) as { findings: { rule: string; evidence: string; instance: { pointer: string } }[] };
    expect(code).toBe(1);
    expect(report.findings).toMatchObject([{ rule: 'response-body-mismatch', instance: { pointer: '/interactions/1/response/body/id' } }]);
    expect(report.findings[0]?.evidence).toContain(`${stub.url}/pacts/provider/notes/consumer/shop`);
  });

  it('names its address as it is in SARIF, and annotates the contract on GitHub', async () => {
    const stub = await broker();
    stub.state.publish(badPact('a shop'), '1.0', 'main');
    const { stdout } = await truceWith(notes(), checkArgs(stub.url, '-r', 'github'));
    expect(stdout).toMatch(
      /^::error file=openapi\.yaml,line=\d+.*%0Aseen: http:\/\/127\.0\.0\.1:\d+\/pacts\/provider\/notes\/consumer\/a%2520shop/,
    );
    const folder = notes();
    const sarif = await truceWith(folder, checkArgs(stub.url, '-r', 'sarif'));
    expect(sarif.stdout).toContain(`"uri":"${stub.url}/pacts/provider/notes/consumer/a%20shop/pact-version/`);
  });

  it('says that there is no pact with exit code 2', async () => {
    const stub = await broker();
    stub.state.publish(goodPact(), '1.0', 'feature');
    const { code, stdout } = await truceWith(notes(), publishArgs(stub.url));
    expect(code).toBe(2);
    expect(stdout).toContain('The broker has no pact of the provider "notes" that is selected');
    expect(stub.state.results).toEqual([]);
  });

  it('asks for the provider of each contract in the config, and holds a pact only against those', async () => {
    const stub = await broker();
    stub.state.publish(goodPact(), '1.0', 'main');
    stub.state.publish({ ...badPact('other-shop'), provider: { name: 'other' } }, '1.0', 'main');
    const folder = notes({
      'other.yaml': 'openapi: 3.1.0\ninfo: { title: Other, version: "1" }\npaths: {}\n',
      'broken.yaml': 'openapi: 3.1.0\npaths: [',
      'truce.config.json': JSON.stringify({
        contracts: [
          { document: 'openapi.yaml', id: 'notes', provider: 'notes' },
          { document: 'other.yaml', provider: 'other' },
          'broken.yaml',
        ],
        broker: { url: stub.url, selectors: [{ mainBranch: true }] },
      }),
    });
    const both = await truceWith(folder, ['check', '--broker', '-r', 'json']);
    const report = JSON.parse(both.stdout) as { findings: { rule: string }[]; contracts: unknown[]; outcomes: { verdict: string }[] };
    expect(both.code).toBe(1);
    expect(report.contracts).toHaveLength(2);
    expect(report.outcomes.map(({ verdict }) => verdict)).toEqual(['conforms', 'violates', 'violates']);
    const one = await truceWith(folder, ['check', '--broker', '--provider', 'notes']);
    expect(one.code, one.stdout).toBe(0);
    const beside = await truceWith(folder, ['check', '--broker', '--provider', 'other', 'openapi.yaml', '-r', 'json']);
    const { outcomes } = JSON.parse(beside.stdout) as { outcomes: { verdict: string; contract: string | null }[] };
    expect(outcomes.map(({ verdict }) => verdict)).toEqual(['violates', 'violates']);
    expect(outcomes.map(({ contract }) => contract)).toEqual([null, null]);
    const none = await truceWith(folder, ['check', '--broker', '--provider', 'nobody']);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('No contract in the config is that of the provider "nobody"');
  });

  it('goes on with the other providers when the broker does not know one', async () => {
    const stub = await broker();
    stub.state.publish(goodPact(), '1.0', 'main');
    const config = {
      contracts: [
        { document: 'other.yaml', provider: 'nobody' },
        { document: 'openapi.yaml', provider: 'notes' },
      ],
      broker: { url: stub.url },
    };
    const folder = notes({
      'other.yaml': 'openapi: 3.1.0\ninfo: { title: Other, version: "1" }\npaths: {}\n',
      'truce.config.json': JSON.stringify(config),
    });
    const { code, stdout } = await truceWith(folder, ['check', '--broker', '--publish', '--provider-version', '2']);
    expect(code).toBe(2);
    expect(stdout).toContain('The broker knows no provider "nobody"');
    expect(stdout).toContain('fix       Check `--provider`');
    expect(stub.state.results.map(({ provider, success }) => [provider, success])).toEqual([['notes', true]]);
  });

  it('takes evidence after --broker for evidence, and judges both', async () => {
    const stub = await broker();
    stub.state.publish(goodPact(), '1.0', 'main');
    const folder = notes({ 'pacts/local.json': pact(interaction({ id: 1 })) });
    const args = ['check', '-c', 'openapi.yaml', '--provider', 'notes', '--broker', 'pacts/'];
    const { code, stdout } = await truceWith(folder, args, {
      env: { PACT_BROKER_TOKEN: bearerHeader.slice(7), PACT_BROKER_BASE_URL: stub.url },
    });
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('exchanges 2 · 2 conform');
  });

  it('is not asked without --broker, whatever the config says', async () => {
    const stub = await broker();
    const config = { contracts: [{ document: 'openapi.yaml', provider: 'notes' }], broker: { url: stub.url } };
    expect((await truceWith(notes({ 'truce.config.json': JSON.stringify(config) }), ['check'])).code).toBe(0);
    expect(stub.seen).toEqual([]);
  });

  it('asks an old broker for the latest pacts, and says what it cannot ask', async () => {
    const stub = await broker({ without: ['pb:provider-pacts-for-verification'] });
    stub.state.publish(goodPact(), '1.0', 'main');
    const { code, stderr } = await truceWith(
      notes(),
      checkArgs(stub.url, '--enable-pending', '--consumer-selector', '{"mainBranch":true}'),
    );
    expect(code).toBe(0);
    expect(stderr).toContain(
      'The broker is old: the latest pact of each consumer is judged, and it knows nothing of selectors, pending pacts',
    );
  });
});

describe('pending and work in progress', () => {
  it('lists the failures of a pending pact and passes', async () => {
    const stub = await broker();
    stub.state.publish(badPact(), '1.0', 'main');
    const args = publishArgs(stub.url, '--enable-pending', '--provider-branch', 'main');
    const { code, stdout, stderr } = await truceWith(notes(), args);
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('response-body-mismatch  GET /notes/{id} → 200  (pending: does not fail the run)');
    expect(stdout).toContain('1 finding of pending pacts');
    expect(stderr).toContain('This pact is in pending state');
    expect(stderr).toContain('The failure was recorded for the consumer to see');
    expect(stub.state.results.map(({ success }) => success)).toEqual([false]);
  });

  it('passes with an interaction that the pact itself calls pending, and publishes its failure, as the real verifier does', async () => {
    const stub = await broker();
    const version4 = (description: string, id: unknown, more: object = {}) => ({
      type: 'Synchronous/HTTP',
      description,
      request: { method: 'GET', path: '/api/notes/7' },
      response: {
        status: 200,
        headers: { 'Content-Type': ['application/json'] },
        body: { content: { id }, contentType: 'application/json', encoded: false },
      },
      ...more,
    });
    const interactions = [version4('kept', 7), version4('planned', 'seven', { pending: true })];
    stub.state.publish({ ...goodPact(), interactions, metadata: { pactSpecification: { version: '4.0' } } }, '1.0', 'main');
    const { code, stdout } = await truceWith(notes(), publishArgs(stub.url));
    expect(code, stdout).toBe(0);
    const [result] = stub.state.results;
    expect(result?.success).toBe(false);
    expect(result?.body['testResults']).toMatchObject([{ success: true }, { interactionDescription: 'planned', success: false }]);
  });

  it('fails on the same pact once it has been satisfied', async () => {
    const stub = await broker();
    const stored = stub.state.publish(badPact(), '1.0', 'main');
    stub.state.results.push({ ...stored, providerVersion: '1.9', success: true, body: {} });
    expect((await truceWith(notes(), checkArgs(stub.url, '--enable-pending'))).code).toBe(1);
  });

  it('judges work in progress without failing, and what was asked for as ever', async () => {
    const stub = await broker();
    stub.state.publish(goodPact(), '1.0', 'main');
    stub.state.publish(badPact('elsewhere'), '0.1', 'feat-y');
    const { code, stdout } = await truceWith(notes(), checkArgs(stub.url, '--include-wip-since', '2026-01-01', '-r', 'json'));
    const report = JSON.parse(stdout) as { findings: { severity: string; accepted: unknown }[]; totals: { verdicts: object } };
    expect(code).toBe(0);
    const errors = report.findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ accepted }) => accepted)).toEqual([{ by: 'pending', reason: 'the pact is work in progress' }]);
    expect(report.totals.verdicts).toMatchObject({ conforms: 2, violates: 1 });
  });

  it('passes where nothing of a pending pact can be judged, and says so', async () => {
    const stub = await broker();
    const [interaction] = goodPact()['interactions'] as object[];
    const { response } = interaction as { response: object };
    const matchingRules = { body: { '$.id': { matchers: [{ match: 'regex', regex: '(' }] } } };
    stub.state.publish({ ...goodPact(), interactions: [{ ...interaction, response: { ...response, matchingRules } }] }, '1.0', 'main');
    const { code, stdout } = await truceWith(notes(), checkArgs(stub.url, '--enable-pending', '--provider-branch', 'main'));
    expect(stdout.replace(/\s+/g, ' ')).toContain('the only interaction is pending, and it could not be judged: 1 unchecked');
    expect(code).toBe(0);
    expect((await truceWith(notes(), checkArgs(stub.url))).code).toBe(2);
  });

  it('keeps failures of pending pacts out of the baseline', async () => {
    const stub = await broker();
    stub.state.publish(badPact(), '1.0', 'main');
    const { stderr } = await truceWith(notes(), checkArgs(stub.url, '--enable-pending', '--update-baseline'));
    expect(stderr).toContain('Wrote 0 entries');
  });
});

describe('publishing', () => {
  it('records branch and tags first, then one result for each pact', async () => {
    const stub = await broker();
    stub.state.publish(goodPact(), '1.0', 'main');
    stub.state.publish(badPact('other shop/2'), '5', 'main');
    const args = publishArgs(stub.url, '--provider-branch', 'feat/ü', '--provider-tag', 'a b', '--build-url', 'https://ci.example/1');
    const { code, stdout } = await truceWith(notes(), args);
    expect(code).toBe(1);
    expect(stdout).toContain('2 results published for version "2.0" of the provider: 1 of 2 pacts satisfied');
    const writes = stub.seen.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/for-verification'));
    expect(writes.slice(0, 2).map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /pacticipants/notes/branches/feat%2F%C3%BC/versions/2.0',
      'PUT /pacticipants/notes/versions/2.0/tags/a%20b',
    ]);
    const [good, bad] = stub.state.results;
    const verifiedBy = { implementation: 'Truce', version: expect.any(String) as string };
    expect(good?.body).toEqual({
      success: true,
      providerApplicationVersion: '2.0',
      buildUrl: 'https://ci.example/1',
      testResults: [{ interactionId: `${good?.sha.slice(0, 8)}0`, interactionDescription: 'a note', success: true }],
      verifiedBy,
    });
    expect(bad?.body).toMatchObject({
      success: false,
      testResults: [
        { success: true },
        {
          interactionId: `${bad?.sha.slice(0, 8)}1`,
          interactionDescription: 'a note with a text id',
          success: false,
          mismatches: [
            {
              attribute: 'body',
              description: expect.stringMatching(/^Expected `id` to be an integer, got "seven".*\(response-body-mismatch\)$/) as string,
              identifier: '/interactions/1/response/body/id',
            },
          ],
        },
      ],
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a message', { ...goodPact(), messages: [{ description: 'an event', contents: {} }] }, 'message'],
    ['an interaction without a request', { ...goodPact(), interactions: [{ description: 'half' }] }, 'it has no `request` object'],
    ['no interaction', { ...goodPact(), interactions: [] }, 'The pact holds no interaction'],
  ])('publishes a pact with %s as failed, so that can-i-deploy does not wave it through', async (_, content, reason) => {
    const stub = await broker();
    stub.state.publish(content, '1.0', 'main');
    const { code, stdout } = await truceWith(notes(), publishArgs(stub.url, '--fail-on', 'never'));
    expect(stdout.replace(/\s+/g, ' ').includes('is *failed*, though nothing fails the run')).toBe(code === 0);
    expect(stub.state.results.map(({ success }) => success)).toEqual([false]);
    expect(JSON.stringify(stub.state.results[0]?.body)).toContain(reason);
  });

  it('publishes a pact as failed when its contract cannot be loaded', async () => {
    const stub = await broker();
    stub.state.publish(goodPact(), '1.0', 'main');
    const { code, stdout } = await truceWith(notes({ 'openapi.yaml': 'openapi: 3.1.0\ninfo: [' }), publishArgs(stub.url));
    expect(code).toBe(2);
    expect(stdout).toContain('The contract of notes cannot be used, so the pact was not judged');
    expect(stub.state.results.map(({ success }) => success)).toEqual([false]);
  });

  it('publishes a schema that cannot be judged as failed, and a waiver makes it pass', async () => {
    const stub = await broker();
    stub.state.publish({ ...goodPact(), messages: [{ description: 'an event', contents: {} }] }, '1.0', 'main');
    const folder = notes({
      'truce.config.json': JSON.stringify({
        contracts: [{ document: 'openapi.yaml', provider: 'notes' }],
        broker: { url: stub.url },
        waivers: [{ rule: 'evidence-exchange-unchecked', reason: 'Events are verified elsewhere' }],
      }),
    });
    const { stdout } = await truceWith(folder, ['check', '--broker', '--publish', '--provider-version', '2']);
    expect(
      stub.state.results.map(({ success }) => success),
      stdout,
    ).toEqual([true]);
  });

  it('never publishes an error as a success, whatever --fail-on says', async () => {
    const stub = await broker();
    stub.state.publish(badPact(), '1.0', 'main');
    const { code } = await truceWith(notes(), publishArgs(stub.url, '--fail-on', 'never'));
    expect(code).toBe(0);
    expect(stub.state.results.map(({ success }) => success)).toEqual([false]);
  });

  it.each([['--grep', 'x'], ['--bail'], ['--list'], ['--update-baseline']])('refuses to publish with %s', async (...more) => {
    const { code, stderr } = await truceWith(notes(), publishArgs('http://127.0.0.1:9', ...more));
    expect(code).toBe(2);
    expect(stderr).toContain('needs every interaction judged');
  });

  it('refuses to publish without a version, and options without --broker', async () => {
    const without = await truceWith(notes(), checkArgs('http://127.0.0.1:9', '--publish'));
    expect(without.stderr).toContain('--provider-version "$(git rev-parse HEAD)"');
    const lonely = await truceWith(notes(), ['check', '-c', 'openapi.yaml', '--publish']);
    expect(lonely.stderr).toContain('`--publish` has no meaning without `--broker`');
    expect([without.code, lonely.code]).toEqual([2, 2]);
  });

  it.each([
    ['--provider-branch', ''],
    ['--provider-tag', ' '],
    ['--build-url', ''],
    ['--provider', ''],
  ])('refuses %s without a value, as from a variable that is not set', async (option, value) => {
    const { code, stderr } = await truceWith(notes(), publishArgs('http://127.0.0.1:9', option, value));
    expect(code).toBe(2);
    expect(stderr).toContain(`\`${option}\` is empty\n`);
    expect(stderr).toContain('Check that the variable it comes from is set');
  });

  it('ends with 2 when a result is refused, and publishes the others', async () => {
    const stub = await broker({
      intercept: (_, response, { path }) => {
        if (!path.includes('/consumer/refused/') || !path.endsWith('/verification-results')) return false;
        response.writeHead(403, { 'content-type': 'application/json' }).end('{"error":"read only"}');
        return true;
      },
    });
    stub.state.publish(goodPact('refused'), '1.0', 'main');
    stub.state.publish(goodPact('taken'), '1.0', 'main');
    const { code, stdout } = await truceWith(notes(), publishArgs(stub.url));
    expect(code).toBe(2);
    expect(stdout.replace(/\s+/g, ' ')).toContain('forbids POST');
    expect(stub.state.results.map(({ consumer }) => consumer)).toEqual(['taken']);
  });
});

describe('speaking to the broker', () => {
  it('sends Basic credentials, and follows relative links', async () => {
    const stub = await broker({ authorization: basicHeader, relative: true });
    stub.state.publish(goodPact(), '1.0', 'main');
    const { code, stdout } = await truceWith(notes(), publishArgs(stub.url), { env: withPassword });
    expect(code, stdout).toBe(0);
    expect(new Set(stub.seen.map(({ authorization }) => authorization))).toEqual(new Set([basicHeader]));
    expect(stub.state.results).toHaveLength(1);
  });

  it('takes credentials from the address in the environment, and refuses them in an option or the config', async () => {
    const stub = await broker({ authorization: basicHeader });
    stub.state.publish(goodPact(), '1.0', 'main');
    const secretUrl = stub.url.replace('//', `//ci:${encodeURIComponent(withPassword.PACT_BROKER_PASSWORD)}@`);
    const env = { PACT_BROKER_BASE_URL: secretUrl };
    const args = ['check', '-c', 'openapi.yaml', '--broker', '--provider', 'notes'];
    expect((await truceWith(notes(), args, { env })).code).toBe(0);
    const { code, stderr } = await truceWith(notes(), checkArgs(secretUrl), { env: {} });
    expect(code).toBe(2);
    expect(stderr).toContain('`--broker` holds credentials, which others can read there');
  });

  it('keeps the cookies of nobody and the credentials of its own host', async () => {
    const other = await startBroker();
    open.push(other);
    other.state.publish(goodPact(), '1.0', 'main');
    const stub = await broker({
      intercept: (_, response, { path }) => {
        if (!path.endsWith('/for-verification')) return false;
        const pactUrl = `${other.url}/pacts/provider/notes/consumer/shop/pact-version/${other.state.pacts[0]?.sha}`;
        response.setHeader('content-type', 'application/hal+json');
        response.end(JSON.stringify({ _embedded: { pacts: [{ _links: { self: { href: pactUrl } } }] }, _links: {} }));
        return true;
      },
    });
    const { code, stdout } = await truceWith(notes(), publishArgs(stub.url));
    expect(other.seen.map(({ method, authorization }) => [method, authorization])).toEqual([['GET', undefined]]);
    // It is judged; its result goes nowhere.
    expect(code).toBe(2);
    expect(stdout.replace(/\s+/g, ' ')).toContain('nothing is sent there');
  });
});
