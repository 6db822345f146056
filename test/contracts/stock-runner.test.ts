// The workflows of the vendors, run by a stock Arazzo runner (`redocly respect`) against the imitations.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { load } from 'js-yaml';
import { afterEach, expect, it } from 'vitest';
import { startInstance } from '../instances/instance.ts';
import type { Instance, InstanceOptions } from '../instances/instance.ts';
import { vendorAccess } from '../instances/judged.ts';
import { vendorIds } from '../instances/vendor.ts';
import type { VendorId } from '../instances/vendor.ts';

const root = new URL('../../', import.meta.url).pathname;
const env = {
  ...process.env,
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  SCARF_ANALYTICS: 'false',
  NO_COLOR: '1',
  NODE_ENV: 'test',
};

interface Arazzo {
  readonly sourceDescriptions: readonly { readonly name: string }[];
  readonly workflows: readonly { readonly workflowId: string; readonly steps: readonly unknown[] }[];
}

const arazzoOf = (vendor: VendorId): Arazzo => load(readFileSync(`${root}contracts/${vendor}/arazzo.yaml`, 'utf8')) as Arazzo;

const redocly = (args: readonly string[], cwd: string): Promise<{ stdout: string; stderr: string }> =>
  promisify(execFile)(process.execPath, [`${root}node_modules/@redocly/cli/bin/cli.js`, ...args], { cwd, env, maxBuffer: 2 ** 26 });

let instance: Instance | undefined;
let folder: string | undefined;
afterEach(async () => {
  await instance?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});

it.each(vendorIds)(
  'the workflows of %s pass against an instance and leave nothing behind',
  async (vendor) => {
    const { started, output } = await respect(vendor, {});
    // The first is run for its own sake, the others are what `truce probe` makes, finds and removes things with.
    const steps = arazzoOf(vendor).workflows[0]?.steps ?? [];
    expect(output).toContain(`Steps: ${steps.length} passed, ${steps.length} total`);
    expect(started.log()).toHaveLength(steps.length);
    const left = started.state().filter((contact) => /Truce/.test(JSON.stringify(contact)));
    expect(left.map((contact) => contact['archived'])).toEqual(vendor === 'odyssee' ? [true] : []);
  },
  60_000,
);

it('a workflow fails on an instance that loses what it is given', async () => {
  await expect(respect('onlyoffice', { faults: ['lost-update'] })).rejects.toThrow('respect');
}, 60_000);

/** Runs a vendor's workflows with `redocly respect`, which cannot send the credentials of a contract's `security` by itself. */
async function respect(vendor: VendorId, options: InstanceOptions): Promise<{ started: Instance; output: string }> {
  await instance?.stop();
  const started = (instance = await startInstance(vendor, {
    ...options,
    faults: [...(options.faults ?? []), ...(vendor === 'onlyoffice' ? [] : (['no-401'] as const))],
  }));
  const copy = mkdtempSync(join(tmpdir(), 'truce-'));
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = copy;
  cpSync(`${root}contracts/${vendor}`, copy, {
    recursive: true,
    filter: (source) => !/\/(samples|recordings|pacts|consumer)$/.test(source),
  });
  const document = join(copy, 'openapi.yaml');
  // The runner overflows its stack on a schema that contains itself.
  writeFileSync(document, readFileSync(document, 'utf8').replace(/(ChildItems:\n(?:.*\n){0,4}?\s*)\$ref: .*/, '$1type: array'));
  const servers = arazzoOf(vendor).sourceDescriptions.flatMap(({ name }) => [
    '--server',
    `${name}=${started.url}${vendorAccess[vendor].prefix}`,
  ]);
  const input = [
    '--input',
    JSON.stringify(vendor === 'onlyoffice' ? { userName: 'mike.zanyatski@example.com', password: 'imitation' } : {}),
  ];
  const { stdout, stderr } = await redocly(
    ['respect', 'arazzo.yaml', '--workflow', arazzoOf(vendor).workflows[0]?.workflowId ?? '', ...servers, ...input],
    copy,
  );
  return { started, output: stdout + stderr };
}
