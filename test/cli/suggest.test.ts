// `truce suggest` as a process: what it writes and prints, what it leaves alone, what it refuses.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bad, contract, elsewhere, entry, good, har, interaction, pact } from './fixtures.ts';
import { folderWith, put } from './folder.ts';
import { truce } from './run-cli.ts';

const files = { 'api/notes.yaml': contract, 'bad.har': har(good, bad, entry({ id: null })), 'good.har': har(good, elsewhere) };
const read = (cwd: string, name: string): string => readFileSync(join(cwd, name), 'utf8');

it('prints an Overlay for each document, and writes nothing', async () => {
  const cwd = folderWith(files);
  const { code, stdout, stderr } = await truce(['suggest', 'bad.har', '--contract', 'api/notes.yaml'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(
    /^overlay: 1\.0\.0\ninfo:\n {2}title: Suggestions of truce for Notes\n {2}version: 1\.0\.0\nextends: api\/notes\.yaml\nactions:\n/,
  );
  expect(stdout).toContain('  - target: $.components.schemas.Note.properties.title.type\n');
  expect(stdout).toContain('    x-operations:\n      - getNote\n      - createNote\n');
  expect(readdirSync(cwd).toSorted()).toEqual(['.git', 'api', 'bad.har', 'good.har']);
  expect(read(cwd, 'api/notes.yaml')).toBe(contract);
});

it('writes a file, and over its own only', async () => {
  const cwd = folderWith({ ...files, 'own.yaml': 'overlay: 1.0.0\ninfo: { title: mine, version: 1 }\nactions: []\n', 'empty.yaml': '' });
  const args = ['suggest', 'bad.har', '--contract', 'api/notes.yaml', '--out'];
  for (const name of ['deep/overlay.yaml', 'empty.yaml', 'deep/overlay.yaml'])
    expect(await truce([...args, name], { cwd })).toEqual({ code: 0, stdout: '', stderr: `Wrote ${name}\n` });
  expect(read(cwd, 'deep/overlay.yaml')).toContain('extends: ../api/notes.yaml\n');
  for (const name of ['api/notes.yaml', 'own.yaml', 'bad.har']) {
    const before = read(cwd, name);
    expect(await truce([...args, name], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('was not written by `truce suggest` and stays as it is'),
    });
    expect(read(cwd, name)).toBe(before);
  }
});

it('--apply tells what would change and what would stay', async () => {
  const secret = contract.replace('title: { type: string }', 'title: { type: string, pattern: "^M" }');
  const cwd = folderWith({ 'notes.yaml': secret, 'bad.har': har(entry({ id: 7, title: 'x', done: 'yes' }), entry({ id: 'a' })) });
  const { code, stdout, stderr } = await truce(['suggest', 'bad.har', '--contract', 'notes.yaml', '--apply'], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('2 exchanges judged again');
  expect(stdout).toContain('before  0 conform · 2 violate');
  expect(stdout).toContain('after   1 conform · 1 violate');
  expect(stdout).toMatch(/Vanishes\n[\s\S]*`done` to be a boolean[\s\S]*Stays\n[\s\S]*to match the pattern/);
  expect(stdout).not.toContain('Turns green');
  expect(stderr).toMatch(
    /^Not suggested:\n {2}response-body-mismatch pattern \(1 exchange\) at notes\.yaml#\/components\/.*\n {4}a pattern cannot be told from values\n$/,
  );
  const green = await truce(['suggest', 'bad.har', '--contract', 'notes.yaml', '--apply', '--min-exchanges', '2'], { cwd });
  expect(green.stderr).toMatch(/^Nothing to suggest: no finding is one that a change of the contract answers\nNot suggested:\n/);
  put(cwd, { 'bad.har': har(bad), 'notes.yaml': contract });
  expect((await truce(['suggest', 'bad.har', '--contract', 'notes.yaml', '--apply'], { cwd })).stdout).toContain(
    'Turns green\n  notes/getNote\n',
  );
});

it('says when there is nothing to suggest, and hears only what was observed', async () => {
  const cwd = folderWith({ ...files, 'pact.json': pact(interaction({ id: 'x' })) });
  expect(await truce(['suggest', 'good.har', '-c', 'api/notes.yaml'], { cwd })).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Nothing to suggest: the recordings agree with the contract\n',
  });
  put(cwd, { 'away.har': har(elsewhere) });
  expect(await truce(['suggest', 'away.har', '-c', 'api/notes.yaml'], { cwd })).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Nothing to suggest: no exchange could be judged (1 unmatched, 0 unchecked)\n',
  });
  expect(await truce(['suggest', 'pact.json', '-c', 'api/notes.yaml'], { cwd })).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Nothing to suggest: the evidence holds no observed exchange\n',
  });
});

it('reads the config: waived findings are no reason to change anything', async () => {
  const config = (waivers: string): string =>
    `export default { contracts: [{ document: 'api/notes.yaml', evidence: ['bad.har'] }], waivers: [${waivers}] };\n`;
  const cwd = folderWith({ ...files, 'truce.config.js': config('') });
  expect((await truce(['suggest'], { cwd })).stdout).toContain('overlay: 1.0.0');
  put(cwd, { 'truce.config.js': config("{ rule: 'response-body-mismatch', reason: 'known', expires: '2999-01-01' }") });
  expect(await truce(['suggest'], { cwd })).toMatchObject({ code: 0, stdout: '' });
});

it.each([
  [['suggest', 'bad.har'], /There is no contract to check against/],
  [['suggest', '--contract', 'api/notes.yaml'], /There is no recording that suggestions could come of/],
  [['suggest', 'gone.har', '--contract', 'api/notes.yaml'], /gone\.har/],
  [['suggest', 'text.txt', '--contract', 'api/notes.yaml'], /The format of "text\.txt" is not known/],
  [['suggest', 'torn.har', '--contract', 'api/notes.yaml'], /torn\.har:1:/],
  [['suggest', 'bad.har', '--contract', 'broken.yaml'], /Nothing stands at [\s\S]*nothing is suggested for a broken contract/],
  [['suggest', 'bad.har', '--contract', 'text.txt'], /not an OpenAPI document/],
  [['suggest', 'bad.har', '--contract', 'api/notes.yaml', '--min-exchanges', '0'], /whole number from 1/],
  [['suggest', 'bad.har', '--contract', 'api/notes.yaml', '--out', 'folder'], /"folder" cannot be read: it is a folder/],
  [['suggest', 'bad.har', '--contract', 'api/notes.yaml', '--write'], /unknown option '--write'/],
])('%j is answered with a sentence and exit code 2', async (args, sentence) => {
  const cwd = folderWith({
    ...files,
    'text.txt': 'hello',
    'torn.har': har(bad).slice(0, -40),
    'broken.yaml': contract.replaceAll("schemas/Note'", "schemas/Gone'"),
  });
  mkdirSync(join(cwd, 'folder'));
  const { code, stderr } = await truce(args, { cwd });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(sentence) });
});
