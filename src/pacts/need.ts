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

/** The need of a whole body. What stands further down is read when it is looked at, so depth costs only who goes there. */
export function readNeed(example: unknown, rules: readonly MatchingRule[], addressing = jsonAddressing): Need {
  const known = addressing.isFlat ? rules.map(withoutIndexes) : rules;
  return needAt({ example, pointer: '', addressing, ...walk(begin(known), 0, addressing.root) });
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

interface Place {
  readonly example: unknown;
  readonly pointer: Pointer;
  readonly addressing: Addressing;
  readonly candidates: readonly Candidate[];
  /** Steps taken so far. */
  readonly depth: number;
}

/** `each`: the rules of an `eachValue` further up, which hold where no rule of its own says more. */
function needAt(place: Place, each?: readonly Matcher[]): Need {
  const isScalar = typeof place.example !== 'object' || place.example === null;
  const { candidates, depth } = isScalar ? walk(place.candidates, place.depth, place.addressing.leaf(place.pointer)) : place;
  const force = inForce(candidates, depth);
  const isOwn = !each || (force.matchers.length > 0 && !force.isCascaded);
  return new ExampleNeed(place, isOwn ? force : { matchers: each, combine: 'and', isCascaded: false });
}

class ExampleNeed implements Need {
  readonly matchers: readonly Matcher[];
  readonly combine: 'and' | 'or';
  readonly isCascaded: boolean;
  readonly pointer: Pointer;
  readonly example: unknown;
  readonly isText: boolean;
  readonly #place: Place;
  #members: ReadonlyMap<string, Need> | undefined;
  #items: readonly Need[] | undefined;
  #variants: readonly Need[] | undefined;

  constructor(place: Place, { matchers, combine, isCascaded }: RuleList & { readonly isCascaded: boolean }) {
    this.#place = place;
    this.matchers = matchers;
    this.combine = combine;
    this.isCascaded = isCascaded;
    this.pointer = place.pointer;
    this.example = place.example;
    this.isText = place.addressing.isText;
  }

  get members(): ReadonlyMap<string, Need> | undefined {
    const { example } = this;
    if (typeof example !== 'object' || example === null || Array.isArray(example)) return undefined;
    const { addressing } = this.#place;
    return (this.#members ??= new Map(
      Object.entries(example).map(([name, value]) => [name, this.#below(name, value, addressing.member(this.pointer, name))]),
    ));
  }

  get items(): readonly Need[] | undefined {
    if (!Array.isArray(this.example) || this.#contains) return undefined;
    const { addressing } = this.#place;
    return (this.#items ??= (this.example as readonly unknown[]).map((item, index) =>
      this.#below(index, item, addressing.item(this.pointer, index)),
    ));
  }

  get variants(): readonly Need[] | undefined {
    const contains = this.#contains;
    if (!contains || !Array.isArray(this.example)) return undefined;
    const list = this.example as readonly unknown[];
    const { addressing } = this.#place;
    return (this.#variants ??= contains.variants
      .filter(({ index }) => index < list.length)
      .map(({ index, rules }) =>
        needAt({ example: list[index], pointer: child(this.pointer, index), addressing, candidates: begin(rules), depth: 0 }),
      ));
  }

  get #contains(): Extract<Matcher, { kind: 'arrayContains' }> | undefined {
    return this.isCascaded ? undefined : this.matchers.find((matcher) => matcher.kind === 'arrayContains');
  }

  #below(token: string | number, example: unknown, steps: readonly (string | number)[]): Need {
    const { addressing, candidates, depth } = this.#place;
    const each = this.matchers.find((matcher) => matcher.kind === 'eachValue');
    const place = { example, pointer: child(this.pointer, token), addressing, ...walk(candidates, depth, steps) };
    return needAt(place, each?.kind === 'eachValue' ? each.rules : undefined);
  }
}

/** True when the value must be the example itself. */
export const isLiteral = ({ matchers }: Need): boolean => matchers.every(({ kind }) => kind === 'equality');
