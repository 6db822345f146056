// Recordings that are cut off, empty, of wrong types or in other encodings: every whole exchange is still judged.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { check, gather, loadContract, openEvidence } from '../../src/index.ts';
import { bad, contract, elsewhere, entry, good, har } from '../cli/fixtures.ts';
import { folderWith } from '../cli/folder.ts';
import { truce } from '../cli/run-cli.ts';
import { runCheck } from './run-check.ts';

describe('files that are no recording', () => {
  it.each([
    ['', /evidence-file-unchecked a\.har:1:1 .*the file is empty/],
    ['hello', /evidence-file-unchecked a\.har:1:1 .*none of these: HAR, .*, pact .* or sample/],
    ['\0'.repeat(1000), /evidence-file-unchecked a\.har:1:1 /],
    ['{"log": {"version": "1.2", "creator": {}, "entries": 5}}', /evidence-file-malformed a\.har:1:\d+ .*`log\.entries` to be an array/],
    ['{"log": {"version": "1.2", "creator": {}}}', /evidence-file-malformed a\.har:1:\d+ .*no `log\.entries`/],
    ['{"log": 5}', /evidence-file-malformed a\.har:1:\d+ /],
    [Buffer.from(har(good), 'utf16le'), /evidence-file-malformed a\.har:1:\d+ .*UTF-16.*UTF-8/],
    ['{"consumer": {"name": "a"}, "provider": {"name": "b"}, "interactions": [', /evidence-file-malformed a\.har:1:\d+ .*not JSON/],
    [
      '{"consumer": {"name": "a"}, "provider": {"name": "b"}, "interactions": 5}',
      /evidence-file-malformed a\.har:1:\d+ .*`interactions` to be an array/,
    ],
  ])('%.60s is named with its place, and the next file is judged', async (content, sentence) => {
    const { report, lines, verdicts } = await runCheck(contract, [content, har(good, bad)]);
    expect(report.exitCode).toBe(2);
    expect(verdicts).toEqual(['conforms', 'violates']);
    expect(lines[0]).toMatch(sentence);
  });

  it('nothing to check is no pass', async () => {
    for (const evidence of [[har()], [har(elsewhere)], []]) {
      const { report } = await runCheck(contract, evidence);
      expect(report.exitCode).toBe(2);
      expect(report.couldNotCheck).toHaveLength(1);
    }
  });
});

describe('a HAR', () => {
  it('that is cut off gives its whole entries and the place of the cut', async () => {
    const text = har(good, bad, good);
    const ends = [good, bad, good].map((_, index) => har(...[good, bad, good].slice(0, index + 1)).length - 3);
    for (let size = 60; size < text.length; size += 97) {
      const { report, lines, verdicts } = await runCheck(contract, [text.slice(0, size), har(good)]);
      expect(report.exitCode).toBe(2);
      expect(verdicts).toEqual([...['conforms', 'violates', 'conforms'].slice(0, ends.filter((end) => end <= size).length), 'conforms']);
      expect(lines.join('\n')).toMatch(/evidence-file-malformed a\.har:1:\d+ .*file ends/);
    }
  });

  it('whose members are of wrong types costs only those entries', async () => {
    const { request, response } = good as { request: object; response: object };
    const wrong: unknown[] = [
      5,
      null,
      'x',
      [],
      {},
      { request: 5 },
      { request: {}, response },
      { request: { ...request, url: 7 }, response },
    ];
    wrong.push({ request: { ...request, method: [] }, response }, { request: { ...request, method: '' }, response }, { request });
    wrong.push(...['200', 1.5, -1, 1e9, {}, 0, null].map((status) => ({ request, response: { ...response, status } })));
    const { report, verdicts } = await runCheck(contract, [har(good, ...wrong, good)]);
    expect(verdicts).toEqual(['conforms', ...wrong.map(() => 'unchecked'), 'conforms']);
    expect(report.exitCode).toBe(2);
    for (const { verdict, reason } of report.outcomes) if (verdict === 'unchecked') expect(reason).toMatch(/^Entry \d+ /);
    const odd = [
      { request: { ...request, headers: 5, cookies: 'x', queryString: {}, postData: [] }, response },
      { request, response: { ...response, headers: { a: 1 } } },
      { request, response: { ...response, headers: [null, 5, {}, { name: 5, value: {} }, { name: 'X', value: null }] } },
      { request: { ...request, url: 'http://[' }, response },
      { request: { ...request, url: '%' }, response },
      { request: { ...request, url: 'https://notes.example/api/notes/%E0%A4%A' }, response },
      { request, response: { ...response, content: 5 } },
      { request, response: { ...response, content: { text: 5, mimeType: {}, size: 'x', encoding: 9 } } },
    ];
    expect((await runCheck(contract, [har(...odd, good)])).verdicts.at(-1)).toBe('conforms');
    expect((await runCheck(contract, [har(...odd, good)])).verdicts).toHaveLength(odd.length + 1);
  });

  it('with base64, compressed and missing bodies', async () => {
    const withContent = (content: object): object => ({
      ...good,
      response: { status: 200, headers: [], content: { mimeType: 'application/json', ...content } },
    });
    const base64 = (bytes: string | Uint8Array): object => ({ encoding: 'base64', text: Buffer.from(bytes).toString('base64') });
    const { verdicts } = await runCheck(contract, [
      har(
        withContent(base64('{"id": 1}')),
        withContent(base64('{"id": "x"}')),
        withContent({ encoding: 'base64', text: '!!!' }),
        withContent({ size: 900 }),
        {
          ...(withContent(base64(gzipSync('{"id": 1}'))) as { request: object; response: object }),
          response: {
            status: 200,
            headers: [{ name: 'Content-Encoding', value: 'gzip' }],
            content: { mimeType: 'application/json', ...base64(gzipSync('{"id": 1}')) },
          },
        },
        good,
      ),
    ]);
    expect(verdicts.slice(0, 2)).toEqual(['conforms', 'violates']);
    expect(['unchecked', 'violates']).toContain(verdicts[2]);
    expect(verdicts[3]).toBe('unchecked');
    expect(['conforms', 'unchecked']).toContain(verdicts[4]);
    expect(verdicts[5]).toBe('conforms');
  });

  it('with line ends of other systems, a byte order mark, or bytes that are no UTF-8', async () => {
    const pretty = JSON.stringify(JSON.parse(har(good, bad)), null, 2);
    for (const text of [pretty.replaceAll('\n', '\r\n'), `\ufeff${pretty}`, pretty.replaceAll('\n', '\r')])
      expect((await runCheck(contract, [text])).verdicts).toEqual(['conforms', 'violates']);
    const latin1 = Buffer.from(har(good, entry({ id: 7, title: 'Käse' }), good), 'latin1');
    const { verdicts, lines } = await runCheck(contract, [latin1]);
    expect(verdicts).toEqual(['conforms', 'unchecked', 'conforms']);
    expect(lines[0]).toContain('not valid UTF-8');
    expect((await runCheck(contract, [har(entry('{"id": 7, "title": "\0"}'), entry('\0'), good)])).verdicts).toEqual([
      'violates',
      'violates',
      'conforms',
    ]);
  });
});

