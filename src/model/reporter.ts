// Reporters: one file in src/reporters/ is one output. A reporter returns text and prints nothing.
import type { Report } from './report.ts';

/** How much of the evidence matrix people want to see. `compact`: what is not proved, by operation; `full`: down to fields. */
export type MatrixDetail = 'off' | 'compact' | 'full';

export interface RenderOptions {
  /** ANSI colours wanted. */
  readonly color: boolean;
  /** Columns of the terminal; 80 when it is none. */
  readonly width: number;
  /** Show code frames (a terminal, or asked for). */
  readonly frames: boolean;
  /** `compact` unless said otherwise. Outputs for programs have all of a matrix, whatever this says. */
  readonly matrix?: MatrixDetail;
  /** Nobody asked for the matrix: only operations that evidence touched are shown, and few of them. */
  readonly isMatrixBrief?: boolean;
  /** Only findings and the summary. */
  readonly quiet: boolean;
  /** Title and explanation of a rule, for outputs that carry rule metadata. */
  readonly rule: (id: string) => { readonly title: string; readonly why: string; readonly fix: string } | undefined;
}

export interface Reporter {
  readonly id: string;
  readonly title: string;
  /** True: it shows the evidence matrix, so evidence is counted for it. `terminal`: unasked only where it goes to a terminal. */
  readonly usesMatrix?: boolean | 'terminal';
  /** Where it goes when nobody says where, for what nobody wants on a terminal; standard output without it. */
  readonly pathOf?: (report: Report) => string;
  /** What it is called when people are told where it was written; absent: they are not. */
  readonly announcement?: string;
  /** The record of the run must tell the contracts' texts apart, which costs reading them again. */
  readonly wantsHashes?: boolean;
  render(report: Report, options: RenderOptions): Iterable<string>;
}
