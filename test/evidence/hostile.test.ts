// Every reader on files with wrong types, hostile names and damage anywhere: sentences with places, never an exception.
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { evidenceFormats } from '../../src/evidence/index.ts';
import type { EvidenceProblem, Exchange } from '../../src/model/exchange.ts';
import { HarExchangeWriter } from '../../src/record/har-exchange.ts';
import { openEvidence } from '../../src/source/read.ts';

const folder = mkdtempSync(join(tmpdir(), 'truce-hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));
const writer = new HarExchangeWriter([]);

function readWith(format: (typeof evidenceFormats)[number], content: string | Uint8Array, name: string): Exchange[] {
  const path = join(folder, name);
  writeFileSync(path, content);
  const file = openEvidence(path, name);
  expect(format.detect(file)).toBeGreaterThanOrEqual(0);
  const problems: EvidenceProblem[] = [];
  const exchanges = [...format.read(file, (problem) => problems.push(problem))];
  for (const [index, exchange] of exchanges.entries()) {
    expect(exchange.index).toBe(index);
    for (const place of [
      exchange.location,
      exchange.problem?.location,
      exchange.request?.content?.location,
      exchange.response?.place?.('field', 'x'),
    ])
      if (place) expect(place.source.position(place.pointer).line).toBeGreaterThan(0);
    if (!exchange.problem) JSON.stringify(writer.write(exchange));
  }
  for (const { message, location } of problems) expect(`${location.source.position(location.pointer).line} ${message}`).toMatch(/^\d+ \S/);
  return exchanges;
}

const odd = [
  null,
  5,
  true,
  '',
  'x',
  '{{x}}',
  [],
  {},
  [[]],
  [null],
  { a: null },
  '__proto__',
  '\u0000\ud800',
  -1,
  1e300,
  '<integer>',
  '["1f8b"]',
  'http://[',
  '%zz?%',
];

/** Puts `value` in the place of one of the values in a JSON value. */
function replaceOne(value: unknown, pick: number, by: unknown): unknown {
  let left = pick;
  const walk = (inner: unknown): unknown => {
    if (left-- === 0) return by;
    if (Array.isArray(inner)) return inner.map(walk);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, one]) => [key, walk(one)]));
  };
  return walk(value);
}

const inputs = globSync('*/ok-*/input.*', { cwd: import.meta.dirname }).toSorted();

describe.each(evidenceFormats.filter(({ id }) => id !== 'sample').map((format) => [format.id, format] as const))('%s', (id, format) => {
  const own = inputs.filter((path) => path.startsWith(`${id}/`)).map((path) => readFileSync(join(import.meta.dirname, path)));

  it('reads what is cut off anywhere, or has a byte of something else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...own), fc.nat(), fc.nat({ max: 255 }), fc.boolean(), (bytes, place, byte, isCut) => {
        const at = place % bytes.length;
        const changed = Buffer.from(isCut ? bytes.subarray(0, at) : bytes);
        if (!isCut) changed[at] = byte;
        expect(readWith(format, changed, `damaged-${id}`)).toBeInstanceOf(Array);
      }),
      { numRuns: 150 },
    );
  });

  it('reads what has a wrong type anywhere', () => {
    const values = own.flatMap((bytes): unknown[] => {
      try {
        return [JSON.parse(bytes.toString())];
      } catch {
        return [];
      }
    });
    if (values.length === 0) return;
    fc.assert(
      fc.property(fc.constantFrom(...values), fc.nat({ max: 120 }), fc.constantFrom(...odd), (value, pick, by) => {
        expect(readWith(format, JSON.stringify(replaceOne(value, pick, by)), `typed-${id}`)).toBeInstanceOf(Array);
      }),
      { numRuns: 300 },
    );
  });

  it('reads files of every other format without an exception', () => {
    for (const path of inputs) expect(readWith(format, readFileSync(join(import.meta.dirname, path)), `other-${id}`)).toBeInstanceOf(Array);
    for (const text of [
      '',
      ' ',
      '\ufeff',
      '{',
      '[',
      '[[[[',
      '{"log":',
      'null',
      '5',
      '"x"',
      '- ',
      '---',
      '\0\0',
      '###',
      'GET',
      'GET /',
      'HTTP/1.1 200',
      '!!x',
      '&a *a',
      `${'['.repeat(5000)}`,
      `${'{"a":'.repeat(5000)}`,
    ])
      expect(readWith(format, text, `odd-${id}`)).toBeInstanceOf(Array);
  });
});
