// What `npm pack` would publish, installed into an empty folder: the command runs, the library imports, the types resolve.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
let folder = '';

const run = (file: string, args: readonly string[], cwd = folder): string =>
  execFileSync(file, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '80' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
const node = (...args: string[]): string => run(process.execPath, args);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'truce-package-'));
  const npm = (...args: string[]): string => run('npm', args, root);
  npm('run', 'build', '--silent');
  const [packed] = JSON.parse(npm('pack', '--ignore-scripts', '--json', '--pack-destination', folder)) as { filename: string }[];
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }');
  run('npm', ['install', '--offline', '--omit=optional', '--no-audit', '--no-fund', join(folder, packed?.filename ?? '')]);
  mkdirSync(join(folder, 'contract'));
  cpSync(join(root, 'contracts/odyssee/openapi.yaml'), join(folder, 'contract/openapi.yaml'));
  cpSync(join(root, 'contracts/odyssee/recordings/contacts.har'), join(folder, 'traffic.har'));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('installs the command, which judges', () => {
  const output = run(join(folder, 'node_modules/.bin/truce'), ['check', '--contract', 'contract/openapi.yaml', 'traffic.har']);
  expect(output).toContain('Conforms: 11 exchanges checked');
  expect(run(join(folder, 'node_modules/.bin/truce'), ['--version']).trim()).toBe(
    (JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string }).version,
  );
});

it('prints the page of a rule from the published files', () => {
  expect(run(join(folder, 'node_modules/.bin/truce'), ['explain', 'response-body-mismatch'])).toBe(
    readFileSync(`${root}docs/rules/response-body-mismatch.md`, 'utf8'),
  );
});

it('loads a config in TypeScript that imports the package', () => {
  writeFileSync(
    join(folder, 'truce.config.ts'),
    "import { defineConfig } from 'truce';\nexport default defineConfig({ contracts: [{ document: 'contract/openapi.yaml', evidence: ['*.har'], examples: false }] });\n",
  );
  expect(run(join(folder, 'node_modules/.bin/truce'), ['check'])).toContain('Conforms: 11 exchanges checked');
});

it('writes the HTML report from the published files', () => {
  run(join(folder, 'node_modules/.bin/truce'), ['check', '--reporter', 'html:report.html']);
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
});

