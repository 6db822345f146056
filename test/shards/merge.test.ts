// The parts of several machines, merged, are byte for byte the report of one; parts that do not belong together are refused in words.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { reporters } from '../../src/reporters/index.ts';
import { folderWith } from '../cli/folder.ts';
import { truce } from '../cli/run-cli.ts';
import { files, secrets } from './evidence.ts';
import { run } from './in-process.ts';

const root = join(import.meta.dirname, '../..');
const others = reporters.map(({ id }) => id).filter((id) => id !== 'blob');
const everything = (folder: string): string[] => others.flatMap((id) => ['--reporter', `${id}:${folder}/${id}`]);
const readAll = (folder: string) => Object.fromEntries(others.map((id) => [id, readFileSync(join(folder, id), 'utf8')]));

async function writeBlobs(cwd: string, folder: string, total: number, more: readonly string[] = []): Promise<void> {
  for (let index = 1; index <= total; index++)
    await run(cwd, ['check', '--shard', `${index}/${total}`, '--reporter', `blob:${folder}/${index}/blob.ndjson`, ...more]);
}

describe.each([
  ['the evidence of the repository', () => root],
  ['evidence that goes wrong in every way', () => folderWith(files)],
])('%s', (_, prepare) => {
  let cwd: string;
  let out: string;
  let whole: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    cwd = prepare();
    out = folderWith({});
    whole = await run(cwd, ['check', '--frames', ...everything(join(out, 'whole'))]);
  });

  it.each([1, 2, 4, 7])('is reported by every reporter as by one run, from %i shards', async (total) => {
    const blobs = join(out, `blobs-${total}`);
    await writeBlobs(cwd, blobs, total);
    // The machine that merges has the blobs and nothing else.
    const merged = await run(folderWith({}), ['merge', blobs, '--frames', ...everything(join(out, String(total)))]);
    expect([merged.code, merged.stdout]).toEqual([whole.code, whole.stdout]);
    expect(merged.stderr.replace(join(out, String(total)), '')).toBe(whole.stderr.replace(join(out, 'whole'), ''));
    expect(readAll(join(out, String(total)))).toEqual(readAll(join(out, 'whole')));
  });

  it('has the evidence matrix of one run, and fails where too little is proved, from 4 shards', async () => {
    const asked = ['--matrix', 'full', '--min-coverage', 'status=100,field=99'];
    const reports = (name: string): string[] => ['-r', `text:${join(out, name, 'text')}`, '-r', `json:${join(out, name, 'json')}`];
    const alone = await run(cwd, ['check', ...asked, ...reports('alone')]);
    await writeBlobs(cwd, join(out, 'asked'), 4, asked);
    expect((await run(folderWith({}), ['merge', join(out, 'asked'), ...reports('merged')])).code).toBe(alone.code);
    for (const name of ['text', 'json'])
      expect(readFileSync(join(out, 'merged', name), 'utf8')).toBe(readFileSync(join(out, 'alone', name), 'utf8'));
    expect(readFileSync(join(out, 'merged/json'), 'utf8')).toContain('"shortfalls": [');
    expect(alone.code).toBeGreaterThan(0);
  });

  it.each([2, 4, 7])('every exchange is listed by exactly one of %i shards, the one that judges it', async (total) => {
    const listed = (text: string): string[] => text.split('\n').filter(Boolean);
    const all = listed((await run(cwd, ['check', '--list'])).stdout);
    const parts: string[] = [];
    for (let index = 1; index <= total; index++) {
      const shard = ['--shard', `${index}/${total}`];
      const own = listed((await run(cwd, ['check', '--list', ...shard])).stdout);
      const judged = JSON.parse((await run(cwd, ['check', '-r', 'json', ...shard])).stdout) as {
        outcomes: { evidence: string; index: number }[];
      };
      expect(judged.outcomes.map(({ evidence, index: at }) => `${evidence}#${at}`)).toEqual(own.map((line) => line.split('  ')[0]));
      parts.push(...own);
    }
    expect(parts.toSorted()).toEqual(all.toSorted());
  });
});

