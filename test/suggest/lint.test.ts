// With the Overlay applied, documents are as clean to Redocly's recommended rules as before: the contract that ships, and one of everything in 3.0 and 3.1.
import { execFile } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
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

/** The recording of a provider that changed: other types, nulls, one more property, and every third status a new one. */
function drift(text: string): string {
  const har = JSON.parse(text) as {
    log: { entries: { response: { status: number; content: { mimeType?: string; text?: string; encoding?: string } } }[] };
  };
  har.log.entries.forEach(({ response }, index) => {
    if (index % 3 === 2) response.status = 418;
    const { content } = response;
    if (content.text && content.encoding === undefined && content.mimeType?.includes('json'))
      content.text = JSON.stringify(other(JSON.parse(content.text)));
  });
  return JSON.stringify(har);
}

function other(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(other);
  if (typeof value === 'object' && value !== null)
    return { ...Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, other(inner)])), drifted: [{ at: 1 }] };
  return typeof value === 'string' ? value.length : value === null ? 'none' : typeof value === 'number' ? null : String(value);
}

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
  for (const vendor of ['superoffice', 'onlyoffice', 'odyssee']) {
    const recordings = globSync(`contracts/${vendor}/recordings/**/*.har`, { cwd: root }).toSorted();
    expect(recordings.length).toBeGreaterThan(0);
    recordings.forEach((recording, index) =>
      writeFileSync(join(cwd, `${vendor}-${index}.har`), drift(readFileSync(join(root, recording), 'utf8'))),
    );
    await suggestAndApply(join(root, `contracts/${vendor}/openapi.yaml`), `${vendor}-*.har`, vendor, 3);
  }
  await suggestAndApply(join(root, 'contracts/superoffice/openapi.yaml'), join(root, 'examples/drift.har'), 'drift', 3);

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
    const { actions } = read(out) as { actions: unknown[] };
    expect(actions.length).toBeGreaterThanOrEqual(fewest);
    const applied = applyOverlay(read(document), read(out));
    documents.push(`${name}.json`);
    writeFileSync(join(cwd, `${name}.json`), JSON.stringify(applied, null, 2));
  }
}, 120_000);
