// Which of a pact's rules is in force at a place: the engine's weight rule, and what lasts below the place a rule is written for.
import type { Matcher, MatchingRule, PathToken, RuleList } from '../model/matching.ts';

/** A rule on its way down: how many of its steps were taken, and its weight so far. */
export interface Candidate {
  readonly rule: Omit<MatchingRule, 'location'>;
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

/** Candidates by their next step, where there are many: thousands of rules for single items are not all asked at every item. */
interface Index {
  readonly exact: ReadonlyMap<string | number, readonly number[]>;
  /** Wildcards, and rules that have ended. */
  readonly others: readonly number[];
  /** What comes after an item, or a member, of which no rule speaks by itself. */
  item?: readonly Candidate[];
  member?: readonly Candidate[];
}

const indexes = new WeakMap<readonly Candidate[], Index>();
/** Fewer are asked one by one. */
const many = 16;

function indexOf(candidates: readonly Candidate[]): Index {
  let index = indexes.get(candidates);
  if (!index) {
    const exact = new Map<string | number, number[]>();
    const others: number[] = [];
    for (const [position, { rule, taken }] of candidates.entries()) {
      const token = rule.tokens[taken];
      const key = token?.kind === 'name' ? token.name : token?.kind === 'index' ? token.index : undefined;
      const positions = key === undefined ? others : exact.get(key);
      if (positions) positions.push(position);
      else exact.set(key as string | number, [position]);
    }
    indexes.set(candidates, (index = { exact, others }));
  }
  return index;
}

function advance(candidates: readonly Candidate[], step: string | number): readonly Candidate[] {
  if (candidates.length < many) return advanceAll(candidates, step);
  const index = indexOf(candidates);
  const { exact, others } = index;
  const at = (positions: readonly number[]): readonly Candidate[] => positions.map((position) => candidates[position] as Candidate);
  const own = exact.get(step);
  if (own) return advanceAll(at([...own, ...others].toSorted((a, b) => a - b)), step);
  // To all steps that no rule names, the same wildcards apply.
  const kind = typeof step === 'number' ? 'item' : 'member';
  return (index[kind] ??= advanceAll(at(others), step));
}

/** Those that may go on with a step, in their order. */
function advanceAll(candidates: readonly Candidate[], step: string | number): readonly Candidate[] {
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

const equality: Matcher = { kind: 'equality' };

/** What a matcher means below the place it is written for. */
function lastingOf(matcher: Matcher): readonly Matcher[] {
  if (matcher.kind === 'eachValue') return [];
  return [matcher.kind === 'values' ? equality : matcher];
}

/** Where no rule is in force. */
export const noRules: RuleList & { readonly isCascaded: boolean } = { matchers: [], combine: 'and', isCascaded: false };

export function inForce(candidates: readonly Candidate[], depth: number): RuleList & { readonly isCascaded: boolean } {
  const chosen = choose(candidates);
  if (!chosen) return noRules;
  const { matchers, combine, tokens } = chosen.rule;
  if (tokens.length === depth) return { matchers, combine, isCascaded: false };
  const lasting = matchers.flatMap(lastingOf);
  return lasting.length > 0 ? { matchers: lasting, combine, isCascaded: true } : noRules;
}

export const begin = (rules: readonly Omit<MatchingRule, 'location'>[]): readonly Candidate[] =>
  rules.map((rule) => ({ rule, taken: 0, weight: 2 }));

export function walk(
  candidates: readonly Candidate[],
  depth: number,
  steps: readonly (string | number)[],
): { candidates: readonly Candidate[]; depth: number } {
  let left = candidates;
  for (const step of steps) left = advance(left, step);
  return { candidates: left, depth: depth + steps.length };
}
