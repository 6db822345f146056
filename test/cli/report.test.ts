// What `truce check` prints and where: reporters and files, the JSON shape, colour, GitHub Actions, exit codes, and that two runs are equal.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgePlainValue } from '../../src/openapi/plain-schema.ts';
import { bad, contract, elsewhere, entry, good, har, odd } from './fixtures.ts';
import { folderWith } from './folder.ts';
import { truce } from './run-cli.ts';

const files = {
  'api.yaml': contract,
  't.har': har(good, bad, odd, elsewhere),
  'clean.har': har(good),
  'odd.har': har(odd),
  'away.har': har(elsewhere),
};
const check = (args: readonly string[], options: Parameters<typeof truce>[1] = {}) =>
  truce(['check', '-c', 'api.yaml', ...args], { cwd: folderWith(files), ...options });

describe('reporters', () => {
  it('all five write at once, into folders that are not there yet', async () => {
    const cwd = folderWith(files);
    const names = ['text', 'json', 'junit', 'sarif', 'github'];
    const args = names.flatMap((name) => ['--reporter', `${name}:out/deep/${name}`]);
    expect(await check(['t.har', ...args], { cwd })).toEqual({ code: 1, stdout: '', stderr: '' });
    const [text = '', json = '', junit = '', sarif = '', github = ''] = names.map((name) =>
      readFileSync(join(cwd, 'out/deep', name), 'utf8'),
    );
    expect(text).toContain('error response-body-mismatch  GET /notes/{id} → 200');
    expect(JSON.parse(json)).toMatchObject({ version: 1, exitCode: 1 });
    expect(junit).toMatch(/^<\?xml[\s\S]*<testsuites/);
    expect(JSON.parse(sarif)).toMatchObject({ version: '2.1.0' });
    expect(github).toMatch(/^::error file=t\.har,line=1/m);
    const again = await check(['t.har', ...args], { cwd });
    expect(again.code).toBe(1);
    expect(names.map((name) => readFileSync(join(cwd, 'out/deep', name), 'utf8'))).toEqual([text, json, junit, sarif, github]);
    expect((await check(['t.har', '-r', 'text', '-r', 'json:x.json'], { cwd })).stdout).toContain('error response-body-mismatch');
    expect(readFileSync(join(cwd, 'x.json'), 'utf8')).toBe(json);
  });

  it.each(['json:.', 'json:t.har/x.json', 'json:/proc/none/x.json'])(
    'a path that cannot be written (%s) is an error with exit code 2',
    async (reporter) => {
      const { code, stderr } = await check(['clean.har', '-r', reporter]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/The report cannot be written to ".*": \S.*\n.*--reporter name:path/);
    },
  );

  it('the JSON report has the shape that is published, and finds its way to both places', async () => {
    const { stdout } = await check(['./t.har', '-r', 'json']);
    const report = JSON.parse(stdout) as Record<string, readonly Record<string, unknown>[]>;
    const schema: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../schemas/report.schema.json'), 'utf8'));
    expect(judgePlainValue(schema, report, 'the report')).toEqual([]);
    expect(report['outcomes']).toMatchObject([
      { evidence: './t.har', index: 0, operation: 'getNote', verdict: 'conforms' },
      { evidence: './t.har', index: 1, operation: 'getNote', verdict: 'violates' },
      { evidence: './t.har', index: 2, operation: 'getNote', verdict: 'conforms' },
      { evidence: './t.har', index: 3, operation: null, verdict: 'unmatched' },
    ]);
    const title = report['findings']?.find(({ message }) => String(message).includes('`title`'));
    expect(title).toEqual({
      rule: 'response-body-mismatch',
      severity: 'error',
      side: 'response',
      evidence: './t.har',
      index: 1,
      operation: 'getNote',
      about: 'GET /notes/{id} → 200',
      instance: {
        uri: './t.har',
        pointer: '/title',
        line: 1,
        column: files['t.har'].indexOf(String.raw`5,\"done\":\"yes\"`) + 1,
        within: { pointer: '/log/entries/1/response/content/text', line: 1, column: expect.any(Number) },
      },
      contract: { uri: 'api.yaml', pointer: '/components/schemas/Note/properties/title/type', line: 39, column: 24 },
      message: 'Expected `title` to be a string, got 5',
      fix: expect.stringMatching(/\S/),
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      related: [],
    });
  });
});

