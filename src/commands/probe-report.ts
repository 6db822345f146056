// The end of a probe: its recording is judged as `truce check` judges one, what the checks found stands beside it, and all of it is reported.
import { resolve } from 'node:path';
import type { CheckEvent } from '../check.ts';
import { createAcceptor } from '../config/accept.ts';
import { readBaseline } from '../config/baseline.ts';
import type { Cleanup } from '../live/cleanup.ts';
import { quoteWord } from '../live/curl.ts';
import { type CheckedFinding, findingsOf } from '../live/findings.ts';
import type { RunResult } from '../live/run.ts';
import type { EvidenceFile } from '../model/evidence.ts';
import type { Report, TriedCase } from '../model/report.ts';
import { count } from '../model/show.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { openEvidence } from '../source/read.ts';
import { baselineOf, judgePlan } from './judge-plan.ts';
import { matrixWanted } from './coverage.ts';
import type { CheckArguments } from './plan.ts';
import type { Prepared } from './probe-prepare.ts';
import { writeExtras } from './probe-statement.ts';
import { grouped, showLeft, showReplays } from './probe-screen.ts';
import type { ProbeTarget } from './probe-target.ts';
import { appendSummary, type Output, outputsFor, writeReport } from './reporting.ts';

export interface ProbeEnding {
  readonly prepared: Prepared;
  readonly har: string;
  readonly result: RunResult;
  readonly cleanup: Cleanup;
  /** Undefined where nothing could be made. */
  readonly ledger: string | undefined;
  readonly target: ProbeTarget;
  readonly contracts: readonly LoadedContract[];
}

export function reportProbe(ending: ProbeEnding): 0 | 1 | 2 {
  const { prepared, result, cleanup, ledger } = ending;
  const { args, io, mark } = prepared;
  const outputs = outputsFor(args.reporters, io);
  const file = openEvidence(resolve(io.cwd, ending.har), ending.har);
  const replay = replayOf(ending);
  const report = gatherReport(ending, file, replay, outputs);
  writeReport(report, outputs, { quiet: args.quiet, frames: false }, io);
  appendSummary(report, io);
  // Where a program reads standard output, it gets the report and nothing else.
  const isForProgram = outputs.some(({ reporter, path }) => path === undefined && reporter.pathOf === undefined && reporter.id !== 'text');
  const say = isForProgram ? io.err : io.out;
  if (!args.quiet) say(showReplays(report));
  const untried = grouped(result.untried);
  if (untried.length > 0 && !args.quiet) say(`not tried:\n${untried.map(({ what, reason }) => `  ${what}: ${reason}`).join('\n')}\n`);
  if (ledger !== undefined) say(showLeft(cleanup, mark, ledger));
  writeExtras(ending, report, file, replay, say);
  return report.exitCode;
}

/** The call that tries a case again, but for its name. */
function replayOf({ prepared: { args, contract }, target }: ProbeEnding): string {
  const write = args.isWriting ? ' --write' : '';
  const numbers = `${args.generate === undefined ? '' : ` --generate ${args.generate}`}${args.seed === 1 ? '' : ` --seed ${args.seed}`}`;
  return `truce probe ${quoteWord(args.contract ?? contract.id)} --target ${quoteWord(target.origin + target.basePath)}${write}${numbers} --only`;
}

function gatherReport(ending: ProbeEnding, file: EvidenceFile, replay: string, outputs: readonly Output[]): Report {
  const { prepared, har, result, cleanup, target, contracts } = ending;
  const { args, io, loaded, secrets } = prepared;
  const config = loaded?.config ?? {};
  const baseline = baselineOf(loaded, io);
  const acceptor = createAcceptor(config.waivers ?? [], readBaseline(baseline.path, baseline.shown), io.today());
  const checked = findingsOf(result.found, {
    file,
    secrets,
    severities: config.rules ?? {},
    origin: target.origin,
    replay,
  });
  const cases = casesOf(result);
  const byEntry = Map.groupBy(checked, ({ index }) => index);
  const judging: CheckArguments = {
    evidence: [har],
    contract: [],
    reporter: [],
    list: false,
    strict: false,
    strictUnmatched: false,
    examples: false,
    quiet: args.quiet,
    frames: false,
    updateBaseline: false,
    allowRemoteRefs: false,
    allowOutsideRefs: false,
    workers: 1,
    ...(args.failOn !== undefined && { failOn: args.failOn }),
  };
  const report = judgePlan({
    args: judging,
    plan: {
      contracts,
      counted: [prepared.contract],
      evidence: [{ kind: 'file', uri: har, open: () => file, source: 'live' }],
      failed: [],
      unread: [],
      providers: new Map(),
    },
    loaded,
    io,
    matrix: matrixWanted({}, outputs, io, judging),
    watch: (events) => withChecked(events, byEntry, cases, acceptor.accept),
  });
  const unfinished = [
    ...(result.halted === undefined ? [] : [`Not everything was tried: ${result.halted}`]),
    ...(cleanup.left.length > 0 ? [`${count(cleanup.left.length, 'thing')} may be left behind at the instance`] : []),
  ];
  const couldNotCheck = [...report.couldNotCheck, ...unfinished];
  return couldNotCheck.length === report.couldNotCheck.length ? report : { ...report, couldNotCheck, exitCode: 2 };
}

/** By number of the entry; of a random request also those smaller ones that findings tell of. Steps of workflows belong to none. */
function casesOf({ tried, found }: RunResult): ReadonlyMap<number, TriedCase> {
  const cases = new Set(tried.map(({ case: one }) => one));
  const sent = [
    ...found.flatMap(({ attempt, case: one }) => (one && cases.has(one) ? [{ one, attempt }] : [])),
    ...tried.flatMap(({ case: one, attempts }) => attempts.map((attempt) => ({ one, attempt }))),
  ];
  return new Map(sent.map(({ one, attempt }) => [attempt.index, { operation: one.operation.id, check: one.check, case: one.name }]));
}

/** What checks found of an exchange comes behind what the rules found; an error makes it violate. */
function* withChecked(
  events: Iterable<CheckEvent>,
  byEntry: ReadonlyMap<number, readonly CheckedFinding[]>,
  cases: ReadonlyMap<number, TriedCase>,
  accept: ReturnType<typeof createAcceptor>['accept'],
): Iterable<CheckEvent> {
  for (const event of events) {
    if (event.kind !== 'exchange') {
      yield event;
      continue;
    }
    const isMalformed = event.findings.some(({ rule }) => rule === 'response-body-malformed');
    // The rule has said it, with the place in the body.
    const own = (byEntry.get(event.outcome.exchange.index) ?? []).filter(
      ({ finding }) => !isMalformed || finding.rule !== 'answer-complete',
    );
    // Remarks about a request would be about ourselves.
    const isTold = own.some(({ finding }) => finding.rule === 'answer-complete');
    const told = event.findings.filter(
      ({ side, severity, rule }) => (side !== 'request' || severity !== 'info') && !(isTold && rule === 'evidence-exchange-unchecked'),
    );
    const findings = own.map(({ finding }) => {
      const accepted = accept(finding);
      return accepted ? { ...finding, accepted } : finding;
    });
    const isViolated = findings.some(({ severity, accepted }) => severity === 'error' && !accepted);
    const tried = cases.get(event.outcome.exchange.index);
    const { reason: _, ...outcome } = event.outcome;
    yield {
      ...event,
      outcome: { ...(isViolated ? { ...outcome, verdict: 'violates' } : event.outcome), ...(tried && { tried }) },
      findings: [...told, ...findings],
    };
  }
}
