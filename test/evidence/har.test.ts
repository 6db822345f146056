// HAR files cut off, read in small bites, shared among workers, and made to mislead the cutter.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import har, { planRanges, readRange } from '../../src/evidence/har.ts';
import type { Part } from '../../src/model/evidence.ts';
import type { EvidenceFile } from '../../src/model/evidence.ts';
import type { EvidenceProblem, Exchange } from '../../src/model/exchange.ts';
import { openEvidence } from '../../src/source/read.ts';
import { bodySource } from '../../src/source/text-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'truce-har-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

function put(content: string | Uint8Array): EvidenceFile {
  const path = join(folder, `${files++}.har`);
  writeFileSync(path, content);
  return openEvidence(path, 'traffic.har');
}

function read(file: EvidenceFile, options: { chunk?: number } = {}, range: Part = { start: 0, end: Number.POSITIVE_INFINITY, index: 0 }) {
  const problems: EvidenceProblem[] = [];
  const exchanges: Exchange[] = [];
  const steps = readRange(file, range, (problem) => problems.push(problem), options);
  for (;;) {
    const step = steps.next();
    if (step.done) return { exchanges, problems: problems.map(({ message }) => message), end: step.value };
    exchanges.push(step.value);
  }
}

const entry = (name: string, more: object = {}): object => ({
  startedDateTime: '2026-01-02T03:04:05.678Z',
  request: { method: 'GET', url: `https://crm.example/${name}`, headers: [{ name: 'X', value: '},{"startedDateTime":"\\"' }] },
  response: { status: 200, headers: [], content: { mimeType: 'text/plain', text: `å€😀 ${name}` } },
  ...more,
});
const log = (entries: readonly object[], space?: string | number): string =>
  JSON.stringify({ log: { version: '1.2', creator: { name: 'x', version: '1' }, entries } }, null, space);
const targets = (exchanges: readonly Exchange[]): string[] =>
  exchanges.map(({ request, problem }) => problem?.message ?? request?.target.split('/').at(-1) ?? '');

describe('a truncated HAR', () => {
  it.each([undefined, 1])('yields every whole entry wherever it ends, and says where that was (indent %s)', (space) => {
    const bytes = Buffer.from(log([entry('a'), entry('b'), entry('c')], space));
    const whole = read(put(bytes));
    expect(targets(whole.exchanges)).toEqual(['a', 'b', 'c']);
    expect(whole.problems).toEqual([]);
    const ends = whole.exchanges.map(({ location }) => location.source.position(location.pointer).end);
    const text = bytes.toString();
    for (let size = 0; size < bytes.length; size++) {
      const { exchanges, problems } = read(put(bytes.subarray(0, size)), { chunk: 512 });
      const before = bytes.toString('utf8', 0, size);
      const line = before.split('\n').length;
      const column = before.length - before.lastIndexOf('\n');
      const expected = ends.filter((end) => end && (end.line < line || (end.line === line && end.column <= column))).length;
      expect(exchanges.length, `cut at ${size} of ${text.length}`).toBe(expected);
      expect(targets(exchanges)).toEqual(['a', 'b', 'c'].slice(0, expected));
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(/^The file ends |cannot be read as a HAR: the file (is empty|ends before)/);
    }
  });
});

it('an entry that is cut off with the file does not give away what is nested in it', () => {
  const nested = entry('b', { _chain: [{ startedDateTime: 1 }, { startedDateTime: 2 }, { startedDateTime: 3 }] });
  const text = log([entry('a'), entry('a'), nested]);
  for (let size = text.lastIndexOf('_chain'); size < text.length - 3; size++) {
    const { exchanges, problems } = read(put(text.slice(0, size)), { chunk: size % 2 ? 64 : 65_536 });
    expect(targets(exchanges)).toEqual(['a', 'a']);
    expect(problems[0]).toContain('The file ends inside entry 2');
  }
});

