// What the HTML report shows, as the JSON its page reads: types only, for both sides.
import type { Severity } from '../../model/finding.ts';
import type { Verdict } from '../../model/report.ts';

export interface View {
  readonly version: string;
  readonly exitCode: 0 | 1 | 2;
  /** The final sentence. */
  readonly conclusion: string;
  readonly reasons: readonly string[];
  readonly remarks: readonly { readonly severity: Severity; readonly message: string }[];
  readonly exchanges: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly accepted: number;
  readonly contracts: readonly ContractView[];
  readonly evidence: readonly EvidenceView[];
  readonly matrix: MatrixView;
  readonly rules: Readonly<Record<string, { readonly title: string; readonly why: string; readonly fix: string }>>;
  /** Problems beyond the most this page holds. */
  readonly hidden: number;
  readonly unjudged: readonly UnjudgedView[];
  /** Findings of one fingerprint are one problem, the worst first. */
  readonly problems: readonly ProblemView[];
}

export interface ContractView {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly uri: string;
  readonly operations: number;
}

export interface EvidenceView {
  readonly uri: string;
  readonly format: string;
  readonly claim: string;
  readonly exchanges: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
}

/** Exchanges with one verdict and one reason. */
export interface UnjudgedView {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly times: number;
  readonly first: string;
}

/** `unchecked`: seen, and could not be judged. */
export type State = 'proved' | 'contradicted' | 'disputed' | 'unchecked' | 'unproved';

/** What one kind of evidence says: how often as promised, how often otherwise, how often nobody could tell. */
export type Cell = readonly [proved: number, contradicted: number, unchecked: number];

export interface Share {
  readonly promised: number;
  readonly proved: number;
  readonly contradicted: number;
}

export interface FieldView {
  /** `response body /Address/Country`, `query page`. */
  readonly name: string;
  readonly state: State;
  readonly required: boolean;
  readonly cells: readonly Cell[];
  /** Enum values, branches and null that were not seen. */
  readonly missing: readonly string[];
}

export interface RowView {
  readonly name: string;
  readonly state: State;
  /** By column. */
  readonly cells: readonly Cell[];
  /** Fields below it, where somebody counted. */
  readonly share?: Share;
  readonly fields: readonly FieldView[];
}

export interface OperationView extends RowView {
  readonly method: string;
  readonly path: string;
  /** What findings call it. */
  readonly id: string;
  readonly rows: readonly RowView[];
}

export interface MatrixView {
  /** Kinds of evidence. */
  readonly columns: readonly string[];
  readonly contracts: readonly {
    readonly id: string;
    readonly operations: readonly OperationView[];
    /** Operations nobody listed because no evidence touched them. */
    readonly unseen: number;
  }[];
}

export interface PlaceView {
  /** `traffic.har:12:5`. */
  readonly place: string;
  readonly pointer: string;
  readonly frame?: FrameView;
}

export interface FrameView {
  readonly line: number;
  readonly above: readonly string[];
  readonly before: string;
  readonly marked: string;
  readonly after: string;
  readonly below: readonly string[];
}

export interface ProblemView {
  readonly severity: Severity;
  readonly rule: string;
  readonly about: string;
  readonly message: string;
  readonly fix: string;
  readonly fingerprint: string;
  readonly contract: string;
  readonly operation: string;
  /** `× 12 exchanges`; empty for one. */
  readonly times: string;
  /** Places in `evidence` of the files it was seen in. */
  readonly files: readonly number[];
  /** The first exchanges: the file, and what the exchange is called. */
  readonly exchanges: readonly (readonly [file: number, name: string])[];
  readonly moreExchanges: number;
  readonly seen?: PlaceView & { readonly label: string };
  readonly said?: PlaceView;
  readonly related: readonly { readonly message: string; readonly place: string }[];
  readonly accepted?: string;
}