describe('colour and company', () => {
  const escape = '\u001b[';
  it('there is none without a terminal, unless forced; NO_COLOR wins', async () => {
    expect((await check(['t.har'])).stdout).not.toContain(escape);
    expect((await check(['t.har'], { env: { FORCE_COLOR: '1' } })).stdout).toContain(escape);
    expect((await check(['t.har'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(escape);
    expect((await check(['t.har'], { env: { FORCE_COLOR: '0' } })).stdout).not.toContain(escape);
  });

  it('nothing but errors goes to standard error where nobody watches', async () => {
    const many = har(...Array.from({ length: 2000 }, () => good));
    expect((await check(['many.har'], { cwd: folderWith({ ...files, 'many.har': many }), env: { CI: 'true' } })).stderr).toBe('');
  });

  it('on GitHub Actions annotations and the job summary come by themselves', async () => {
    const cwd = folderWith({ ...files, 'summary.md': 'before\n' });
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') };
    const { stdout, code } = await check(['t.har'], { cwd, env });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^error response-body-mismatch/m);
    expect(stdout).toMatch(/^::error file=t\.har,line=1/m);
    expect(stdout).toMatch(/^::warning file=t\.har,line=1/m);
    const summary = readFileSync(join(cwd, 'summary.md'), 'utf8');
    expect(summary).toMatch(/^before\n/);
    expect(summary).toContain('response-body-mismatch');
    const unwritable = await check(['clean.har'], { cwd, env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/proc/none/summary.md' } });
    expect(unwritable.code).toBe(0);
    expect(unwritable.stderr).toContain('The job summary cannot be written');
  });
});

describe('exit codes and levels', () => {
  it.each([
    [['clean.har'], 0],
    [['odd.har'], 0],
    [['odd.har', '--fail-on', 'warning'], 1],
    [['odd.har', '--strict'], 1],
    [['t.har'], 1],
    [['t.har', '--fail-on', 'never'], 0],
    [['clean.har', 'away.har'], 0],
    [['clean.har', 'away.har', '--strict-unmatched'], 1],
    [['away.har'], 2],
    [['clean.har', '--grep', 'nothing-like-it'], 2],
    [['clean.har', '--list', '--grep', 'nothing-like-it'], 2],
    [['t.har', '--list'], 0],
    [['t.har', '--grep', 'entry 0'], 0],
  ])('%j ends with %i', async (args, code) => {
    expect((await check(args)).code).toBe(code);
  });

  it('--quiet leaves the findings and the summary', async () => {
    const [loud, quiet] = await Promise.all([check(['t.har']), check(['t.har', '--quiet'])]);
    expect(loud.stdout).toContain('evidence  format');
    expect(quiet.stdout).not.toContain('evidence  format');
    expect(quiet.stdout).toMatch(/Expected `title`[\s\S]*exchanges 4[\s\S]*exit code 1/);
    expect((await check(['clean.har', '-q'])).stdout.split('\n').length).toBeLessThan(8);
  });

  it('--list names the exchanges with their operations and judges nothing', async () => {
    const { stdout } = await check(['t.har', '--list']);
    expect(stdout.split('\n')).toHaveLength(5);
    expect(stdout).toMatch(/^t\.har#1 .*getNote → 200/m);
    expect(stdout).not.toContain('response-body-mismatch');
  });

  it('--bail stops after so many findings, and says so', async () => {
    const broken = Array.from({ length: 5 }, (_, id) => entry({ id, title: id }));
    const cwd = folderWith({ ...files, 'five.har': har(...broken) });
    const judged = async (args: readonly string[]): Promise<number> => {
      const { stdout, code } = await check(['five.har', '-r', 'json', ...args], { cwd });
      expect(code).toBe(1);
      return (JSON.parse(stdout) as { outcomes: unknown[] }).outcomes.length;
    };
    expect([await judged([]), await judged(['--bail']), await judged(['--bail=3']), await judged(['--bail', '2'])]).toEqual([5, 1, 3, 2]);
    expect((await check(['--bail', 'five.har'], { cwd })).stdout).toContain('Stopped early by `--bail`');
    expect((await check(['five.har', '--bail'], { cwd })).stdout).toContain('Stopped early by `--bail`');
  });
});

describe('what is accepted', () => {
  const configured = (more: object): Record<string, string> => ({
    ...files,
    'truce.config.json': JSON.stringify({ contracts: [{ document: 'api.yaml', examples: false, evidence: ['t.har'] }], ...more }),
  });
  const waiver = (more: object): object => ({ waivers: [{ rule: 'response-body-mismatch', reason: 'ticket 12', ...more }] });

  it('the baseline takes what is there, and names what is there no more', async () => {
    const cwd = folderWith(configured({}));
    const written = await truce(['check', '--update-baseline'], { cwd });
    expect(written.code).toBe(0);
    expect(written.stderr).toBe('Wrote 3 entries to truce-baseline.json\n');
    const first = readFileSync(join(cwd, 'truce-baseline.json'), 'utf8');
    expect((await truce(['check', '--fail-on', 'info'], { cwd })).code).toBe(0);
    await truce(['check', '--update-baseline'], { cwd });
    expect(readFileSync(join(cwd, 'truce-baseline.json'), 'utf8')).toBe(first);
    writeFileSync(join(cwd, 't.har'), files['clean.har']);
    const mended = await truce(['check'], { cwd });
    expect(mended.code).toBe(0);
    expect(mended.stdout.replace(/\s+/g, ' ')).toMatch(
      /The baseline entry [0-9a-f]{16} \(`response-body-mismatch`, GET \/notes\/\{id\} → 200\) was not found any more/,
    );
    writeFileSync(join(cwd, 'truce-baseline.json'), '{"version": 1, "findings": [{}]}');
    const damaged = await truce(['check'], { cwd });
    expect(damaged.code).toBe(2);
    expect(damaged.stderr).toMatch(/truce-baseline\.json.*`fingerprint`/);
  });

  it('a waiver holds with its reason until its last day, and is reported when nothing needs it', async () => {
    const run = async (more: object) => {
      const { code, stdout } = await truce(['check'], { cwd: folderWith(configured(more)) });
      return { code, text: stdout.replace(/\s+/g, ' ') };
    };
    expect((await run({})).code).toBe(1);
    const held = await run(waiver({ expires: '2999-12-31' }));
    expect(held.code).toBe(0);
    expect(held.text).toContain('2 accepted');
    const { stdout } = await truce(['check', '-r', 'json'], { cwd: folderWith(configured(waiver({ expires: '2999-12-31' }))) });
    expect(stdout).toContain('"accepted":{"by":"waiver","reason":"ticket 12"}');
    const expired = await run(waiver({ expires: '2020-01-31' }));
    expect(expired.code).toBe(1);
    expect(expired.text).toContain('The waiver of `response-body-mismatch` expired on 2020-01-31: ticket 12');
    const elsewhereOnly = await run(waiver({ evidence: 'other/*.har' }));
    expect(elsewhereOnly.code).toBe(1);
    expect(elsewhereOnly.text).toContain('Nothing needed the waiver of `response-body-mismatch` any more: ticket 12');
    expect((await run(waiver({ pointer: '/title' }))).code).toBe(1);
    expect((await run(waiver({ operation: 'getNote', evidence: '**' }))).code).toBe(0);
  });

  it('the config sets the severity of a rule, or silences it; flags win over its levels', async () => {
    const run = async (more: object, args: readonly string[] = []) =>
      (await truce(['check', ...args], { cwd: folderWith(configured(more)) })).code;
    expect(await run({ rules: { 'response-body-mismatch': 'warning' } })).toBe(0);
    expect(await run({ rules: { 'response-body-mismatch': 'off' } })).toBe(0);
    expect(await run({ rules: { 'response-body-mismatch': 'off', 'response-body-undocumented': 'error' } })).toBe(1);
    expect(await run({ failOn: 'never' })).toBe(0);
    expect(await run({ failOn: 'never' }, ['--fail-on', 'error'])).toBe(1);
    expect(await run({ reporters: ['json:out.json'] })).toBe(1);
  });
});

it('two runs print the same bytes', async () => {
  const cwd = folderWith(files);
  for (const reporter of ['text', 'json', 'junit', 'sarif', 'github']) {
    const [first, second] = await Promise.all([check(['.', '-r', reporter], { cwd }), check(['.', '-r', reporter], { cwd })]);
    expect(second).toEqual(first);
    expect(first.stdout).toContain('title');
  }
});
