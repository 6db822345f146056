// `truce check --watch` as a process: every kind of edit is noticed, only what it concerns is judged again, and the report is that of a fresh check.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bad, contract, elsewhere, entry, good, har, odd } from './fixtures.ts';
import { folderWith, put } from './folder.ts';
import { run as fresh } from '../shards/in-process.ts';
import { truce } from './run-cli.ts';
import { startWatching, type Watching } from './watching.ts';

const split = contract.replace("schema: { $ref: '#/components/schemas/Note' }", "schema: { $ref: 'schemas/note.yaml' }");
const note = 'type: object\nrequired: [id]\nproperties:\n  id: { type: integer }\n  title: { type: string }\n  done: { type: boolean }\n';
const tasks = contract
  .replace('title: Notes', 'title: Tasks')
  .replace('notes.example/api', 'tasks.example/t')
  .replaceAll('  /notes', '  /tasks')
  .replaceAll('Note', 'Task');
const task = (body: unknown): object => entry(body, { url: 'https://tasks.example/t/tasks/7' });

const files = {
  'notes.yaml': split,
  'schemas/note.yaml': note,
  'tasks.yaml': tasks,
  'ev/a.har': har(good, bad, odd, elsewhere),
  'ev/b.har': har(good, good),
  'ev/t.har': har(task({ id: 1 }), task({ id: 2 }), task({ id: 'x' })),
  'more/in/m.har': har(good),
  'truce.config.json': JSON.stringify({ contracts: ['notes.yaml', 'tasks.yaml'], evidence: ['ev', 'more/*/*.har'] }),
};

let cwd = '';
let watching: Watching;
const at = (name: string): string => join(cwd, name);
const save = (name: string, text: string): void => put(cwd, { [name]: text });
/** As many editors do. */
const saveByRename = (name: string, text: string): void => {
  writeFileSync(at(`.${name.replaceAll('/', '_')}~`), text);
  renameSync(at(`.${name.replaceAll('/', '_')}~`), at(name));
};

