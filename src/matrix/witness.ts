// Who says something, and when: what every count of one exchange has in common.
import type { FieldNode } from './field-tree.ts';

export interface Witness {
  /** Index into `sourceKinds`. */
  readonly source: number;
  /** Milliseconds since 1970; NaN where the evidence has no date. */
  readonly at: number;
  /** Takes the fields whose nulls wait for the next flush. */
  readonly dirty: FieldNode[];
}
