// What a consumer needs at every place of a body: the example of the pact with the matchers that are in force there (engine semantics of Pact).
import type { Matcher, MatchingRule, RuleList } from '../model/matching.ts';
import { knownChild } from '../model/known-pointers.ts';
import type { Pointer } from '../model/pointer.ts';
import { begin, type Candidate, inForce, noRules, walk } from './rule-weight.ts';

/** How the example is compared where no matcher is in force is by equality: `matchers` is empty then. */
export interface Need extends RuleList {
  /** Into the example. */
  readonly pointer: Pointer;
  readonly example: unknown;
  /** The matchers come from a rule further up: they say `of this type` and count nothing. */
  readonly isCascaded: boolean;
  /** Members of an object example; they must all come. */
  readonly members?: ReadonlyMap<string, Need>;
  /** One of `members`, without reading the others. */
  member?(name: string): Need | undefined;
  /** Of an object of free names: what one needs that the example may not have. It is like the first member by name, under the rules for its own name. */
  like?(name: string): Need | undefined;
  /** Of an array: what one needs of an item that the example may not have. It is like the first one, under the rules for its own index. */
  likeItem?(index: number): Need | undefined;
  /** Items of an array example. */
  readonly items?: readonly Need[];
  /** Kinds of items an array must hold somewhere (`arrayContains`); takes the place of `items`. */
  readonly variants?: readonly Need[];
  /** The value travels as text (a header, an XML element), so matchers look at its text. */
  readonly isText: boolean;
  /** True where no rule is for this place or anything below it: all of it is literal. */
  readonly isPlain?: boolean;
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

/** The need of a JSON value that no rule is for: all of it is literal. */
export const plainNeed = (example: unknown, pointer: Pointer): Need =>
  new ExampleNeed({ example, pointer, addressing: jsonAddressing, candidates: [], depth: 0 }, noRules);

const withoutIndexes = (rule: MatchingRule): MatchingRule => ({
  ...rule,
  tokens: rule.tokens.filter(({ kind }) => kind !== 'index' && kind !== 'any-index'),
});

interface Place {
  readonly example: unknown;
  readonly pointer: Pointer;
  readonly addressing: Addressing;
  readonly candidates: readonly Candidate[];
  /** Steps taken so far. */
  readonly depth: number;
}

/** `also`: what an `eachValue` further up says beside the rule in force. */
function needAt(place: Place, also: readonly Matcher[] = []): Need {
  const isScalar = typeof place.example !== 'object' || place.example === null;
  const { candidates, depth } = isScalar ? walk(place.candidates, place.depth, place.addressing.leaf(place.pointer)) : place;
  const force = inForce(candidates, depth);
  if (also.length === 0) return new ExampleNeed(place, force);
  return new ExampleNeed(place, { matchers: [...force.matchers, ...also], combine: 'and', isCascaded: false });
}

class ExampleNeed implements Need {
  readonly matchers: readonly Matcher[];
  readonly combine: 'and' | 'or';
  readonly isCascaded: boolean;
  readonly pointer: Pointer;
  readonly example: unknown;
  readonly isText: boolean;
  readonly isPlain: boolean;
  readonly #place: Place;
  #members: ReadonlyMap<string, Need> | undefined;
  #alone: Map<string, Need> | undefined;
  #sorted: readonly string[] | undefined;
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
    this.isPlain = matchers.length === 0 && place.candidates.length === 0;
  }