describe('a watch', () => {
  beforeEach(async () => {
    cwd = folderWith(files);
    watching = startWatching(cwd);
    await watching.heard(/^\d\d:\d\d:\d\d 12 exchanges judged; watching \d+ paths, Ctrl-C ends it\n$/);
    await isFresh();
  });
  afterEach(() => void watching.child.kill('SIGKILL'));

  const isFresh = async (): Promise<void> => expect(watching.out()).toBe((await fresh(cwd, ['check'])).stdout);

  it('judges again what an edit concerns, and reports like a fresh check', async () => {
    const steps: readonly (readonly [change: () => void, line: RegExp])[] = [
      [() => save('ev/b.har', har(good, bad, good)), / ev\/b\.har changed: 3 of 13 exchanges judged again\n$/],
      [() => saveByRename('ev/b.har', har(good)), / ev\/b\.har changed: 1 of 11 exchanges judged again\n$/],
      // Nothing of the other contract: a.har, b.har, m.har and the examples.
      [
        () => save('schemas/note.yaml', note.replace('title: { type: string }', 'title: { type: integer }')),
        / schemas\/note\.yaml changed: 7 of 11 exch/,
      ],
      [
        () => save('tasks.yaml', tasks.replace('title: { type: string }', 'title: { type: integer }')),
        / tasks\.yaml changed: 4 of 11 exchanges/,
      ],
      [() => save('ev/new.har', har(bad, bad)), / ev\/new\.har is new: 2 of 13 exchanges judged again\n$/],
      [() => save('more/other/n.har', har(good)), / more\/other\/n\.har is new: 1 of 14 exchanges judged again\n$/],
      [() => save('ev/deep/er/n.har', har(good)), / ev\/deep\/er\/n\.har is new: 1 of 15 exchanges judged again\n$/],
      [() => rmSync(at('ev/deep'), { recursive: true }), / ev\/deep\/er\/n\.har is gone: 0 of 14 exchanges judged again\n$/],
      [() => rmSync(at('ev/new.har')), / ev\/new\.har is gone: 0 of 12 exchanges judged again\n$/],
      [() => renameSync(at('ev/b.har'), at('ev/c.har')), / ev\/c\.har is new, ev\/b\.har is gone: 1 of 12 exchanges judged again\n$/],
      [
        () => save('ev/c.har', har(good).slice(0, -9)),
        / ev\/c\.har changed: 0 of 11 exchanges judged again; could not check everything: The file/,
      ],
      [() => save('ev/c.har', 'no evidence'), / ev\/c\.har changed: 0 of 11 exchanges judged again\n$/],
      [() => save('ev/c.har', har(good)), / ev\/c\.har changed: 1 of 12 exchanges judged again\n$/],
    ];
    for (const [change, line] of steps) {
      change();
      await watching.heard(line);
      await isFresh();
    }
    expect(await watching.stop()).toBe(0);
  });

  it('judges what no contract covered when a contract comes to cover it, and nothing else', async () => {
    const withLogo = tasks.replace(
      'paths:\n',
      "paths:\n  /logo.svg:\n    get: { operationId: logo, responses: { '200': { description: x } } }\n",
    );
    save('tasks.yaml', `${tasks}# a comment\n`);
    // t.har and the examples of tasks.
    await watching.heard(/tasks\.yaml changed: 4 of 12 exchanges judged again\n$/);
    await isFresh();
    save('tasks.yaml', withLogo);
    // One exchange of a.har is of tasks now.
    await watching.heard(/tasks\.yaml changed: 8 of 12 exchanges judged again\n$/);
    await isFresh();
    save('tasks.yaml', tasks);
    await watching.heard(/tasks\.yaml changed: 8 of 12 exchanges judged again\n$/);
    await isFresh();
    // Now tasks answers better to what was of the other contract.
    save('tasks.yaml', contract.replaceAll('Note', 'Task'));
    await watching.heard(/tasks\.yaml changed: 4 of 12 exchanges judged again\n$/);
    await isFresh();
    save('notes.yaml', split.replace('/notes/{id}:', '/other/{id}:'));
    await watching.heard(/notes\.yaml changed: 8 of 12 exchanges judged again\n$/);
    await isFresh();
    expect(await watching.stop()).toBe(0);
  });

  it('says what is broken, goes on, and is whole again when that is mended', async () => {
    save('notes.yaml', `${split}x: [`);
    expect(await watching.heard(/again.*\n$/)).toMatch(
      /notes\.yaml changed: \d+ of 11 exchanges judged again; could not check everything: notes\.yaml:\d+:\d+: Not YAML/,
    );
    await isFresh();
    save('notes.yaml', split);
    await watching.heard(/notes\.yaml changed: 8 of 12 exchanges judged again\n$/);
    await isFresh();
    save('schemas/note.yaml', 'type: [');
    await watching.heard(/schemas\/note\.yaml changed: .*\n$/);
    await isFresh();
    rmSync(at('schemas/note.yaml'));
    await watching.heard(/schemas\/note\.yaml is gone: .*\n$/);
    await isFresh();
    save('schemas/note.yaml', note);
    await watching.heard(/schemas\/note\.yaml is new: .*\n$/);
    await isFresh();
    save('truce.config.json', '{');
    expect(await watching.heard(/truce: .*\n/)).toMatch(
      /^\S+ truce\.config\.json changed: nothing was judged, still watching\ntruce: truce\.config\.json:1:2: Not JSON/,
    );
    expect(watching.out()).toBe('');
    // Meanwhile nothing is forgotten.
    save('ev/b.har', har(bad));
    save('truce.config.json', JSON.stringify({ ...(JSON.parse(files['truce.config.json']) as object), strict: true }));
    await watching.heard(/truce\.config\.json.* changed: 11 of 11 exchanges judged again\n$/);
    await isFresh();
    expect(await watching.stop('SIGTERM')).toBe(0);
  });

  it('starts another round for what changes while one runs', async () => {
    const many = Array.from({ length: 4000 }, () => bad);
    save('ev/many.har', har(...many));
    await watching.heard(/many\.har (?:is new|changed)/);
    save('ev/many.har', har(...many, good));
    await new Promise((resolve) => setTimeout(resolve, 150));
    save('ev/b.har', har(bad));
    await watching.heard(/ev\/b\.har/);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(watching.out().endsWith((await fresh(cwd, ['check'])).stdout)).toBe(true);
  });

  it('judges everything again on SIGHUP', async () => {
    watching.child.kill('SIGHUP');
    await watching.heard(/ asked by SIGHUP: 12 of 12 exchanges judged again\n$/);
    await isFresh();
    expect(await watching.stop()).toBe(0);
  });
});

