// The growing HAR as a file: whole after every append, continued, refused, locked, killed and on a full disk.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Har } from 'har-format';
import { afterAll, describe, expect, it } from 'vitest';
import type { UserError } from '../../src/model/user-error.ts';
import { HarEntryWriter } from '../../src/record/har-entry.ts';
import { HarFile } from '../../src/record/har-file.ts';
import { creator, folder, freshPath, readBack, wire } from './wire.ts';

afterAll(() => rmSync(folder, { recursive: true }));

const writer = new HarEntryWriter([]);
const entry = (name: string, size = 0) =>
  writer.write(
    wire({ request: { target: `/${name}` }, response: { fields: [['Content-Type', 'text/plain']], body: Buffer.alloc(size, 'x') } }),
  );
const targets = (path: string): string[] => readBack(path).exchanges.map(({ request }) => request?.target.split('/').at(-1) ?? '');
const parse = (path: string): Har => JSON.parse(readFileSync(path, 'utf8')) as Har;
const complaint = (path: string): string => {
  try {
    HarFile.open(path, { creator, uri: 'out.har' }).close();
    return 'opened';
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message} / ${(error as UserError).hint}`;
  }
};

describe('a HAR that grows', () => {
  it('is whole before the first entry, after every entry, and after it was continued twice', () => {
    const path = freshPath();
    let file = HarFile.open(path, { creator });
    expect(parse(path).log).toEqual({ version: '1.2', creator, entries: [] });
    file.close();
    const names: string[] = [];
    for (const round of ['a', 'b', 'c']) {
      file = HarFile.open(path, { creator: { name: 'other', version: '9' } });
      for (const name of [`${round}1`, `${round}2`]) {
        expect(file.append(entry(name))).toBe(true);
        names.push(name);
        expect(parse(path).log.entries).toHaveLength(names.length);
        expect(targets(path)).toEqual(names);
      }
      file.close();
      file.close();
      expect(file.append(entry('late'))).toBe(false);
    }
    expect(parse(path).log.creator).toEqual(creator);
    expect(readBack(path).problems).toEqual([]);
  });

  it('makes a whole HAR of an empty file, keeps what it holds from other users of the machine, and leaves no lock', () => {
    const empty = freshPath();
    writeFileSync(empty, '');
    HarFile.open(empty, { creator }).close();
    expect(parse(empty).log.entries).toEqual([]);
    const path = freshPath();
    HarFile.open(path, { creator }).close();
    expect(statSync(path).mode & 0o077).toBe(0);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it('costs what an entry is long, not what the file is', () => {
    const path = freshPath();
    const file = HarFile.open(path, { creator });
    const small = entry('small');
    const time = (): number => {
      const start = performance.now();
      for (let i = 0; i < 300; i++) file.append(small);
      return performance.now() - start;
    };
    time();
    const before = Math.min(time(), time(), time());
    const large = entry('large', 8 << 20);
    for (let i = 0; i < 12; i++) file.append(large);
    expect(statSync(path).size).toBeGreaterThan(90 << 20);
    // Reading or writing 100 MB anew 300 times would take minutes.
    expect(Math.min(time(), time(), time())).toBeLessThan(20 * before + 50);
    file.close();
    rmSync(path);
  });
});

const whole = (): { path: string; text: string } => {
  const path = freshPath();
  const file = HarFile.open(path, { creator });
  file.append(entry('a'));
  file.append(entry('b'));
  file.close();
  return { path, text: readFileSync(path, 'utf8') };
};

describe('a file whose writer was killed is continued behind its last whole entry', () => {
  it('cut off anywhere', () => {
    const { path, text } = whole();
    const ends = [text.indexOf(',\n{'), text.lastIndexOf('}\n]') + 1];
    for (let size = text.length - 1; size > text.indexOf('[') + 1; size--) {
      writeFileSync(path, text.slice(0, size));
      const file = HarFile.open(path, { creator });
      file.append(entry('c'));
      file.close();
      const kept = size >= (ends[1] as number) ? ['a', 'b'] : size >= (ends[0] as number) ? ['a'] : [];
      expect([size, targets(path)]).toEqual([size, [...kept, 'c']]);
    }
  });

  it.each([
    ['half of the closing brackets', '\n]}'],
    ['a piece of an entry', ',\n{"startedDateTime":"2026'],
    ['the end of the old tail behind a piece of a new entry', ',\n{}\n'],
    ['a line end', '\n'],
    ['zeros, as some file systems leave them', '\0'.repeat(5000)],
  ])('with %s behind it', (_, rest) => {
    const { path, text } = whole();
    writeFileSync(path, text.slice(0, -'\n]}}\n'.length) + rest);
    const file = HarFile.open(path, { creator });
    expect(readFileSync(path, 'utf8')).toBe(text);
    file.append(entry('c'));
    file.close();
    expect(targets(path)).toEqual(['a', 'b', 'c']);
  });
});

describe('a file that cannot be continued is left as it is', () => {
  it.each([
    ['another HAR', `{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537"},"pages":[],"entries":[]}}`],
    ['a HAR of one line', JSON.stringify({ log: { version: '1.2', creator, entries: [{}] } })],
    ['a text', 'my only copy\n'],
    ['one byte', '{'],
    ['its tail alone', '\n]}}\n'],
  ])('%s', (_, text) => {
    const path = freshPath();
    writeFileSync(path, text);
    expect(complaint(path)).toMatch(/^UserError: `out\.har` .*\/ \w/);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('a folder, a device, and a folder that is not there', () => {
    const path = freshPath();
    mkdirSync(path);
    expect(complaint(path)).toBe('UserError: Cannot write `out.har`: it is a folder / undefined');
    expect(complaint('/dev/null')).toContain('it is no regular file');
    expect(complaint(join(path, 'missing', 'out.har'))).toBe('UserError: Cannot write `out.har`: there is no such file / undefined');
  });
});

