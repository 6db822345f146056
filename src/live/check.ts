// A check: one question to a live instance, with the requests it takes to answer it. One file in src/checks/ is one check.
import type { Operation } from '../model/contract.ts';
import type { Severity } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import type { RuleText } from '../model/rule.ts';
import type { Attempt, Case, Send, Tried } from './case.ts';
import type { RequestValues } from './request-values.ts';
import type { OperationSettings } from './settings.ts';

/** A request somebody wrote down, or that was generated, and who. */
export interface Base {
  readonly name: string;
  readonly values: RequestValues;
}

/** A request that is another one changed in a single place. */
export interface Variant extends Base {
  readonly isValid: boolean;
  readonly breaks?: NonNullable<Send['breaks']>;
  readonly rewrite?: NonNullable<Send['rewrite']>;
  readonly isRandom: boolean;
}

/** What a check may plan with. */
export interface Planning {
  readonly operation: Operation;
  readonly settings: OperationSettings;
  /** Valid requests; the first is the plainest. Never empty. */
  readonly bases: readonly Base[];
  /** Generated ones, as many as were asked for; made on first use. */
  readonly variants: () => readonly Variant[];
  /** Methods that are documented for the path of the operation, in this contract or beside it. */
  readonly methods: ReadonlySet<string>;
  /** True for the first operation of its path: what concerns the path is planned once. */
  readonly isFirstOfPath: boolean;
}

export type PlannedCase = Pick<Case, 'name' | 'sends' | 'isGenerated' | 'isRandom'>;

export interface CheckFinding {
  /** The check's own unless said otherwise. */
  readonly severity?: Severity;
  /** One sentence without a final stop. */
  readonly message: string;
  readonly fix?: string;
  readonly attempt: Attempt;
  /** Where it is seen: a field by its name. */
  readonly part: 'status' | 'body' | 'request' | 'response' | { readonly field: string };
  readonly contract?: Location;
  /** Tells findings of one place apart in the fingerprint. */
  readonly key?: string;
}

export interface Check extends RuleText {
  /** In a few words for lists: what is sent. */
  readonly sends: string;
  /** Requests for one operation; absent for checks that look at what others send. */
  plan?(planning: Planning): Iterable<PlannedCase>;
  /** What it says of its own cases; of all cases where it plans none. */
  judge(tried: Tried, options: CheckOptions): Iterable<CheckFinding>;
}

export interface CheckOptions {
  /** Milliseconds an answer should take at most; `response-time` reports what took longer. */
  readonly timeBudget: number;
  /** Does a text hold a credential of this run? */
  readonly holdsCredentials: (text: string) => boolean;
}