it('reads a config that is code again, with what it imports, and heeds the baseline', async () => {
  cwd = folderWith({
    ...files,
    'truce.config.ts': "import { strict } from './strict.ts';\nexport default { contracts: ['notes.yaml'], evidence: ['ev'], strict };\n",
    'strict.ts': 'export const strict: boolean = false;\n',
  });
  rmSync(at('truce.config.json'));
  watching = startWatching(cwd, ['-r', 'json']);
  await watching.heard(/judged; watching/);
  const isFresh = async (): Promise<void> => expect(watching.out()).toBe((await truce(['check', '-r', 'json'], { cwd })).stdout);
  await isFresh();
  save('strict.ts', 'export const strict: boolean = true;\n');
  await watching.heard(/ strict\.ts changed: 10 of 10 exchanges judged again\n$/);
  await isFresh();
  await truce(['check', '--update-baseline'], { cwd });
  await watching.heard(/ truce-baseline\.json is new: 10 of 10 exchanges judged again\n$/);
  expect(watching.out()).toContain('"accepted"');
  save('strict.ts', 'export const strict: boolean = ;\n');
  expect(await watching.heard(/truce: .*\n/)).toMatch(
    /nothing was judged, still watching\ntruce: strict\.ts:1:32: truce\.config\.ts cannot be loaded/,
  );
  save('strict.ts', 'export const strict: boolean = true;\n');
  await watching.heard(/ strict\.ts changed: 10 of 10/);
  expect(await watching.stop()).toBe(0);
});

it('waits for evidence that is not there yet, and follows files that evidence refers to', async () => {
  const mapping = JSON.stringify({
    request: { method: 'GET', urlPath: '/api/notes/7' },
    response: { status: 200, headers: { 'Content-Type': 'application/json' }, bodyFileName: 'note.json' },
  });
  cwd = folderWith({ 'api.yaml': contract, 'stubs/mappings/a.json': mapping });
  const args = ['-c', 'api.yaml', 'later.har', 'stubs'];
  watching = startWatching(cwd, args);
  expect(await watching.heard(/truce: .*\n/)).toMatch(
    /nothing was judged, still watching\ntruce: There is no file or folder at "later.har"/,
  );
  save('later.har', har(good));
  await watching.heard(/ later\.har .*: 2 of 2 exchanges judged again/);
  for (const body of ['{"id": 1}', '{"id": "x"}', '{"id": 2}']) {
    save('stubs/__files/note.json', body);
    await watching.heard(/ stubs\/__files\/note\.json .*: [12] of \d exchanges judged again/);
    const all = watching.out();
    const { stdout } = await fresh(cwd, ['check', ...args]);
    expect(all.slice(-stdout.length)).toBe(stdout);
  }
  expect(await watching.stop()).toBe(0);
});

it('replaces report files whole, also those among the evidence, and comes to rest', async () => {
  cwd = folderWith(files);
  mkdirSync(at('real'));
  symlinkSync(at('real/r.json'), at('link.json'));
  writeFileSync(at('real/r.json'), '');
  watching = startWatching(cwd, ['-r', 'json:ev/report.json', '-r', 'json:link.json', '-r', 'blob', '-r', 'html:out/r.html']);
  await watching.heard(/judged; watching/);
  for (const body of [{ id: 'x' }, { id: 1 }]) {
    save('ev/b.har', har(entry(body)));
    await watching.heard(/ev\/b\.har changed/);
  }
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(await watching.heard(/^/)).toBe('');
  await truce(['check', '-r', 'json:out/fresh.json', '-r', 'html:out/fresh.html', '-r', 'blob:out/fresh.blob'], { cwd });
  const text = (name: string): string => readFileSync(at(name), 'utf8');
  expect(text('link.json')).toBe(text('out/fresh.json'));
  expect(text('real/r.json')).toBe(text('out/fresh.json'));
  expect(text('out/r.html')).toBe(text('out/fresh.html'));
  expect(text('blobs/shard-1-of-1.ndjson').replace(/"bytes":\d+|.*"hash".*\n$/g, '')).toBe(
    text('out/fresh.blob').replace(/"bytes":\d+|.*"hash".*\n$/g, ''),
  );
  expect(existsSync(at('out/.r.html.part'))).toBe(false);
  expect(watching.out()).toBe('');
  expect(await watching.stop()).toBe(0);
});