describe('the cutter', () => {
  it('finds the same entries as JSON.parse whatever they hold, however they are spaced and whatever size is read at a time', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('},\n{\n"startedDateTime"', '},{"startedDateTime":', '\\', '"', '\\"', ']}', '\u2028'),
    );
    const item = fc.record(
      {
        startedDateTime: text,
        a: fc.oneof(text, fc.jsonValue({ maxDepth: 2 }), fc.array(fc.record({ startedDateTime: text, b: fc.integer() }))),
      },
      { requiredKeys: ['startedDateTime'] },
    );
    const odd = fc.oneof({ weight: 6, arbitrary: item }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) });
    fc.assert(
      fc.property(
        fc.array(odd, { maxLength: 8 }),
        fc.constantFrom(undefined, 1, '\t'),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom(7, 13, 64, 1000, 65_536),
        (entries, space, line, chunk) => {
          const content = JSON.stringify({ log: { entries } }, null, space).replaceAll('\n', line);
          const { exchanges, problems } = read(put(content), { chunk });
          expect(problems).toEqual([]);
          expect(exchanges).toHaveLength(entries.length);
          for (const [index, exchange] of exchanges.entries()) {
            const place = exchange.location.source.position(exchange.location.pointer);
            const lines = content.split('\n');
            const at = lines.slice(0, place.line - 1).reduce((sum, one) => sum + one.length + 1, 0) + place.column - 1;
            const end =
              lines.slice(0, (place.end?.line ?? 1) - 1).reduce((sum, one) => sum + one.length + 1, 0) + (place.end?.column ?? 1) - 1;
            expect(JSON.parse(content.slice(at, end))).toEqual(JSON.parse(JSON.stringify(entries[index])));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('gives the same answers for every size read at a time', () => {
    const names = Array.from({ length: 40 }, (_, i) => `n${i}`);
    const entries = names.map((name, i) =>
      entry(
        name,
        i % 7 === 3 ? { _nested: [{ startedDateTime: 1 }, { startedDateTime: 2 }] } : i % 11 === 5 ? { startedDateTime: undefined } : {},
      ),
    );
    for (const space of [undefined, 2]) {
      const file = put(log(entries, space));
      for (const chunk of [7, 61, 1024, 4096, 65_536]) expect(targets(read(file, { chunk }).exchanges)).toEqual(names);
    }
  });

  it('loses only the broken entry, whatever is broken about it', () => {
    const parts = ['a', 'b', 'c', 'd'].map((name) => JSON.stringify(entry(name)));
    const breaks = [
      (text: string) => text.slice(0, -1),
      (text: string) => `${text.slice(0, -2)}]}`,
      (text: string) => text.replace('"X"', '"X'),
      (text: string) => text.replace('200', '2O0'),
      (text: string) => text.replace('å', '\t'),
    ];
    for (const breakIt of breaks) {
      for (const broken of [0, 1, 2]) {
        const content = `{"log":{"entries":[${parts.map((part, i) => (i === broken ? breakIt(part) : part)).join(',\n')}]}}`;
        for (const chunk of [97, 65_536]) {
          const { exchanges } = read(put(content), { chunk });
          const found = targets(exchanges);
          expect(found.filter((_, i) => i !== broken)).toEqual(['a', 'b', 'c', 'd'].filter((_, i) => i !== broken));
          expect(found[broken]).toMatch(/^Entry \d is not JSON: /);
        }
      }
    }
  });

  it('stays linear when every entry is broken or nested very deeply', () => {
    const broken = JSON.stringify(entry('x')).slice(0, -1);
    const many = put(`{"log":{"entries":[${Array.from({ length: 5000 }, () => broken).join(',')}]}}`);
    const started = performance.now();
    const { exchanges: all, problems: told } = read(many);
    expect(all.filter(({ problem }) => !problem)).toEqual([]);
    expect(all.length + told.length).toBeGreaterThan(0);
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const { exchanges, problems } = read(put(`{"log":{"entries":[${deep},{"a":${deep},"request":{}},${JSON.stringify(entry('z'))}]}}`));
    expect(targets(exchanges)).toEqual(['Entry 0 is no object but a deeply nested array', 'Entry 1 has no request method', 'z']);
    expect(problems).toEqual([]);
    expect(read(put('{"log":{"entries":['.repeat(100_000))).problems).toHaveLength(1);
    // Not a benchmark: quadratic work would take minutes.
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('reads an entry many times larger than the window', () => {
    const big = 'x'.repeat(300_000);
    expect(targets(read(put(log([entry('a'), entry(big), entry('b')], 1)), { chunk: 1000 }).exchanges)).toEqual(['a', big, 'b']);
  });
});

describe('ranges', () => {
  const names = Array.from({ length: 200 }, (_, i) => `n${i}`);

  it.each([undefined, 2])('of a plan meet without a gap and hold every entry once (indent %s)', (space) => {
    const file = put(
      log(
        names.map((name) => entry(name)),
        space,
      ),
    );
    for (const parts of [2, 3, 7]) {
      const plan = planRanges(file, parts, { chunk: 4096 });
      expect(plan).toHaveLength(parts);
      const found: string[] = [];
      plan.forEach((range, i) => {
        const { exchanges, end, problems } = read(file, { chunk: 2048 }, range);
        expect(problems).toEqual([]);
        expect(exchanges[0]?.index).toBe(range.index);
        expect(end).toEqual({ next: plan[i + 1]?.start, index: plan[i + 1]?.index ?? names.length });
        found.push(...targets(exchanges));
      });
      expect(found).toEqual(names);
    }
  });

  it('of a plan misled by look-alikes do not meet, which is how the caller knows', () => {
    const misleading = entry('m', { _nested: Array.from({ length: 400 }, (_, startedDateTime) => ({ startedDateTime })) });
    const file = put(log([entry('a', { _last: { x: 1 } }), entry('b', { _last: {} }), misleading, entry('c')]));
    const plan = planRanges(file, 2);
    const first = read(file, {}, plan[0]);
    const meets = first.end.next === plan[1]?.start && first.end.index === plan[1]?.index;
    expect(meets).toBe(false);
  });

  it('of a file with nothing to divide are the whole', () => {
    for (const content of ['', '{}', log([]), log([entry('a')])])
      expect(planRanges(put(content), 4)).toEqual([{ start: 0, end: Number.POSITIVE_INFINITY, index: 0 }]);
  });
});

describe('bodies', () => {
  it('that unpack to more than 64 MB are not held', () => {
    const text = gzipSync(Buffer.alloc(65 << 20)).toString('base64');
    const { exchanges } = read(
      put(
        log([
          entry('a', {
            response: { status: 200, headers: [{ name: 'Content-Encoding', value: 'gzip' }], content: { encoding: 'base64', text } },
          }),
        ]),
      ),
    );
    expect(exchanges[0]?.response?.content).toMatchObject({ form: 'unknown', reason: 'The compressed body unpacks to more than 64 MB' });
  });

  it('in base64 without the mark of gzip are decoded already, unless the recorder says that they could not be', () => {
    const text = Buffer.from('{"a":1}').toString('base64');
    const headers = [{ name: 'Content-Encoding', value: 'gzip' }];
    const content = { encoding: 'base64', text };
    const told = { ...content, _undecodable: 'it cannot be decompressed as gzip' };
    const { exchanges } = read(
      put(
        log([
          entry('a', { response: { status: 200, headers, content } }),
          entry('b', { response: { status: 200, headers, content: told } }),
          entry('c', { response: { status: 200, headers, content: { ...content, _undecodable: true } } }),
        ]),
      ),
    );
    expect(exchanges.map(({ response }) => response?.content)).toMatchObject([
      { form: 'bytes' },
      { form: 'unknown', isMalformed: true, reason: told._undecodable },
      { form: 'bytes' },
    ]);
  });

  it('inside strings have places in the file', () => {
    const content = log(
      [entry('a'), entry('b', { response: { status: 200, headers: [], content: { text: '{\n "é": {"Name": 5}}' } } })],
      1,
    );
    const { exchanges } = read(put(content));
    const body = exchanges[1]?.response?.content;
    if (!body) throw new Error('no body');
    const { line, column, end } = bodySource({ content: body, syntax: 'json' }).position('/é/Name');
    expect(content.split('\n')[line - 1]?.slice(column - 1, (end?.column ?? 0) - 1)).toBe('5');
    expect(body.location.source.lines(line, line)).toEqual([content.split('\n')[line - 1]]);
  });
});

it('a file that has gone is a sentence', () => {
  const file = put(log([]));
  rmSync(file.path);
  expect(() => [...har.read(file, () => undefined)]).toThrow('Cannot read `traffic.har`: it could be opened before and no longer can');
});
