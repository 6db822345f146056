// What every section of the bench is given: sizes, files made on first use, Truce itself, and where results go.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Task } from './measure.ts';
import type { Judgement, TruceCommand, Truth } from './truce.ts';
import { readTruth } from './truce.ts';

export interface Table {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

export interface Target {
  readonly name: string;
  readonly measured: string;
  readonly wanted: string;
  readonly isReached: boolean;
}

export interface SectionResult {
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
}

/** `B` is what its sections are given. */
export interface Section<B = Bench> {
  readonly id: string;
  readonly title: string;
  run(bench: B): SectionResult | Promise<SectionResult>;
}

export interface BenchOptions {
  readonly isQuick: boolean;
  readonly isBig: boolean;
  /** Rounds of interleaved runs; undefined: what the section thinks right. */
  readonly rounds?: number;
}

export interface Traffic {
  readonly entries: number;
  readonly har: string;
  readonly ndjson: string;
  readonly truth: Truth;
}

const here = import.meta.dirname;
const source = join(here, '..', 'contracts', 'superoffice', 'openapi.yaml');
const generators = ['contract', 'generate', 'json', 'oracle', 'random', 'text', 'traffic', 'twin', 'values', 'violations'];

export class Bench {
  readonly options: BenchOptions;
  readonly truce: TruceCommand;
  /** Broken promises of Truce: an injected violation missed, a false alarm. They decide the exit code. */
  readonly gate: string[] = [];
  readonly folder: string;

  constructor(options: BenchOptions, truce: TruceCommand) {
    this.options = options;
    this.truce = truce;
    const hash = createHash('sha256');
    for (const file of [source, ...generators.map((name) => join(here, `${name}.ts`))]) hash.update(readFileSync(file));
    const data = join(here, 'data');
    this.folder = join(data, hash.digest('hex').slice(0, 12));
    mkdirSync(this.folder, { recursive: true });
    // Traffic of another contract or generator is never used again, and it is large.
    for (const other of readdirSync(data))
      if (join(data, other) !== this.folder) rmSync(join(data, other), { recursive: true, force: true });
  }

  get contract(): string {
    return join(this.folder, 'contract.json');
  }

  /** A scratch file for one result. */
  scratch(name: string): string {
    return join(this.folder, `${name.replace(/[^\w-]/g, '_')}.out.json`);
  }

  rounds(usual: number): number {
    return this.options.rounds ?? (this.options.isQuick ? 1 : usual);
  }

  /** Traffic of so many exchanges, written on first use by a process of its own, so that this one stays small. */
  traffic(entries: number, kind: 'day' | 'drift' = 'day'): Traffic {
    const name = `${kind}-${entries}`;
    const path = join(this.folder, name);
    if (!existsSync(`${path}.truth.json`)) {
      say(`writing ${entries.toLocaleString('en-US')} exchanges (${kind})`);
      const child = spawnSync(
        process.execPath,
        [join(here, 'generate.ts'), source, this.folder, String(entries), ...(kind === 'drift' ? ['drift'] : [])],
        { stdio: 'inherit' },
      );
      if (child.status !== 0) throw new Error(`The traffic ${name} could not be written`);
    }
    return { entries, har: `${path}.har`, ndjson: `${path}.ndjson`, truth: readTruth(`${path}.truth.json`) };
  }

  /** A peer (or the yardstick) on the first `limit` exchanges. */
  peerTask(name: string, peer: string, traffic: string, limit: number): Task {
    const output = this.scratch(name);
    return { name, args: [join(here, 'peer.ts'), peer, this.folder, traffic, output, String(limit)], output };
  }

  /** Writes down what Truce missed or invented. */
  check(what: string, { injected, found, falseAlarms, unjudged }: Judgement): void {
    if (found < injected) this.gate.push(`${what}: ${injected - found} of ${injected} injected violations were missed`);
    if (falseAlarms > 0) this.gate.push(`${what}: ${falseAlarms} false alarms`);
    if (unjudged > 0) this.gate.push(`${what}: ${unjudged} exchanges were not judged`);
  }
}

/** Progress, for people. */
export const say = (text: string): void => void process.stderr.write(`  … ${text}\n`);

export const atLeast = (name: string, value: number, wanted: number, unit = '×'): Target => ({
  name,
  measured: `${value.toFixed(2)}${unit}`,
  wanted: `≥ ${wanted}${unit}`,
  isReached: value >= wanted,
});
export const atMost = (name: string, value: number, wanted: number, unit = '×'): Target => ({
  name,
  measured: `${value.toFixed(unit === '×' ? 2 : 0)}${unit}`,
  wanted: `≤ ${wanted}${unit}`,
  isReached: value <= wanted,
});
export const ratio = (value: number): string => value.toFixed(2);
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
