// What the recorder's thread and the thread that judges what it wrote say to each other: plain data only.
import type { Outcome } from '../model/report.ts';
import type { Assignment } from './messages.ts';
import type { FrozenFinding } from './frozen.ts';

/** What the judging thread is given at its start. */
export interface FollowAssignment extends Omit<Assignment, 'part' | 'source' | 'isCounted'> {
  /** Where the first entry to judge will begin. */
  readonly from: number;
  /** Its number in the file. */
  readonly index: number;
  /** Waivers or a baseline may accept findings: what the verdict would be without them is told too. */
  readonly mayAccept: boolean;
}

/** `end`: bytes of the file up to the end of its last whole entry. */
export type Grown = { readonly end: number };

export interface JudgedEntry {
  readonly outcome: Outcome;
  readonly findings: readonly FrozenFinding[];
  /** The outcome if all its errors are accepted. */
  readonly relaxed?: Outcome;
}

export type FollowMessage =
  | { readonly kind: 'judged'; readonly entries: readonly JudgedEntry[]; readonly end: number }
  | { readonly kind: 'failed'; readonly reason: string };
