// Gathers the events of a check into the report that reporters render, and decides the exit code.
import type { CheckEvent } from './check.ts';
import type { Finding, Severity } from './model/finding.ts';
import { findShortfalls, type MinCoverage } from './matrix/coverage.ts';
import { failsRun } from './model/conclusion.ts';
import type { Matrix } from './model/matrix.ts';
import type { ContractSummary, Outcome, Remark, Report, Verdict } from './model/report.ts';
import type { RunRecord } from './model/run-record.ts';
import { count, grouped, list } from './model/show.ts';
import type { LoadedContract } from './openapi/load.ts';
import { version } from './version.ts';

export interface GatherOptions {
  readonly contracts: readonly (LoadedContract | ContractSummary)[];
  readonly failOn: Severity | 'never';
  /** Stop after this many findings that make the run fail. */
  readonly bail?: number;
  readonly remarks?: () => readonly Remark[];
  /** Called at the end, unless the run ended early: a matrix of half the evidence would call proved promises unproved. */
  readonly matrix?: () => Matrix;
  /** Least percentage proved by kind of promise; below it the run fails. Needs `matrix`. */
  readonly minCoverage?: MinCoverage;
  /** What merging needs beside the report; asked for at the end. */
  readonly record?: () => RunRecord;
  /** Only a part of the evidence was judged here: that none of it could be judged says nothing about the whole. */
  readonly isPart?: boolean;
  /** Called for every event, for progress and tests. */
  readonly onEvent?: (event: CheckEvent) => void;
}

interface MutableEvidence {
  uri: string;
  format: string;
  claim?: Outcome['exchange']['claim'];
  exchanges: number;
}

/** Runs the events to their end (or to `bail`) and sums up. */
export function gather(events: Iterable<CheckEvent>, options: GatherOptions): Report {
  const outcomes: Outcome[] = [];
  const findings: Finding[] = [];
  const evidence: MutableEvidence[] = [];
  const couldNotCheck = new Set<string>();
  const verdicts: Record<Verdict, number> = { conforms: 0, violates: 0, unmatched: 0, unchecked: 0 };
  const found: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  let accepted = 0;
  let failing = 0;
  let bailed = false;
  // Pending interactions may be judged or not, but must have been read.
  let isAllPending = true;

  const add = (finding: Finding): void => {
    findings.push(finding);
    if (finding.accepted) accepted++;
    else {
      found[finding.severity]++;
      if (failsRun(finding, options.failOn)) failing++;
    }
  };

  for (const event of events) {
    options.onEvent?.(event);
    if (event.kind === 'file') evidence.push({ uri: event.uri, format: event.format, exchanges: 0 });
    else if (event.kind === 'skipped' || event.kind === 'part' || event.kind === 'documents') continue;
    else if (event.kind === 'finding') {
      add(event.finding);
      if (event.stopsJudging && !event.finding.accepted) couldNotCheck.add(event.finding.message);
    } else {
      outcomes.push(event.outcome);
      verdicts[event.outcome.verdict]++;
      isAllPending &&= event.outcome.exchange.isPending === true;
      const last = evidence.at(-1);
      if (last) {
        last.exchanges++;
        last.claim ??= event.outcome.exchange.claim;
      }
      for (const finding of event.findings) {
        add(finding);
        if (finding.rule !== 'evidence-exchange-malformed') continue;
        isAllPending = false;
        if (!finding.accepted) couldNotCheck.add(finding.message);
      }
    }
    if (options.bail !== undefined && failing >= options.bail) {
      bailed = true;
      break;
    }
  }

  const isUnproved = verdicts.conforms + verdicts.violates === 0 && !(isAllPending && outcomes.length > 0);
  if (!bailed && options.isPart !== true && isUnproved) couldNotCheck.add(emptyReason(outcomes.length, evidence, verdicts));
  const matrix = bailed ? undefined : options.matrix?.();
  const shortfalls = matrix && options.minCoverage && options.isPart !== true ? findShortfalls(matrix, options.minCoverage) : [];
  const exitCode = couldNotCheck.size > 0 ? 2 : failing > 0 || shortfalls.length > 0 ? 1 : 0;
  return {
    tool: { name: 'truce', version },
    contracts: options.contracts.map(({ id, uri, title, version: contractVersion, operations }) => ({
      id,
      uri,
      title,
      version: contractVersion,
      operations: typeof operations === 'number' ? operations : operations.length,
    })),
    evidence,
    outcomes,
    findings,
    totals: { exchanges: outcomes.length, verdicts, findings: found, accepted },
    remarks: bailed ? [] : (options.remarks?.() ?? []),
    failOn: options.failOn,
    exitCode,
    couldNotCheck: [...couldNotCheck].slice(0, 100),
    bailed,
    ...(matrix && { matrix }),
    ...(shortfalls.length > 0 && { shortfalls }),
    ...(options.record && { record: options.record() }),
  };
}

function emptyReason(exchanges: number, evidence: readonly MutableEvidence[], verdicts: Readonly<Record<Verdict, number>>): string {
  if (evidence.length === 0) return 'There is no evidence to check';
  if (exchanges === 0) return `No exchange was found, or none was selected, in ${count(evidence.length, 'file')} of evidence`;
  const parts = (['unmatched', 'unchecked'] as const)
    .filter((verdict) => verdicts[verdict] > 0)
    .map((verdict) => `${grouped(verdicts[verdict])} ${verdict}`);
  return `Not one exchange could be judged: ${list(parts)}`;
}