describe('a failing run in parts', () => {
  let cwd: string;
  const blob = (index: number): string => join(cwd, `blobs/shard-${index}-of-3.ndjson`);
  const shards: Awaited<ReturnType<typeof run>>[] = [];
  const merge = (...args: string[]) => run(cwd, ['merge', ...(args.length > 0 ? args : ['blobs'])]);
  beforeAll(async () => {
    cwd = folderWith(files);
    for (const index of [1, 2, 3])
      shards.push(await run(cwd, ['check', '--shard', `${index}/3`, '--reporter', 'blob', '--reporter', 'text']));
  });

  it('says on every machine where the blob is, and that it is a part', () => {
    for (const [at, { code, stdout, stderr }] of shards.entries()) {
      expect(stderr).toBe(`Blob: blobs/shard-${at + 1}-of-3.ndjson\n`);
      expect(stdout).toContain(`Shard ${at + 1}/3 judged`);
      expect(stdout).not.toContain('Nothing needed');
      expect([1, 2]).toContain(code);
    }
  });

  it('tells what nothing needed only over all shards', async () => {
    const { stdout: lines, code } = await merge();
    const stdout = lines.replace(/\s+/g, ' ');
    expect(stdout).toContain('Nothing needed the waiver of `response-body-missing` any more: nobody needs this');
    expect(stdout).toContain('The waiver of `operation-undocumented` expired on 2026-01-01');
    expect(stdout).not.toContain('Nothing needed the waiver of `response-body-mismatch`');
    expect(stdout).toContain('2 files in the folders given are no evidence and were passed over');
    expect(code).toBe(2);
  });

  it('holds no secret', () => {
    for (const index of [1, 2, 3]) for (const secret of secrets) expect(readFileSync(blob(index), 'utf8').includes(secret)).toBe(false);
  });

  it('passes by another --fail-on, and merges the files that are named', async () => {
    const clean = folderWith({
      'api.yaml': files['notes.yaml'] ?? '',
      'a.har': files['evidence/a.har'] ?? '',
      'b.har': files['evidence/b.har'] ?? '',
    });
    await run(clean, ['check', '-c', 'api.yaml', 'a.har', 'b.har', '--shard', '1/2', '-r', 'blob:1.blob']);
    await run(clean, ['check', '-c', 'api.yaml', 'a.har', 'b.har', '--shard', '2/2', '-r', 'blob:2.blob', '--fail-on', 'warning']);
    expect((await run(clean, ['merge', '1.blob', '2.blob'])).stderr).toContain('`--fail-on` was not the same');
    expect((await run(clean, ['merge', '1.blob', '2.blob', '--fail-on', 'never'])).code).toBe(0);
    expect((await run(clean, ['merge', '2.blob', '1.blob', '--fail-on', 'error'])).code).toBe(1);
    expect((await run(clean, ['merge', '1.blob', '2.blob', '--fail-on', 'loud'])).stderr).toContain('takes error, warning, info or never');
  });

  it.each<[string, (folder: string) => Promise<void> | void, RegExp]>([
    [
      'a missing shard',
      (folder) => rmSync(join(folder, 'shard-2-of-3.ndjson')),
      /^truce: Shard 2 of 3 is missing\n {2}What nobody judged cannot pass/,
    ],
    [
      'two missing',
      (folder) => [1, 3].forEach((index) => rmSync(join(folder, `shard-${index}-of-3.ndjson`))),
      /^truce: Shards 1 and 3 of 3 are missing/,
    ],
    [
      'a doubled shard',
      (folder) => cpSync(join(folder, 'shard-2-of-3.ndjson'), join(folder, 'again.ndjson')),
      /^truce: Shard 2\/3 is there twice: ".*again.ndjson" and ".*shard-2-of-3.ndjson"/,
    ],
    [
      'another version of Truce',
      (folder) => edit(folder, 2, (text) => text.replace(/"version":"[\d.]+"/, '"version":"0.0.1"')),
      /was written by Truce 0\.0\.1, and this is Truce \d/,
    ],
    [
      'a truncated blob',
      (folder) => edit(folder, 3, (text) => text.slice(0, text.length >> 1)),
      /"blobs\/shard-3-of-3.ndjson" is cut off: its last line is missing/,
    ],
    ['a blob without its last character', (folder) => edit(folder, 3, (text) => text.slice(0, -1)), /is cut off/],
    [
      'a changed blob',
      (folder) => edit(folder, 1, (text) => text.replace('"conforms"', '"violates"')),
      /"blobs\/shard-1-of-3.ndjson" is damaged: its text is not what was written/,
    ],
    [
      'an empty folder',
      (folder) => readdirSync(folder).forEach((name) => rmSync(join(folder, name))),
      /There is no blob in the folder "blobs"\n {2}It is empty/,
    ],
    [
      'a folder of other things',
      (folder) => readdirSync(folder).forEach((name) => writeFileSync(join(folder, name), 'x')),
      /There is no blob in the folder "blobs"\n {2}It holds 3 other files/,
    ],
    [
      'another number of shards',
      (folder) => writeBlobs(cwd, folder, 2),
      /does not belong to shard .*: one is of \d shards, the other of \d shards/,
    ],
    [
      'the contract of another commit',
      async (folder) => {
        const other = folderWith({ ...files, 'notes.yaml': `${files['notes.yaml']}# a comment moves nothing, but it is another text\n` });
        await run(other, ['check', '--shard', '2/3', '-r', 'blob']);
        cpSync(join(other, 'blobs/shard-2-of-3.ndjson'), join(folder, 'shard-2-of-3.ndjson'));
      },
      /Shard 2\/3|shard 2\/3 .* does not belong to shard 1\/3 .*: the contract `notes` \(notes\.yaml\) is not the same text\n {2}Run all shards on the same commit/,
    ],
    [
      'other options',
      async (folder) => {
        const other = folderWith(files);
        await run(other, ['check', '--shard', '2/3', '-r', 'blob', '--strict']);
        cpSync(join(other, 'blobs/shard-2-of-3.ndjson'), join(folder, 'shard-2-of-3.ndjson'));
      },
      /`--strict` was not the same/,
    ],
    [
      'other evidence',
      async (folder) => {
        const other = folderWith({ ...files, 'evidence/z.har': '{"log":{}}' });
        await run(other, ['check', '--shard', '2/3', '-r', 'blob']);
        cpSync(join(other, 'blobs/shard-2-of-3.ndjson'), join(folder, 'shard-2-of-3.ndjson'));
      },
      /the evidence is not the same/,
    ],
  ])('%s is a sentence and exit code 2', async (_, spoil, sentence) => {
    const copy = folderWith({});
    mkdirSync(join(copy, 'blobs'));
    cpSync(join(cwd, 'blobs'), join(copy, 'blobs'), { recursive: true });
    await spoil(join(copy, 'blobs'));
    const { code, stdout, stderr } = await run(copy, ['merge', 'blobs']);
    expect(stderr).toMatch(sentence);
    expect([code, stdout]).toEqual([2, '']);
  });

  it.each([
    ['nope', /The blob "nope" cannot be read: /],
    ['truce.config.json', /"truce.config.json" is no blob\n {2}`truce merge` takes what/],
  ])('%s is no blob', async (path, sentence) => {
    expect((await merge(path)).stderr).toMatch(sentence);
  });

  it.each([
    [['--shard', '0/4'], /as in 2\/4, got "0\/4"/],
    [['--shard', '5/4'], /as in 2\/4/],
    [['--shard', 'a'], /as in 2\/4/],
    [['--shard', '1/2', '--bail'], /do not go together/],
    [['--shard', '1/2', '--update-baseline'], /do not go together/],
  ])('%j is answered with a sentence', async (args, sentence) => {
    const { code, stderr } = await run(cwd, ['check', ...args]);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(2);
  });

  function edit(folder: string, index: number, change: (text: string) => string): void {
    const path = join(folder, `shard-${index}-of-3.ndjson`);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  }
});

it('more shards than evidence: those without any pass, and the whole is what one run says', async () => {
  const cwd = folderWith({ 'api.yaml': files['notes.yaml'] ?? '', 'b.har': files['evidence/b.har'] ?? '' });
  for (const index of [1, 2, 3]) {
    const { code } = await truce(['check', '-c', 'api.yaml', 'b.har', '--shard', `${index}/3`, '-r', 'blob'], { cwd });
    expect(code).toBe(index === 1 ? 1 : 0);
  }
  const merged = await truce(['merge', 'blobs'], { cwd });
  expect(merged).toEqual(await truce(['check', '-c', 'api.yaml', 'b.har'], { cwd }));
  expect(merged.code).toBe(1);
});
