// `truce check --matrix` and `--min-coverage` as processes: what people see, and the exit code.
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { contract, entry, good } from '../cli/fixtures.ts';
import { folderWith } from '../cli/folder.ts';
import { runCli } from '../cli/run-cli.ts';
import { run as runHere } from '../shards/in-process.ts';
import { har } from './run-matrix.ts';

const files = {
  'notes.yaml': contract,
  'a.har': JSON.stringify({ log: { version: '1.2', creator: { name: 't', version: '1' }, entries: [good, good] } }),
};
const broken = { ...files, 'b.har': JSON.stringify({ log: { version: '1.2', creator: {}, entries: [entry({ id: 'x' })] } }) };
const base = ['check', '--contract', 'notes.yaml', 'a.har'];
const run = (args: readonly string[], more: Readonly<Record<string, string>> = files, env: Readonly<Record<string, string>> = {}) =>
  runCli(args, { cwd: folderWith(more), env: { COLUMNS: '80', ...env } });

describe('--matrix', () => {
  it('shows per status what is proved, and names the statuses that are not', async () => {
    const { code, stdout } = await run([...base, '--matrix']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^matrix  notes  1\/2 operations \(50 %\) · 1\/2 statuses \(50 %\)/m);
    expect(stdout).toMatch(/^ {4}200 +✓ 2 +3\/3$/m);
    expect(stdout).toMatch(/^ {4}201 +· +0\/3 {2}unproved$/m);
    expect(stdout).toMatch(/^ {2}unproved +1 status: POST \/notes → 201$/m);
  });

  it('full names the fields, with pointers', async () => {
    const { stdout } = await run([...base, '--matrix', 'full']);
    expect(stdout).toContain('unproved in → 201 application/json');
    expect(stdout).toContain('all of it (3 fields)');
    const partly = await run(['check', '-c', 'notes.yaml', '--matrix', 'full', 'b.har'], {
      ...files,
      'b.har': JSON.stringify({ log: { version: '1.2', creator: {}, entries: [entry({ id: 1 })] } }),
    });
    expect(partly.stdout).toMatch(/unproved in → 200 application\/json\n\s+\/title\n\s+\/done\n/);
  });

  it('takes evidence after it, and says nothing unless it is asked', async () => {
    const asked = await run(['check', '-c', 'notes.yaml', '--matrix', 'a.har']);
    expect([asked.code, asked.stdout.includes('matrix  notes')]).toEqual([0, true]);
    expect((await run(base)).stdout).not.toContain('matrix');
    expect((await run([...base, '--matrix', 'off'])).stdout).not.toContain('matrix');
  });

  it.each(['40', '80', '200'])('fits %s columns, and says the same without colour', async (columns) => {
    const args = ['check', '-c', 'notes.yaml', '--examples', '--matrix', 'full', 'a.har', 'b.har'];
    const plain = await run(args, broken, { COLUMNS: columns, NO_COLOR: '1' });
    const color = await run(args, broken, { COLUMNS: columns, FORCE_COLOR: '1' });
    expect(color.stdout).not.toBe(plain.stdout);
    expect(stripVTControlCharacters(color.stdout)).toBe(plain.stdout);
    for (const line of plain.stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(Number(columns));
    expect(plain.stdout).toMatch(/✓ 2 ✗ 1/);
  });

  it('is in the JSON report, the same every time', async () => {
    const args = [...base, '--matrix', '--reporter', 'json'];
    const [first, second] = [await run(args), await run(args)];
    expect(first.stdout).toBe(second.stdout);
    const report = JSON.parse(first.stdout) as { matrix: { totals: Record<string, object> } };
    expect(report.matrix.totals).toMatchObject({
      operation: { promised: 2, proved: 1 },
      status: { promised: 2, proved: 1 },
      field: { promised: 9, proved: 3 },
    });
    expect(JSON.parse((await run([...base, '--reporter', 'json'])).stdout)).not.toHaveProperty('matrix');
  });

  it('folds many operations to those with something to tell', async () => {
    const paths = Array.from(
      { length: 20 },
      (_, n) => `  /p${n}:\n    get: { operationId: p${n}, responses: { '204': { description: none } } }\n`,
    ).join('');
    const many = `openapi: 3.1.0\ninfo: { title: Many, version: '1' }\nservers: [{ url: https://notes.example/api }]\npaths:\n${paths}`;
    const entries = Array.from({ length: 18 }, (_, n) => entry('', { url: `https://notes.example/api/p${n}`, status: 204, mimeType: '' }));
    const { stdout } = await run([...base, '--matrix'], {
      'notes.yaml': many,
      'a.har': JSON.stringify({ log: { version: '1.2', creator: {}, entries } }),
    });
    expect(stdout).toContain('GET /p18');
    expect(stdout).not.toContain('GET /p17');
    expect(stdout).toContain('and 18 operations with every status proved and none contradicted');
  });
});

describe('on a terminal', () => {
  const big = {
    ...files,
    'many.json': JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Many', version: '1' },
      servers: [{ url: 'https://api.example' }],
      paths: Object.fromEntries(
        Array.from({ length: 40 }, (_, n) => [
          `/p${n}`,
          {
            get: {
              responses: {
                200: {
                  description: 'ok',
                  content: { 'application/json': { schema: { type: 'object', properties: { a: { type: 'string' } } } } },
                },
                404: { description: 'no' },
              },
            },
          },
        ]),
      ),
    }),
    'many.har': JSON.stringify(har(...Array.from({ length: 20 }, (_, n) => ({ target: `/p${n}`, answer: { a: 'x' } })))),
  };
  const onTerminal = async (args: readonly string[]) =>
    (await runHere(folderWith(big), ['check', ...args], { outIsTerminal: true })).stdout;
  const many = ['--contract', 'many.json', 'many.har'];

  it('comes unasked and brief, with what evidence touched', async () => {
    const stdout = stripVTControlCharacters(await onTerminal(many));
    expect(stdout).toMatch(/^matrix {2}many {2}20\/40 operations \(50 %\) · 20\/80 statuses \(25 %\)/m);
    expect(stdout).toMatch(/20\/20 fields \(100 %\)/);
    expect(stdout.match(/^ {2}GET \/p\d+$/gm)).toHaveLength(8);
    expect(stdout).toContain('and 12 more operations with something unproved');
    expect(stdout).toContain('and 20 operations that no evidence touched');
    expect(stdout).toContain('fields of 20 bodies that no evidence touched are not counted: `--matrix`');
    expect(stdout.split('\n').length).toBeLessThan(60);
  });

  it('gives way where it is declined, asked for in full, or out of place', async () => {
    expect(await onTerminal([...many, '--matrix', 'off'])).not.toContain('matrix');
    expect(await onTerminal([...many, '--quiet'])).not.toContain('matrix');
    expect(await onTerminal([...many, '--bail'])).not.toContain('matrix');
    expect(await onTerminal([...many, '--reporter', 'json'])).not.toContain('"matrix"');
    expect(stripVTControlCharacters(await onTerminal([...many, '--matrix']))).toMatch(/20\/40 fields \(50 %\)/);
    expect((await runHere(folderWith(big), ['check', ...many])).stdout).not.toContain('matrix');
  });
});

