// What a consumer needs at every place of a body: the example of the pact with the matchers that are in force there (engine semantics of Pact).
import type { Matcher, MatchingRule, PathToken, RuleList } from '../model/matching.ts';
import { child, type Pointer } from '../model/pointer.ts';

/** How the example is compared where no matcher is in force is by equality: `matchers` is empty then. */
export interface Need extends RuleList {
  /** Into the example. */
  readonly pointer: Pointer;
  readonly example: unknown;
  /** The matchers come from a rule further up: they say `of this type` and count nothing. */
  readonly isCascaded: boolean;
  /** Members of an object example; they must all come. */
  readonly members?: ReadonlyMap<string, Need>;
  /** Items of an array example. */
  readonly items?: readonly Need[];
  /** Kinds of items an array must hold somewhere (`arrayContains`); takes the place of `items`. */
  readonly variants?: readonly Need[];
  /** The value travels as text (a header, an XML element), so matchers look at its text. */
  readonly isText: boolean;
}

/** A rule on its way down: how many of its steps were taken, and its weight so far. */
interface Candidate {
  readonly rule: MatchingRule;
  readonly taken: number;
  readonly weight: number;
}

/** What a step costs in the engine's weight rule: an exact name or index counts twice, a wildcard once, anything else rules the rule out. */
function weigh(token: PathToken, step: string | number): 0 | 1 | 2 {
  switch (token.kind) {
    case 'name':
      return token.name === step ? 2 : 0;
    case 'index':
      return token.index === step ? 2 : 0;
    case 'any-index':
      return typeof step === 'number' ? 1 : 0;
    case 'any-name':
      return 1;
  }
}

function advance(candidates: readonly Candidate[], step: string | number): readonly Candidate[] {
  const next: Candidate[] = [];
  for (const candidate of candidates) {
    const token = candidate.rule.tokens[candidate.taken];
    // A rule that has ended goes on for everything below it.
    if (token === undefined) {
      next.push(candidate);
      continue;
    }
    const weight = weigh(token, step);
    if (weight > 0) next.push({ rule: candidate.rule, taken: candidate.taken + 1, weight: candidate.weight * weight });
  }
  return next;
}

/** The rule in force: of those that have ended, the one with the greatest product of weight and length; the later one among equals. */
function choose(candidates: readonly Candidate[]): Candidate | undefined {
  let best: Candidate | undefined;
  let most = 0;
  for (const candidate of candidates) {
    const { rule, taken, weight } = candidate;
    if (taken < rule.tokens.length) continue;
    const score = weight * (taken + 1);
    if (score >= most) [best, most] = [candidate, score];
  }
  return best;
}

/** Matchers that also hold below the place they are written for. */
const cascades = ({ kind }: Matcher): boolean =>
  kind !== 'values' && kind !== 'eachKey' && kind !== 'eachValue' && kind !== 'arrayContains';

const none: RuleList & { readonly isCascaded: boolean } = { matchers: [], combine: 'and', isCascaded: false };

function inForce(candidates: readonly Candidate[], depth: number): RuleList & { readonly isCascaded: boolean } {
  const chosen = choose(candidates);
  if (!chosen) return none;
  const { matchers, combine, tokens } = chosen.rule;
  if (tokens.length === depth) return { matchers, combine, isCascaded: false };
  const lasting = matchers.filter(cascades);
  return lasting.length > 0 ? { matchers: lasting, combine, isCascaded: true } : none;
}

/** How rules address the values of a media type; every step is a name or an index. */
export interface Addressing {
  /** Values travel as text. */
  readonly isText: boolean;
  /** Indexes in rules mean nothing: all items have the path of their list. */
  readonly isFlat: boolean;
  readonly root: readonly string[];
  /** Steps from an object to its member, from an array to its item, and from a scalar to its text. */
  member(pointer: Pointer, name: string): readonly string[];
  item(pointer: Pointer, index: number): readonly (string | number)[];
  leaf(pointer: Pointer): readonly string[];
}

/** JSON: names and indexes as they stand. */
export const jsonAddressing: Addressing = {
  isText: false,
  isFlat: false,
  root: [],
  member: (_, name) => [name],
  item: (_, index) => [index],
  leaf: () => [],
};

/** Forms and plain text: fields by name, everything is text. */
export const textAddressing: Addressing = { ...jsonAddressing, isText: true, isFlat: true, item: () => [] };

/** The need of a whole body. Throws a RangeError for an example nested beyond the call stack. */
export function readNeed(example: unknown, rules: readonly MatchingRule[], addressing = jsonAddressing): Need {
  const known = addressing.isFlat ? rules.map(withoutIndexes) : rules;
  const { candidates, depth } = walk(begin(known), 0, addressing.root);
  return build(example, '', depth, candidates, addressing);
}

const begin = (rules: readonly MatchingRule[]): readonly Candidate[] => rules.map((rule) => ({ rule, taken: 0, weight: 2 }));

const withoutIndexes = (rule: MatchingRule): MatchingRule => ({
  ...rule,
  tokens: rule.tokens.filter(({ kind }) => kind !== 'index' && kind !== 'any-index'),
});

function walk(
  candidates: readonly Candidate[],
  depth: number,
  steps: readonly (string | number)[],
): { candidates: readonly Candidate[]; depth: number } {
  let left = candidates;
  for (const step of steps) left = advance(left, step);
  return { candidates: left, depth: depth + steps.length };
}

function build(example: unknown, pointer: Pointer, depth: number, candidates: readonly Candidate[], addressing: Addressing): Need {
  const { isText } = addressing;
  const below = (token: string | number, value: unknown, steps: readonly (string | number)[]): Need => {
    const next = walk(candidates, depth, steps);
    return build(value, child(pointer, token), next.depth, next.candidates, addressing);
  };
  if (Array.isArray(example)) {
    const force = inForce(candidates, depth);
    const list = example as readonly unknown[];
    const contains = force.matchers.find((matcher) => matcher.kind === 'arrayContains');
    const need = { ...force, pointer, example, isText };
    if (contains?.kind === 'arrayContains') {
      const inside = contains.variants.filter(({ index }) => index < list.length);
      return {
        ...need,
        variants: inside.map(({ index, rules }) => build(list[index], child(pointer, index), 0, begin(rules), addressing)),
      };
    }
    return { ...need, items: list.map((item, index) => withEach(below(index, item, addressing.item(pointer, index)), force.matchers)) };
  }
  if (typeof example === 'object' && example !== null) {
    const force = inForce(candidates, depth);
    const members = new Map<string, Need>();
    for (const [name, value] of Object.entries(example))
      members.set(name, withEach(below(name, value, addressing.member(pointer, name)), force.matchers));
    return { ...force, pointer, example, isText, members };
  }
  const leaf = walk(candidates, depth, addressing.leaf(pointer));
  return { ...inForce(leaf.candidates, leaf.depth), pointer, example, isText };
}

/** The rules of `eachValue` hold for every value, where no rule of its own says more. */
function withEach(need: Need, matchers: readonly Matcher[]): Need {
  const each = matchers.find((matcher) => matcher.kind === 'eachValue');
  if (each?.kind !== 'eachValue' || (need.matchers.length > 0 && !need.isCascaded)) return need;
  return { ...need, matchers: each.rules, combine: 'and', isCascaded: false };
}

/** True when the value must be the example itself. */
export const isLiteral = ({ matchers }: Need): boolean => matchers.every(({ kind }) => kind === 'equality');
