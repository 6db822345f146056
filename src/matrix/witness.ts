// Who says something, and when: what every count of one exchange has in common.
export interface Witness {
  /** Index into `sourceKinds`. */
  readonly source: number;
  /** Milliseconds since 1970; NaN where the evidence has no date. */
  readonly at: number;
}
