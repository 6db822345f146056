// `truce check`: contracts and evidence from the arguments or the config, judged, reported, an exit code.
import { appendFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, relative, resolve, sep } from 'node:path';
import { check, type CheckEvent, type EvidenceInput } from '../check.ts';
import { createAcceptor } from '../config/accept.ts';
import { readBaseline, writeBaseline } from '../config/baseline.ts';
import type { Config, ContractConfig } from '../config/config.ts';
import { findConfig, type LoadedConfig, readConfig } from '../config/load.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { Outcome, Remark, Report } from '../model/report.ts';
import { count, list, plain, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { type LoadedContract, loadContract } from '../openapi/load.ts';
import { summary } from '../reporters/github.ts';
import { announcedRule, fingerprintOf } from '../judge/judge.ts';
import { gather } from '../report.ts';
import { expandEvidence } from './expand.ts';
import type { Io } from './io.ts';
import { createProgress } from './progress.ts';
import { parseOutput, writeReport } from './reporting.ts';

export interface CheckArguments {
  readonly evidence: readonly string[];
  readonly contract: readonly string[];
  readonly config?: string;
  readonly reporter: readonly string[];
  readonly failOn?: string;
  readonly bail?: number;
  readonly workers?: number;
  readonly grep?: string;
  readonly list: boolean;
  readonly strict: boolean;
  readonly strictUnmatched: boolean;
  readonly examples: boolean;
  readonly quiet: boolean;
  readonly frames: boolean;
  readonly updateBaseline: boolean;
  readonly allowRemoteRefs: boolean;
  readonly allowOutsideRefs: boolean;
}

interface Plan {
  readonly contracts: readonly LoadedContract[];
  readonly evidence: readonly EvidenceInput[];
  /** Contracts that could not be loaded at all. */
  readonly failed: readonly Finding[];
}

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
      severities: config.rules ?? {},
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

async function configFor(args: CheckArguments, io: Io): Promise<LoadedConfig | undefined> {
  if (args.config !== undefined) return readConfig(resolve(io.cwd, args.config), args.config);
  if (args.contract.length > 0) return undefined;
  const path = findConfig(io.cwd);
  return path === undefined ? undefined : readConfig(path, relative(io.cwd, path).split(sep).join('/') || path);
}

async function makePlan(args: CheckArguments, loaded: LoadedConfig | undefined, io: Io, disposals: (() => void)[]): Promise<Plan> {
  const config = loaded?.config ?? {};
  const folder = loaded?.folder ?? io.cwd;
  const wanted: { path: string; options: ContractConfig }[] = [
    ...(args.contract.length > 0
      ? []
      : (config.contracts ?? [])
          .map((entry) => (typeof entry === 'string' ? { document: entry } : entry))
          .map((options) => ({ path: resolve(folder, options.document), options }))),
    ...args.contract.map((document) => ({ path: resolve(io.cwd, document), options: { document } })),
  ];
  if (wanted.length === 0) {
    throw new UserError(loaded ? 'The config names no contract' : 'There is no contract to check against', {
      hint: 'Name one with `--contract openapi.yaml`, or write a `truce.config.ts` with `contracts`',
    });
  }
  const contracts: LoadedContract[] = [];
  const evidence: EvidenceInput[] = [];
  const failed: Finding[] = [];
  const isEverything = args.evidence.length === 0;
  const expand = (patterns: readonly string[], base: string, own?: LoadedContract): Promise<EvidenceInput[]> =>
    expandEvidence(patterns, { base, cwd: io.cwd, ...(own && { contracts: [own] }), onDispose: (dispose) => disposals.push(dispose) });
  for (const { path, options } of wanted) {
    const contract = await tryLoad(path, options, args, config, io, failed);
    if (!contract) continue;
    contracts.push(contract);
    if (isEverything && options.evidence) evidence.push(...(await expand(options.evidence, folder, contract)));
    if ((isEverything && options.examples !== false) || args.examples) evidence.push({ kind: 'examples', contract });
  }
  evidence.push(...(await expand(isEverything ? (config.evidence ?? []) : args.evidence, isEverything ? folder : io.cwd)));
  return { contracts: nameApart(contracts), evidence, failed };
}

/** A contract that cannot be loaded is a finding, and everything else is still judged. */
async function tryLoad(
  path: string,
  { id }: ContractConfig,
  args: CheckArguments,
  config: Config,
  io: Io,
  failed: Finding[],
): Promise<LoadedContract | undefined> {
  try {
    return await loadContract(path, {
      cwd: io.cwd,
      network: args.allowRemoteRefs || config.references?.network === true,
      outside: args.allowOutsideRefs || config.references?.outside === true,
      ...(id !== undefined && { id }),
    });
  } catch (error) {
    if (!(error instanceof UserError) || !error.location) throw error;
    const rule = announcedRule('contract-document-malformed');
    const about = relative(io.cwd, path).split(sep).join('/');
    failed.push({
      rule: rule.id,
      severity: rule.severity,
      side: 'contract',
      message: error.message,
      fix: error.hint ?? rule.fix,
      contract: error.location,
      related: [],
      about,
      fingerprint: fingerprintOf(rule.id, about, '', error.location, undefined),
    });
    return undefined;
  }
}

function nameApart(contracts: readonly LoadedContract[]): readonly LoadedContract[] {
  const seen = new Map<string, LoadedContract>();
  for (const contract of contracts) {
    const twin = seen.get(contract.id);
    if (twin)
      throw new UserError(`Two contracts are called ${quote(contract.id)}: ${twin.uri} and ${contract.uri}`, {
        hint: 'Give one of them an `id` in the config, or rename its file',
      });
    seen.set(contract.id, contract);
  }
  return contracts;
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
