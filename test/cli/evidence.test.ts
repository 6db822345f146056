// What `truce check` takes as evidence and as config: files, folders, globs, standard input, told by content.
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bad, contract, good, har, interaction, pact } from './fixtures.ts';
import { folderWith, put } from './folder.ts';
import { truce } from './run-cli.ts';

interface JsonReport {
  readonly evidence: readonly { readonly uri: string; readonly format: string; readonly claim: string; readonly exchanges: number }[];
  readonly outcomes: readonly { readonly evidence: string; readonly index: number; readonly verdict: string }[];
}

async function evidenceOf(cwd: string, args: readonly string[], stdin = ''): Promise<Record<string, string>> {
  const { stdout, stderr } = await truce(['check', '-r', 'json', ...args], { cwd, stdin });
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as JsonReport;
  return Object.fromEntries(report.evidence.map(({ uri, format, exchanges }) => [uri, `${format} ${exchanges}`]));
}

describe('evidence', () => {
  const files = {
    'api.yaml': contract,
    'traffic/x.txt': har(good, bad),
    'traffic/deep/y.json': pact(interaction({ id: 7 })),
    'traffic/getNote.200.small.json': '{"id": 1}',
    'traffic/README.md': '# Traffic',
  };

  it('is told by content, in files, folders and globs, each file once', async () => {
    const cwd = folderWith(files);
    const all = { 'traffic/x.txt': 'har 2', 'traffic/deep/y.json': 'pact 1', 'traffic/getNote.200.small.json': 'sample 1' };
    expect(await evidenceOf(cwd, ['-c', 'api.yaml', 'traffic'])).toEqual(all);
    expect(await evidenceOf(cwd, ['-c', 'api.yaml', 'traffic/**', 'traffic/x.txt'])).toEqual(all);
    expect(await evidenceOf(cwd, ['-c', 'api.yaml', 'traffic/*.txt'])).toEqual({ 'traffic/x.txt': 'har 2' });
    expect(await evidenceOf(cwd, ['-c', 'api.yaml', './traffic/x.txt'])).toEqual({ './traffic/x.txt': 'har 2' });
    expect(await evidenceOf(cwd, ['-c', 'api.yaml', '-'], har(good))).toEqual({ '<stdin>': 'har 1' });
  });

  it('names what it passed over in a folder, and refuses it where it was named', async () => {
    const cwd = folderWith(files);
    expect((await truce(['check', '-c', 'api.yaml', 'traffic'], { cwd })).stdout).toContain('README.md');
    const named = await truce(['check', '-c', 'api.yaml', 'traffic/README.md', 'traffic/x.txt', '-r', 'json'], { cwd });
    expect(named.code).toBe(2);
    expect(named.stdout).toContain('evidence-file-unchecked');
    expect((JSON.parse(named.stdout) as JsonReport).outcomes).toHaveLength(2);
  });

  it('is held against every contract given', async () => {
    const other = contract.replaceAll('/notes', '/tasks').replace('title: Notes', 'title: Tasks').replaceAll('Note', 'Task');
    const cwd = folderWith({
      'notes.yaml': contract,
      'tasks.yaml': other,
      't.har': har(good, JSON.parse(JSON.stringify(good).replace('/notes/', '/tasks/'))),
    });
    const { stdout } = await truce(['check', '-c', 'notes.yaml', '--contract', 'tasks.yaml', 't.har', '--list'], { cwd });
    expect(stdout).toMatch(/^t\.har#0 .*notes\/getNote[\s\S]*^t\.har#1 .*tasks\/getTask/m);
  });

  it('without evidence the examples of the document are judged; with it only when asked for', async () => {
    const cwd = folderWith(files);
    expect(await evidenceOf(cwd, ['-c', 'api.yaml'])).toEqual({ 'api.yaml': 'examples 1' });
    expect(await evidenceOf(cwd, ['-c', 'api.yaml', '--examples', 'traffic/x.txt'])).toEqual({
      'api.yaml': 'examples 1',
      'traffic/x.txt': 'har 2',
    });
  });

  it('that cannot be read costs only itself', async () => {
    const cwd = folderWith({ ...files, 'shut.har': har(good), 'shut/x.har': har(good) });
    symlinkSync('nowhere.har', join(cwd, 'broken.har'));
    mkdirSync(join(cwd, 'full'));
    const missing = await truce(['check', '-c', 'api.yaml', 'broken.har'], { cwd });
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('"broken.har"');
    const none = await truce(['check', '-c', 'api.yaml', 'full'], { cwd });
    expect(none.code).toBe(2);
    expect(none.stdout).toContain('There is no evidence to check');
    chmodSync(cwd, 0o755);
    chmodSync(join(cwd, 'shut.har'), 0);
    const isRoot = process.getuid?.() === 0;
    const shut = await truce(['check', '-c', 'api.yaml', 'shut.har', 'traffic/x.txt', '-r', 'json'], {
      cwd,
      ...(isRoot && { uid: 65_534 }),
    });
    expect(shut.code).toBe(2);
    expect(shut.stdout).toContain('permission denied');
    expect((JSON.parse(shut.stdout) as JsonReport).outcomes).toHaveLength(2);
    chmodSync(join(cwd, 'shut'), 0);
    const folder = await truce(['check', '-c', 'api.yaml', 'shut', 'traffic/x.txt'], { cwd, ...(isRoot && { uid: 65_534 }) });
    expect(folder.code).toBe(2);
    expect(folder.stdout + folder.stderr).toMatch(/"?shut"?.*permission denied|permission denied.*shut/);
    chmodSync(join(cwd, 'shut'), 0o755);
  });
});

describe('the config', () => {
  const yaml = 'contracts: [{ document: api.yaml, examples: false, evidence: [t.har] }]\n';
  const json = JSON.stringify({ contracts: [{ document: 'api.yaml', examples: false, evidence: ['t.har'] }] });

  it.each([
    ['truce.config.ts', `const config: object = ${json};\nexport default config;\n`],
    ['truce.config.mjs', `export default ${json};\n`],
    ['truce.config.json', json],
    ['truce.config.yaml', yaml],
    ['truce.config.yml', yaml],
  ])('%s is found from a folder below, and its paths start where it stands', async (name, text) => {
    const cwd = folderWith({ 'api.yaml': contract, 't.har': har(good), [name]: text, 'a/b/c.txt': '' });
    expect(await evidenceOf(join(cwd, 'a/b'), [])).toEqual({ '../../t.har': 'har 1' });
  });

  it('is not looked for beyond the repository, and --config names another', async () => {
    const cwd = folderWith({ 'api.yaml': contract, 't.har': har(good), 'other.yaml': yaml, 'truce.config.json': '{}' });
    mkdirSync(join(cwd, 'inner/.git'), { recursive: true });
    expect((await truce(['check'], { cwd: join(cwd, 'inner') })).stderr).toContain('There is no contract to check against');
    expect((await truce(['check'], { cwd })).stderr).toContain('The config names no contract');
    expect(await evidenceOf(cwd, ['--config', 'other.yaml'])).toEqual({ 't.har': 'har 1' });
  });

  it('named contracts stay apart', async () => {
    const cwd = folderWith({ 'api.yaml': contract, 'truce.config.json': '{"contracts": ["api.yaml", "api.yaml"]}' });
    expect((await truce(['check'], { cwd })).stderr).toMatch(/Two contracts are called/);
  });

  it.each([
    ['a.ts', 'throw new Error("boom")', /a\.ts cannot be loaded: boom/],
    ['a.ts', 'throw undefined', /a\.ts cannot be loaded/],
    ['a.ts', 'const a: = 3', /a\.ts cannot be loaded/],
    ['a.ts', 'import x from "./nope.ts"; export default x', /a\.ts cannot be loaded: Cannot find module 'nope.ts'/],
    ['a.ts', 'export const config = {}', /a\.ts has no default export/],
    ['a.ts', 'export default () => ({})', /a\.ts: Expected the config to be an object, got function/],
    ['a.ts', 'const a = {}; a.a = a; export default { contracts: [a] }', /a\.ts: Expected `contracts\[0\]`/],
    ['a.ts', 'export default { contract: ["api.yaml"] }', /a\.ts: .*`contract`/],
    ['a.json', '{"contracts": 5}', /a\.json:1:15: Expected `contracts` of the config to be an array, got 5/],
    ['a.json', '{"contracts": [5]}', /a\.json:1:16: Expected `contracts\[0\]`/],
    ['a.json', '{"rules": {"nope": "off"}}', /a\.json:1:12: .*the rule "nope", which does not exist\n.*truce rules/],
    ['a.json', '{"rules": {"__proto__": "off"}}', /a\.json:1:12: .*"__proto__"/],
    ['a.json', '{"waivers": [{"rule": "constructor", "reason": "x"}]}', /a\.json:1:23: .*"constructor"/],
    ['a.json', '{"waivers": [{"rule": "response-body-mismatch"}]}', /have `reason`/],
    ['a.json', '{"waivers": [{"rule": "response-body-mismatch", "reason": "x", "expires": "2020-13-01"}]}', /a date .*"2020-13-01"/],
    ['a.json', '{"failOn": "loud"}', /`failOn`/],
    ['a.json', '{"contracts": ', /a\.json:1:\d+: Not JSON/],
    ['a.yaml', 'contracts: [a\n', /a\.yaml:\d+:\d+: Not YAML/],
    ['a.yaml', '', /a\.yaml:1:1: The file is empty/],
    ['a.json', 'null', /a\.json:1:1: .*to be an object, got null/],
    ['a.json', '{"contracts": ["api.yaml"], "reporters": ["loud"]}', /There is no reporter "loud"/],
    ['a.json', '{"contracts": ["api.yaml"], "evidence": ["nope"]}', /There is no file or folder at "nope"/],
    ['a.json', '{"contracts": ["nope.yaml"]}', /There is no contract at "nope.yaml"/],
    ['a.json', '{"contracts": ["api.yaml"], "baseline": "."}', /The baseline .* cannot be read: it is a folder/],
  ])('%s holding %s is refused with its place', async (name, text, sentence) => {
    const cwd = folderWith({ 'api.yaml': contract });
    put(cwd, { [name]: text });
    const result = await truce(['check', '--config', name], { cwd });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(sentence);
  });

  it('that never finishes is given up', async () => {
    const cwd = folderWith({ 'a.ts': 'export default new Promise(() => {})' });
    expect((await truce(['check', '--config', 'a.ts'], { cwd })).stderr).toContain('a.ts did not finish within 10 seconds');
  });
});

describe('a contract that cannot be read', () => {
  const swagger = 'swagger: "2.0"\ninfo: {title: t, version: "1"}\npaths: {}\n';
  const outcomes = async (cwd: string, args: readonly string[]) => {
    const { stdout, code } = await truce(['check', '-r', 'json', ...args], { cwd });
    const report = JSON.parse(stdout) as {
      outcomes: { evidence: string; verdict: string; reason: string | null }[];
      findings: { rule: string }[];
      couldNotCheck: string[];
    };
    expect(code).toBe(2);
    expect(report.couldNotCheck.join('\n')).toMatch(/Swagger "2.0"/);
    return {
      told: report.outcomes.map(({ evidence, verdict, reason }) => `${evidence} ${verdict} ${reason ?? ''}`.trim()),
      rules: report.findings.map(({ rule }) => rule),
    };
  };
  const unknown = 'unmatched `old.yaml` could not be read, so nobody knows whether it belongs there';

  it('leaves open what evidence says that no other contract covers, instead of calling it undocumented', async () => {
    const cwd = folderWith({ 'old.yaml': swagger, 'api.yaml': contract, 'pact.json': pact(interaction({ id: 7 })), 'x.har': har(good) });
    const alone = await outcomes(cwd, ['-c', 'old.yaml', 'pact.json', 'x.har']);
    expect(alone).toEqual({ told: [`pact.json ${unknown}`, `x.har ${unknown}`], rules: ['contract-document-malformed'] });
    const beside = await outcomes(cwd, ['-c', 'old.yaml', '-c', 'api.yaml', 'pact.json', 'x.har']);
    expect(beside.told).toEqual(['pact.json conforms', 'x.har conforms']);
  });

  it('does not hide its own evidence, and takes none of that of another one', async () => {
    const foreign = pact(interaction({ id: 7 })).replaceAll('/notes', '/elsewhere');
    expect(foreign).toContain('/elsewhere');
    const cwd = folderWith({
      'old.yaml': swagger,
      'api.yaml': contract,
      'old.json': pact(interaction({ id: 7 })),
      'api.json': foreign,
      'truce.config.json': JSON.stringify({
        contracts: [
          { document: 'old.yaml', evidence: ['old.json'] },
          { document: 'api.yaml', evidence: ['api.json'], examples: false },
        ],
      }),
    });
    const { told, rules } = await outcomes(cwd, []);
    expect(told).toEqual([`old.json ${unknown}`, expect.stringMatching(/^api\.json violates/)]);
    expect(rules).toEqual(expect.arrayContaining(['operation-undocumented', 'contract-document-malformed']));
  });
});
