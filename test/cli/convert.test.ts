// `truce convert` as a process: any evidence in, one HAR out, without credentials, never over a file of somebody else.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bad, contract, elsewhere, good, har, interaction, pact } from './fixtures.ts';
import { folderWith } from './folder.ts';
import { truce } from './run-cli.ts';

interface Entry {
  readonly startedDateTime: string;
  readonly request: { readonly method: string; readonly url: string; readonly headers: readonly { name: string; value: string }[] };
  readonly response: { readonly status: number; readonly content: { readonly text?: string } };
  readonly _truce?: object;
}

const entriesOf = (cwd: string, name: string): Entry[] =>
  (JSON.parse(readFileSync(join(cwd, name), 'utf8')) as { log: { entries: Entry[] } }).log.entries;

const line = (body: unknown, more: object = {}): string =>
  `${JSON.stringify({
    request: {
      method: 'GET',
      url: 'https://notes.example/api/notes/7',
      headers: [
        ['Authorization', 'Bearer abc.def'],
        ['X-A', '1'],
        ['x-a', '2'],
      ],
    },
    response: {
      status: 200,
      headers: [
        ['Content-Type', 'application/json'],
        ['Content-Encoding', 'gzip'],
        ['Set-Cookie', 'sid=secret; Path=/'],
      ],
      body,
    },
    startedAt: '2026-01-02T03:04:05.123456+02:00',
    ...more,
  })}\n`;

