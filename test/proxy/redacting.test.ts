// `truce record --redact` as a process: nothing personal on the disk or the terminal, also not after a kill, and every verdict that of the exchange itself.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Har } from 'har-format';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { load } from 'js-yaml';
import { type MockProcess, startProcess } from '../mock/process-of.ts';
import { ask, type Event, folder, freshPath, keepTrack, pause, type RecorderProcess, startRaw, startRecorder } from './wire.ts';

const root = new URL('../../', import.meta.url).pathname;
const run = promisify(execFile);
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const verdictsOf = (events: readonly Event[]): string[] =>
  events.filter(({ event }) => event === 'judged').map(({ verdict }) => String(verdict));

/** Rules and places in the contract, without any value. */
const findingsOf = (events: readonly Event[]): string[] =>
  events
    .filter(({ event }) => event === 'finding')
    .map(({ index, rule, fingerprint }) => `${String(index)} ${String(rule)} ${String(fingerprint)}`)
    .toSorted();

async function check(har: string, args: readonly string[], cwd: string): Promise<{ verdict: string }[]> {
  const { stdout } = await run(process.execPath, [`${root}src/cli.ts`, 'check', har, '-r', 'json', ...args], {
    cwd,
    maxBuffer: 1 << 26,
  }).catch((error: { stdout: string }) => error);
  return (JSON.parse(stdout) as { outcomes: { verdict: string }[] }).outcomes;
}

/** Names of the members that the contracts mark wherever they have them. */
function markedNames(): Set<string> {
  const [marked, others] = [new Set<string>(), new Set<string>()];
  const walk = (value: unknown, isProperties: boolean): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (isProperties) ((inner as { 'x-personal-data'?: unknown })['x-personal-data'] === true ? marked : others).add(name);
      walk(inner, name === 'properties' && !isProperties);
    }
  };
  for (const vendor of ['odyssee', 'onlyoffice', 'superoffice'])
    walk(load(readFileSync(join(root, 'contracts', vendor, 'openapi.yaml'), 'utf8')), false);
  return marked.difference(others);
}

