// `truce check`: contracts and evidence from the arguments or the config, judged, reported, an exit code.
import { availableParallelism } from 'node:os';
import { relative, resolve, sep } from 'node:path';
import { check, type CheckEvent } from '../check.ts';
import { createAcceptor } from '../config/accept.ts';
import { readBaseline, writeBaseline } from '../config/baseline.ts';
import type { Config } from '../config/config.ts';
import { findConfig, type LoadedConfig, readConfig } from '../config/load.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { Outcome } from '../model/report.ts';
import type { Shard } from '../model/run-record.ts';
import { count, plain, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { gather } from '../report.ts';
import { divideEvidence } from '../shards/divide.ts';
import { hashContract } from '../shards/hash-contract.ts';
import { createRecorder } from '../shards/record.ts';
import type { Io } from './io.ts';
import { type CheckArguments, makePlan, type Plan } from './plan.ts';
import { createProgress } from './progress.ts';
import { remarksOn, skippedIn } from './remarks.ts';
import { appendSummary, outputsFor, severityOf, writeReport } from './reporting.ts';

/** Runs the command; answers with the exit code. Throws a UserError for usage and config. */
export async function runCheck(args: CheckArguments, io: Io): Promise<0 | 1 | 2> {
  const disposals: (() => void)[] = [];
  try {
    const loaded = await configFor(args, io);
    const config = loaded?.config ?? {};
    const failOn = severityOf(args.failOn ?? config.failOn ?? 'error');
    const outputs = outputsFor(args.reporter.length > 0 ? args.reporter : (config.reporters ?? []), io);
    const shard = shardOf(args);
    const plan = await makePlan(args, loaded, io, disposals);
    const { units, own } = divideEvidence(plan.evidence, shard);
    const evidence = own.flatMap((at) => plan.evidence[at] ?? []);
    const isPart = shard.total > 1;
    if (args.list) return listExchanges({ ...plan, evidence }, grepOf(args), io) || isPart ? 0 : 2;

    const baselinePath = resolve(loaded?.folder ?? io.cwd, config.baseline ?? 'truce-baseline.json');
    const shownBaseline = relative(io.cwd, baselinePath).split(sep).join('/');
    const acceptor = createAcceptor(config.waivers ?? [], args.updateBaseline ? [] : readBaseline(baselinePath, shownBaseline), io.today());
    const select = grepOf(args);
    const progress = createProgress(io);
    const recorder = createRecorder(own);
    const strict = args.strict || config.strict === true;
    const strictUnmatched = args.strictUnmatched || config.strictUnmatched === true;
    const severities = { ...promiseSeverities(config.promise), ...config.rules, ...promiseSeverities(args.promise) };
    const events = check({
      contracts: plan.contracts,
      evidence,
      strict,
      strictUnmatched,
      severities,
      accept: acceptor.accept,
      // With --bail the rest of the file is not wanted, so nobody should read ahead.
      workers: args.bail === undefined ? (args.workers ?? Math.min(4, availableParallelism())) : 1,
      ...(select && { select }),
    });
    // Where only a part was asked for, nobody can say what was not needed.
    const permissions = select || args.evidence.length > 0 ? undefined : acceptor.permissions;
    const report = gather(withFailed(plan.failed, events), {
      contracts: plan.contracts,
      failOn,
      isPart,
      ...(args.bail !== undefined && { bail: args.bail }),
      remarks: () =>
        remarksOn({
          ...(permissions && !isPart && { permissions: permissions() }),
          skipped: skippedIn(recorder.stretches().flatMap((stretch) => stretch.events)),
          large: plan.contracts.filter(({ isLarge }) => isLarge).map(({ id, operations }) => ({ id, operations: operations.length })),
          ...(isPart && { part: { shard, own: own.length, all: units.length } }),
        }),
      record: () => ({
        shard,
        units,
        options: {
          '--strict': String(strict),
          '--strict-unmatched': String(strictUnmatched),
          '--grep': args.grep ?? '',
          rules: JSON.stringify(severities),
        },
        contracts: outputs.some(({ reporter }) => reporter.wantsHashes)
          ? plan.contracts.map((contract) => ({ id: contract.id, hash: hashContract(contract), isLarge: contract.isLarge }))
          : [],
        ...(permissions && { permissions: permissions() }),
        stretches: recorder.stretches(),
      }),
      onEvent: (event) => {
        recorder.note(event);
        progress.show(event);
      },
    });
    progress.clear();
    if (args.updateBaseline) {
      const entries = writeBaseline(baselinePath, report.findings);
      io.err(`Wrote ${count(entries, 'entry', 'entries')} to ${shownBaseline}\n`);
      return report.exitCode === 1 ? 0 : report.exitCode;
    }
    writeReport(report, outputs, { quiet: args.quiet, frames: args.frames }, io);
    appendSummary(report, io);
    return report.exitCode;
  } finally {
    for (const dispose of disposals) dispose();
  }
}

async function configFor(args: CheckArguments, io: Io): Promise<LoadedConfig | undefined> {
  if (args.config !== undefined) return readConfig(resolve(io.cwd, args.config), args.config);
  if (args.contract.length > 0) return undefined;
  const path = findConfig(io.cwd);
  return path === undefined ? undefined : readConfig(path, relative(io.cwd, path).split(sep).join('/') || path);
}

/** `promise` is one word for the rules about what is optional; `rules` in the config says it for each, and the command line has the last word. */
function promiseSeverities(promise: Config['promise']): Record<string, Severity | 'off'> {
  if (promise === undefined) return {};
  const severity = promise === 'warn' ? 'warning' : promise;
  return { 'response-property-unpromised': severity, 'response-header-unpromised': severity };
}

function* withFailed(failed: readonly Finding[], events: Iterable<CheckEvent>): Iterable<CheckEvent> {
  for (const finding of failed) yield { kind: 'finding', finding, stopsJudging: true };
  yield* events;
}

/** `--shard 2/4`; 1 of 1 without it. Throws a UserError for what cannot be done in parts. */
function shardOf({ shard, bail, updateBaseline }: CheckArguments): Shard {
  if (shard === undefined) return { index: 1, total: 1 };
  const [, index = 0, total = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(shard) ?? []).map(Number);
  if (index < 1 || index > total)
    throw new UserError(`\`--shard\` takes the number of this machine and how many there are, as in 2/4, got ${quote(shard)}`);
  if (bail !== undefined)
    throw new UserError('`--shard` and `--bail` do not go together: a shard that stopped early leaves exchanges nobody judged');
  if (updateBaseline)
    throw new UserError('`--shard` and `--update-baseline` do not go together: a shard knows a part of the findings', {
      hint: 'Write the baseline with one run over everything',
    });
  return { index, total };
}

/** `--grep`: a regular expression over everything that names an exchange. */
function grepOf({ grep }: CheckArguments): ((exchange: Exchange, outcome: Outcome) => boolean) | undefined {
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

/** Answers with how many there are. */
function listExchanges(plan: Plan, select: ReturnType<typeof grepOf>, io: Io): number {
  let listed = 0;
  for (const event of check({ contracts: plan.contracts, evidence: plan.evidence, ...(select && { select }) })) {
    if (event.kind !== 'exchange') continue;
    listed++;
    const { exchange, operation, status } = event.outcome;
    io.out(
      `${exchange.evidence}#${exchange.index}  ${exchange.claim}  ${operation ? `${operation.contract}/${operation.id}` : '(no operation)'}${status === undefined ? '' : ` → ${status}`}  ${plain(exchange.label, 80)}\n`,
    );
  }
  return listed;
}
