// Reporters: one file in src/reporters/ is one output. A reporter returns text and prints nothing.
import type { Report } from './report.ts';

export interface RenderOptions {
  /** ANSI colours wanted. */
  readonly color: boolean;
  /** Columns of the terminal; 80 when it is none. */
  readonly width: number;
  /** Show code frames (a terminal, or asked for). */
  readonly frames: boolean;
  /** Only findings and the summary. */
  readonly quiet: boolean;
  /** Title and explanation of a rule, for outputs that carry rule metadata. */
  readonly rule: (id: string) => { readonly title: string; readonly why: string; readonly fix: string } | undefined;
}

export interface Reporter {
  readonly id: string;
  readonly title: string;
  /** Where it goes when nobody says where, for what nobody wants on a terminal; standard output without it. */
  readonly pathOf?: (report: Report) => string;
  /** What it is called when people are told where it was written; absent: they are not. */
  readonly announcement?: string;
  /** The record of the run must tell the contracts' texts apart, which costs reading them again. */
  readonly wantsHashes?: boolean;
  /** The evidence matrix is to be counted, which costs a walk over every body. */
  readonly wantsMatrix?: boolean;
  render(report: Report, options: RenderOptions): Iterable<string>;
}
