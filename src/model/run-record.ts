// What merging needs of a run beside its report: which part of the evidence it judged, what happened in which order, and what was permitted.
import type { Finding } from './finding.ts';
import type { Matrix, PromiseKind } from './matrix.ts';
import type { Outcome } from './report.ts';
import type { MatrixDetail } from './reporter.ts';

/** One of `total` machines, counted from 1; 1 of 1 is a whole run. */
export interface Shard {
  readonly index: number;
  readonly total: number;
}

/** A file of evidence, or the examples of a contract: it is judged on one machine, or in parts on several. */
export interface Unit {
  readonly uri: string;
  readonly bytes: number;
  /** Byte offsets at which its parts begin; absent where it is one piece. */
  readonly parts?: readonly number[];
}

/** A waiver or an entry of the baseline, and whether a finding met it. */
export type Permission =
  | {
      readonly by: 'waiver';
      readonly rule: string;
      readonly reason: string;
      readonly expires?: string;
      readonly isExpired: boolean;
      readonly isUsed: boolean;
    }
  | { readonly by: 'baseline'; readonly fingerprint: string; readonly rule: string; readonly about: string; readonly isUsed: boolean };

/** What happened, in order: a file begins, an exchange was judged, a part of a file ended, something was found that belongs to no exchange, the evidence is done. */
export type RunEvent =
  | { readonly kind: 'file'; readonly uri: string; readonly format: string; readonly size: number }
  | { readonly kind: 'skipped'; readonly uri: string }
  | { readonly kind: 'exchange'; readonly outcome: Outcome; readonly findings: readonly Finding[] }
  /** `next`: where the part after it has to begin; absent where nothing comes after it. */
  | { readonly kind: 'part'; readonly start: number; readonly next?: number }
  | { readonly kind: 'finding'; readonly finding: Finding; readonly stopsJudging: boolean }
  | { readonly kind: 'documents' };

/** Events that belong together: to a unit (by its place in the plan), or to the contracts, before all evidence and after it. */
export interface Stretch {
  readonly of: number | 'start' | 'documents';
  /** Of a unit that is judged in parts: which of them this is, and where the next one has to begin. */
  readonly part?: { readonly start: number; readonly next?: number };
  readonly events: readonly RunEvent[];
}

/** What was said about the evidence matrix; what was not said is absent. */
export interface Coverage {
  readonly matrix?: MatrixDetail;
  /** Least percentage proved, by kind of promise. */
  readonly minCoverage?: Readonly<Partial<Record<PromiseKind, number>>>;
}

export interface RunRecord {
  readonly shard: Shard;
  /** All units of all shards, in the order of an undivided run. */
  readonly units: readonly Unit[];
  /** What must be the same on all machines beside the contracts and the evidence, as text. */
  readonly options: Readonly<Record<string, string>>;
  readonly coverage: Coverage;
  readonly contracts: readonly { readonly id: string; readonly hash: string; readonly isLarge: boolean }[];
  /** Absent where the run was asked for a part of the evidence, so that nobody can say what was not needed. */
  readonly permissions?: readonly Permission[];
  readonly stretches: readonly Stretch[];
  /** What was counted, part by part where a part may turn out to be no part of the whole; the first is of everything else. Absent: the report's matrix is all. */
  readonly counts?: readonly Counted[];
}

/** What was counted of a part that begins at `start` of a unit, or of everything that is no such part. */
export interface Counted {
  readonly part?: { readonly of: number; readonly start: number };
  readonly matrix: Matrix;
}