  get members(): ReadonlyMap<string, Need> | undefined {
    const { example } = this;
    if (typeof example !== 'object' || example === null || Array.isArray(example)) return undefined;
    if (this.#members) return this.#members;
    const members = new Map<string, Need>();
    for (const name of Object.keys(example)) members.set(name, this.#alone?.get(name) ?? this.#member(name));
    return (this.#members = members);
  }

  /** `name` is one of the example's. */
  member(name: string): Need {
    const known = this.#members?.get(name) ?? this.#alone?.get(name);
    if (known) return known;
    const own = this.#member(name);
    (this.#alone ??= new Map()).set(name, own);
    return own;
  }

  #member(name: string): Need {
    const value = (this.example as Readonly<Record<string, unknown>>)[name];
    return this.isPlain ? this.#plain(name, value) : this.#below(name, value, this.#place.addressing.member(this.pointer, name));
  }

  like(name: string): Need | undefined {
    const own = this.members?.get(name);
    if (own || !this.members) return own;
    // The engine keeps members in the order of their names.
    const [first] = (this.#sorted ??= [...this.members.keys()].toSorted());
    return first === undefined
      ? undefined
      : this.#below(first, this.members.get(first)?.example, this.#place.addressing.member(this.pointer, name));
  }

  likeItem(index: number): Need | undefined {
    const [first] = this.items ?? [];
    return first && this.#below(0, first.example, this.#place.addressing.item(this.pointer, index));
  }

  get items(): readonly Need[] | undefined {
    if (!Array.isArray(this.example) || this.#contains) return undefined;
    const { addressing } = this.#place;
    return (this.#items ??= (this.example as readonly unknown[]).map((item, index) =>
      this.isPlain ? this.#plain(index, item) : this.#below(index, item, addressing.item(this.pointer, index)),
    ));
  }

  get variants(): readonly Need[] | undefined {
    const contains = this.#contains;
    if (!contains || !Array.isArray(this.example)) return undefined;
    const list = this.example as readonly unknown[];
    const { addressing } = this.#place;
    // Without variants every item of the example is one, exactly.
    const variants = contains.variants.length > 0 ? contains.variants : list.map((_, index) => ({ index, rules: [] }));
    return (this.#variants ??= variants
      .filter(({ index }) => index < list.length)
      .map(({ index, rules }) =>
        needAt({ example: list[index], pointer: knownChild(this.pointer, index), addressing, candidates: begin(rules), depth: 0 }),
      ));
  }

  get #contains(): Extract<Matcher, { kind: 'arrayContains' }> | undefined {
    return this.isCascaded ? undefined : this.matchers.find((matcher) => matcher.kind === 'arrayContains');
  }

  /** Without rules nothing has to be walked. */
  #plain(token: string | number, example: unknown): Need {
    const { addressing, candidates, depth } = this.#place;
    return new ExampleNeed({ example, pointer: knownChild(this.pointer, token), addressing, candidates, depth }, noRules);
  }

  #below(token: string | number, example: unknown, steps: readonly (string | number)[]): Need {
    const { addressing, candidates, depth } = this.#place;
    const place = { example, pointer: knownChild(this.pointer, token), addressing };
    const each = this.isCascaded ? [] : this.matchers.flatMap((matcher) => (matcher.kind === 'eachValue' ? matcher.rules : []));
    // Alone it is all that counts below: the engine looks at no other rule there.
    if (each.length > 0 && this.matchers.every(({ kind }) => kind === 'eachValue'))
      return needAt({ ...place, candidates: begin([{ tokens: [], matchers: each, combine: 'and' }]), depth: 0 });
    return needAt({ ...place, ...walk(candidates, depth, steps) }, each);
  }
}

/** True when the value must be the example itself. */
export const isLiteral = ({ matchers, example }: Need): boolean =>
  matchers.every(({ kind }) => kind === 'equality' || (kind === 'values' && (typeof example !== 'object' || example === null)));

/** True when the value must be the example itself, and the example is no object and no array. */
export const isLiteralScalar = (need: Need): boolean => (typeof need.example !== 'object' || need.example === null) && isLiteral(need);

/** True when no matcher is in force anywhere in the value: the provider state supplies all of it. */
export function isLiteralThroughout(need: Need): boolean {
  if (need.isPlain) return true;
  if (!isLiteral(need) || need.variants) return false;
  for (const inner of need.members?.values() ?? need.items ?? []) if (!isLiteralThroughout(inner)) return false;
  return true;
}