it.each([
  [['--broker', 'http://127.0.0.1:9'], /`--watch` and `--broker` do not go together: what a broker has is no file that changes/],
  [['--shard', '1/2'], /`--watch` and `--shard` do not go together/],
  [['--update-baseline'], /`--watch` and `--update-baseline` do not go together/],
  [['--list'], /`--watch` and `--list` do not go together/],
  [['--bail'], /`--watch` and `--bail` do not go together/],
  [['-'], /`--watch` and `-` do not go together: standard input is read once/],
  [['-r', 'nope'], /There is no reporter "nope"/],
  [['--grep', '('], /`--grep` takes a regular expression/],
  [['--config', 'nope.yaml'], /There is no config file at "nope.yaml"/],
])('%j is refused with a sentence and exit code 2', async (args, sentence) => {
  cwd = folderWith(files);
  const { code, stdout, stderr } = await truce(['check', '--watch', ...args], { cwd });
  expect(stderr).toMatch(sentence);
  expect([code, stdout]).toEqual([2, '']);
});

it('without config and contract there is nothing to watch', async () => {
  const { code, stderr } = await truce(['check', '-w'], { cwd: folderWith({}) });
  expect(stderr).toMatch(/There is no contract to check against/);
  expect(code).toBe(2);
});

it('waits for its whole folder to come back', async () => {
  const folder = folderWith({ 'in/openapi.yaml': contract, 'in/a.har': har(good) });
  const inside = join(folder, 'in');
  const watch = startWatching(inside, ['-c', 'openapi.yaml', 'a.har']);
  try {
    await watch.heard(/1 exchange judged/);
    renameSync(inside, `${inside}-aside`);
    await watch.heard(/nothing was judged, still watching/);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(watch.child.exitCode).toBe(null);
    renameSync(`${inside}-aside`, inside);
    await watch.heard(/: 1 of 1 exchange judged again\n$/);
    expect(await watch.stop()).toBe(0);
  } finally {
    watch.child.kill('SIGKILL');
  }
});

it('reads what came from the network again on SIGHUP', async () => {
  let type = 'integer';
  const server = createServer((_, response) => response.end(note.replace('integer', type))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const remote = contract.replace(
    "schema: { $ref: '#/components/schemas/Note' }",
    `schema: { $ref: 'http://127.0.0.1:${port}/note.yaml' }`,
  );
  cwd = folderWith({ 'openapi.yaml': remote, 'a.har': har(good) });
  const watch = startWatching(cwd, ['-c', 'openapi.yaml', 'a.har', '--allow-remote-refs']);
  try {
    await watch.heard(/1 exchange judged/);
    expect(watch.out()).toContain('findings  none');
    type = 'string';
    watch.child.kill('SIGHUP');
    await watch.heard(/ asked by SIGHUP: 1 of 1 exchange judged again\n$/);
    expect(watch.out()).toContain('Expected `id` to be a string, got 7');
    expect(await watch.stop()).toBe(0);
  } finally {
    watch.child.kill('SIGKILL');
    server.close();
  }
});

it('says a bug once, and waits for the next change', async () => {
  cwd = folderWith({ 'openapi.yaml': contract, 'a.har': har(good) });
  let [stop, said, isBroken] = [(): void => undefined, '', false];
  const heard = async (line: RegExp): Promise<void> => {
    for (const end = Date.now() + 10_000; !line.test(said); await new Promise((resolve) => setTimeout(resolve, 20)))
      if (Date.now() > end) throw new Error(`Waited for ${String(line)}, and heard ${said.slice(0, 2000)}`);
  };
  const ended = fresh(cwd, ['check', '--watch', '-c', 'openapi.yaml', 'a.har'], {
    err: (text) => void (said += text),
    today: () => {
      if (isBroken) throw new TypeError('no calendar');
      return '2026-02-03';
    },
    stopped: () => new Promise((resolve) => (stop = resolve)),
  });
  await heard(/1 exchange judged; watching/);
  said = '';
  isBroken = true;
  save('a.har', har(bad));
  await heard(/this is a bug in Truce, please report it\nTypeError: no calendar/);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(said.match(/ a\.har changed: nothing was judged, still watching\n/g)).toHaveLength(1);
  expect(said).not.toContain('while they were judged');
  isBroken = false;
  save('a.har', har(good, good));
  await heard(/: 2 of 2 exchanges judged again\n$/);
  stop();
  expect((await ended).code).toBe(0);
});
