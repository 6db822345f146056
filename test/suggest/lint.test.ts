// With the Overlay applied, documents are as clean to Redocly's recommended rules as before: the contract that ships, and one of everything in 3.0 and 3.1.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { parseDocument } from '../../src/source/document.ts';
import { applyOverlay } from '../../src/suggest/apply.ts';
import { folderWith } from '../cli/folder.ts';
import { truce } from '../cli/run-cli.ts';
import { documentOf, harOf } from './run-suggest.ts';

const root = new URL('../../', import.meta.url).pathname;
const env = { ...process.env, REDOCLY_TELEMETRY: 'off', SCARF_ANALYTICS: 'false', NO_COLOR: '1', NODE_ENV: 'test' };
const read = (path: string): unknown => parseDocument(readFileSync(path, 'utf8'), path).value;

const everything = {
  type: 'object',
  required: ['gone', 'kind'],
  additionalProperties: false,
  properties: {
    kind: { type: 'string', enum: ['x'] },
    flag: { type: 'boolean' },
    list: { type: 'array', items: { type: 'integer', maximum: 3 }, maxItems: 1 },
    day: { type: 'string', format: 'date' },
    one: { anyOf: [{ type: 'boolean' }, { type: 'integer' }] },
  },
};
const body = {
  kind: null,
  flag: 'no',
  list: ['x', 9, null],
  day: 'soon',
  one: { deep: [] },
  extra: null,
  more: { a: [{ b: 1 }, { b: 'x' }, null] },
};

it('leaves documents lint-clean', async () => {
  const cwd = folderWith();
  const recording = harOf([
    { body },
    { target: '/things?page=1&tag=a&tag=b', body, headers: [{ name: 'X-Left', value: '1' }] },
    { type: 'application/hal+json', body },
    { type: 'text/plain', body: 'x' },
    { type: 'application/octet-stream', body: 'x' },
    { status: 404, body: { code: null } },
    { status: 410, type: 'text/html', body: '<p>' },
    { status: 204 },
  ]);
  writeFileSync(join(cwd, 'seen.har'), recording);
  const documents: string[] = [];
  for (const version of ['3.0.4', '3.1.1']) {
    writeFileSync(
      join(cwd, `${version}.json`),
      JSON.stringify(documentOf(version, { $ref: '#/components/schemas/Thing' }, { components: { schemas: { Thing: everything } } })),
    );
    await suggestAndApply(join(cwd, `${version}.json`), join(cwd, 'seen.har'), `applied-${version}`, 8);
  }
  for (const vendor of ['superoffice', 'onlyoffice', 'odyssee'])
    await suggestAndApply(
      join(root, `contracts/${vendor}/openapi.yaml`),
      vendor === 'superoffice' ? join(root, 'examples/drift.har') : join(root, `contracts/${vendor}/recordings`),
      vendor,
      vendor === 'superoffice' ? 3 : 0,
    );

  const { stderr } = await promisify(execFile)(
    process.execPath,
    [`${root}node_modules/@redocly/cli/bin/cli.js`, 'lint', ...documents, '--config', `${root}redocly.yaml`],
    { cwd, env },
  ).catch((error: { stdout: string; stderr: string }) => ({ stderr: error.stdout + error.stderr }));
  expect(stderr).toContain('Your API descriptions are valid');
  expect(stderr).not.toMatch(/\[\d+\].*error|Error was generated/i);

  async function suggestAndApply(document: string, evidence: string, name: string, fewest: number): Promise<void> {
    const out = join(cwd, `${name}.overlay.yaml`);
    const { code } = await truce(['suggest', evidence, '--contract', document, '--out', out], { cwd });
    expect(code).toBe(0);
    const actions = fewest > 0 ? (read(out) as { actions: unknown[] }).actions : [];
    expect(actions.length).toBeGreaterThanOrEqual(fewest);
    const applied = fewest > 0 ? applyOverlay(read(document), read(out)) : read(document);
    documents.push(`${name}.json`);
    writeFileSync(join(cwd, `${name}.json`), JSON.stringify(applied, null, 2));
  }
}, 120_000);
