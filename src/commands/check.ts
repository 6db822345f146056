// `truce check`: contracts and evidence from the arguments or the config, judged, reported, an exit code.
import { appendFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, relative, resolve, sep } from 'node:path';
import { check, type CheckEvent } from '../check.ts';
import { createAcceptor } from '../config/accept.ts';
import { readBaseline, writeBaseline } from '../config/baseline.ts';
import type { Config } from '../config/config.ts';
import { findConfig, type LoadedConfig, readConfig } from '../config/load.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { Outcome, Remark, Report } from '../model/report.ts';
import { count, list, plain, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { summary } from '../reporters/github.ts';
import { gather } from '../report.ts';
import type { Io } from './io.ts';
import { type CheckArguments, makePlan, type Plan } from './plan.ts';
import { createProgress } from './progress.ts';
import { parseOutput, writeReport } from './reporting.ts';

/** Runs the command; answers with the exit code. Throws a UserError for usage and config. */
export async function runCheck(args: CheckArguments, io: Io): Promise<0 | 1 | 2> {
  const disposals: (() => void)[] = [];
  try {
    const loaded = await configFor(args, io);
    const config = loaded?.config ?? {};
    const failOn = severityOf(args.failOn ?? config.failOn ?? 'error');
    const outputs = outputsFor(args, config, io);
    const plan = await makePlan(args, loaded, io, disposals);
    if (args.list) return listExchanges(plan, grepOf(args), io);

    const baselinePath = resolve(loaded?.folder ?? io.cwd, config.baseline ?? 'truce-baseline.json');
    const shownBaseline = relative(io.cwd, baselinePath).split(sep).join('/');
    const acceptor = createAcceptor(config.waivers ?? [], args.updateBaseline ? [] : readBaseline(baselinePath, shownBaseline), io.today());
    const select = grepOf(args);
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
    const report = gather(withFailed(plan.failed, events), {
      contracts: plan.contracts,
      failOn,
      ...(args.bail !== undefined && { bail: args.bail }),
      remarks: () => [
        ...(select || args.evidence.length > 0 ? [] : acceptor.remarks()),
        ...skippedRemarks(skipped),
        ...largeRemarks(plan.contracts),
      ],
      onEvent: (event) => {
        if (event.kind === 'skipped') skipped.push(event.uri);
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

export async function configFor(args: Pick<CheckArguments, 'config' | 'contract'>, io: Io): Promise<LoadedConfig | undefined> {
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

function outputsFor(args: CheckArguments, config: Config, io: Io) {
  const named = args.reporter.length > 0 ? args.reporter : (config.reporters ?? []);
  if (named.length > 0) return named.map(parseOutput);
  return [parseOutput('text'), ...(io.env['GITHUB_ACTIONS'] === 'true' ? [parseOutput('github')] : [])];
}

function appendSummary(report: Report, io: Io): void {
  const path = io.env['GITHUB_STEP_SUMMARY'];
  if (io.env['GITHUB_ACTIONS'] !== 'true' || !path) return;
  try {
    appendFileSync(path, summary(report));
  } catch {
    io.err(`The job summary cannot be written to ${quote(dirname(path), 200)}\n`);
  }
}

function severityOf(text: string): Severity | 'never' {
  if (text === 'error' || text === 'warning' || text === 'info' || text === 'never') return text;
  throw new UserError(`\`--fail-on\` takes error, warning, info or never, got ${quote(text)}`);
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

function listExchanges(plan: Plan, select: ReturnType<typeof grepOf>, io: Io): 0 | 2 {
  let listed = 0;
  for (const event of check({ contracts: plan.contracts, evidence: plan.evidence, ...(select && { select }) })) {
    if (event.kind !== 'exchange') continue;
    listed++;
    const { exchange, operation, status } = event.outcome;
    io.out(
      `${exchange.evidence}#${exchange.index}  ${exchange.claim}  ${operation ? `${operation.contract}/${operation.id}` : '(no operation)'}${status === undefined ? '' : ` → ${status}`}  ${plain(exchange.label, 80)}\n`,
    );
  }
  return listed > 0 ? 0 : 2;
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
