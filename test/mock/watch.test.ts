// The files behind a watch: written, replaced, deleted, linked, with their folders, and many at once.
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FileWatch, watchFiles } from '../../src/commands/watch.ts';

let folder = '';
let watching: FileWatch;
let calls: (readonly string[])[] = [];
let saves = 0;

const at = (name: string): string => join(folder, name);
const save = (name: string): void => {
  mkdirSync(join(at(name), '..'), { recursive: true });
  writeFileSync(at(name), String(++saves));
};

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !holds(); await new Promise((resolve) => setTimeout(resolve, 5)))
    if (Date.now() > end) throw new Error(`It never came to that: ${JSON.stringify(calls)}`);
}

/** The calls that a change leads to, up to the one that completes the names. */
async function callsFor(names: readonly string[], change: () => void): Promise<readonly (readonly string[])[]> {
  calls = [];
  change();
  await until(() => names.every((name) => calls.flat().includes(name)));
  return calls;
}

const files = ['a.yaml', 'c/b.yaml', 'c/s/d.yaml', 'link/r.yaml', 'file-link', 'none/x/y.yaml'];

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'truce-watch-')));
  for (const name of ['a.yaml', 'c/b.yaml', 'c/s/d.yaml', 'real/r.yaml']) save(name);
  symlinkSync(at('real'), at('link'));
  symlinkSync(at('real/r.yaml'), at('file-link'));
  calls = [];
  watching = watchFiles(files.map(at), (changed) => calls.push(changed.map((path) => path.slice(folder.length + 1)).toSorted()), {
    folder,
  });
});

afterEach(async () => {
  await watching.close();
  rmSync(folder, { recursive: true });
});

it('sees each kind of change once, again and again', async () => {
  const deep = ['c/b.yaml', 'c/s/d.yaml'];
  const changes: readonly (readonly [names: readonly string[], change: () => void])[] = [
    [['a.yaml'], () => save('a.yaml')],
    [['a.yaml'], () => unlinkSync(at('a.yaml'))],
    [['a.yaml'], () => save('a.yaml')],
    [
      ['c/b.yaml'],
      () => {
        save('c/aside');
        renameSync(at('c/aside'), at('c/b.yaml'));
      },
    ],
    [deep, () => rmSync(at('c'), { recursive: true })],
    [deep, () => deep.forEach(save)],
    [['c/s/d.yaml'], () => save('c/s/d.yaml')],
    [
      deep,
      () => {
        ['new/b.yaml', 'new/s/d.yaml'].forEach(save);
        renameSync(at('c'), at('old'));
        renameSync(at('new'), at('c'));
        rmSync(at('old'), { recursive: true });
      },
    ],
    [['c/s/d.yaml'], () => save('c/s/d.yaml')],
    [['file-link', 'link/r.yaml'], () => save('real/r.yaml')],
    [['none/x/y.yaml'], () => save('none/x/y.yaml')],
    [['none/x/y.yaml'], () => rmSync(at('none'), { recursive: true })],
    [
      ['link/r.yaml'],
      () => {
        const other = `other-${++saves}`;
        save(`${other}/r.yaml`);
        unlinkSync(at('link'));
        symlinkSync(at(other), at('link'));
      },
    ],
    [
      ['link/r.yaml'],
      () => {
        unlinkSync(at('link'));
        symlinkSync(at('real'), at('link'));
      },
    ],
    [['a.yaml', 'c/b.yaml', 'c/s/d.yaml'], () => ['a.yaml', ...deep].forEach(save)],
  ];
  for (let round = 0; round < 3; round++)
    for (const [names, change] of changes) expect(await callsFor(names, change)).toEqual([names.toSorted()]);
}, 60_000);

it('is silent about files beside those it watches, and not kept waiting by them', async () => {
  const noise = setInterval(() => save('c/state.json'), 5);
  try {
    expect(await callsFor(['c/b.yaml'], () => save('c/b.yaml'))).toEqual([['c/b.yaml']]);
  } finally {
    clearInterval(noise);
  }
});

it('tells of files that join it and have changed since they were read', async () => {
  save('e.yaml');
  const since = Date.now() - 5000;
  expect(await callsFor(['e.yaml'], () => watching.update([...files, 'e.yaml'].map(at), since))).toEqual([['e.yaml']]);
  save('f.yaml');
  watching.update(['a.yaml', 'f.yaml'].map(at), Date.now() + 60_000);
  // What left is forgotten, what joined unchanged is told only when it changes.
  expect(
    await callsFor(['f.yaml'], () => {
      save('c/b.yaml');
      save('f.yaml');
    }),
  ).toEqual([['f.yaml']]);
});

it('sees that permission is taken and given', async () => {
  // As files are that were read since they were written.
  const now = Date.now() / 1000;
  for (const name of ['a.yaml', 'c/b.yaml']) await callsFor([name], () => utimesSync(at(name), now + 60, now - 60));
  for (const mode of [0, 0o644])
    for (const name of ['a.yaml', 'c/b.yaml']) expect(await callsFor([name], () => chmodSync(at(name), mode))).toEqual([[name]]);
});

it('outlives a folder that nobody may look into', async () => {
  const deep = ['c/b.yaml', 'c/s/d.yaml'];
  // Links that go in circles refuse whoever asks, also one who has every permission.
  const shut = await callsFor(deep, () => {
    renameSync(at('c'), at('aside'));
    symlinkSync('c', at('c'));
  });
  const open = await callsFor(deep, () => {
    unlinkSync(at('c'));
    renameSync(at('aside'), at('c'));
  });
  for (const seen of [shut, open]) expect(new Set(seen.flat())).toEqual(new Set(deep));
});
