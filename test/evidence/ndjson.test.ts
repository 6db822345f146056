// NDJSON in small bites, shared among workers, and with findings at their places.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import ndjson from '../../src/evidence/ndjson.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { openEvidence } from '../../src/source/read.ts';
import { bodySource } from '../../src/source/text-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'truce-ndjson-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

function put(content: string | Uint8Array) {
  const path = join(folder, `${files++}.ndjson`);
  writeFileSync(path, content);
  return openEvidence(path, 'traffic.ndjson');
}

const line = (name: string): string =>
  JSON.stringify({ request: { method: 'GET', url: `/${name}` }, response: { status: 200, body: `å ${name}` } });
const targets = (exchanges: readonly Exchange[]): string[] =>
  exchanges.map(({ request, problem }) => problem?.message ?? request?.target ?? '');
const readAll = (generator: Iterable<Exchange>): Exchange[] => [...generator];

it('the parts of a plan meet, whatever the lines are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 8, arbitrary: fc.nat({ max: 3000 }) }, { weight: 1, arbitrary: fc.constant(-1) }), { maxLength: 60 }),
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 7 }),
      fc.boolean(),
      (sizes, end, parts, isEnded) => {
        const lines = sizes.map((size) => (size < 0 ? ' ' : line('x'.repeat(size))));
        const file = put(lines.join(end) + (isEnded ? end : ''));
        const wanted = targets(readAll(ndjson.read(file)));
        expect(wanted).toEqual(sizes.filter((size) => size >= 0).map((size) => `/${'x'.repeat(size)}`));
        const found: string[] = [];
        let at: { next: number | undefined; index: number } = { next: 0, index: 0 };
        for (const part of ndjson.division.plan(file, parts)) {
          expect([part.start, part.index]).toEqual([at.next, at.index]);
          const reading = ndjson.division.read(file, part);
          for (;;) {
            const step = reading.next();
            if (step.done) {
              at = step.value;
              break;
            }
            found.push(targets([step.value])[0] ?? '');
            // Each exchange can be read again by itself, as the main thread does with what a worker found wrong.
            const [again] = readAll(
              ndjson.division.read(file, { start: step.value.offset ?? -1, end: (step.value.offset ?? -1) + 1, index: step.value.index }),
            );
            expect(again?.request?.target).toBe(step.value.request?.target);
          }
          if (at.next === undefined) break;
        }
        expect(found).toEqual(wanted);
      },
    ),
    { numRuns: 60 },
  );
});

it('wherever it is cut off, the whole lines are read', () => {
  const bytes = Buffer.from(['a', 'b', 'c'].map((name) => `${line(name)}\n`).join(''));
  const length = bytes.indexOf(10);
  for (let size = 1; size < bytes.length; size += 3) {
    const found = targets(readAll(ndjson.read(put(bytes.subarray(0, size)))));
    const whole = ['/a', '/b', '/c'].slice(0, Math.floor((size + 1) / (length + 1)));
    expect(found.slice(0, whole.length)).toEqual(whole);
    for (const rest of found.slice(whole.length)) expect(rest).toMatch(/^Exchange \d is not (JSON|valid UTF-8)/);
  }
});

it('bodies have places in the file, as text and as values', () => {
  const content = `${line('a')}\n${JSON.stringify({ request: { method: 'GET', url: '/b' }, response: { status: 200, body: '{"é": {"Name": 5}}' } })}\n{"request":{"method":"GET","url":"/c"},"response":{"status":200,"body":{ "é":  {"Name":   7}}}}\n`;
  const found = readAll(ndjson.read(put(content)))
    .slice(1)
    .map(({ response }) => {
      if (!response?.content) throw new Error('no body');
      const { line: at, column, end } = bodySource({ content: response.content, syntax: 'json' }).position('/é/Name');
      return [at, content.split('\n')[at - 1]?.slice(column - 1, (end?.column ?? 0) - 1)];
    });
  expect(found).toEqual([
    [2, '5'],
    [3, '7'],
  ]);
});
