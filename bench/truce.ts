// Truce as a process of its own, and its JSON report held against the truth the generator wrote.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TruthEntry } from './generate.ts';
import type { Task } from './measure.ts';

const root = join(import.meta.dirname, '..');

export interface TruceCommand {
  readonly file: string;
  /** What to tell about it, such as a build older than its sources. */
  readonly remark?: string;
}

/** The published build where there is one, otherwise the source; undefined when there is neither. */
export function findTruce(): TruceCommand | undefined {
  const [built, source] = [join(root, 'dist', 'cli.js'), join(root, 'src', 'cli.ts')];
  if (!existsSync(built))
    return existsSync(source)
      ? { file: source, remark: 'run from source: dist/cli.js is missing, so every start pays for type stripping' }
      : undefined;
  const builtAt = statSync(built).mtimeMs;
  const newest = Math.max(
    ...readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).map((file) => statSync(join(root, 'src', file)).mtimeMs),
  );
  return newest > builtAt
    ? { file: built, remark: 'dist/cli.js is older than src/: build again before trusting these figures' }
    : { file: built };
}

/** False while `truce check` has no option for the number of its workers. */
export function hasWorkers({ file }: TruceCommand): boolean {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, 'check', '--help'], { encoding: 'utf8' });
  // A command that does not start says nothing about its options.
  if (status !== 0) throw new Error(`truce check --help ended with ${status}: ${stderr.trim().slice(-300)}`);
  return stdout.includes('--workers');
}

/** Options that keep a check to one thread: what the targets about throughput and memory are about. */
export const oneWorker = (truce: TruceCommand): string[] => (hasWorkers(truce) ? ['--workers', '1'] : []);

/** A task that checks one file with the full JSON report. */
export function checkTask(
  truce: TruceCommand,
  name: string,
  contract: string,
  traffic: string,
  report: string,
  extra: readonly string[] = [],
): Task {
  return {
    name,
    args: [truce.file, 'check', '--contract', contract, traffic, '--reporter', `json:${report}`, ...extra],
    accepts: [0, 1],
    output: report,
  };
}

interface Report {
  readonly outcomes: readonly { readonly index: number; readonly verdict: string }[];
  readonly findings: readonly {
    readonly index: number | null;
    readonly severity: string;
    readonly side: string;
    readonly instance: { readonly pointer: string } | null;
  }[];
}

export interface Judgement {
  readonly injected: number;
  readonly found: number;
  /** Found at the injected place or a place that holds it. */
  readonly placed: number;
  readonly falseAlarms: number;
  /** Exchanges without a verdict about them: unmatched, unchecked, or not in the report at all. */
  readonly unjudged: number;
}

export interface Truth {
  readonly entries: number;
  readonly truth: readonly TruthEntry[];
}

export const readTruth = (file: string): Truth => JSON.parse(readFileSync(file, 'utf8')) as Truth;

/** Reads a report of `truce check` about one traffic file. A false alarm is an exchange, however many findings it has. */
export function judgeReport(file: string, { entries, truth }: Truth): Judgement {
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const errors = new Map<number, Report['findings'][number][]>();
  for (const finding of report.findings) {
    if (finding.index === null || finding.severity !== 'error') continue;
    errors.set(finding.index, [...(errors.get(finding.index) ?? []), finding]);
  }
  const judged = report.outcomes.filter(({ verdict }) => verdict === 'conforms' || verdict === 'violates');
  const violated = new Set([...judged.filter(({ verdict }) => verdict === 'violates').map(({ index }) => index), ...errors.keys()]);
  const broken = new Map(truth.map((entry) => [entry.index, entry]));
  const found = truth.filter(({ index, side }) => errors.get(index)?.some((finding) => finding.side === side));
  const placed = found.filter(({ index, pointer }) =>
    errors.get(index)?.some(({ instance }) => instance !== null && `${pointer}/`.startsWith(`${instance.pointer}/`)),
  );
  return {
    injected: truth.length,
    found: found.length,
    placed: placed.length,
    falseAlarms: [...violated].filter((index) => !broken.has(index)).length,
    unjudged: entries - judged.length,
  };
}

/** A peer's flags held against the same truth, as far as the peer has read. */
export function judgeFlags(file: string, { truth }: Truth): Judgement {
  const { entries, flagged } = JSON.parse(readFileSync(file, 'utf8')) as { entries: number; flagged: number[] };
  const broken = new Set(truth.map(({ index }) => index).filter((index) => index < entries));
  const found = flagged.filter((index) => broken.has(index)).length;
  return { injected: broken.size, found, placed: 0, falseAlarms: flagged.length - found, unjudged: 0 };
}
