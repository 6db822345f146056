// What `npm pack` would publish, installed into an empty folder: the command runs, the library imports, the types resolve.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

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
