// The ledger of a probe on real disks and damaged in every way: what may have been created is never forgotten, and what cannot be read is said.
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Ledger, type LedgerHead, readLedger } from '../../src/live/ledger.ts';
import { UserError } from '../../src/model/user-error.ts';
import { runCli } from '../cli/run-cli.ts';

const head: LedgerHead = {
  ledger: 1,
  run: 'abc12345',
  startedAt: '2026-01-01T00:00:00.000Z',
  target: 'http://127.0.0.1:9/tenant',
  mark: 'truce-abc12345',
  contract: 'openapi.yaml',
};
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'truce-ledger-'));
  path = join(folder, 'run.ledger');
});
afterEach(() => rmSync(folder, { recursive: true }));

const create = (): Ledger => Ledger.create(path, 'run.ledger', head);
const linesOf = (): string[] => readFileSync(path, 'utf8').split('\n');

/** Three things: created, not known, refused. */
function three(): void {
  const ledger = create();
  ledger.settle(ledger.intend('crm', 'createPerson'), { state: 'created', subject: 7 });
  ledger.intend('crm', 'createPerson', 'chosen');
  ledger.settle(ledger.intend('crm', 'createCompany'), { state: 'failed' });
  ledger.close();
}

/** What is open in a ledger whose lines were changed so. */
function openAfter(change: (lines: string[]) => string): { readonly open: unknown[]; readonly damaged: readonly number[] } {
  three();
  writeFileSync(path, change(linesOf()));
  const { ledger } = Ledger.continue(path, 'run.ledger');
  ledger.close();
  return { open: ledger.open().map(({ operation, state, subject }) => [operation, state, subject]), damaged: ledger.damaged };
}

/** The sentence of the failure. */
function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return `${error.message} | ${error.hint ?? ''}`;
    throw error;
  }
  return 'none';
}

describe('writing', () => {
  it('each line is in the file when the call returns, and only its owner reads it', () => {
    const ledger = create();
    expect(linesOf().length).toBe(2);
    const id = ledger.intend('crm', 'createPerson');
    expect(JSON.parse(linesOf()[1] ?? '')).toMatchObject({ id, operation: 'createPerson', state: 'intended' });
    ledger.settle(id, { state: 'created', subject: 'ä\n"x' });
    expect(JSON.parse(linesOf()[2] ?? '')).toEqual({ id, state: 'created', subject: 'ä\n"x' });
    expect(statSync(path).mode & 0o077).toBe(0);
    ledger.close();
  });

  it('what may be there comes back in reverse order', () => {
    three();
    const { ledger } = Ledger.continue(path, 'run.ledger');
    ledger.close();
    expect(ledger.open().map(({ subject }) => subject)).toEqual(['chosen', 7]);
  });

  it('a file that exists is never written over, nor followed to another', () => {
    writeFileSync(path, 'mine');
    expect(refusal(create)).toMatch(/^Cannot write the ledger `run\.ledger`: the file exists \| .*--cleanup run\.ledger/);
    rmSync(path);
    symlinkSync(join(folder, 'elsewhere'), path);
    expect(refusal(create)).toContain('the file exists');
  });

  it('two writers at once lose no line of each other', () => {
    const first = create();
    first.intend('crm', 'a');
    const { ledger: second } = Ledger.continue(path, 'run.ledger');
    second.settle(1, { state: 'created', subject: 1 });
    first.intend('crm', 'b');
    second.settle(1, { state: 'undone' });
    first.settle(2, { state: 'created', subject: 2 });
    first.close();
    second.close();
    expect(linesOf().length).toBe(7);
    expect(readLedger(path, 'run.ledger').items.map(({ operation, state }) => [operation, state])).toEqual([
      ['a', 'undone'],
      ['b', 'created'],
    ]);
  });

  it('a disk that takes no more: the sentence says that nothing more is sent', () => {
    const script = join(folder, 'fill.ts');
    writeFileSync(
      script,
      `import { Ledger } from ${JSON.stringify(join(import.meta.dirname, '../../src/live/ledger.ts'))};
const ledger = Ledger.create('run.ledger', 'run.ledger', ${JSON.stringify(head)});
let sent = 0;
try {
  for (;; sent++) ledger.intend('crm', 'createPerson');
} catch (error) {
  console.log(JSON.stringify({ sent, message: error.message, hint: error.hint }));
}`,
    );
    // One block of 1024 bytes.
    const out = execFileSync('bash', ['-c', `ulimit -f 1; exec "$0" fill.ts`, process.execPath], { cwd: folder, encoding: 'utf8' });
    const { sent, message, hint } = JSON.parse(out) as { sent: number; message: string; hint: string };
    expect(message).toMatch(/^Cannot write the ledger `run\.ledger`: [a-z ]+/);
    expect(hint).toContain('Nothing more is sent');
    expect(sent).toBeGreaterThan(3);
    expect(readLedger(path, 'run.ledger').items.length).toBe(sent);
  });

  it('a folder that is not there, or not to be written', () => {
    expect(refusal(() => Ledger.create(join(folder, 'no/run.ledger'), 'no/run.ledger', head))).toMatch(
      /^Cannot write the ledger `no\/run\.ledger`: .+ \| /,
    );
    mkdirSync(path);
    expect(refusal(() => Ledger.continue(path, 'run.ledger'))).toMatch(/^Cannot read the ledger `run\.ledger`: .*folder/);
  });
});