describe('one writer', () => {
  it('in this process, through whatever link', () => {
    const path = freshPath();
    const file = HarFile.open(path, { creator });
    const link = freshPath();
    symlinkSync(path, link);
    expect(complaint(path)).toMatch(/^UserError: `out\.har` is being written by this process already/);
    expect(complaint(link)).toMatch(/^UserError: `out\.har` is being written by this process already/);
    file.close();
    expect(complaint(link)).toBe('opened');
  });

  it('among processes; the lock of one that died is taken over', () => {
    const path = freshPath();
    writeFileSync(`${path}.lock`, `${process.ppid}\n`);
    expect(complaint(path)).toMatch(new RegExp(`by process ${process.ppid} already / .*delete \`out\\.har\\.lock\``));
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(`${path}.lock`, `${dead}\n`);
    expect(complaint(path)).toBe('opened');
    // As after a restart in a container, where every process has the same number.
    writeFileSync(`${path}.lock`, `${process.pid}\n`);
    expect(complaint(path)).toBe('opened');
    writeFileSync(`${path}.lock`, '');
    expect(complaint(path)).toContain('by another process already');
    expect(existsSync(`${path}.lock`)).toBe(true);
  });
});

it(
  'a process killed at any moment loses no entry it said was written, and another one may write after it',
  { timeout: 120_000 },
  async () => {
    for (let round = 0; round < 20; round++) {
      const path = freshPath();
      const child = spawn(process.execPath, [join(import.meta.dirname, 'append-loop.ts'), path], { stdio: ['ignore', 'pipe', 'inherit'] });
      let printed = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 120));
      child.kill('SIGKILL');
      await once(child, 'close');
      const acknowledged = printed.split('\n').slice(0, -1).length;
      const { exchanges, problems } = readBack(path);
      const whole = exchanges.filter(({ problem }) => !problem);
      expect(whole.length).toBeGreaterThanOrEqual(acknowledged);
      expect(whole.length).toBeLessThanOrEqual(acknowledged + 1);
      expect(whole.map(({ request }) => request?.target)).toEqual(whole.map((_, number) => `http://crm.example/n/${number}`));
      for (const [number, { response }] of whole.entries())
        expect(response?.content?.form === 'text' && (JSON.parse(response.content.text) as { number: number }).number).toBe(number);
      expect(problems.length === 0 || exchanges.length >= whole.length).toBe(true);
      expect(complaint(path)).toBe('opened');
      expect(targets(path)).toEqual(whole.map((_, number) => String(number)));
      rmSync(path);
    }
  },
);

describe('a disk that takes no more', () => {
  const fill = (path: string): { names: string[]; failures: string[] } => {
    const failures: string[] = [];
    const file = HarFile.open(path, { creator, uri: 'out.har', onFailure: ({ message, hint }) => failures.push(`${message} / ${hint}`) });
    const names: string[] = [];
    for (let i = 0; i < 1000; i++) if (file.append(entry(`n${i}`, (i * 997) % 9000))) names.push(`n${i}`);
    file.close();
    return { names, failures };
  };
  let mounted = '';
  try {
    const point = join(folder, 'disk');
    mkdirSync(point);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', point], { stdio: 'ignore' });
    mounted = point;
  } catch {
    // Only root may mount.
  }
  afterAll(() => void (mounted && execFileSync('umount', [mounted])));

  it.skipIf(!mounted)('ends writing, says so once, and leaves a whole HAR that can be continued', () => {
    const path = join(mounted, 'out.har');
    const filler = join(mounted, 'filler');
    writeFileSync(filler, Buffer.alloc(64 << 10));
    const { names, failures } = fill(path);
    expect(names.length).toBeGreaterThan(10);
    expect(failures).toEqual([
      'Writing `out.har` has ended: the disk is full / It holds every exchange up to here and can be continued once the reason is gone',
    ]);
    expect(parse(path).log.entries).toHaveLength(names.length);
    expect(targets(path)).toEqual(names);
    expect(readBack(path).problems).toEqual([]);
    const other = join(mounted, 'other.har');
    execFileSync('sh', ['-c', 'dd if=/dev/zero of="$0" bs=1024 count=512 2>/dev/null || true', filler]);
    expect(complaint(other)).toMatch(/^UserError: Cannot write `out\.har`: the disk is full/);
    truncateSync(filler, 0);
    expect(complaint(other)).toBe('opened');
    expect(complaint(path)).toBe('opened');
  });

  it('the same where a process may write files of one size only', () => {
    const path = freshPath();
    const script = `
      import { HarFile } from ${JSON.stringify(join(import.meta.dirname, '../../src/record/har-file.ts'))};
      const failures = [];
      const file = HarFile.open(${JSON.stringify(path)}, { creator: { name: 'truce', version: '1' }, onFailure: ({ message }) => failures.push(message) });
      let appended = 0;
      for (let i = 0; i < 50; i++) if (file.append({ startedDateTime: 'x', number: i, text: 'y'.repeat(3000) })) appended++;
      file.close();
      console.log(JSON.stringify({ appended, failures }));`;
    const output = execFileSync('sh', ['-c', 'ulimit -f 100; exec "$0" --input-type=module -e "$1"', process.execPath, script], {
      encoding: 'utf8',
    });
    const { appended, failures } = JSON.parse(output) as { appended: number; failures: string[] };
    expect(failures).toEqual([`Writing \`${path}\` has ended: the file may not grow further`]);
    expect(appended).toBeGreaterThan(5);
    expect(parse(path).log.entries).toHaveLength(appended);
    expect(complaint(path)).toBe('opened');
  });
});
