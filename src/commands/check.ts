// `truce check`: contracts and evidence from the arguments or the config, judged, reported, an exit code.
import { relative, resolve, sep } from 'node:path';
import { check, type CheckEvent } from '../check.ts';
import { writeBaseline } from '../config/baseline.ts';
import type { Config } from '../config/config.ts';
import { findConfig, type LoadedConfig, readConfig } from '../config/load.ts';
import type { Report } from '../model/report.ts';
import { count, plain } from '../model/show.ts';
import { divideEvidence } from '../shards/divide.ts';
import type { BrokerArguments } from './broker.ts';
import { coverageOf, matrixWanted } from './coverage.ts';
import type { Io } from './io.ts';
import { baselineOf, checkSeverity, grepOf, judgePlan } from './judge-plan.ts';
import { type CheckArguments, makePlan, type Plan } from './plan.ts';
import { readShard } from './read-shard.ts';
import { appendSummary, outputsFor, writeReport } from './reporting.ts';

/** Runs the command; answers with the exit code. Throws a UserError for usage and config. */
export async function runCheck(args: CheckArguments, io: Io): Promise<0 | 1 | 2> {
  if (args.watch) return (await import('./check-watch.ts')).watchCheck(args, io);
  io.staySmall();
  const disposals: (() => void)[] = [];
  try {
    const loaded = await configFor(args, io);
    const config = loaded?.config ?? {};
    checkSeverity(args, config);
    const outputs = outputsFor(args.reporter.length > 0 ? args.reporter : (config.reporters ?? []), io);
    const shard = readShard(args);
    const plan = await makePlan(args, loaded, io, disposals);
    const broker = args.broker && (await askBroker(args, args.broker, config, plan, io, disposals));
    const all = [...plan.evidence, ...(broker?.evidence ?? [])];
    const division = divideEvidence(all, shard);
    const evidence = division.own.map(({ input }) => input);
    if (args.list) return listExchanges({ ...plan, evidence }, grepOf(args), io) > 0 || shard.total > 1 ? 0 : 2;

    const coverage = coverageOf(args, config);
    const isHashed = outputs.some(({ reporter }) => reporter.wantsHashes);
    const gathered = judgePlan({
      args,
      plan: { ...plan, evidence },
      loaded,
      io,
      matrix: matrixWanted(coverage, outputs, io, args),
      // What a broker has to say comes after the events, and would be lost.
      ...(broker ? { watch: broker.watch } : { part: { ...division, shard, isHashed } }),
    });
    const report = broker ? await broker.conclude(gathered) : gathered;
    if (args.updateBaseline) {
      const { path, shown } = baselineOf(loaded, io);
      const entries = writeBaseline(path, report.findings);
      io.err(`Wrote ${count(entries, 'entry', 'entries')} to ${shown}\n`);
      return report.exitCode === 1 ? 0 : report.exitCode;
    }
    writeReport(report, outputs, { quiet: args.quiet, frames: args.frames, ...coverage }, io);
    appendSummary(report, io);
    return report.exitCode;
  } finally {
    for (const dispose of disposals) dispose();
  }
}

/** Only who asks a broker pays for loading what speaks to it. */
async function askBroker(args: CheckArguments, broker: BrokerArguments, config: Config, plan: Plan, io: Io, disposals: (() => void)[]) {
  const { checkPublishing, concludeBroker } = await import('./conclude-broker.ts');
  const { fetchPacts, toleratePending } = await import('./broker.ts');
  checkPublishing(broker, args);
  const fetched = await fetchPacts(broker, config.broker, plan.providers, io, disposals);
  return {
    evidence: fetched.evidence,
    watch: (events: Iterable<CheckEvent>) => toleratePending(events, fetched.pacts),
    conclude: (report: Report) => concludeBroker(report, fetched, broker, io),
  };
}

/** The config the arguments name, or the nearest; none where they name contracts. */
export async function configFor(args: Pick<CheckArguments, 'config' | 'contract'>, io: Io): Promise<LoadedConfig | undefined> {
  if (args.config !== undefined) return readConfig(resolve(io.cwd, args.config), args.config);
  if (args.contract.length > 0) return undefined;
  const path = findConfig(io.cwd);
  return path === undefined ? undefined : readConfig(path, relative(io.cwd, path).split(sep).join('/') || path);
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