describe('names that JavaScript gives a meaning', () => {
  const body = '{"id": 7, "__proto__": {"polluted": 1}, "constructor": {"prototype": 1}, "toString": 2, "hasOwnProperty": 3}';
  it('are names like others in bodies, parameters, header fields and documents', async () => {
    const url = 'https://notes.example/api/notes/7?__proto__=1&constructor=2&toString[x]=3';
    const headers = [
      { name: '__proto__', value: 'x' },
      { name: 'constructor', value: 'x' },
    ];
    const { lines, verdicts } = await runCheck(
      `${contract}    __proto__: { type: string }\n    constructor: { type: string }\nx-__proto__: { polluted: 1 }\n__proto__: { polluted: 1 }\n`,
      [har(entry(body), entry({ id: 7 }, { url }), entry({ id: 7 }, { headers }), good)],
    );
    expect(verdicts).toEqual(['conforms', 'conforms', 'conforms', 'conforms']);
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^response-body-undocumented .*\`${name}\``)));
    for (const name of ['__proto__', 'constructor']) {
      expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^request-query-undocumented .*\`${name}\``)));
      expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^response-header-undocumented .*\`${name}\``)));
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('can be required', async () => {
    const document = contract.replace('required: [id]', 'required: [id, __proto__, constructor, toString]');
    const { verdicts, lines } = await runCheck(document, [har(entry({ id: 7 }), entry(body))]);
    expect(verdicts).toEqual(['violates', 'conforms']);
    expect(lines[0]).toContain('`__proto__`, `constructor` and `toString`');
  });

  it('in forms and XML too', async () => {
    const xml = contract.replaceAll('application/json', 'application/xml');
    const text = '<Note __proto__="1"><id>7</id><__proto__>x</__proto__><constructor/></Note>';
    expect((await runCheck(xml, [har(entry(text, { mimeType: 'application/xml' }))])).verdicts).toEqual(['conforms']);
    const form = contract.replaceAll('application/json', 'application/x-www-form-urlencoded');
    const pairs = '__proto__=1&__proto__[polluted]=1&constructor[prototype][polluted]=1&id=7';
    expect((await runCheck(form, [har(entry(pairs, { mimeType: 'application/x-www-form-urlencoded' }))])).verdicts).toHaveLength(1);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('things that are no files', () => {
  it('pipes, sockets, devices and folders are refused at once', async () => {
    const cwd = folderWith({ 'api.yaml': contract, 't.har': har(good) });
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(cwd, 'socket'), resolve));
    for (const path of ['pipe', 'socket', '/dev/zero', '/dev/null']) {
      const { code, stdout } = await truce(['check', '-c', 'api.yaml', path, 't.har'], { cwd, timeout: 8000 });
      expect(code, path).toBe(2);
      expect(stdout.replace(/\s+/g, ' '), path).toContain('it is no regular file');
      expect(stdout, path).toMatch(/1 exchange · 1 conforms|exchanges 1 · 1 conforms/);
    }
    await new Promise((resolve) => server.close(resolve));
  });

  it('a file that goes away between naming and reading costs only itself', async () => {
    const cwd = folderWith({ 'api.yaml': contract, 'a.har': har(good), 'b.har': har(good), 'c.har': har(good) });
    const loaded = await loadContract('api.yaml', { cwd });
    const evidence = ['a.har', 'b.har', 'c.har'].map((uri) => ({
      kind: 'file' as const,
      uri,
      open: () => openEvidence(join(cwd, uri), uri),
    }));
    const opened = evidence[1]?.open();
    if (!opened) throw new Error('b.har was not opened');
    rmSync(join(cwd, 'a.har'));
    rmSync(join(cwd, 'b.har'));
    mkdirSync(join(cwd, 'a.har'));
    const report = gather(
      check({ contracts: [loaded], evidence: evidence.map((input, index) => (index === 1 ? { ...input, open: () => opened } : input)) }),
      { contracts: [loaded], failOn: 'error' },
    );
    expect(report.exitCode).toBe(2);
    expect(report.findings.map(({ message }) => message)).toEqual([
      'Cannot read `a.har`: it is a folder',
      'Cannot read `b.har`: it could be opened before and no longer can',
    ]);
    expect(report.outcomes.map(({ exchange }) => exchange.evidence)).toEqual(['c.har']);
  });
});