describe('truce convert', () => {
  it('writes what every format holds into one HAR with the same verdicts', async () => {
    const files = {
      'api.yaml': contract,
      'in/a.har': har(good, bad, elsewhere),
      'in/b.ndjson': line('{"id": 9007199254740993}') + line('{"id": "x"}'),
      'in/c.http': 'GET https://notes.example/api/notes/1 HTTP/1.1\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{"id": false}\n',
      'in/d.yaml':
        'interactions:\n- request: {method: GET, uri: "https://notes.example/api/notes/1", body: null, headers: {}}\n  response: {body: {string: "{}"}, headers: {Content-Type: [application/json]}, status: {code: 200, message: OK}}\nversion: 1\n',
      'in/e.json': JSON.stringify([
        { scope: 'https://notes.example:443', method: 'GET', path: '/api/notes/2', status: 200, response: { id: 'x' } },
      ]),
      'in/f.json': JSON.stringify({ request: { method: 'GET', url: '/api/notes/3' }, response: { status: 200, jsonBody: { id: null } } }),
    };
    const cwd = folderWith(files);
    const { code, stderr, stdout } = await truce(['convert', 'in', 'out.har'], { cwd });
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toBe('Wrote 9 exchanges to out.har\n');
    const verdicts = async (name: string) => {
      const report = JSON.parse((await truce(['check', '-c', 'api.yaml', name, '-r', 'json'], { cwd })).stdout) as {
        outcomes: { verdict: string; claim: string }[];
        findings: { rule: string; message: string }[];
      };
      return {
        verdicts: report.outcomes.map(({ verdict, claim }) => `${claim} ${verdict}`),
        findings: report.findings.map(({ rule, message }) => `${rule} ${message}`),
      };
    };
    const wanted = await verdicts('in');
    expect(wanted.verdicts).toContain('example violates');
    expect(await verdicts('out.har')).toEqual(wanted);
  });

  it('keeps order, repeated fields, digits and dates, and no credential', async () => {
    const cwd = folderWith({ 'b.ndjson': line('{"id": 9007199254740993, "id": 1.0}') });
    expect((await truce(['convert', 'b.ndjson', 'out.har'], { cwd })).code).toBe(0);
    const [entry] = entriesOf(cwd, 'out.har');
    expect(entry?.startedDateTime).toBe('2026-01-02T03:04:05.123456+02:00');
    expect(entry?.request.headers).toEqual([
      { name: 'Authorization', value: 'Bearer REDACTED' },
      { name: 'X-A', value: '1' },
      { name: 'x-a', value: '2' },
    ]);
    expect(entry?.response.content.text).toBe('{"id": 9007199254740993, "id": 1.0}');
    expect(readFileSync(join(cwd, 'out.har'), 'utf8')).not.toMatch(/abc\.def|secret/);
  });

  it('asks contracts what is sensitive', async () => {
    const cwd = folderWith({
      'api.yaml': contract.replace('title: { type: string }', 'title: { type: string, x-sensitive: true }'),
      'b.ndjson': line('{"id": 1, "title": "Milk"}'),
      'truce.config.json': '{"contracts": ["api.yaml"]}',
    });
    expect((await truce(['convert', 'b.ndjson', 'out.har', '-c', 'api.yaml'], { cwd })).code).toBe(0);
    expect(entriesOf(cwd, 'out.har')[0]?.response.content.text).toBe('{"id": 1, "title": "REDACTED"}');
  });

  it('names what cannot be in it, writes the rest and ends with 2', async () => {
    const cwd = folderWith({
      'pact.json': pact(interaction({ id: 7 })),
      'getNote.200.small.json': '{"id": 1}',
      'notes.txt': 'hello',
      'stubs.json': JSON.stringify({ mappings: [{ request: { method: 'GET', urlPathPattern: '/api/.*' }, response: { status: 200 } }] }),
      'cut.ndjson': line('{}') + line('{}').slice(0, 50),
    });
    const { code, stderr } = await truce(
      ['convert', 'pact.json', 'getNote.200.small.json', 'notes.txt', 'stubs.json', 'cut.ndjson', 'out.har'],
      { cwd },
    );
    expect(code).toBe(2);
    expect(stderr.trimEnd().split('\n')).toEqual([
      'pact.json cannot become a HAR: a pact says what a consumer expects, not what happened',
      'getNote.200.small.json cannot become a HAR: a sample is one side of an exchange, and names its operation instead of a URL',
      expect.stringContaining('The format of `notes.txt` is not known: it is none of these: HAR, '),
      'stubs.json:1:14: stub 0 names no request but a pattern of many, so there is none to write',
      expect.stringMatching(/^cut\.ndjson:2:1: Exchange 1 is not JSON: /),
      'Wrote 1 exchange to out.har; 5 left out',
    ]);
    expect(entriesOf(cwd, 'out.har')).toHaveLength(1);
    const folder = await truce(['convert', '.', 'all.har'], { cwd });
    expect(folder.stderr).toContain('hold no exchanges: getNote.200.small.json, notes.txt and pact.json');
  });

  it('writes over its own HARs only, and leaves nothing behind', async () => {
    const cwd = folderWith({ 'b.ndjson': line('{}'), 'mine.har': har(good), 'bad.txt': 'x' });
    expect((await truce(['convert', 'b.ndjson', 'out.har'], { cwd })).code).toBe(0);
    expect((await truce(['convert', 'b.ndjson', 'b.ndjson', 'out.har'], { cwd })).code).toBe(0);
    expect(entriesOf(cwd, 'out.har')).toHaveLength(1);
    const refused = await truce(['convert', 'b.ndjson', 'mine.har'], { cwd });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('"mine.har" is there already and was not made by `truce convert`');
    expect(readFileSync(join(cwd, 'mine.har'), 'utf8')).toBe(har(good));
    expect((await truce(['convert', 'b.ndjson', 'mine.har', '--force'], { cwd })).code).toBe(0);
    // What was made of a folder is no evidence in it, and a HAR can be made of itself.
    expect((await truce(['convert', '.', 'out.har'], { cwd })).stderr).toContain('Wrote 2 exchanges');
    writeFileSync(join(cwd, 'empty.ndjson'), '');
    const none = await truce(['convert', 'empty.ndjson', 'none.har'], { cwd });
    expect([none.code, existsSync(join(cwd, 'none.har'))]).toEqual([2, false]);
    expect((await truce(['convert', 'b.ndjson', 'no/such/out.har'], { cwd })).code).toBe(2);
    expect((await truce(['convert', 'b.ndjson'], { cwd })).stderr).toContain('and, last, the HAR to write');
    expect((await truce(['convert', 'b.ndjson', '-'], { cwd })).stderr).toContain('not to standard output');
    expect(readdirSync(cwd).filter((name) => /part|lock/.test(name))).toEqual([]);
  });
});
