// What is judged while it is recorded: the same verdicts as `truce check` gives the file, the vendors' mocks in JSON and XML, and what a person sees.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type MockProcess, startProcess } from '../mock/process-of.ts';
import { ask, type Event, folder, freshPath, keepTrack, pause, RawClient, startAnswering, startRaw, startRecorder } from './wire.ts';

const root = new URL('../../', import.meta.url).pathname;
const run = promisify(execFile);
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

interface Judgements {
  readonly verdicts: readonly Record<string, unknown>[];
  readonly findings: readonly Record<string, unknown>[];
}

/** Findings of one exchange stand in no order that matters. */
const sorted = (findings: readonly Record<string, unknown>[]): Record<string, unknown>[] =>
  findings.toSorted((a, b) => Number(a['index']) - Number(b['index']) || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** What `truce check` says of a file. */
async function check(har: string, args: readonly string[], cwd: string): Promise<Judgements> {
  const { stdout } = await run(process.execPath, [`${root}src/cli.ts`, 'check', har, '-r', 'json', ...args], {
    cwd,
    maxBuffer: 1 << 26,
  }).catch((error: { stdout: string }) => error);
  const { outcomes, findings } = JSON.parse(stdout) as { outcomes: Record<string, unknown>[]; findings: Record<string, unknown>[] };
  return { verdicts: outcomes, findings: sorted(findings.filter(({ index }) => index !== null)) };
}

/** What the recorder said, in the same words. */
function told(events: readonly Event[]): Judgements {
  const of = (kind: string): Record<string, unknown>[] =>
    events
      .filter(({ event }) => event === kind)
      .map((event) => Object.fromEntries(Object.entries(event).filter(([name]) => name !== 'event')));
  return { verdicts: of('judged'), findings: sorted(of('finding')) };
}

const contract = `openapi: 3.1.0
info: { title: Notes, version: '1' }
paths:
  /notes/{id}:
    get:
      operationId: getNote
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses:
        '200': { description: ok, content: { application/json: { schema: { type: object, required: [id], properties: { id: { type: integer }, text: { type: string } } } } } }
    put:
      operationId: putNote
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [text], properties: { text: { type: string } } } } } }
      responses:
        '204': { description: ok }
`;
const ok = (body: string): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

beforeAll(() => writeFileSync(join(folder, 'notes.yaml'), contract));

/** Answers by the last part of the path. */
const startNotes = () =>
  startRaw((socket, text) =>
    socket.on('data', () => {
      const path = [...text().matchAll(/^[A-Z]+ (\S+) HTTP/gm)].at(-1)?.[1] ?? '';
      if (path.endsWith('/1')) socket.write(ok('{"id":1,"text":"fine"}'));
      else if (path.endsWith('/2')) socket.write(ok('{"id":"two","text":7}'));
      else if (path.endsWith('/3')) socket.write(ok('{"id":3,"more":9007199254740993}'));
      else if (path.endsWith('/4')) socket.write('HTTP/1.1 418 Teapot\r\nContent-Length: 0\r\n\r\n');
      else if (path.endsWith('/5')) socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"id":');
      else if (path.endsWith('/6')) socket.write('nonsense\r\n');
      else socket.write('HTTP/1.1 204 No Content\r\n\r\n');
    }),
  );

async function askAll(port: number): Promise<void> {
  for (const number of [1, 2, 3, 4, 2]) await ask(port, get(`/notes/${number}`), (text) => /\r\n\r\n(\{.*\})?$/.test(text));
  for (const number of [5, 6]) await ask(port, get(`/notes/${number}`));
  await ask(
    port,
    'PUT /notes/7 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"text": null}'.slice(0, -1),
    (text) => text.endsWith('\r\n\r\n'),
  );
  await ask(port, get('/elsewhere'), (text) => text.endsWith('\r\n\r\n'));
}

describe('live verdicts', () => {
  it('are those of `truce check`, with places and reasons', async () => {
    const target = await startNotes();
    ends.push(() => target.close());
    const recorder = await startRecorder(target.url, ['--contract', 'notes.yaml']);
    await askAll(recorder.port);
    await recorder.exchanges(9);
    expect(await recorder.stop()).toBe(0);
    const checked = await check(recorder.out, ['--contract', 'notes.yaml'], folder);
    expect(told(recorder.events)).toEqual(checked);
    expect(checked.verdicts.map(({ verdict }) => verdict)).toEqual([
      'conforms',
      'violates',
      'conforms',
      'violates',
      'violates',
      'unchecked',
      'unchecked',
      'violates',
      'unmatched',
    ]);
    expect(recorder.events.at(-1)).toMatchObject({ event: 'stopped', exchanges: 9, judged: 9, exitCode: 0 });
    // Continued, what was judged before is not judged again.
    const again = await startRecorder(target.url, ['--contract', 'notes.yaml', '--fail-on', 'error'], { out: recorder.out });
    await ask(again.port, get('/notes/2'), (text) => text.endsWith('}'));
    await again.exchanges(1);
    expect(await again.stop()).toBe(1);
    const both = await check(recorder.out, ['--contract', 'notes.yaml'], folder);
    expect([...told(recorder.events).verdicts, ...told(again.events).verdicts]).toEqual(both.verdicts);
    expect(sorted([...told(recorder.events).findings, ...told(again.events).findings])).toEqual(both.findings);
  });

  it('honour waivers and severities of the config', async () => {
    const cwd = join(folder, 'configured');
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'notes.yaml'), contract);
    writeFileSync(
      join(cwd, 'truce.config.json'),
      JSON.stringify({
        contracts: ['notes.yaml'],
        rules: { 'response-body-undocumented': 'off' },
        waivers: [{ rule: 'response-body-mismatch', reason: 'known', operation: 'getNote' }],
      }),
    );
    const target = await startNotes();
    ends.push(() => target.close());
    const out = join(cwd, 't.har');
    const recorder = await startRecorder(target.url, ['--config', 'truce.config.json'], { cwd, out });
    await askAll(recorder.port);
    await recorder.exchanges(9);
    expect(await recorder.stop()).toBe(0);
    expect(told(recorder.events)).toEqual(await check(out, [], cwd));
    expect(told(recorder.events).verdicts[1]?.['verdict']).toBe('conforms');
  });

  it('lag behind rather than hold up traffic, and all come in the end', async () => {
    const items = Array.from({ length: 4000 }, (_, id) => ({ id, text: 7 }));
    const large = contract
      .replace('schema: { type: object, required: [id]', 'schema: { type: array, items: { type: object, required: [id]')
      .replace('text: { type: string } } } } } }\n    put', 'text: { type: string } } } } } } }\n    put');
    writeFileSync(join(folder, 'large.yaml'), large);
    const target = await startAnswering(ok(JSON.stringify(items)));
    ends.push(() => target.close());
    const recorder = await startRecorder(target.url, ['--contract', 'large.yaml']);
    const client = new RawClient(recorder.port);
    const begin = performance.now();
    for (let number = 0; number < 40; number++) {
      client.received = '';
      client.write(get(`/notes/${number}`));
      await client.until((text) => text.endsWith('}]'));
    }
    const traffic = performance.now() - begin;
    client.socket.destroy();
    await recorder.exchanges(40);
    const judged = recorder.events.filter(({ event }) => event === 'judged').length;
    expect(await recorder.stop()).toBe(0);
    expect(recorder.events.filter(({ event }) => event === 'judged')).toHaveLength(40);
    expect(judged).toBeLessThan(40);
    expect(traffic).toBeLessThan(8000);
  });
});

