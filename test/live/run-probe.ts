// Runs `truce probe` against an imitated vendor in this process, in a folder of its own, and gives everything it left there.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { main } from '../../src/commands/main.ts';
import type { Fault } from '../instances/faults/index.ts';
import { type Instance, startInstance, type InstanceOptions } from '../instances/instance.ts';
import type { VendorId } from '../instances/vendor.ts';

const root = join(import.meta.dirname, '../..');

/** Those of the imitations. */
export const credentials: Readonly<Record<string, string>> = {
  TRUCE_SUPEROFFICE_BASIC: 'jane:imitation',
  TRUCE_ONLYOFFICE_USER_NAME: 'mike.zanyatski@example.com',
  TRUCE_ONLYOFFICE_PASSWORD: 'imitation',
  TRUCE_ODYSSEE_BASIC: 'erp.connector:imitation@acme',
};

export interface ProbeOptions {
  readonly faults?: readonly Fault[];
  readonly arguments?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly instance?: Omit<InstanceOptions, 'faults'>;
}

interface TestFinding {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly about: string;
  readonly fingerprint: string;
}

export interface ProbeResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly findings: readonly TestFinding[];
  /** `error check-id`, each once. */
  readonly found: readonly string[];
  readonly couldNotCheck: readonly string[];
  readonly har: string;
  /** Names of all files that were left. */
  readonly files: readonly string[];
  /** What is in a file that was left, by its path; empty when there is none. */
  readonly textOf: (name: string) => string;
  readonly instance: Instance;
  /** Things that are stored now and were not at the beginning. */
  readonly leftovers: readonly unknown[];
}

/** Writes by default, and as fast as the instance answers. */
export async function runProbe(vendor: VendorId, options: ProbeOptions = {}): Promise<ProbeResult> {
  const instance = await startInstance(vendor, { ...options.instance, ...(options.faults && { faults: options.faults }) });
  const cwd = mkdtempSync(join(tmpdir(), 'truce-probe-'));
  try {
    const before = new Set(instance.state().map((one) => JSON.stringify(one)));
    let [out, err] = ['', ''];
    const contract = join(root, 'contracts', vendor, 'openapi.yaml');
    const code = await main(
      [
        'node',
        'truce',
        'probe',
        contract,
        '--target',
        instance.url,
        '--write',
        '--rate',
        '999',
        '--har',
        'probe.har',
        '--reporter',
        'json:report.json',
        '--reporter',
        'text',
        '--timeout',
        '2',
        ...(options.arguments ?? []),
      ],
      {
        cwd,
        env: { ...credentials, ...options.env },
        out: (text) => (out += text),
        err: (text) => (err += text),
        outIsTerminal: false,
        errIsTerminal: false,
        columns: 100,
        today: () => '2026-01-01',
        stopped: () => new Promise(() => undefined),
        onHangup: () => undefined,
        staySmall: () => undefined,
      },
    );
    const files = readdirSync(cwd);
    const entries = readdirSync(cwd, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = entries.map(({ parentPath, name }) => join(parentPath, name));
    const texts = new Map(paths.map((path) => [relative(cwd, path), readFileSync(path, 'utf8')]));
    const read = (name: string): string => texts.get(name) ?? '';
    const report = JSON.parse(read('report.json') || '{"findings":[],"couldNotCheck":[]}') as {
      findings: TestFinding[];
      couldNotCheck: string[];
    };
    const found = [...new Set(report.findings.map(({ severity, rule }) => `${severity} ${rule}`))].toSorted();
    return {
      code,
      out,
      err,
      findings: report.findings,
      found,
      couldNotCheck: report.couldNotCheck,
      har: read('probe.har'),
      files,
      textOf: read,
      instance,
      leftovers: instance.state().filter((one) => !before.has(JSON.stringify(one))),
    };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
    await instance.stop();
  }
}
