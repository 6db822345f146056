// A personal value as it was, and what became of it.
import { allHints, type Hint } from './personal-names.ts';
import type { Kind } from './value-kind.ts';

/** For `Original.hints`. */
export const hintBits = Object.fromEntries(allHints.map((hint, at) => [hint, 1 << at])) as Readonly<Record<Hint, number>>;

export interface Original {
  /** Folded: `Ada` and `ADA` are one. */
  readonly text: string;
  /** What its names said so far, a bit for each hint. */
  hints: number;
  kind: Kind;
  way: number;
  pseudonym: string | undefined;
}
