// One large recording is judged in parts by several machines: merged, byte for byte the report of one run, whatever is wrong with its entries.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bad, contract, elsewhere, entry, good, odd } from '../cli/fixtures.ts';
import { folderWith } from '../cli/folder.ts';
import { run } from './in-process.ts';

const config = JSON.stringify({
  contracts: ['notes.yaml'],
  evidence: ['big.har', 'small.har'],
  waivers: [
    { rule: 'response-body-mismatch', reason: 'known', pointer: '/title' },
    { rule: 'response-body-missing', reason: 'nobody needs this' },
  ],
});
const filler = 'x'.repeat(1200);
const filled = (value: object): string => JSON.stringify({ ...value, comment: filler });
const kinds = [good, bad, odd, elsewhere, entry('{"id": 1, "id": 2}'), entry({ id: 1 }, { status: 418 }), good, good];
const texts = (count: number): string[] => Array.from({ length: count }, (_, at) => filled(kinds[at % kinds.length] ?? good));
const head = '{"log":{"version":"1.2","creator":{"name":"tests","version":"1"},"entries":[\n';
const tail = '\n]}}\n';
const nested = (at: number): string => filled({ ...good, _more: [good, good, { id: at }] });

/** `[what it is, text of the file]`. */
const recordings: readonly (readonly [string, () => string])[] = [
  ['sound', () => head + texts(240).join(',\n') + tail],
  ['pretty-printed', () => JSON.stringify(JSON.parse(head + texts(240).join(',') + tail), undefined, 2)],
  ['in one line', () => (head + texts(240).join(',') + tail).replaceAll('\n', '')],
  [
    'with broken entries',
    () =>
      head +
      texts(240)
        .map((text, at) => (at % 7 === 3 ? text.replace('"GET"', 'GET') : text))
        .join(',\n') +
      tail,
  ],
  [
    'with entries that miss their end',
    () =>
      head +
      texts(240)
        .map((text, at) => (at % 50 === 7 ? text.slice(0, -30) : text))
        .join(',\n') +
      tail,
  ],
  ['cut off', () => (head + texts(240).join(',\n')).slice(0, -300)],
  ['cut off early', () => `${head + texts(150).join(',\n')}\n]`],
  ['with a missing comma', () => head + texts(240).join(',\n') + '\n' + texts(100).join(',\n') + tail],
  ['with a trailing comma', () => head + texts(240).join(',\n') + ',' + tail],
  ['that is no JSON in the middle', () => `${head + texts(150).join(',\n')},\n???,\n${texts(150).join(',\n')}${tail}`],
  [
    'with entries within entries, which look like borders',
    () => head + Array.from({ length: 150 }, (_, at) => nested(at)).join(',') + tail,
  ],
  [
    'with look-alikes in one half only',
    () => head + [...texts(150), ...Array.from({ length: 150 }, (_, at) => nested(at))].join(',') + tail,
  ],
  [
    'with entries that begin differently',
    () =>
      head +
      texts(240)
        .map((text, at) => (at % 3 === 0 ? text.replace('{', '{"_a":1,') : text))
        .join(at(3)) +
      tail,
  ],
  ['with pages behind the entries', () => `${head + texts(150).join(',')}],"pages":[${texts(150).join(',')}]}}`],
  [
    'with few entries, each of them large',
    () => head + [bad, good, odd].map((one) => filled({ ...one, _pad: filler.repeat(200) })).join(',\n') + tail,
  ],
  ['with one entry', () => head + filled({ ...bad, _pad: filler.repeat(400) }) + tail],
];

function at(spaces: number): string {
  return `,\n${' '.repeat(spaces)}`;
}

describe.each(recordings)('a large recording %s', (_, text) => {
  it.each([4])('is judged by %i machines as by one', async (total) => {
    const cwd = folderWith({
      'notes.yaml': contract,
      'truce.config.json': config,
      'big.har': text(),
      'small.har': head + filled(bad) + tail,
    });
    const out = folderWith();
    const asked = ['--matrix', 'full'];
    const reports = (name: string): string[] => ['text', 'json'].flatMap((id) => ['-r', `${id}:${join(out, name, id)}`]);
    const whole = await run(cwd, ['check', ...asked, ...reports('whole')]);
    for (let index = 1; index <= total; index++) {
      const shard = ['--shard', `${index}/${total}`];
      await run(cwd, ['check', ...asked, ...shard, '-r', `blob:${out}/blobs/${index}.ndjson`]);
    }
    const merged = await run(folderWith(), ['merge', join(out, 'blobs'), ...reports('merged')]);
    expect([merged.code, merged.stderr]).toEqual([whole.code, whole.stderr]);
    for (const id of ['text', 'json'])
      expect(readFileSync(join(out, 'merged', id), 'utf8') === readFileSync(join(out, 'whole', id), 'utf8'), id).toBe(true);
  });
});

it('is shared evenly, each exchange by one machine', async () => {
  const cwd = folderWith({ 'notes.yaml': contract, 'big.har': head + texts(2000).join(',\n') + tail });
  const counts: number[] = [];
  const seen = new Set<string>();
  for (let index = 1; index <= 4; index++) {
    const { stdout } = await run(cwd, ['check', '-c', 'notes.yaml', 'big.har', '--list', '--shard', `${index}/4`]);
    const lines = stdout.trimEnd().split('\n');
    counts.push(lines.length);
    for (const line of lines) seen.add(line);
  }
  expect(seen.size).toBe(2000);
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(2000);
  for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(20);
  const { stdout } = await run(cwd, ['check', '-c', 'notes.yaml', 'big.har', '--shard', '2/4']);
  expect(stdout).toContain('Shard 2/4 judged 1 of 4 pieces of evidence');
});
