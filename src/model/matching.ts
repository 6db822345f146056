// Matching rules of a pact (Pact specification 1 to 4) in one form: which places of a message they are for, and what they let pass there.
import type { Location } from './location.ts';

/** One step of a rule's path below the root `$`. `any-name` is `.*`, which also stands for an index; `any-index` is `[*]`. */
export type PathToken =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'any-name' }
  | { readonly kind: 'any-index' };

export interface Variant {
  /** Which item of the example array the variant is made of. */
  readonly index: number;
  /** Their paths begin at the item. */
  readonly rules: readonly MatchingRule[];
}

/**
 * One matcher. `min` and `max` are counts of items. `format` is a pattern of Java's DateTimeFormatter.
 * `unknown`: a matcher this engine has no meaning for, or that is written wrongly; `reason` says which.
 */
export type Matcher =
  | {
      readonly kind: 'equality' | 'number' | 'integer' | 'decimal' | 'boolean' | 'null' | 'semver' | 'notEmpty' | 'values';
    }
  | { readonly kind: 'type'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'regex'; readonly regex: string }
  | { readonly kind: 'include'; readonly text: string }
  | { readonly kind: 'date' | 'time' | 'datetime'; readonly format: string }
  | { readonly kind: 'contentType'; readonly mediaType: string }
  | { readonly kind: 'statusCode'; readonly status: string | readonly number[] }
  | { readonly kind: 'eachKey' | 'eachValue'; readonly rules: readonly Matcher[] }
  | { readonly kind: 'arrayContains'; readonly variants: readonly Variant[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What a value must satisfy: all of the matchers, or (`or`) one of them. */
export interface RuleList {
  readonly matchers: readonly Matcher[];
  readonly combine: 'and' | 'or';
}

export interface MatchingRule extends RuleList {
  /** Empty for the root. */
  readonly tokens: readonly PathToken[];
  readonly location: Location;
}

/** The rules of one message, by what they are about. Header names are in lower case. */
export interface MatchingRules {
  readonly body: readonly MatchingRule[];
  readonly header: readonly { readonly name: string; readonly rule: MatchingRule }[];
  readonly query: readonly { readonly name: string; readonly rule: MatchingRule }[];
  readonly path?: MatchingRule;
  readonly status?: MatchingRule;
  /** Rules nothing can be made of, each with its place: what they are about is not judged. */
  readonly problems: readonly { readonly message: string; readonly location: Location }[];
}

/** What an interaction says about itself beside its messages; told with its findings. */
export interface Circumstances {
  readonly description: string;
  /** Version 4: it may fail without failing the run. */
  readonly isPending: boolean;
  /** Provider states, such as `a contact has the identifier (id: 80)`. */
  readonly given: readonly string[];
  /** Version 4 `comments.text`. */
  readonly comments: readonly string[];
}
