// Contracts that are broken, of another kind, or lead where they should not: a sentence with its place, and the rest is judged.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract, entry, good, har } from '../cli/fixtures.ts';
import { folderWith, put } from '../cli/folder.ts';
import { truce } from '../cli/run-cli.ts';
import { runCheck } from './run-check.ts';

const withTitle = (schema: string): string => contract.replace('title: { type: string }', () => `title: ${schema}`);
const withPaths = (paths: string): string => contract.replace(/paths:[\s\S]*?components:/, `${paths}\ncomponents:`);

/** Another operation, whose schema is sound. */
const tasks = `  /tasks:
    get:
      operationId: getTasks
      responses:
        '200': { description: Tasks, content: { application/json: { schema: { type: array, items: { type: integer } } } } }
`;
const sound = entry([1], { url: 'https://notes.example/api/tasks' });
const unsound = entry(['x'], { url: 'https://notes.example/api/tasks' });
const both = (document: string): string => document.replace('components:\n', `${tasks}components:\n`);

describe('a document that is no contract', () => {
  it.each([
    ['openapi: [3\n', 'api.yaml', /Not YAML: \S.* api\.yaml:2:1/],
    ['{"openapi": "3.1.0", ', 'api.json', /Not JSON: the text ends inside an object/],
    ['{"a": 1}', 'api.json', /no `openapi` field.*openapi: 3\.1/],
    ['hello world', 'api.yaml', /is not an OpenAPI document/],
    ['', 'api.yaml', /The file is empty/],
    [' \n# nothing\n', 'api.yaml', /The file is empty/],
    ['null', 'api.json', /is not an OpenAPI document/],
    [contract.replace('3.1.0', '3.9.0'), 'api.yaml', /"3\.9\.0".*3\.0, 3\.1 and 3\.2.*api\.yaml:1:10/],
    [contract.replace('3.1.0', '4.0.0'), 'api.yaml', /"4\.0\.0"/],
    [contract.replace('openapi: 3.1.0', "swagger: '2.0'"), 'api.yaml', /Swagger "2\.0".*api\.yaml:1:10.*swagger2openapi/],
    [contract.replace('openapi: 3.1.0', 'asyncapi: 2.6.0'), 'api.yaml', /AsyncAPI/],
    [Buffer.from(`\ufeff${contract}`, 'utf16le'), 'api.yaml', /UTF-16.*UTF-8.*api\.yaml:1:1/],
    [Buffer.from([0, 1, 2, 3, 255, 254]), 'api.yaml', /binary/],
    [`openapi: 3.1.0\npaths: ${'['.repeat(100_000)}`, 'api.yaml', /nested deeper than 1000 levels/],
    [`{"openapi":"3.1.0","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'api.json', /nested deeper than 1000 levels/],
    [`{"openapi":"3.1.0","x":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`, 'api.json', /nested deeper than 1000 levels/],
    [
      `openapi: 3.1.0\na: &a [x,x,x,x,x,x,x,x,x,x]\n${[...'bcdefghijk'].map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghij'[i]}`).join(',')}]`).join('\n')}`,
      'api.yaml',
      /aliases .*expand to more than 1,000,000 values/,
    ],
    ['openapi: 3.1.0\npaths: &a { x: *a }', 'api.yaml', /alias stands inside the value it names/],
    ['openapi: 3.1.0\nopenapi: 3.1.0\n', 'api.yaml', /Not YAML: \S.*api\.yaml:2:1/],
    ['openapi: 3.1.0\n---\nopenapi: 3.1.0\n', 'api.yaml', /one YAML document, got 2/],
  ])('%.40s is named, with the way out', async (document, name, sentence) => {
    const cwd = folderWith({ [name]: document, 't.har': har(good) });
    const { code, stdout, stderr } = await truce(['check', '-c', name, 't.har'], { cwd, timeout: 10_000 });
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(stdout.replace(/\s+/g, ' ')).toMatch(sentence);
    expect(stdout).toMatch(/^ {2}contract {2}api\.\w+:\d+:\d+/m);
  });

  it('does not keep other contracts from judging', async () => {
    const cwd = folderWith({ 'notes.yaml': contract, 'broken.yaml': 'openapi: [', 'old.yaml': "swagger: '2.0'", 't.har': har(good) });
    const { code, stdout } = await truce(['check', '-c', 'broken.yaml', '-c', 'old.yaml', '-c', 'notes.yaml', 't.har', '-r', 'json'], {
      cwd,
    });
    expect(code).toBe(2);
    const report = JSON.parse(stdout) as {
      outcomes: { verdict: string }[];
      findings: { rule: string; contract: { uri: string; line: number } }[];
    };
    expect(report.outcomes.map(({ verdict }) => verdict)).toEqual(['conforms']);
    expect(report.findings.map(({ rule, contract: { uri, line } }) => `${rule} ${uri}:${line}`)).toEqual([
      'contract-document-malformed broken.yaml:1',
      'contract-document-malformed old.yaml:1',
    ]);
  });
});

describe('a part of a document that cannot be used', () => {
  it.each([
    ["{ $ref: '#/nope' }", 'contract-reference-missing', /Nothing stands at "#\/nope"/],
    ["{ $ref: '#/components/schemas/Note/properties/title' }", 'contract-reference-malformed', /leads back to itself/],
    ["{ $ref: 'nope.yaml#/a' }", 'contract-reference-missing', /cannot be read: there is no such file/],
    ["{ $ref: './' }", 'contract-reference-missing', /cannot be read: it is a folder/],
    ["{ $ref: 'broken.yaml' }", 'contract-reference-missing', /cannot be read: .*broken.yaml:\d+:\d+: Not YAML/],
    ["{ $ref: 'http://127.0.0.1:9/a.yaml' }", 'contract-reference-unchecked', /network, which is not allowed/],
    ["{ $ref: 'ftp://127.0.0.1/a.yaml' }", 'contract-reference-unchecked', /network, which is not allowed/],
    ["{ $ref: '../../etc/passwd' }", 'contract-reference-', /leaves the folder of the contract|no such file/],
    ["{ $ref: '/etc/passwd' }", 'contract-reference-unchecked', /leaves the folder of the contract/],
    ["{ $ref: 'file:///etc/passwd' }", 'contract-reference-unchecked', /leaves the folder of the contract/],
    ["{ $ref: 'http://[' }", 'contract-reference-malformed', /is not a URI/],
    ["{ $ref: 'a%00b.yaml' }", 'contract-reference-missing', /it is no path of a file/],
    ["{ type: string, pattern: '(' }", 'contract-schema-malformed', /`pattern` to be a regular expression/],
    ["{ patternProperties: { '(': {} } }", 'contract-schema-malformed', /regular expression/],
    ['{ type: strin }', 'contract-schema-malformed', /`type` to be .*null.*"strin"/],
    ['{ type: 5 }', 'contract-schema-malformed', /`type`/],
    ['{ enum: {} }', 'contract-schema-malformed', /`enum` to be a list/],
    ['{ required: a }', 'contract-schema-malformed', /`required` to be a list/],
    ["{ minLength: '1' }", 'contract-schema-malformed', /`minLength` to be a whole number/],
    ['{ multipleOf: 0 }', 'contract-schema-malformed', /`multipleOf` to be a number above 0/],
    ['{ properties: [a] }', 'contract-schema-malformed', /`properties`/],
    ['{ oneOf: 5 }', 'contract-schema-malformed', /`oneOf` to be a list/],
    ['5', 'contract-schema-malformed', /schema to be an object/],
    ['null', 'contract-schema-malformed', /schema to be an object/],
  ])('%s costs only what depends on it', async (schema, rule, sentence) => {
    const { report, lines, verdicts } = await runCheck(both(withTitle(schema)), [har(good, sound, unsound)], {
      files: { 'broken.yaml': 'a: [' },
    });
    expect(report.exitCode).toBe(2);
    expect(verdicts).toEqual(['unchecked', 'conforms', 'violates']);
    const about = lines.filter((line) => line.startsWith('contract-'));
    expect(about).toHaveLength(1);
    expect(about[0]).toMatch(new RegExp(`^${rule}\\S* api\\.yaml:\\d\\d:\\d+ `));
    expect(about[0]).toMatch(sentence);
  });

  it('a `$ref` that is no string is named', async () => {
    const { report, lines } = await runCheck(withTitle('{ $ref: 5 }'), [har(good)]);
    expect(report.exitCode).toBe(2);
    expect(lines).toEqual([expect.stringMatching(/^contract-reference-malformed api\.yaml:\d+:\d+ Expected `\$ref` to be a string$/)]);
  });

  it('that is unusual and legal is judged', async () => {
    for (const schema of ['{ nullable: true }', "{ $ref: '#/components/schemas/Note' }", '{ frobnicate: true }', 'true', '{}']) {
      for (const version of ['3.1.0', '3.0.3']) {
        if (schema === 'true' && version === '3.0.3') continue;
        const title = schema.includes('$ref') ? { id: 1 } : 'x';
        const { verdicts } = await runCheck(withTitle(schema).replace('3.1.0', version), [har(entry({ id: 7, title }))]);
        expect(verdicts, `${schema} in ${version}`).toEqual(['conforms']);
      }
    }
  });

  it('paths that are no map, and path items that are nothing, are survived', async () => {
    const list = await runCheck(withPaths('paths: [a]'), [har(good)]);
    expect(list.report.exitCode).toBe(2);
    expect(list.lines.filter((line) => line.startsWith('contract-'))).toEqual([
      expect.stringMatching(/^contract-document-malformed api\.yaml:4:\d+ Expected `paths` to be an object/),
    ]);
    for (const paths of [
      '',
      'paths:',
      'paths: { "/notes/{id}": 5 }',
      'paths: { "/notes/{id}": { get: 5 } }',
      'paths: { "/notes/{id}": { get: { responses: 5, parameters: x } } }',
      'paths: { __proto__: { get: {} }, constructor: 1 }',
    ]) {
      const { verdicts } = await runCheck(withPaths(paths), [har(good)]);
      expect(verdicts, paths).toHaveLength(1);
    }
  });

  it('line ends of other systems, a byte order mark and tabs around values change nothing', async () => {
    for (const document of [contract.replaceAll('\n', '\r\n'), `\ufeff${contract}`, contract.replaceAll('\n', '\r')]) {
      expect((await runCheck(document, [har(good)])).verdicts).toEqual(['conforms']);
    }
  });
});

describe('references beyond the folder', () => {
  let server: Server;
  let asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/title.yaml') response.end('type: string\n');
      else if (request.url === '/broken.yaml') response.end('type: [\n');
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  const address = (path: string): string => `{ $ref: 'http://127.0.0.1:${(server.address() as AddressInfo).port}${path}' }`;

  it('go to the network only when allowed', async () => {
    asked = [];
    expect((await runCheck(withTitle(address('/title.yaml')), [har(good)])).verdicts).toEqual(['unchecked']);
    expect(asked).toEqual([]);
    const allowed = await runCheck(withTitle(address('/title.yaml')), [har(good, entry({ id: 7, title: 5 }))], { network: true });
    expect(allowed.verdicts).toEqual(['conforms', 'violates']);
    expect(asked).toEqual(['/title.yaml']);
    for (const [path, reason] of [
      ['/none.yaml', /404/],
      ['/broken.yaml', /Not YAML/],
    ] as const) {
      const { report, lines } = await runCheck(withTitle(address(path)), [har(good)], { network: true });
      expect(report.exitCode).toBe(2);
      expect(lines.find((line) => line.startsWith('contract-reference-missing'))).toMatch(reason);
    }
  });

  it('leave the folder of the contract only when allowed, symbolic links included', async () => {
    const outer = folderWith({ 'title.yaml': 'type: string\n', 'inner/t.har': har(good) });
    put(outer, { 'inner/api.yaml': withTitle("{ $ref: '../title.yaml' }"), 'inner/linked.yaml': withTitle("{ $ref: 'link.yaml' }") });
    symlinkSync('../title.yaml', join(outer, 'inner/link.yaml'));
    const cwd = join(outer, 'inner');
    for (const name of ['api.yaml', 'linked.yaml']) {
      const refused = await truce(['check', '-c', name, 't.har'], { cwd });
      expect(refused.code).toBe(2);
      expect(refused.stdout.replace(/\s+/g, ' ')).toContain('leaves the folder of the contract, which is not allowed');
      expect((await truce(['check', '-c', name, 't.har', '--allow-outside-refs'], { cwd })).code).toBe(0);
    }
  });
});