describe('a person', () => {
  const textual = async (
    args: readonly string[],
    action: (port: number) => Promise<void>,
  ): Promise<{ stdout: string; stderr: string; code: number | null }> => {
    const child = spawn(process.execPath, [`${root}src/cli.ts`, 'record', '--port', '0', ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    keepTrack(child);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => (stdout += String(chunk)));
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    const ended = once(child, 'close');
    while (!/on http:\/\/[\d.]+:\d+/.test(stdout) && child.exitCode === null) await pause(5);
    const port = Number(/on http:\/\/[\d.]+:(\d+)/.exec(stdout)?.[1]);
    if (port) await action(port);
    await pause(300);
    child.kill('SIGINT');
    const [code] = (await ended) as [number | null];
    return { stdout, stderr, code };
  };

  it('sees a line for every new kind of finding, and the summary of `truce check` at the end', async () => {
    const target = await startNotes();
    ends.push(() => target.close());
    const out = freshPath();
    const { stdout, stderr, code } = await textual(['--target', target.url, '--out', out, '-c', 'notes.yaml'], askAll);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    const [live = ''] = stdout.split(/\n(?=error [\w-]+ {2}GET [^\n]*(?:× \d+ exchanges)?\n {2}Expected)/);
    expect(live).toContain(`Recording ${target.url} on http://127.0.0.1:`);
    expect(
      live.match(
        /^error response-body-mismatch {2}GET \/notes\/\{id\} → 200 {2}Expected .* got "two" {2}.*\.har:\d+:\d+ · notes\.yaml:\d+:\d+$/gm,
      ),
    ).toHaveLength(1);
    expect(live).toMatch(/^GET http:\/\/127\.0\.0\.1:\d+\/notes\/6 {2}the target failed: its response begins with what is no HTTP/m);
    expect(stdout).toContain('× 2 exchanges');
    expect(stdout).toMatch(/unchecked {2}should have been judged/);
    expect(stdout.trimEnd().replace(/\s+/g, ' ')).toMatch(
      /✓ Recorded 9 exchanges in .*; \d+ errors would fail `--fail-on error` \(exit code 0\)$/,
    );
  });

  it('is told when nothing is judged, and what was kept from the disk', async () => {
    const target = await startNotes();
    ends.push(() => target.close());
    const { stdout, code } = await textual(['--target', target.url, '--out', freshPath()], async (port) => {
      await ask(port, 'GET /notes/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer abc\r\nCookie: a=b\r\n\r\n', (text) => text.endsWith('}'));
    });
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing is judged: no contract is given');
    expect(stdout).toMatch(
      /Recorded 1 exchange in .*; nothing was judged, because no contract was given\nNot written, because they are or look like credentials: Authorization and Cookie\n$/,
    );
  });

  it('is warned of what others could do', async () => {
    const { stdout, stderr } = await textual(
      ['--target', 'https://127.0.0.1:9', '--out', freshPath(), '--insecure', '--host', '0.0.0.0'],
      () => Promise.resolve(),
    );
    expect(stdout).toContain('Recording https://127.0.0.1:9');
    expect(stderr).toMatch(/WARNING: --insecure: the certificate of the target is not checked/);
    expect(stderr).toMatch(/WARNING: whoever reaches 0\.0\.0\.0 reaches the target/);
  });

  it.each([
    [['--out', 'x.har'], /required option '-t, --target <url>' not specified/],
    [['--target', 'crm.example', '--out', 'x.har'], /`--target` takes the URL of a server/],
    [['--target', 'ftp://crm.example', '--out', 'x.har'], /takes a URL with http or https/],
    [['--target', 'https://me:pw@crm.example', '--out', 'x.har'], /holds a user name or password/],
    [['--target', 'https://crm.example/?a=b', '--out', 'x.har'], /has a query or a fragment/],
    [['--target', 'https://crm.example', '--out', 'x.har', '-c', 'missing.yaml'], /There is no contract at/],
  ])('who calls it with %j is told what is wrong', async (args, sentence) => {
    const { stderr, code } = await textual(args, () => Promise.resolve());
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toContain('pw@');
  });
});

describe('the vendors’ mocks', () => {
  let mock: MockProcess;
  beforeAll(async () => {
    mock = await startProcess([]);
  });
  afterAll(() => mock.stop());

  interface Shown {
    readonly contract: string;
    readonly id: string;
    readonly method: string;
    readonly url: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly example: { readonly body: string };
  }

  it('are recorded in JSON and XML, and judged alike live and afterwards', async () => {
    const operations = (await (await fetch(`${mock.url}/__truce/operations`)).json()) as Shown[];
    const recorder = await startRecorder(mock.url, [], { cwd: root });
    for (const { method, url, headers, example } of operations)
      for (const accept of ['application/json', 'application/xml, text/xml'])
        for (const coding of ['identity', 'gzip']) {
          const response = await fetch(url.replace(mock.url, recorder.url), {
            method,
            headers: { ...Object.fromEntries(headers), Accept: accept, 'Accept-Encoding': coding },
            body: example.body,
          });
          expect(response.status, `${method} ${url}`).toBeLessThan(300);
          const text = await response.text();
          if (accept.includes('xml')) expect(text).toMatch(/^</);
        }
    await recorder.exchanges(operations.length * 4);
    expect(await recorder.stop()).toBe(0);
    const { verdicts, findings } = told(recorder.events);
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(Array.from({ length: operations.length * 4 }, () => 'conforms'));
    expect({ verdicts, findings }).toEqual(await check(recorder.out, [], root));
  });
});
