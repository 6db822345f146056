// A plan is judged and summed up: waivers, the baseline, `--grep`, progress and remarks, for every command that ends in a report.
import { availableParallelism } from 'node:os';
import { relative, resolve, sep } from 'node:path';
import { check, type CheckEvent } from '../check.ts';
import { createAcceptor } from '../config/accept.ts';
import { readBaseline } from '../config/baseline.ts';
import type { Config } from '../config/config.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { Outcome, Remark, Report } from '../model/report.ts';
import { count, list, plain, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { gather } from '../report.ts';
import type { Io } from './io.ts';
import type { CheckArguments, Plan } from './plan.ts';
import { createProgress } from './progress.ts';

export interface Judging {
  readonly args: CheckArguments;
  readonly plan: Plan;
  readonly loaded: LoadedConfig | undefined;
  readonly io: Io;
  /** Sees every event before it counts, and may change it. */
  readonly watch?: (events: Iterable<CheckEvent>) => Iterable<CheckEvent>;
}

/** Throws a UserError for a damaged baseline and a pattern that is none. */
export function judgePlan({ args, plan, loaded, io, watch = (events) => events }: Judging): Report {
  const config = loaded?.config ?? {};
  const baseline = baselineOf(loaded, io);
  const entries = args.updateBaseline ? [] : readBaseline(baseline.path, baseline.shown);
  const acceptor = createAcceptor(config.waivers ?? [], entries, io.today());
  const select = grepOf(args);
  const isPartial = select !== undefined || args.evidence.length > 0 || args.broker !== undefined;
  const skipped: string[] = [];
  const progress = createProgress(io);
  const events = check({
    contracts: plan.contracts,
    evidence: plan.evidence,
    strict: args.strict || config.strict === true,
    strictUnmatched: args.strictUnmatched || config.strictUnmatched === true,
    severities: { ...promiseSeverities(config.promise), ...config.rules, ...promiseSeverities(args.promise) },
    accept: acceptor.accept,
    // With --bail the rest of the file is not wanted, so nobody should read ahead.
    workers: args.bail === undefined ? (args.workers ?? Math.min(4, availableParallelism())) : 1,
    ...(select && { select }),
  });
  const report = gather(watch(withFailed(plan.failed, events)), {
    contracts: plan.contracts,
    failOn: checkSeverity(args, config),
    ...(args.bail !== undefined && { bail: args.bail }),
    remarks: () => [...(isPartial ? [] : acceptor.remarks()), ...skippedRemarks(skipped), ...largeRemarks(plan.contracts)],
    onEvent: (event) => {
      if (event.kind === 'skipped') skipped.push(event.uri);
      progress.show(event);
    },
  });
  progress.clear();
  return report;
}

/** `promise` is one word for the rules about what is optional; `rules` in the config says it for each, and the command line has the last word. */
function promiseSeverities(promise: Config['promise']): Record<string, Severity | 'off'> {
  if (promise === undefined) return {};
  const severity = promise === 'warn' ? 'warning' : promise;
  return { 'response-property-unpromised': severity, 'response-header-unpromised': severity };
}

/** Where the baseline is, and how people see its path. */
export function baselineOf(loaded: LoadedConfig | undefined, io: Io): { readonly path: string; readonly shown: string } {
  const path = resolve(loaded?.folder ?? io.cwd, loaded?.config.baseline ?? 'truce-baseline.json');
  return { path, shown: relative(io.cwd, path).split(sep).join('/') };
}

function* withFailed(failed: readonly Finding[], events: Iterable<CheckEvent>): Iterable<CheckEvent> {
  for (const finding of failed) yield { kind: 'finding', finding, stopsJudging: true };
  yield* events;
}

/** The least severity that fails the run. Throws a UserError for a word that is none. */
export const checkSeverity = (args: CheckArguments, config: Config): Severity | 'never' =>
  severityOf(args.failOn ?? config.failOn ?? 'error');

function severityOf(text: string): Severity | 'never' {
  if (text === 'error' || text === 'warning' || text === 'info' || text === 'never') return text;
  throw new UserError(`\`--fail-on\` takes error, warning, info or never, got ${quote(text)}`);
}

/** `--grep`: a regular expression over everything that names an exchange. */
export function grepOf({ grep }: CheckArguments): ((exchange: Exchange, outcome: Outcome) => boolean) | undefined {
  if (grep === undefined) return undefined;
  let pattern: RegExp;
  try {
    pattern = new RegExp(grep, 'i');
  } catch (error) {
    throw new UserError(`\`--grep\` takes a regular expression: ${plain(error instanceof Error ? error.message : String(error))}`);
  }
  return (exchange, { operation }) =>
    pattern.test(
      [
        exchange.evidence,
        exchange.label,
        exchange.request?.method,
        exchange.request?.target,
        operation?.id,
        operation && `${operation.method} ${operation.path}`,
      ]
        .filter(Boolean)
        .join(' '),
    );
}

function largeRemarks(contracts: readonly LoadedContract[]): Remark[] {
  return contracts
    .filter(({ isLarge }) => isLarge)
    .map(({ id, operations }) => ({
      severity: 'info',
      message: `${id} has ${operations.length.toLocaleString('en-US')} operations: schemas that no evidence touched were not looked at`,
    }));
}

function skippedRemarks(skipped: readonly string[]): Remark[] {
  if (skipped.length === 0) return [];
  return [
    {
      severity: 'info',
      message: `${count(skipped.length, 'file')} in the folders given ${skipped.length === 1 ? 'is' : 'are'} no evidence and ${skipped.length === 1 ? 'was' : 'were'} passed over: ${list(skipped, 5)}`,
    },
  ];
}
