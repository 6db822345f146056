// What one run found: everything a reporter needs and nothing of how it came about.
import type { Claim } from './exchange.ts';
import type { ExchangeReference, Finding, OperationReference, Severity } from './finding.ts';
import type { Matrix, PromiseKind } from './matrix.ts';
import type { RunRecord } from './run-record.ts';

/** `unmatched`: no contract covers it; `unchecked`: it should have been judged and could not be. */
export type Verdict = 'conforms' | 'violates' | 'unmatched' | 'unchecked';
export const verdicts: readonly Verdict[] = ['conforms', 'violates', 'unmatched', 'unchecked'];

export interface Outcome {
  readonly exchange: ExchangeReference;
  readonly operation?: OperationReference;
  /** Response status, where the exchange has one. */
  readonly status?: number;
  readonly verdict: Verdict;
  /** Why it is `unmatched` or `unchecked`: one sentence without a final stop. */
  readonly reason?: string;
  /** What a probe sent it for. */
  readonly tried?: TriedCase;
}

/** A case of `truce probe`, by name: those of two runs can be compared. */
export interface TriedCase {
  /** Id of the operation the case was planned for; the request may belong to none. */
  readonly operation: string;
  readonly check: string;
  readonly case: string;
}

export interface ContractSummary {
  readonly id: string;
  readonly uri: string;
  readonly title: string;
  readonly version: string;
  readonly operations: number;
}

export interface EvidenceSummary {
  readonly uri: string;
  /** Format id, or `unknown`. */
  readonly format: string;
  readonly claim?: Claim;
  readonly exchanges: number;
}

export interface Totals {
  readonly exchanges: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Findings that count. */
  readonly findings: Readonly<Record<Severity, number>>;
  readonly accepted: number;
}

/** A remark about the run itself, such as a waiver that has expired or that nothing used. */
export interface Remark {
  readonly severity: Severity;
  readonly message: string;
}

/** A kind of promise of which less is proved than was asked for. */
export interface Shortfall {
  readonly kind: PromiseKind;
  /** Percent. */
  readonly wanted: number;
  readonly promised: number;
  readonly proved: number;
  /** The first promises that are not proved, such as `GET /people → 404`. */
  readonly missing: readonly string[];
}

export interface Report {
  readonly tool: { readonly name: 'truce'; readonly version: string };
  readonly contracts: readonly ContractSummary[];
  readonly evidence: readonly EvidenceSummary[];
  readonly outcomes: readonly Outcome[];
  readonly findings: readonly Finding[];
  readonly totals: Totals;
  readonly remarks: readonly Remark[];
  /** Least severe finding that makes the run fail. */
  readonly failOn: Severity | 'never';
  /** 0 conforms, 1 findings at or above `failOn`, 2 could not check. */
  readonly exitCode: 0 | 1 | 2;
  /** Why the exit code is 2; empty otherwise. */
  readonly couldNotCheck: readonly string[];
  /** The last sentence, where the run was about something else than a pass or a fail. */
  readonly conclusion?: string;
  /** True when `--bail` ended the run early. */
  readonly bailed: boolean;
  /** What the contracts promise beside what was seen of it; absent where nobody asked for it. */
  readonly matrix?: Matrix;
  /** Where `--min-coverage` is not reached. */
  readonly shortfalls?: readonly Shortfall[];
  /** For putting the reports of several machines together; absent where nobody may. */
  readonly record?: RunRecord;
}