it('says what the mock needs when the optional Prism is not there', () => {
  const { status, stderr } = spawnSync(join(folder, 'node_modules/.bin/truce'), ['mock', 'contract/openapi.yaml', '--port', '0'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([
    2,
    'truce: The mock needs Prism, which is not installed\n  Run `npm install @stoplight/prism-http@5.16.0`\n',
  ]);
});

it('serves the page of the mock from the bundle', async () => {
  // In the checkout, where Prism is installed: the files are those that were packed.
  const child = spawn(process.execPath, [`${root}dist/cli.js`, 'mock', 'contract/openapi.yaml', '--port', '0', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const page = await fetch(`${(JSON.parse(String(line)) as { url: string }).url}/__truce/`);
    expect([page.status, (await page.text()).trimEnd().endsWith('</html>')]).toEqual([200, true]);
    expect(readdirSync(join(folder, 'node_modules/truce/dist/page')).toSorted()).toEqual(readdirSync(`${root}dist/page`).toSorted());
  } finally {
    child.kill();
    await once(child, 'exit');
  }
});

it('serves the contracts that come with it by name, with their behaviour', async () => {
  const child = spawn(process.execPath, [`${root}dist/cli.js`, 'mock', 'onlyoffice', 'odyssee', '--port', '0', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { url } = JSON.parse(String(line)) as { url: string };
    const create = async (): Promise<number> => {
      const answer = await fetch(`${url}/api/2.0/crm/contact/person`, {
        method: 'POST',
        headers: { Authorization: 'token', 'Content-Type': 'application/json' },
        body: '{"firstName":"Ada","lastName":"Byron"}',
      });
      return ((await answer.json()) as { response: { id: number } }).response.id;
    };
    expect((await create()) + 1).toBe(await create());
    // What was packed is what was served.
    for (const file of ['contracts/superoffice/openapi.yaml', 'dist/mocks/superoffice.js'])
      expect(readFileSync(join(folder, 'node_modules/truce', file), 'utf8')).toBe(readFileSync(root + file, 'utf8'));
  } finally {
    child.kill();
    await once(child, 'exit');
  }
});

it('works as a library', () => {
  writeFileSync(
    join(folder, 'library.mjs'),
    `import { check, gather, loadContract, openEvidence } from 'truce';
const contract = await loadContract('contract/openapi.yaml');
const report = gather(check({ contracts: [contract], evidence: [{ kind: 'file', uri: 'traffic.har', open: () => openEvidence('traffic.har', 'traffic.har') }] }), { contracts: [contract], failOn: 'error' });
console.log(JSON.stringify([report.exitCode, report.totals.verdicts.conforms]));`,
  );
  expect(JSON.parse(node('library.mjs'))).toEqual([0, 11]);
});

it('has types that a strict consumer can use', () => {
  writeFileSync(
    join(folder, 'consumer.ts'),
    "import { defineConfig, loadContract, type Report } from 'truce';\nexport const config = defineConfig({ failOn: 'warning' });\nexport const load: Promise<{ readonly id: string }> = loadContract('x');\nexport const code = (report: Report): 0 | 1 | 2 => report.exitCode;\n// @ts-expect-error a severity that does not exist\ndefineConfig({ failOn: 'fatal' });\n",
  );
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: { module: 'nodenext', strict: true, noEmit: true, types: [], lib: ['es2025'], target: 'es2024' },
      files: ['consumer.ts'],
    }),
  );
  expect(node(join(root, 'node_modules/typescript/bin/tsc'), '-p', folder)).toBe('');
}, 60_000);

describe('in test frameworks', () => {
  const tests = (): string => join(folder, 'tests');

  beforeAll(() => {
    cpSync(join(root, 'test/package/frameworks'), tests(), { recursive: true });
    cpSync(join(root, 'test/testing/contacts.yaml'), join(tests(), 'contacts.yaml'));
    writeFileSync(
      join(tests(), 'truce.config.ts'),
      "import { defineConfig } from 'truce';\nexport default defineConfig({ contracts: ['contacts.yaml'] satisfies string[] });\n",
    );
    for (const name of ['jest', 'vitest', 'axios', 'supertest', 'undici', 'expect', '@jest', '@stoplight'])
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  });

  interface Results {
    readonly testResults: readonly {
      readonly assertionResults: readonly {
        readonly fullName: string;
        readonly status: string;
        readonly failureMessages: readonly string[];
      }[];
    }[];
  }

  /** Runs one spec; the names of tests that passed and, with their messages, of those that failed. */
  function runSpec(args: readonly string[], nodeOptions = ''): { passed: string[]; failed: Map<string, string> } {
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd: tests(),
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', NODE_OPTIONS: nodeOptions },
    });
    // What must fail does fail the run.
    expect([status, stderr]).toEqual([1, expect.any(String)]);
    const results = (JSON.parse(readFileSync(join(tests(), 'results.json'), 'utf8')) as Results).testResults.flatMap(
      (file) => file.assertionResults,
    );
    rmSync(join(tests(), 'results.json'));
    const failed = results.filter((result) => result.status !== 'passed');
    return {
      passed: results.filter((result) => result.status === 'passed').map((result) => result.fullName),
      failed: new Map(failed.map((result) => [result.fullName, result.failureMessages.join('\n')])),
    };
  }

  /** A failure without the stack behind it. */
  const textOf = (message = 'it passed'): string =>
    message
      .replace(/^Error: /, '')
      .replace(/\n\s+at [\s\S]*$/, '')
      .trimEnd();

  const jest = (spec: string, nodeOptions?: string) =>
    runSpec(
      [
        join(folder, 'node_modules/jest/bin/jest.js'),
        '--json',
        '--outputFile=results.json',
        '--testTimeout=30000',
        '--runTestsByPath',
        spec,
      ],
      nodeOptions,
    );
  const vitest = (spec: string) =>
    runSpec([
      join(folder, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=json',
      '--outputFile=results.json',
      '--testTimeout=30000',
      spec,
    ]);

  /** What ends in 1 passed, what ends in 2 failed, and every client said the same of the drift. */
  function expectTold({ passed, failed }: ReturnType<typeof runSpec>, most: number): void {
    expect(passed.filter((name) => !name.endsWith('1'))).toEqual([]);
    expect([...failed.keys()].filter((name) => !name.endsWith('2'))).toEqual([]);
    expect(passed.length + failed.size).toBe(most);
    for (const client of ['fetch', 'axios', 'supertest', 'undici']) {
      expect(passed).toContain(`${client} 1`);
      expect(failed.get(`${client} 2`)).toContain('Expected `id` to be an integer, got "2"');
      expect(failed.get(`${client} 2`)).toContain('contract  contacts.yaml:');
    }
  }

  it('serves Vitest', () => {
    const result = vitest('vitest.spec.mjs');
    expectTold(result, 15);
    expect(result.failed.get('mock violated 2')).toContain('GET /contacts/one\n    error request-path-mismatch');
  }, 60_000);

  it('serves Jest in CommonJS, without a flag', () => {
    const result = jest('jest.spec.cjs');
    expectTold(result, 15);
    expect(result.failed.get('not awaited 2')).toContain('Expected `id` to be an integer, got "2"');
    expect(result.failed.get('mock violated 2')).toContain('GET /contacts/one\n    error request-path-mismatch');
  }, 60_000);

  it('serves Jest in ES modules', () => {
    const result = jest('jest-esm.spec.mjs', '--experimental-vm-modules');
    expectTold(result, 9);
    expect(result.passed).toContain('fixture 1');
  }, 60_000);

  it('fails as docs/testing.md shows', () => {
    const docs = readFileSync(`${root}docs/testing.md`, 'utf8');
    const specs = new Map(
      [...docs.matchAll(/<!-- spec: (\w+) -->\n```\w+\n([\s\S]*?)```/g)].map(([, name = '', code = '']) => [name, code]),
    );
    cpSync(join(tests(), 'contacts.yaml'), join(tests(), 'openapi.yaml'));
    writeFileSync(join(tests(), 'app.cjs'), "exports.app = require('./provider.cjs').app;\n");
    writeFileSync(join(tests(), 'docs.spec.cjs'), specs.get('jest') ?? '');
    writeFileSync(join(tests(), 'docs.spec.ts'), specs.get('vitest') ?? '');
    const [byJest, byVitest] = [jest('docs.spec.cjs'), vitest('docs.spec.ts')];
    expect([...byJest.passed, ...byVitest.passed]).toEqual(['Ada is a contact', 'a contact is shown']);
    const failures = new Map([...byJest.failed, ...byVitest.failed]);
    const fresh = docs.replace(
      /(<!-- failure: (.*?) -->\n```text\n)[\s\S]*?```/g,
      (_, before: string, name: string) => `${before}${textOf(failures.get(name))}\n\`\`\``,
    );
    if (process.env['UPDATE_CASES']) writeFileSync(`${root}docs/testing.md`, fresh);
    expect(readFileSync(`${root}docs/testing.md`, 'utf8')).toBe(fresh);
  }, 60_000);

  it('declares the matchers to both', () => {
    writeFileSync(
      join(tests(), 'matchers.ts'),
      `import { expect as jestExpect } from '@jest/globals';
import { expect } from 'vitest';
import { startMock, testWithMock } from 'truce/vitest';
import { useContracts } from 'truce/jest';
import { createMatchers, type MatcherResult } from 'truce/testing';
declare const got: { status: number; text: string };
export const awaited: Promise<void> = expect(new Response()).toSatisfyContract({ method: 'GET' });
export const atOnce: void = expect(got).toSatisfyApiSpec();
export const byJest: void = jestExpect(got).not.toSatisfyContract({ strict: true });
export const schema: void = jestExpect({}).toSatisfySchemaInApiSpec('Contact', { as: 'request' });
export const url: string = startMock({ contracts: ['x'], failOnViolation: true }).url;
testWithMock()('x', async ({ mock }) => void (await mock.setState({ contacts: {} })));
void useContracts('x', new URL('file:///x'));
export const judge = (held: Parameters<typeof createMatchers>[0]): MatcherResult | Promise<MatcherResult> => createMatchers(held).toSatisfyContract(1);
// @ts-expect-error an option that does not exist
expect(got).toSatisfyContract({ verb: 'GET' });
`,
    );
    writeFileSync(
      join(tests(), 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          module: 'nodenext',
          strict: true,
          noEmit: true,
          skipLibCheck: true,
          types: ['node'],
          typeRoots: [join(root, 'node_modules/@types')],
          lib: ['es2025'],
          target: 'es2024',
        },
        files: ['matchers.ts'],
      }),
    );
    expect(node(join(root, 'node_modules/typescript/bin/tsc'), '-p', tests())).toBe('');
  }, 60_000);
});