describe('--min-coverage', () => {
  it('fails the run where less is proved, and names what is not', async () => {
    const { code, stdout } = await run([...base, '--min-coverage', 'status=100,parameter=100']);
    expect(code).toBe(1);
    expect(stdout).toContain('unproved  1 of 2 statuses are not proved, `--min-coverage` asks for 100 %');
    expect(stdout).toContain('· POST /notes → 201');
    expect(stdout).toContain('✗ Fails: less is proved than `--min-coverage` asks for (exit code 1)');
  });

  it('passes where enough is', async () => {
    expect((await run([...base, '--min-coverage', 'status=50,field=33.3'])).code).toBe(0);
    expect((await run([...base, '--min-coverage', 'field=33.4'])).code).toBe(1);
  });

  it('stands in the config too, and the command line has the last word', async () => {
    const config = {
      ...files,
      'truce.config.json': JSON.stringify({ contracts: ['notes.yaml'], evidence: ['a.har'], minCoverage: { operation: 50 } }),
    };
    expect((await run(['check'], config)).code).toBe(0);
    expect((await run(['check', '--min-coverage', 'operation=100'], config)).code).toBe(1);
  });

  it.each([
    ['fields=80', 'knows no "fields"'],
    ['field', 'takes a percentage from 0 to 100, got ""'],
    ['field=101', 'takes a percentage from 0 to 100, got "101"'],
    ['field=-1', 'takes a percentage'],
    ['__proto__=1', 'knows no "__proto__"'],
  ])('%s is a usage error', async (text, message) => {
    const { code, stderr } = await run([...base, '--min-coverage', text]);
    expect([code, stderr.includes(message)], stderr).toEqual([2, true]);
  });
});
