// The Arazzo 1.0.1 workflows of the vendors: Redocly accepts them, and their steps mean operations that exist.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { loadArazzo } from '../../src/live/arazzo/load.ts';
import { loadContract } from '../../src/index.ts';
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

interface Step {
  readonly stepId: string;
  readonly operationId: string;
  readonly 'x-truce-cleanup'?: boolean;
}

interface Arazzo {
  readonly arazzo: string;
  readonly sourceDescriptions: readonly { readonly name: string; readonly url: string }[];
  readonly workflows: readonly { readonly workflowId: string; readonly steps: readonly Step[] }[];
}

const arazzoOf = (vendor: VendorId): Arazzo => load(readFileSync(`${root}contracts/${vendor}/arazzo.yaml`, 'utf8')) as Arazzo;

describe.each(vendorIds)('%s', (vendor) => {
  it.each(['arazzo', 'siblings'])(
    '%s.yaml passes redocly lint',
    async (name) => {
      const document = `contracts/${vendor}/${name}.yaml`;
      if (!existsSync(root + document)) return expect([vendor, name]).toEqual(['odyssee', 'siblings']);
      const cli = `${root}node_modules/@redocly/cli/bin/cli.js`;
      const { stderr } = await promisify(execFile)(process.execPath, [cli, 'lint', document, '--config', 'redocly.yaml'], {
        cwd: root,
        env,
      });
      expect(stderr).toContain('Your API description is valid');
      // The configuration names a rule that Arazzo has not.
      expect(stderr.replace(/\[WARNING\] Unused rules.*/, '')).not.toMatch(/warning/i);
    },
    60_000,
  );

  it('names an operation of a loaded document in each step, and says how what is created goes again', async () => {
    const { arazzo, sourceDescriptions, workflows } = arazzoOf(vendor);
    expect(arazzo).toBe('1.0.1');
    const known = new Set<string>();
    for (const { name, url } of sourceDescriptions) {
      const contract = await loadContract(`contracts/${vendor}/${url}`, { cwd: root });
      for (const { id } of contract.operations) known.add(`$sourceDescriptions.${name}.${id}`);
    }
    for (const { steps } of workflows) {
      for (const { operationId } of steps) expect(known).toContain(operationId);
    }
    // Every operation of the contract is part of a workflow.
    const used = new Set(workflows.flatMap(({ steps }) => steps.map(({ operationId }) => operationId)));
    expect([...known].filter((name) => name.includes('.contract.') && !used.has(name))).toEqual([]);
    // Read as `truce probe` reads it.
    const { settings } = await loadArazzo(`contracts/${vendor}/arazzo.yaml`, root, []);
    const contract = await loadContract(`contracts/${vendor}/openapi.yaml`, { cwd: root });
    for (const { id } of contract.operations) {
      const { creates, undo, subject, mark } = settings.operations.get(id) ?? {};
      expect([id, (creates !== undefined && undo !== undefined) || subject !== undefined, mark?.length]).toEqual([id, true, 1]);
    }
  });
});
