// A plan is judged and summed up: waivers, the baseline, `--grep`, progress and remarks, for every command that ends in a report.
import { availableParallelism } from 'node:os';
import { relative, resolve, sep } from 'node:path';
import { check, type CheckEvent, type CheckOptions } from '../check.ts';
import { createAcceptor } from '../config/accept.ts';
import { readBaseline } from '../config/baseline.ts';
import type { Config } from '../config/config.ts';
import type { LoadedConfig } from '../config/load.ts';
import { severitiesOf } from '../config/severities.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { Outcome, Report } from '../model/report.ts';
import type { Shard } from '../model/run-record.ts';
import { plain } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { gather } from '../report.ts';
import type { Division } from '../shards/divide.ts';
import { hashContract } from '../shards/hash-contract.ts';
import { createRecorder } from '../shards/record.ts';
import { Counting } from './counting.ts';
import { coverageOf } from './coverage.ts';
import type { Io } from './io.ts';
import type { CheckArguments, Plan } from './plan.ts';
import { createProgress } from './progress.ts';
import { remarksOn, skippedIn } from './remarks.ts';
import { severityOf } from './reporting.ts';

export interface Judging {
  readonly args: CheckArguments;
  readonly plan: Plan;
  readonly loaded: LoadedConfig | undefined;
  readonly io: Io;
  /** Which promises the evidence matrix counts; `none`: there is none. */
  readonly matrix?: 'all' | 'touched' | 'none';
  /** What becomes a part of a whole by `truce merge`; without it nothing is recorded. */
  readonly part?: Division & { readonly shard: Shard; readonly isHashed: boolean };
  /** Sees every event before it counts, and may change it. */
  readonly watch?: (events: Iterable<CheckEvent>) => Iterable<CheckEvent>;
}

/** Throws a UserError for a damaged baseline and a pattern that is none. */
export function judgePlan(judging: Judging): Report {
  const { options, sumUp } = prepareJudging(judging);
  return sumUp(check(options));
}

export interface PreparedJudging {
  readonly options: CheckOptions;
  /** The report on the events of a check by these options. */
  readonly sumUp: (events: Iterable<CheckEvent>) => Report;
}

/** For who judges in another way than at once. Throws a UserError for a damaged baseline and a pattern that is none. */
export function prepareJudging({ args, plan, loaded, io, part, matrix = 'none', watch = (events) => events }: Judging): PreparedJudging {
  const config = loaded?.config ?? {};
  const baseline = baselineOf(loaded, io);
  const entries = args.updateBaseline ? [] : readBaseline(baseline.path, baseline.shown);
  const acceptor = createAcceptor(config.waivers ?? [], entries, io.today());
  const select = grepOf(args);
  // Where only a part was asked for, nobody can say what was not needed.
  const permissions = select || args.evidence.length > 0 || args.broker ? undefined : acceptor.permissions;
  const shard = part && part.shard.total > 1 ? part.shard : undefined;
  const progress = createProgress(io);
  const recorder = createRecorder(part?.own.map(({ at }) => at) ?? plan.evidence.map((_, at) => at));
  const strict = args.strict || config.strict === true;
  const strictUnmatched = args.strictUnmatched || config.strictUnmatched === true;
  const severities = severitiesOf(config, args.promise);
  const coverage = coverageOf(args, config);
  const counting = matrix === 'none' ? undefined : new Counting(plan.counted ?? plan.contracts, { isOnlyTouched: matrix === 'touched' });
  const evidence = plan.evidence.map((input, place) => counting?.prepare(input, part?.own[place]?.at ?? place) ?? input);
  const options: CheckOptions = {
    contracts: plan.contracts,
    evidence,
    strict,
    strictUnmatched,
    unread: plan.unread,
    severities,
    accept: acceptor.accept,
    // With --bail the rest of the file is not wanted, so nobody should read ahead.
    workers: args.bail === undefined ? (args.workers ?? Math.min(4, availableParallelism())) : 1,
    ...(select && { select }),
    ...(counting && { collector: counting.collector }),
  };
  const sumUp = (events: Iterable<CheckEvent>): Report => {
    const report = gather(watch(withFailed(plan.failed, events)), {
      contracts: plan.contracts,
      failOn: checkSeverity(args, config),
      isPart: shard !== undefined,
      ...(args.bail !== undefined && { bail: args.bail }),
      remarks: () =>
        remarksOn({
          ...(permissions && !shard && { permissions: permissions() }),
          skipped: skippedIn(recorder.stretches().flatMap((stretch) => stretch.events)),
          large: plan.contracts.filter(({ isLarge }) => isLarge).map(({ id, operations }) => ({ id, operations: operations.length })),
          ...(part && shard && { part: { shard, own: part.own.length, all: part.pieces } }),
        }),
      ...(counting && { matrix: () => counting.matrix }),
      ...(coverage.minCoverage && { minCoverage: coverage.minCoverage }),
      ...(part && {
        record: () => ({
          shard: part.shard,
          units: part.units,
          options: {
            '--strict': String(strict),
            '--strict-unmatched': String(strictUnmatched),
            '--grep': args.grep ?? '',
            rules: JSON.stringify(severities),
          },
          coverage,
          contracts: plan.contracts.map((contract) => ({
            id: contract.id,
            hash: part.isHashed ? hashContract(contract) : '',
            isLarge: contract.isLarge,
          })),
          ...(permissions && { permissions: permissions() }),
          stretches: recorder.stretches(),
          ...(counting && { counts: counting.counts }),
        }),
      }),
      onEvent: (event) => {
        recorder.note(event);
        progress.show(event);
      },
    });
    progress.clear();
    return report;
  };
  return { options, sumUp };
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
