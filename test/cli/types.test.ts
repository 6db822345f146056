// `truce types` as a process: what it writes and prints, what it compares, what it refuses.
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { contract } from './fixtures.ts';
import { folderWith, put } from './folder.ts';
import { truce } from './run-cli.ts';

const read = (cwd: string, name: string): string => readFileSync(join(cwd, name), 'utf8');

it('prints the module; its document is named from the current folder', async () => {
  const cwd = folderWith({ 'contracts/notes.yaml': contract });
  const { code, stdout, stderr } = await truce(['types', 'contracts/notes.yaml'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^\/\/ The operations of contracts\/notes\.yaml .*\nimport type \{ ContractToken \} from 'truce';\n/);
  expect(stdout).toContain("export const notes: ContractToken<Operations> = { id: 'notes', document: 'contracts/notes.yaml' };\n");
  expect(stdout).toContain('200: responses.Note;');
});

it('writes a file, whose document is named from there, and compares it', async () => {
  const cwd = folderWith({ 'contracts/my-notes/openapi.yaml': contract });
  const args = ['types', 'contracts/my-notes/openapi.yaml', '--out', 'mocks/deep/notes.ts', '--import', '../../x.ts'];
  expect(await truce([...args, '--check'], { cwd })).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('"mocks/deep/notes.ts" does not exist'),
  });
  expect(await truce(args, { cwd })).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Wrote mocks/deep/notes.ts: 2 operations of contracts/my-notes/openapi.yaml\n',
  });
  const text = read(cwd, 'mocks/deep/notes.ts');
  expect(text).toContain("from '../../x.ts'");
  expect(text).toContain(
    "export const myNotes: ContractToken<Operations> = { id: 'my-notes', document: '../../contracts/my-notes/openapi.yaml' };",
  );
  expect(await truce([...args, '--check'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' });
  // The same from another folder, and with the line ends of another system.
  put(cwd, { 'mocks/deep/notes.ts': text.replaceAll('\n', '\r\n') });
  const elsewhere = ['types', '../contracts/my-notes/openapi.yaml', '--out', 'deep/notes.ts', '--import', '../../x.ts', '--check'];
  expect(await truce(elsewhere, { cwd: join(cwd, 'mocks') })).toEqual({ code: 0, stdout: '', stderr: '' });

  put(cwd, { 'contracts/my-notes/openapi.yaml': contract.replaceAll('getNote', 'readNote') });
  const stale = await truce([...args, '--check'], { cwd });
  expect(stale).toMatchObject({ code: 1, stdout: '' });
  expect(stale.stderr).toMatch(/"mocks\/deep\/notes\.ts" is not what "contracts\/my-notes\/openapi\.yaml" says today\n.*without `--check`/);
  expect((await truce(args, { cwd })).code).toBe(0);
  expect(read(cwd, 'mocks/deep/notes.ts')).toContain('readNote');
});

it('overwrites nothing it did not write', async () => {
  const cwd = folderWith({ 'api.yaml': contract, 'own.ts': 'export const mine = 1;\n', 'empty.ts': '\n' });
  for (const name of ['api.yaml', 'own.ts']) {
    const before = read(cwd, name);
    const { code, stderr } = await truce(['types', 'api.yaml', '--out', name], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/was not written by `truce types` and stays as it is/);
    expect(read(cwd, name)).toBe(before);
  }
  expect((await truce(['types', 'api.yaml', '--out', 'empty.ts'], { cwd })).code).toBe(0);
});

it.each([
  [['types'], /missing required argument 'contract'/],
  [['types', 'nope.yaml'], /There is no contract at "nope\.yaml"/],
  [['types', '.'], /is a folder/],
  [['types', 'api.yaml', '--check'], /`--check` compares a file[\s\S]*--out/],
  [['types', 'api.yaml', '--out', 'folder'], /The file "folder" cannot be read: it is a folder/],
  [['types', 'api.yaml', '--out', 'api.yaml/x.ts'], /The file "api\.yaml\/x\.ts" cannot be/],
  [
    ['types', 'broken.yaml'],
    /broken\.yaml:\d+:\d+: Nothing stands at "#\/components\/schemas\/Gone"\n.*no types are written of a broken contract/,
  ],
  [['types', 'broken.yaml', '--out', 'x.ts', '--check'], /Nothing stands at/],
  [['types', 'away.yaml'], /leads to the network, which is not allowed[\s\S]*--allow-remote-refs/],
  [['types', 'twice.yaml'], /The operationId `getNote` is used twice/],
  [['types', 'text.yaml'], /not an OpenAPI document/],
])('%j is answered with a sentence and exit code 2', async (args, sentence) => {
  const cwd = folderWith({
    'api.yaml': contract,
    'broken.yaml': contract.replace('#/components/schemas/Note', '#/components/schemas/Gone'),
    'away.yaml': contract.replace('#/components/schemas/Note', 'https://example.com/a.yaml'),
    'twice.yaml': contract.replaceAll('createNote', 'getNote'),
    'text.yaml': 'a: b\n',
  });
  mkdirSync(join(cwd, 'folder'));
  const result = await truce(args, { cwd });
  expect(result).toMatchObject({ code: 2, stdout: '' });
  expect(result.stderr).toMatch(sentence);
});

it('a folder it may not write to is named', async () => {
  const cwd = folderWith({ 'api.yaml': contract, 'shut/.keep': '' });
  chmodSync(cwd, 0o755);
  chmodSync(join(cwd, 'api.yaml'), 0o644);
  chmodSync(join(cwd, 'shut'), 0o555);
  const isRoot = process.getuid?.() === 0;
  const result = await truce(['types', 'api.yaml', '--out', 'shut/x.ts'], { cwd, ...(isRoot && { uid: 65_534 }) });
  expect(result).toMatchObject({ code: 2, stdout: '' });
  expect(result.stderr).toMatch(/The file "shut\/x\.ts" cannot be written: permission denied\n.*you may write there/);
  chmodSync(join(cwd, 'shut'), 0o755);
});