/** Values of marked members and e-mail addresses in bodies that were recorded without redaction. */
function personalIn(har: Har): string[] {
  const names = markedNames();
  const found = new Set<string>();
  const walk = (value: unknown, name = ''): void => {
    if (typeof value === 'string' && names.has(name) && /^[A-Z]\p{L}{3,}( \p{L}+)*$/u.test(value)) found.add(value);
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(inner, Array.isArray(value) ? name : key);
  };
  for (const { request, response } of har.log.entries)
    for (const text of [request.postData?.text, response.content.text]) {
      for (const [address] of (text ?? '').matchAll(/[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}/g)) found.add(address);
      if (/^[[{]/.test(text ?? '')) walk(JSON.parse(text ?? ''));
      for (const [, name = '', value = ''] of (text ?? '').matchAll(/<(\w+)>([^<]+)<\//g)) walk(value, name);
    }
  return [...found];
}

/** Those that stand in a text as whole words, with its escapes undone. */
function remaining(text: string, values: readonly string[]): string[] {
  const plain = text
    .replace(/\\+u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return values.filter((value) =>
    new RegExp(`(?<![\\p{L}\\p{N}])${value.replace(/[.+*?^$()[\]{}|\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'u').test(text + plain),
  );
}

describe('the vendors’ mocks, redacted', () => {
  let mock: MockProcess;
  beforeAll(async () => {
    mock = await startProcess([]);
  });
  afterAll(() => mock.stop());

  interface Shown {
    readonly method: string;
    readonly url: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly example: { readonly body: string };
  }

  /** Client, redacting recorder, plain recorder, mock. */
  async function startBoth(): Promise<{ redacting: RecorderProcess; plain: RecorderProcess }> {
    const plain = await startRecorder(mock.url, [], { cwd: root });
    const redacting = await startRecorder(plain.url, ['--redact'], { cwd: root, env: { TRUCE_REDACT_KEY: 'a very secret key' } });
    return { redacting, plain };
  }

  async function* askAll(recorder: RecorderProcess): AsyncGenerator<number> {
    const operations = (await (await fetch(`${mock.url}/__truce/operations`)).json()) as Shown[];
    let asked = 0;
    for (const { method, url, headers, example } of operations)
      for (const accept of ['application/json', 'application/xml, text/xml']) {
        const response = await fetch(url.replace(mock.url, recorder.url), {
          method,
          headers: { ...Object.fromEntries(headers), Accept: accept },
          body: example.body,
        });
        await response.arrayBuffer();
        yield ++asked;
      }
  }

  it('hold no original, and every verdict is the same with and without, live and afterwards', async () => {
    const { redacting, plain } = await startBoth();
    let asked = 0;
    for await (const number of askAll(redacting)) asked = number;
    await redacting.exchanges(asked);
    await plain.exchanges(asked);
    expect(await redacting.stop()).toBe(0);
    expect(await plain.stop()).toBe(0);
    const values = personalIn(plain.har());
    expect(values.length).toBeGreaterThan(4);
    expect(remaining(JSON.stringify(plain.har()), values)).toEqual(values);
    const text = readFileSync(redacting.out, 'utf8');
    expect(remaining(text, values)).toEqual([]);
    expect(remaining(JSON.stringify(redacting.events), values)).toEqual([]);
    expect(text + redacting.told() + JSON.stringify(redacting.events)).not.toContain('a very secret key');
    expect(redacting.har().log.entries).toHaveLength(asked);
    expect(text).toMatch(/"mimeType":"[a-z]+\/(\w+\+)?xml/);
    expect(verdictsOf(redacting.events)).toEqual(verdictsOf(plain.events));
    expect(findingsOf(redacting.events)).toEqual(findingsOf(plain.events));
    expect((await check(redacting.out, [], root)).map(({ verdict }) => verdict)).toEqual(verdictsOf(redacting.events));
    const { redacted } = redacting.events.at(-1) as unknown as { redacted: Record<string, unknown> };
    expect(redacted).toMatchObject({ exchanges: asked, same: asked, found: 0, failures: [], left: [] });
  }, 120_000);

  it('hold no original when it is killed in the middle, and can still be judged', async () => {
    const { redacting, plain } = await startBoth();
    ends.push(() => plain.stop());
    let asked = 0;
    // While the eighth is on its way.
    const dying = askAll(redacting);
    try {
      for await (const number of dying) if ((asked = number) === 7) setTimeout(() => redacting.child.kill('SIGKILL'), 2);
    } catch {
      // Its connection is gone.
    }
    await redacting.ended;
    expect(redacting.child.signalCode).toBe('SIGKILL');
    expect(asked).toBeGreaterThanOrEqual(7);
    await plain.exchanges(asked);
    const values = personalIn(plain.har());
    expect(values.length).toBeGreaterThan(1);
    const text = readFileSync(redacting.out, 'utf8');
    expect(remaining(text, values)).toEqual([]);
    const verdicts = (await check(redacting.out, [], root)).map(({ verdict }) => verdict);
    expect(verdicts.length).toBeGreaterThanOrEqual(asked);
    const live = verdictsOf(redacting.events);
    expect(verdicts.slice(0, live.length)).toEqual(live);
  }, 60_000);
});

const contract = `openapi: 3.1.0
info: { title: People, version: '1' }
paths:
  /people/{id}:
    get:
      operationId: getPerson
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: ok
          content: { application/json: { schema: { type: object, properties: {
            owner: { type: string, maxLength: 12, x-personal-data: true },
            code: { type: string, pattern: '^ONLY-THIS$', x-personal-data: true },
            note: { type: string } } } } }
`;

describe('a person', () => {
  beforeAll(() => writeFileSync(join(folder, 'people.yaml'), contract));

  const get = (port: number, path: string): Promise<string> =>
    ask(port, `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer abc\r\n\r\n`, (text) => text.endsWith('}'));

  async function record(out: string, args: readonly string[], bodies: readonly string[]) {
    const target = await startRaw((socket, text) =>
      socket.on('data', () => {
        const body = bodies[Number(/people\/(\d+)/.exec([...text().matchAll(/^GET \S+/gm)].at(-1)?.[0] ?? '')?.[1])] ?? '{}';
        socket.write(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
      }),
    );
    ends.push(() => target.close());
    const words = ['record', '--target', target.url, '--out', out, '--port', '0', '--redact', '-c', 'people.yaml', ...args];
    const child = spawn(process.execPath, [`${root}src/cli.ts`, ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    keepTrack(child);
    let told = '';
    child.stdout.on('data', (chunk) => (told += String(chunk)));
    child.stderr.on('data', (chunk) => (told += String(chunk)));
    const ended = once(child, 'close');
    while (!/on http:\/\/[\d.]+:\d+/.test(told) && child.exitCode === null) await pause(5);
    const port = Number(/on http:\/\/[\d.]+:(\d+)/.exec(told)?.[1]);
    if (port) for (const at of bodies.keys()) await get(port, `/people/${at}?seen=by%20Adele%20Lovelace`);
    child.kill('SIGINT');
    const [code] = (await ended) as [number | null];
    return { code, told };
  }

  it('reads findings without the value they are about, and the proof', async () => {
    const out = freshPath();
    const { code, told } = await record(
      out,
      [],
      ['{"note":"asked by Adele Lovelace"}', '{"owner":"Adele Lovelace"}', '{"owner":"Grace Hopper"}'],
    );
    expect(code).toBe(0);
    expect(told).toMatch(/error response-body-mismatch {2}GET \/people\/\{id\} → 200 {2}Expected `owner` .*12 characters/);
    expect(told).toContain('verdicts: 3 of 3 the same\n');
    expect(told).toMatch(/originals: \d+ values searched in the output, 0 found\n/);
    expect(told).toContain(`✓ ${out} holds no personal value that is known\n`);
    expect(told).toContain('Not written, because they are or look like credentials: Authorization × 3\n');
    expect(told + readFileSync(out, 'utf8')).not.toMatch(/Adele|Lovelace|Grace|Hopper/);
  });

  it('is told what had to be left out, and a violation among it still fails', async () => {
    const bodies = ['{"code":"ONLY-THIS"}', '{"code":"ONLY-THIS","owner":"much too long for that"}', '{"note":"fine"}'];
    const { code, told } = await record(freshPath(), ['--fail-on', 'error'], bodies);
    expect(told).toContain('verdicts: 1 of 3 the same; of 2 entries something is left out\n');
    expect(told).toContain('entry 0: its response body is left out: nothing that could stand for what is personal');
    expect(told).toContain('1 exchange violated a contract and can no longer show it');
    expect(code).toBe(1);
  });

  it('cannot continue a file nobody knows the content of', async () => {
    const out = freshPath();
    await record(out, [], ['{}']);
    const { code, told } = await record(out, [], []);
    expect(code).toBe(2);
    expect(told).toContain('holds 1 exchange already, and `--redact` begins a new file');
    expect((JSON.parse(readFileSync(out, 'utf8')) as Har).log.entries).toHaveLength(1);
  });
});
