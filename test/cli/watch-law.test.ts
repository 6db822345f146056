// A law of `truce check --watch`: after any sequence of edits its report is, byte for byte, that of a fresh check.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { type Random, seedRandom } from '../../bench/random.ts';
import type { Io } from '../../src/commands/io.ts';
import { main } from '../../src/commands/main.ts';
import { bad, contract, elsewhere, entry, good, har, interaction, odd, pact } from './fixtures.ts';
import { folderWith } from './folder.ts';

const split = contract.replace("schema: { $ref: '#/components/schemas/Note' }", "schema: { $ref: 'parts/note.yaml' }");
const note = 'type: object\nrequired: [id]\nproperties:\n  id: { type: integer }\n  title: { type: string }\n  done: { type: boolean }\n';
const others = contract.replace('title: Notes', 'title: Others').replaceAll('Note', 'Other');
const pool = [good, bad, odd, elsewhere, entry('{"id": 1, "id": 2}'), entry({ id: 1 }, { status: 418 }), entry({ id: 'x' })];
/** Nothing: the file is not there. */
const gone = '';
const stub = JSON.stringify({
  request: { method: 'GET', urlPath: '/api/notes/7' },
  response: { status: 200, headers: { 'Content-Type': 'application/json' }, bodyFileName: 'note.json' },
});

/** What each file may come to hold. */
const states: Readonly<Record<string, (random: Random) => string>> = {
  'ev/a.har': (random) => har(...Array.from({ length: random.between(0, 4) }, () => random.pick(pool))),
  'ev/b.har': (random) => (random.chance(0.3) ? gone : har(...Array.from({ length: 3 }, () => random.pick(pool)))),
  'ev/deep/c.har': (random) => (random.chance(0.4) ? gone : har(random.pick(pool)).slice(0, random.chance(0.3) ? -20 : undefined)),
  'ev/getNote.200.json': (random) => random.pick([gone, '{"id": 1}', '{"id": "x"}', '{"id": ']),
  'ev/notes.txt': (random) => random.pick([gone, 'nothing', har(good)]),
  'own/d.pact.json': (random) => random.pick([gone, pact(interaction({ id: 1 })), pact(interaction({ id: 'x', colour: 1 }))]),
  'own/e.har': (random) => har(random.pick(pool), random.pick(pool)),
  'stubs/mappings/s.json': () => stub,
  'stubs/__files/note.json': (random) => random.pick([gone, '{"id": 1}', '{"id": "x"}']),
  'notes.yaml': (random) =>
    random.pick([split, split, split.replace('type: integer', 'type: string'), split.replace('/notes/{id}:', '/x/{id}:'), `${split}x: [`]),
  'parts/note.yaml': (random) =>
    random.pick([note, note, note.replace('title: { type: string }', "title: { type: integer, pattern: '(' }"), 'type: [', gone]),
  'others.yaml': (random) =>
    random.pick([
      others.replace('/notes/{id}:', '/others/{id}:'),
      others,
      others
        .replace('notes.example/api', 'cdn.example')
        .replace('paths:', "paths:\n  /logo.svg:\n    get: { responses: { '200': { description: x } } }"),
      others.replace('200', '418').replace('value: { id: 1', "value: { id: 'x'"),
    ]),
  'truce-baseline.json': (random) => random.pick([gone, gone, '{', '{"version":1,"findings":[]}']),
  'truce.config.json': (random) => (random.chance(0.1) ? '{' : config(random)),
};

function config(random: Random): string {
  return JSON.stringify({
    contracts: [{ document: 'notes.yaml', evidence: ['own'] }, 'others.yaml'].slice(0, random.chance(0.9) ? 2 : 1),
    evidence: random.pick([
      ['ev', 'stubs'],
      ['ev/*.har', 'stubs'],
      ['ev/**/*.har', 'ev/**/*.json', 'stubs'],
    ]),
    strict: random.chance(0.3),
    ...(random.chance(0.3) && { rules: { 'response-body-mismatch': 'warning' } }),
    ...(random.chance(0.5) && { waivers: [{ rule: 'response-body-mismatch', reason: 'known', evidence: 'ev/b.har' }] }),
  });
}

interface Ran {
  code: number | undefined;
  out: string;
  err: string;
}

function start(cwd: string, args: readonly string[], stopped: () => Promise<void> = () => new Promise(() => undefined)) {
  const told: Ran = { code: undefined, out: '', err: '' };
  const io: Io = {
    cwd,
    env: {},
    out: (text) => void (told.out += text),
    err: (text) => void (told.err += text),
    outIsTerminal: false,
    errIsTerminal: false,
    columns: 80,
    today: () => '2026-02-03',
    stopped,
    onHangup: () => undefined,
    staySmall: () => undefined,
  };
  const ended = main(['node', 'truce', 'check', ...args], io).then((code) => (told.code = code));
  return { told, ended };
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(holds: () => boolean, milliseconds: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; !holds(); await wait(10)) if (Date.now() > end) return false;
  return true;
}

const many = Number(process.env['WATCH_RUNS'] ?? 1);

it.each(Array.from({ length: 3 * many }, (_, seed) => [seed + Number(process.env['WATCH_SEED'] ?? 0)]))(
  'edits of seed %i',
  async (seed) => {
    const random = seedRandom(seed);
    const cwd = folderWith();
    const out = folderWith();
    const asked = seed % 3 === 1 ? ['--matrix', 'full'] : seed % 3 === 2 ? ['--grep', 'note'] : [];
    const write = (name: string): void => {
      const text = states[name]?.(random);
      if (text === undefined || text === gone) return rmSync(join(cwd, name), { force: true });
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
    };
    for (const name of Object.keys(states)) write(name);
    writeFileSync(join(cwd, 'truce.config.json'), config(random));
    await wait(50);
    let stop = (): void => undefined;
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    const kept = join(out, 'watch.json');
    const { told, ended } = start(cwd, ['--watch', '-r', `json:${kept}`, ...asked], () => stopped);
    expect(await until(() => told.err.endsWith('\n'), 20_000)).toBe(true);
    const history: string[] = [];
    let reports = 0;
    for (let round = 0; round < 25; round++) {
      const names = Array.from({ length: random.between(1, 3) }, () => random.pick(Object.keys(states)));
      history.push(names.join(' '));
      const before = told.err.length;
      for (const name of names) write(name);
      await until(() => told.err.length > before, 400);
      const fresh = start(cwd, ['-r', 'json', ...asked]);
      await fresh.ended;
      const { out: report, err } = fresh.told;
      const isSame = (): boolean => (report === '' ? told.err.includes(err) : existsSync(kept) && readFileSync(kept, 'utf8') === report);
      const settled = await until(isSame, 5000);
      if (!settled) expect(report === '' ? told.err : readFileSync(kept, 'utf8'), `${history.join('\n')}\n${told.err}`).toBe(report || err);
      if (report !== '') reports++;
      // What ends every check is mended, so that most rounds have a report.
      else if (random.chance(0.7)) {
        writeFileSync(join(cwd, 'truce.config.json'), config(random));
        rmSync(join(cwd, 'truce-baseline.json'), { force: true });
      }
    }
    expect(told.err).not.toContain('bug in Truce');
    expect(reports).toBeGreaterThan(5);
    stop();
    expect(await ended).toBe(0);
  },
  120_000,
);