describe('damage', () => {
  const all = [
    ['createPerson', 'intended', 'chosen'],
    ['createPerson', 'created', 7],
  ];

  it.each<[string, (lines: string[]) => string]>([
    ['no damage', (lines) => lines.join('\n')],
    ['no line break at the end', (lines) => lines.join('\n').trimEnd()],
    ['a last line that is cut', (lines) => `${lines.join('\n')}{"id":4,"contr`],
    ['a last line that is cut within a character', (lines) => `${lines.join('\n')}{"id":4,"contract":"\u00e4`.slice(0, -1)],
    ['empty lines', (lines) => lines.join('\n\n')],
    ['members nobody knows', (lines) => lines.join('\n').replace('"id":1,', '"id":1,"__proto__":{"state":"gone"},"more":[1],')],
    ['line breaks of Windows', (lines) => lines.join('\r\n')],
  ])('%s: nothing is lost, and nothing is damaged', (_, change) => {
    expect(openAfter(change)).toEqual({ open: all, damaged: [] });
    // Going on in it has mended it.
    const { ledger } = Ledger.continue(path, 'run.ledger');
    ledger.settle(1, { state: 'undone' });
    ledger.close();
    const again = readLedger(path, 'run.ledger');
    expect([again.items.find(({ id }) => id === 1)?.state, again.damaged, again.end]).toEqual(['undone', [], 'whole']);
  });

  it.each([
    ['zeros', '\0\0\0\0'],
    ['half a line', '{"id":1,"st'],
    ['no object', '[1]'],
    ['an id that is none', '{"id":"x","state":"created"}'],
    ['a state that is none', '{"id":9,"state":"sold"}'],
    ['a subject that is none', '{"id":9,"state":"created","subject":{}}'],
    ['an operation that is none', '{"id":9,"operation":5,"contract":"c","at":"x","state":"created"}'],
  ])('a line of %s in the middle is named, and nothing else is lost', (_, line) => {
    expect(openAfter((lines) => lines.toSpliced(2, 0, line).join('\n'))).toEqual({ open: all, damaged: [3] });
  });

  it('a thing whose first line cannot be read is still one', () => {
    const { open, damaged } = openAfter((lines) => lines.with(1, 'x').join('\n'));
    expect(damaged).toEqual([2]);
    expect(open).toContainEqual(['an operation that the ledger does not name', 'created', 7]);
  });

  it('an id that is used again is not given away', () => {
    openAfter((lines) => `${lines.join('\n')}{"id":41,"contract":"crm","operation":"x","at":"","state":"created"}\n`);
    const { ledger } = Ledger.continue(path, 'run.ledger');
    expect(ledger.intend('crm', 'y')).toBe(42);
    ledger.close();
  });

  it('200,000 things are read in a few seconds', () => {
    const line = (id: number): string => `{"id":${id},"contract":"crm","operation":"o","at":"","state":"created","subject":${id}}\n`;
    writeFileSync(path, `${JSON.stringify(head)}\n${Array.from({ length: 200_000 }, (_, at) => line(at + 1)).join('')}`);
    const began = performance.now();
    const { ledger } = Ledger.continue(path, 'run.ledger');
    expect(ledger.open().length).toBe(200_000);
    expect(ledger.intend('crm', 'o')).toBe(200_001);
    ledger.close();
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it.each([
    ['', 'is no ledger of `truce probe`'],
    ['{"ledger":1,"ru', 'is no ledger of `truce probe`'],
    ['{"log":{"entries":[]}}', 'is no ledger of `truce probe`'],
    [JSON.stringify({ ...head, run: '../../etc/x' }), 'is no ledger of `truce probe`'],
    [JSON.stringify({ ...head, mark: '' }), 'is no ledger of `truce probe`'],
    [JSON.stringify({ ...head, ledger: 2 }), 'is a ledger of version 2; this version of Truce reads version 1'],
  ])('%j is refused', (text, sentence) => {
    writeFileSync(path, text);
    expect(refusal(() => Ledger.continue(path, 'run.ledger'))).toContain(sentence);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

describe('--cleanup', () => {
  const clean = (...more: string[]) => runCli(['probe', '--cleanup', 'run.ledger', ...more], { cwd: folder });

  it('whose contract is gone says what is missing', async () => {
    three();
    const { code, stderr, stdout } = await clean();
    expect(code).toBe(2);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      'The ledger names the contract `openapi.yaml`, which is not there Clean up from the folder of that run, or name the document: `truce probe <document> --cleanup run.ledger`',
    );
    expect(stdout).toBe('');
  });

  it('names a damaged line as something that may be left', async () => {
    writeFileSync(
      join(folder, 'openapi.yaml'),
      'openapi: 3.1.0\ninfo: { title: T, version: "1" }\npaths:\n  /things:\n    post: { operationId: make, responses: { "201": { description: Made } } }\n',
    );
    create().close();
    appendFileSync(path, 'rubbish\n{"id":1,"contract":"c","operation":"make","at":"x","state":"failed"}\n');
    const { code, stdout } = await clean();
    expect(stdout).toContain('left behind: 1');
    expect(stdout).toContain('line 2 of the ledger');
    expect(code).toBe(2);
  });

  it('with another target is refused', async () => {
    three();
    expect((await clean('--target', 'http://127.0.0.1:8')).stderr).toContain('The ledger is about http://127.0.0.1:9/tenant');
  });
});
