// `truce diff` as a process: two files, revisions of a real repository, evidence, outputs, and everything it refuses. Long: a command with many doors.
import { spawnSync } from 'node:child_process';
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/diff/catalogue.ts';
import { contract, elsewhere, entry, good, har, interaction, pact } from './fixtures.ts';
import { folderWith, put } from './folder.ts';
import { truce } from './run-cli.ts';

const integer = contract.replace('title: { type: string }', 'title: { type: integer }');
const without = contract.replace('        title: { type: string }\n', '');

function git(cwd: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(
    'git',
    ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', ...args],
    { cwd, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
}

/** A repository whose first commit has these files. */
function repository(files: Readonly<Record<string, string>>): string {
  const cwd = folderWith(files);
  git(cwd, 'init', '-q', '-b', 'main');
  commit(cwd, {});
  return cwd;
}

function commit(cwd: string, files: Readonly<Record<string, string>>): void {
  put(cwd, files);
  git(cwd, 'add', '-A');
  git(cwd, 'commit', '-q', '--allow-empty', '-m', 'x');
}

describe('two files', () => {
  it('says both places with their code, and fails', async () => {
    const cwd = folderWith({ 'old.yaml': contract, 'new.yaml': integer });
    const { code, stdout, stderr } = await truce(['diff', 'old.yaml', 'new.yaml', '--frames'], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('breaking response-type-changed  GET /notes/{id} → 200 and 1 more\n  `title` was string, is integer\n');
    expect(stdout).toContain('  was       old.yaml:39:24  #/components/schemas/Note/properties/title/type\n');
    expect(stdout).toMatch(/ 39 \| {9}title: \{ type: string \}\n +\| +\^{6}\n/);
    expect(stdout).toMatch(/ 39 \| {9}title: \{ type: integer \}\n +\| +\^{7}\n/);
    expect(stdout).toContain('✗ 2 breaking, 0 non-breaking, 0 informational (exit code 1)\n');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('conforms where nothing changed, and where nothing breaks', async () => {
    const cwd = folderWith({
      'old.yaml': contract,
      'same.yaml': `# other\n${contract}`,
      'more.yaml': contract.replace('done: {', 'due: { type: string }\n        done: {'),
    });
    expect((await truce(['diff', 'old.yaml', 'same.yaml'], { cwd })).stdout).toMatch(/✓ No changes \(exit code 0\)\n$/);
    const { code, stdout } = await truce(['diff', 'old.yaml', 'more.yaml'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain(
      'non-breaking response-property-added  GET /notes/{id} → 200 and 1 more  `due` is\nnew and may be left out  more.yaml:40:9\n',
    );
    expect((await truce(['diff', 'old.yaml', 'more.yaml', '-q'], { cwd })).stdout).not.toContain('due');
  });

  it('a version without quotes is a version', async () => {
    const cwd = folderWith({ 'old.yaml': contract, 'new.yaml': contract.replace("'1.0'", '2.5') });
    const { stdout } = await truce(['diff', 'old.yaml', 'new.yaml'], { cwd });
    expect(stdout).toContain('The version was "1.0", is "2.5"');
  });

  it('--fail-on none never fails', async () => {
    const cwd = folderWith({ 'old.yaml': contract, 'new.yaml': integer });
    expect((await truce(['diff', 'old.yaml', 'new.yaml', '--fail-on', 'none'], { cwd })).code).toBe(0);
    expect((await truce(['diff', 'old.yaml', 'new.yaml', '--fail-on', 'consumers'], { cwd })).code).toBe(0);
  });

  it('JSON and Markdown say the same', async () => {
    const cwd = folderWith({ 'old.yaml': contract, 'new.yaml': integer });
    const json = await truce(['diff', 'old.yaml', 'new.yaml', '--json'], { cwd });
    const report = JSON.parse(json.stdout) as { changes: Record<string, unknown>[]; exitCode: number; totals: unknown };
    expect(report).toMatchObject({ version: 1, exitCode: 1, totals: { breaking: 2, 'non-breaking': 0, informational: 0 } });
    expect(report.changes[0]).toMatchObject({
      id: 'response-type-changed',
      breaking: 'breaking',
      old: { uri: 'old.yaml', line: 39, column: 24, pointer: '/components/schemas/Note/properties/title/type' },
      new: { uri: 'new.yaml', line: 39 },
      sites: [
        { operation: 'getNote', status: '200', pointer: '/title' },
        { operation: 'createNote', status: '201' },
      ],
    });
    const markdown = await truce(['diff', 'old.yaml', 'new.yaml', '--markdown'], { cwd });
    expect(markdown.code).toBe(1);
    expect(markdown.stdout).toContain(
      '| `response-type-changed` | GET /notes/\\{id\\} → 200 and 1 more | `title` was string, is integer | – |',
    );
  });

  it('--ids lists the whole catalogue', async () => {
    const { code, stdout } = await truce(['diff', '--ids']);
    expect(code).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(catalogue().map(({ id }) => id));
  });
});

describe('what cannot be compared', () => {
  it.each([
    ['no document', [], /^truce: There is nothing to compare\n/],
    ['a file that is not there', ['old.yaml', 'gone.yaml'], /^truce: There is no contract at "gone\.yaml"\n/],
    ['one file that is not there', ['gone.yaml'], /^truce: There is no contract at "gone\.yaml"\n/],
    ['a folder', ['old.yaml', 'folder'], /^truce: The contract "folder" is a folder\n/],
    ['broken YAML', ['old.yaml', 'broken.yaml'], /^truce: broken\.yaml:2:\d+: Not YAML: /],
    ['something else', ['swagger.yaml', 'old.yaml'], /^truce: swagger\.yaml:1:10: .*Swagger/],
    ['both outputs', ['old.yaml', 'old.yaml', '--json', '--markdown'], /exclude each other/],
    ['an unknown word', ['old.yaml', 'old.yaml', '--fail-on', 'error'], /Allowed choices are breaking, consumers, none/],
    ['evidence that is not there', ['old.yaml', 'old.yaml', '--pacts', 'gone'], /^truce: There is no file or folder at "gone"\n/],
  ])('%s', async (_, args, message) => {
    const cwd = folderWith({
      'old.yaml': contract,
      'folder/x.txt': '',
      'broken.yaml': 'openapi: 3.1.0\npaths: [',
      'swagger.yaml': "swagger: '2.0'\n",
    });
    const { code, stdout, stderr } = await truce(['diff', ...args], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('damage in the new document costs exit code 2, in the old one a warning; what is whole is compared', async () => {
    const damaged = integer.replace(
      "'#/components/schemas/Note' }\n              examples",
      "'#/components/schemas/Gone' }\n              examples",
    );
    const cwd = folderWith({ 'old.yaml': contract, 'new.yaml': damaged });
    const new_ = await truce(['diff', 'old.yaml', 'new.yaml'], { cwd });
    expect(new_.code).toBe(2);
    expect(new_.stdout).toContain('- new.yaml:15:31: Nothing stands at "#/components/schemas/Gone"\n');
    expect(new_.stdout).toContain('breaking request-type-changed  POST /notes\n');
    expect(new_.stdout).toContain('breaking response-schema-unchecked  GET /notes/{id} → 200\n');
    expect(new_.stdout).toContain('Not everything could be compared');
    const old = await truce(['diff', 'new.yaml', 'old.yaml'], { cwd });
    expect(old.code).toBe(1);
    expect(old.stdout.replace(/\s+/g, ' ')).toContain(
      'warning The old contract is damaged, and nobody can mend it any more: new.yaml:15:31:',
    );
  });
});

/** One repository for everything that is refused. */
let refusing: string | undefined;

describe('revisions of git', () => {
  it('a document alone is compared with HEAD, and the other way round', async () => {
    const cwd = repository({ 'api/notes.yaml': contract });
    expect(await truce(['diff', 'api/notes.yaml'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    put(cwd, { 'api/notes.yaml': integer });
    const { code, stdout } = await truce(['diff', 'api/notes.yaml'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('  was       HEAD:api/notes.yaml:39:24');
    expect(stdout).toContain('  is        api/notes.yaml:39:24');
    const below = await truce(['diff', 'notes.yaml'], { cwd: join(cwd, 'api') });
    expect(below.stdout).toContain('  was       HEAD:api/notes.yaml:39:24');
    expect((await truce(['diff', 'main:api/notes.yaml'], { cwd: join(cwd, 'api') })).stdout).toContain('  is        notes.yaml:39:24');
  });

  it('two revisions, by branch, by commit, by ancestor; nothing is checked out', async () => {
    const cwd = repository({ 'notes.yaml': contract });
    git(cwd, 'tag', 'v1');
    git(cwd, 'branch', 'feature/x');
    commit(cwd, { 'notes.yaml': integer });
    put(cwd, { 'notes.yaml': 'in between' });
    for (const old of ['HEAD~1:notes.yaml', 'v1:notes.yaml', 'feature/x:./notes.yaml'])
      expect(await truce(['diff', old, 'main:notes.yaml'], { cwd }), old).toMatchObject({
        code: 1,
        stdout: expect.stringContaining('`title` was string, is integer'),
      });
    expect((await truce(['diff', 'HEAD:notes.yaml', 'main:notes.yaml'], { cwd })).code).toBe(0);
  });

  it('what a document refers to comes from its own revision', async () => {
    const split = contract.replaceAll('#/components/schemas/Note', 'schemas/note.yaml').replace(/components:[\s\S]*$/, '');
    const note = (type: string): string => `type: object\nproperties:\n  title: { type: ${type} }\n`;
    const cwd = repository({ 'api/notes.yaml': split, 'api/schemas/note.yaml': note('string') });
    commit(cwd, { 'api/schemas/note.yaml': note('integer') });
    put(cwd, { 'api/schemas/note.yaml': note('boolean') });
    const { code, stdout } = await truce(['diff', 'HEAD~1:api/notes.yaml', 'HEAD:api/notes.yaml'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('`title` was string, is integer');
    expect(stdout).toContain('  was       HEAD~1:api/schemas/note.yaml:3:18');
    expect((await truce(['diff', 'api/notes.yaml'], { cwd })).stdout).toContain('`title` was integer, is boolean');
  });

  it('links are followed inside the revision, and lead nowhere outside', async () => {
    const cwd = repository({ 'api/notes.yaml': contract });
    symlinkSync('api/notes.yaml', join(cwd, 'link.yaml'));
    symlinkSync('/etc/hostname', join(cwd, 'out.yaml'));
    commit(cwd, {});
    expect((await truce(['diff', 'HEAD:link.yaml', 'HEAD:api/notes.yaml'], { cwd })).code).toBe(0);
    expect(await truce(['diff', 'HEAD:out.yaml', 'HEAD:api/notes.yaml'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no contract at "HEAD:out.yaml"'),
    });
  });

  it.each([
    ['an option instead of a revision', '--output=stolen:notes.yaml', /is no revision of git|unknown option/],
    ['an option behind --', '-o:notes.yaml', /"-o" is no revision of git/],
    ['a revision that is not there', 'gone:notes.yaml', /There is no revision "gone" in this repository/],
    ['a file that is not in it', 'main:gone.yaml', /There is no contract at "main:gone\.yaml"/],
    ['a file that was never committed', 'HEAD:./new.yaml', /what was never committed is in no revision/],
    ['a folder of it', 'main:folder', /The contract "main:folder" is a folder/],
    ['a path out of the repository', 'main:../../etc/passwd', /There is no contract at/],
    ['no path', 'main:', /names no file/],
    ['no revision', ':notes.yaml', /"" is no revision of git/],
    ['a command of the shell', '$(touch stolen):notes.yaml', /There is no revision/],
    ['another command', 'main;touch stolen:notes.yaml', /There is no revision/],
    ['a line end', 'main:a\nmain:notes.yaml', /names no file/],
  ])('refuses %s', async (_, document, message) => {
    const cwd = (refusing ??= repository({ 'notes.yaml': contract, 'folder/x': '' }));
    const { code, stdout, stderr } = await truce(['diff', '--', document, 'notes.yaml'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(existsSync(join(cwd, 'stolen'))).toBe(false);
  });

  it('says where there is no repository, and where there is no git', async () => {
    const cwd = folderWith({ 'notes.yaml': contract });
    expect(await truce(['diff', 'notes.yaml'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/is in no working tree[\s\S]*give two files/),
    });
    expect(await truce(['diff', 'notes.yaml'], { cwd, env: { PATH: '' } })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/git cannot be run: it is not installed/),
    });
  });

  it('a file whose name looks like a revision is a file', async () => {
    const cwd = folderWith({ 'main:notes.yaml': contract, 'notes.yaml': contract });
    expect((await truce(['diff', 'main:notes.yaml', 'notes.yaml'], { cwd })).code).toBe(0);
  });
});

describe('for whom', () => {
  const files = { 'old.yaml': contract, 'new.yaml': integer, 'gone.yaml': without };

  it('names the consumer whose pact breaks, and only then fails for consumers', async () => {
    const cwd = folderWith({
      ...files,
      'pacts/shop.json': pact(interaction({ id: 7, title: 'Milk' })),
      'pacts/other.json': pact(interaction({ id: 7 })).replace('shop', 'bank'),
    });
    const { code, stdout } = await truce(['diff', 'old.yaml', 'new.yaml', '--pacts', 'pacts', '--fail-on', 'consumers'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('  breaks    shop  pacts/shop.json  interaction "a note"\n');
    expect(stdout).toContain('Expected `title` to be an integer, got "Milk"');
    expect(stdout).toContain('  for       no given evidence calls this operation\n');
    expect(stdout).toContain('✗ 2 breaking (1 touches shop), 0 non-breaking, 0 informational');
    const bank = await truce(['diff', 'old.yaml', 'new.yaml', '--pacts', 'pacts/other.json', '--fail-on', 'consumers'], { cwd });
    expect(bank.code).toBe(0);
    expect(bank.stdout).toContain(
      '  for       no given consumer reads `title`: bank calls these 2 operations in 1\n            exchange\n',
    );
    expect((await truce(['diff', 'old.yaml', 'new.yaml', '--pacts', 'pacts/other.json'], { cwd })).code).toBe(1);
  });

  it('a property that is gone breaks who reads it', async () => {
    const cwd = folderWith({ ...files, 'shop.json': pact(interaction({ id: 7, title: 'Milk' })) });
    const { stdout } = await truce(['diff', 'old.yaml', 'gone.yaml', '--pacts', 'shop.json', '--json'], { cwd });
    const { changes, unexplained } = JSON.parse(stdout) as {
      changes: { id: string; for: { touches: { effect: string; who: string; rule: string }[] } }[];
      unexplained: unknown[];
    };
    const removed = changes.find(({ id }) => id === 'response-property-removed');
    expect(removed?.for.touches).toEqual([expect.objectContaining({ effect: 'breaks', who: 'shop', rule: 'response-body-undocumented' })]);
    expect(unexplained).toEqual([]);
  });

  it('what was wrong before is nobody’s change', async () => {
    const cwd = folderWith({ ...files, 'shop.json': pact(interaction({ id: 'seven', done: 1 })) });
    const { stdout } = await truce(['diff', 'old.yaml', 'new.yaml', '--pacts', 'shop.json', '--json'], { cwd });
    const { changes, unexplained } = JSON.parse(stdout) as { changes: { for: { touches: unknown[] } }[]; unexplained: unknown[] };
    expect(changes.flatMap((change) => change.for.touches)).toEqual([]);
    expect(unexplained).toEqual([]);
  });

  it('recordings contradict a response and break with a request', async () => {
    const posted = entry({ id: 8 }, { url: 'https://notes.example/api/notes', status: 201 }) as { request: Record<string, unknown> };
    posted.request['method'] = 'POST';
    posted.request['postData'] = { mimeType: 'application/json', text: '{"id":8,"title":"Milk"}' };
    const cwd = folderWith({ ...files, 'traffic.har': har(good, posted, elsewhere) });
    const { code, stdout } = await truce(['diff', 'old.yaml', 'new.yaml', '--evidence', 'traffic.har', '--fail-on', 'consumers'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('  breaks    traffic.har  entry 1\n');
    expect(stdout).toContain('  disproved traffic.har  entry 0\n');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      '3 exchanges of traffic.har, 2 judged by both contracts × 1 not judged: no contract has a path',
    );
    expect(stdout.replace(/\s+/g, ' ')).toContain('evidence contradicts 1 (`--fail-on consumers`)');
  });

  it('an operation that is gone breaks who calls it', async () => {
    const moved = contract.replace('/notes/{id}:', '/entries/{id}:');
    const cwd = folderWith({ 'old.yaml': contract, 'new.yaml': moved, 'shop.json': pact(interaction({ id: 7 })) });
    const { code, stdout } = await truce(['diff', 'old.yaml', 'new.yaml', '--pacts', 'shop.json', '--fail-on', 'consumers'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('breaking operation-moved  GET /entries/{id}\n  GET /notes/{id} is GET /entries/{id} now\n');
    expect(stdout).toContain('  breaks    shop  shop.json  interaction "a note"\n');
  });

  it('a status that was in the range breaks who waits for it', async () => {
    const cwd = folderWith({
      'old.yaml': contract.replace("'200'", "'2XX'"),
      'new.yaml': contract,
      'shop.json': pact({ ...interaction({ id: 7 }), response: { status: 203 } }),
    });
    const { code, stdout } = await truce(['diff', 'old.yaml', 'new.yaml', '--pacts', 'shop.json'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^breaking response-status-narrowed {2}GET \/notes\/\{id\} → 2XX\n {2}Of 2XX only 200 may come now\n/);
    expect(stdout).toContain('  breaks    shop  shop.json  interaction "a note"\n');
  });

  it('evidence that cannot be judged is said', async () => {
    const cwd = folderWith({
      ...files,
      'traffic.har': har(good),
      'cut.har': har(good).slice(0, -20),
      'empty.har': har(),
      'notes.txt': 'hello',
      'elsewhere.har': har(elsewhere),
    });
    const wrong = await truce(['diff', 'old.yaml', 'new.yaml', '--pacts', 'traffic.har'], { cwd });
    expect(wrong).toMatchObject({ code: 2, stdout: expect.stringContaining('- "traffic.har" is no pact\n') });
    const cut = await truce(['diff', 'old.yaml', 'new.yaml', '--evidence', 'cut.har'], { cwd });
    expect(cut).toMatchObject({ code: 2, stdout: expect.stringMatching(/- cut\.har:1:\d+: /) });
    const none = await truce(['diff', 'old.yaml', 'new.yaml', '--evidence', 'empty.har'], { cwd });
    expect(none).toMatchObject({ code: 2, stdout: expect.stringContaining('  evidence  no exchange is in it\n') });
    const unknown = await truce(['diff', 'old.yaml', 'new.yaml', '--evidence', 'notes.txt'], { cwd });
    expect(unknown).toMatchObject({ code: 2, stdout: expect.stringContaining('- "notes.txt" is no evidence of a known format\n') });
    const other = await truce(['diff', 'old.yaml', 'new.yaml', '--evidence', 'elsewhere.har'], { cwd });
    expect(other).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('- No exchange of the evidence could be judged by both contracts\n'),
    });
  });

  it('--config gives the evidence for the contract, and how much its findings weigh', async () => {
    const own = { document: '../new.yaml', evidence: ['../pacts'] };
    const config = { contracts: [own, { document: '../other.yaml', evidence: ['../gone'] }], evidence: ['../traffic.har'] };
    const off = { ...config, rules: { 'response-body-mismatch': 'off' } };
    const cwd = folderWith({
      ...files,
      'pacts/shop.json': pact(interaction({ id: 7, title: 'Milk' })),
      'traffic.har': har(good),
      'config/truce.config.json': JSON.stringify(config),
      'config/off.json': JSON.stringify(off),
      'config/empty.json': JSON.stringify({ contracts: ['../new.yaml', own.document] }),
    });
    const all = ['diff', 'old.yaml', 'new.yaml', '--fail-on', 'consumers'];
    const { code, stdout } = await truce([...all, '--config', 'config/truce.config.json', '--pacts', 'pacts/shop.json'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('  breaks    shop  pacts/shop.json  interaction "a note"\n');
    expect(stdout).toContain('  disproved traffic.har  entry 0\n');
    expect(stdout).toContain('  evidence  2 exchanges of shop and traffic.har, 2 judged by both contracts\n');
    expect((await truce([...all, '--config', 'config/off.json'], { cwd })).code).toBe(0);
    expect((await truce(all, { cwd })).stdout).not.toContain('evidence');
    expect(await truce([...all, '--config', 'config/empty.json'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^truce: The config names no evidence for "new\.yaml"\n.*--evidence/),
    });
    expect((await truce([...all, '--config', 'gone.json'], { cwd })).stderr).toContain('There is no config file at "gone.json"');
  });

  it('--config knows the contract by its file, whatever revision it is compared with', async () => {
    const cwd = repository({
      'api/notes.yaml': contract,
      'shop.json': pact(interaction({ id: 7, title: 'Milk' })),
      'truce.config.yaml': 'contracts: [{ document: api/notes.yaml, evidence: [shop.json] }]\n',
    });
    commit(cwd, { 'api/notes.yaml': integer });
    const { stdout } = await truce(['diff', 'HEAD~1:api/notes.yaml', 'HEAD:api/notes.yaml', '--config', 'truce.config.yaml'], { cwd });
    expect(stdout).toContain('  breaks    shop  shop.json  interaction "a note"\n');
  });

  it('hostile names and texts reach no terminal and no comment as what they are', async () => {
    const hostile = contract.replace('title: { type: string }', '"a\\u001b[31m|`<b>": { type: string }');
    const cwd = folderWith({ 'old.yaml': hostile, 'new.yaml': hostile.replace('<b>": { type: string', '<b>": { type: integer') });
    writeFileSync(join(cwd, 'shop.json'), pact({ ...interaction({ id: 7 }), description: '\u001b[31m <img src=x> | x' }));
    for (const flag of ['--frames', '--json', '--markdown']) {
      const { stdout } = await truce(['diff', 'old.yaml', 'new.yaml', '--pacts', 'shop.json', flag], { cwd });
      expect(stdout).not.toContain('\u001b');
      if (flag === '--markdown') expect(stdout.replace(/`[^`]*`|~~~~[\s\S]*?~~~~/g, '')).not.toMatch(/<(b|img)\b/);
    }
  });
});
