// The walk over two schemas in step: each pair of places is compared once, whatever leads to it, so recursive schemas come to an end.
import type { Alternative, Domain, Kind } from '../../model/domain.ts';
import { kindOf, kinds as everyKind } from '../../model/domain.ts';
import type { Place } from '../../openapi/documents.ts';
import { partsOf, placesOf } from '../../openapi/domain.ts';
import type { Sameness } from '../../openapi/sameness.ts';
import { allows } from '../../pacts/witness.ts';
import { areDisjoint, isIn } from './alternatives.ts';
import { compareConditions } from './conditions.ts';
import { compareNotes } from './notes.ts';
import { emptyNode, gather, isUnrestrictedText, levelOfChange, type Node, type SchemaChange, type Walk, placeIn } from './node.ts';
import { areSameAlternatives, compareAll } from './pairs.ts';
import { showKinds, showValues } from './words.ts';

/** With more alternatives than this nobody tells whether they exclude each other. */
const mostExcluding = 60;

/** Deeper than this the walk would need more of the call stack than there is: what is further down waits until it is back at the top. */
const deepest = 400;

export class SchemaComparison implements Walk {
  readonly side: 'request' | 'response';
  readonly #sameness: Sameness;
  readonly #nodes = new Map<Domain, Map<Domain, Node>>();
  #depth = 0;
  readonly #waiting: [node: Node, old: Domain, new_: Domain][] = [];

  constructor(side: 'request' | 'response', sameness: Sameness) {
    this.side = side;
    this.#sameness = sameness;
  }

  isSame(old: readonly Place[], new_: readonly Place[]): boolean {
    return old.length === new_.length && old.every((place, at) => this.#sameness.same(place, new_[at] as Place));
  }

  compare(old: Domain, new_: Domain): Node {
    if (this.isSame(placesOf(old), placesOf(new_))) return emptyNode;
    let row = this.#nodes.get(old);
    if (!row) this.#nodes.set(old, (row = new Map()));
    const known = row.get(new_);
    if (known) return known;
    const node: Node = { changes: [], children: [], isOpen: true };
    row.set(new_, node);
    this.#waiting.push([node, old, new_]);
    if (this.#depth === 0) while (this.#waiting.length > 0) this.#compareNext();
    else if (this.#depth < deepest) this.#compareNext();
    return node;
  }

  /** The pair that waits for the shortest time. */
  #compareNext(): void {
    const next = this.#waiting.pop();
    if (!next) return;
    this.#depth++;
    this.#fill(...next);
    this.#depth--;
    next[0].isOpen = false;
  }

  #fill(node: Node, old: Domain, new_: Domain): void {
    const add = (...changes: readonly SchemaChange[]): void => {
      for (const change of changes) if (!node.changes.some((other) => isAlike(other, change))) node.changes.push(change);
    };
    const broken = old.broken ?? new_.broken;
    if (broken !== undefined) {
      const reason = `the ${old.broken === undefined ? 'new' : 'old'} schema cannot be used: ${broken}`;
      add({ kind: 'schema-unchecked', text: 'has changed', reason, old: old.location, new: new_.location });
      return;
    }
    add(...compareKinds(old, new_));
    add(...compareNotes(old, new_));
    const [were, are] = [kindsOf(old), kindsOf(new_)];
    const shared = everyKind.filter((kind) => were.has(kind) && are.has(kind));
    add(...compareValues(old, new_, shared));
    let isCompared = false;
    for (const kind of shared) {
      const [olds, news] = [unlisted(old, kind), unlisted(new_, kind)];
      if (olds.length === 0 || news.length === 0) continue;
      isCompared = true;
      const { changes, children } = compareAll(olds, news, kind, this);
      add(...changes);
      for (const child of children)
        if (!node.children.some(({ node: other }) => other === child.node && child.node === emptyNode)) node.children.push(child);
    }
    add(...this.#compareLoose(old, new_, shared, isCompared));
    const unclear = areSameAlternatives(old.alternatives, new_.alternatives, this) ? undefined : findUnclear(old, new_, this.side);
    if (unclear) node.unclear = unclear;
  }

  /** Listed values, booleans and null may be ruled out by keywords the facts leave out. `isCompared`: everything else was looked at. */
  #compareLoose(old: Domain, new_: Domain, shared: readonly Kind[], isCompared: boolean): SchemaChange[] {
    if (![...old.alternatives, ...new_.alternatives].some(({ isLoose }) => isLoose)) return [];
    const [[one, ...others], [other, ...more]] = [old.alternatives, new_.alternatives];
    if (one && other && others.length === 0 && more.length === 0) return isCompared ? [] : compareConditions(one, other, true, this);
    if (isCompared && shared.every((kind) => this.#isListedAlike(old, new_, kind))) return [];
    const reason = 'its alternatives have conditions that are not compared';
    return [{ kind: 'condition-changed', text: 'has changed', reason, old: old.location, new: new_.location }];
  }

  /** No alternative that lists values of a kind is loose, or both sides have the same ones. */
  #isListedAlike(old: Domain, new_: Domain, kind: Kind): boolean {
    const [olds, news] = [listing(old, kind), listing(new_, kind)];
    return ![...olds, ...news].some(({ isLoose }) => isLoose) || areSameAlternatives(olds, news, this);
  }
}

/** Where branches that may overlap decide what is allowed, a change that looks harmless may not be. */
export function settleUnclear(node: Node, side: 'request' | 'response'): SchemaChange[] {
  if (!node.unclear) return node.changes;
  const all = (gather(node) ?? []).filter(({ kind }) => kind !== 'alternatives-unclear');
  const levels = all.map((change) => levelOfChange(change, side));
  const isHarmless = !levels.includes('breaking') && (all.length === 0 || levels.includes('non-breaking'));
  return isHarmless ? [...node.changes, node.unclear] : node.changes;
}

function findUnclear(old: Domain, new_: Domain, side: 'request' | 'response'): SchemaChange | undefined {
  // Who is asked to take more is the one whose branches must not get in each other's way.
  const { alternatives } = side === 'response' ? old : new_;
  if (alternatives.every(({ choice }) => choice === '') || alternatives.length < 2) return undefined;
  const overlaps =
    alternatives.length > mostExcluding ||
    alternatives.some((one, at) => alternatives.slice(at + 1).some((other) => one.choice !== other.choice && !areDisjoint(one, other)));
  if (!overlaps) return undefined;
  return {
    kind: 'alternatives-unclear',
    text: 'has branches of `oneOf` that changed',
    reason: 'a value may fit several of its branches, and `oneOf` allows only one',
    old: old.location,
    new: new_.location,
  };
}

const isAlike = (one: SchemaChange, other: SchemaChange): boolean =>
  one.kind === other.kind &&
  one.name === other.name &&
  one.text === other.text &&
  one.old?.pointer === other.old?.pointer &&
  one.new?.pointer === other.new?.pointer;

const kindsOf = ({ alternatives }: Domain): ReadonlySet<Kind> => new Set(alternatives.flatMap(({ kinds }) => [...kinds]));

const placeOf = ({ alternatives, location }: Domain, keyword: string) => (alternatives[0] ? placeIn(alternatives[0], keyword) : location);

/** The alternative of a kind names the type best. */
const typePlace = (domain: Domain, kinds: Iterable<Kind>) => {
  for (const kind of kinds) {
    const own = domain.alternatives.find((alternative) => alternative.kinds.has(kind));
    // In 3.0 it is another keyword that lets null in.
    if (own) return kind === 'null' && own.place('nullable') !== own.location ? placeIn(own, 'nullable') : placeIn(own, 'type');
  }
  return placeOf(domain, 'type');
};

function* compareKinds(old: Domain, new_: Domain): Iterable<SchemaChange> {
  const [were, are] = [kindsOf(old), kindsOf(new_)];
  const gone = [...were].filter((kind) => !are.has(kind));
  const come = [...are].filter((kind) => !were.has(kind));
  if (gone.length === 0 && come.length === 0) return;
  const places = { old: typePlace(old, gone), new: typePlace(new_, come) };
  const isOnlyNull = (kinds: readonly Kind[]): boolean => kinds.every((kind) => kind === 'null');
  if (isOnlyNull(gone) && isOnlyNull(come)) {
    yield come.length > 0
      ? { kind: 'null-added', text: `was ${showKinds(were)}, is ${showKinds(are)}`, ...places }
      : { kind: 'null-removed', text: `was ${showKinds(were)}, is ${showKinds(are)}`, ...places };
    return;
  }
  const kind = come.length === 0 ? 'type-narrowed' : gone.length === 0 ? 'type-widened' : 'type-changed';
  const asText = isTextOf(gone, new_) ? 'type-widened' : isTextOf(come, old) ? 'type-narrowed' : undefined;
  yield { kind, text: `was ${showKinds(were)}, is ${showKinds(are)}`, ...places, ...(kind === 'type-changed' && asText && { asText }) };
}

/** A number or a boolean is written as one text, and any text will do; lists and objects may be written as several. */
const isTextOf = (kinds: readonly Kind[], { alternatives }: Domain): boolean =>
  kinds.every((kind) => kind === 'integer' || kind === 'fraction' || kind === 'boolean') && alternatives.some(isUnrestrictedText);

/** Alternatives that allow values of a kind without listing them. */
const unlisted = ({ alternatives }: Domain, kind: Kind): Alternative[] =>
  alternatives.filter((alternative) => alternative.kinds.has(kind) && !listedOf(alternative, kind));

/** The others. */
const listing = ({ alternatives }: Domain, kind: Kind): Alternative[] =>
  alternatives.filter((alternative) => alternative.kinds.has(kind) && listedOf(alternative, kind));

/** The values an alternative lists of a kind; booleans are few enough to be listed always. */
function listedOf(alternative: Alternative, kind: Kind): readonly unknown[] | undefined {
  if (kind === 'null') return [null];
  const own = alternative.values?.filter((value) => kindOf(value) === kind);
  return own ?? (kind === 'boolean' ? [true, false] : undefined);
}

function* compareValues(old: Domain, new_: Domain, shared: readonly Kind[]): Iterable<SchemaChange> {
  const come: unknown[] = [];
  const gone: unknown[] = [];
  let isAdded = false;
  let isRemoved = false;
  for (const kind of shared) {
    const [were, are] = [listedIn(old, kind), listedIn(new_, kind)];
    const [openOld, openNew] = [unlisted(old, kind), unlisted(new_, kind)];
    come.push(
      ...are.filter((value) => !isIn(value, were) && !openOld.some((alternative) => allows(alternative, value) && !alternative.isLoose)),
    );
    gone.push(
      ...were.filter((value) => !isIn(value, are) && !openNew.some((alternative) => allows(alternative, value) && !alternative.isLoose)),
    );
    isAdded ||= openOld.length > 0 && openNew.length === 0;
    isRemoved ||= openOld.length === 0 && openNew.length > 0;
  }
  const places = { old: listPlace(old), new: listPlace(new_) };
  if (isAdded)
    yield { kind: 'enum-added', text: `may be one of ${showValues(shared.flatMap((kind) => listedIn(new_, kind)))} only`, ...places };
  if (isRemoved) yield { kind: 'enum-removed', text: 'is no longer one of listed values', ...places };
  if (come.length > 0) yield { kind: 'enum-values-added', text: `may be ${showValues(come)} now`, ...places };
  if (gone.length > 0) yield { kind: 'enum-values-removed', text: `may no longer be ${showValues(gone)}`, ...places };
}

const listedIn = ({ alternatives }: Domain, kind: Kind): unknown[] => {
  const values: unknown[] = [];
  for (const alternative of alternatives)
    if (alternative.kinds.has(kind))
      for (const value of listedOf(alternative, kind) ?? [])
        if (!isIn(value, values) && (typeof value === 'object' || allows(alternative, value))) values.push(value);
  return values;
};

function listPlace(domain: Domain) {
  const own = domain.alternatives.find(({ values }) => values) ?? domain.alternatives[0];
  if (!own) return domain.location;
  const keyword = partsOf(own).some(({ source }) => Object.hasOwn(source, 'enum')) ? 'enum' : 'const';
  return placeIn(own, keyword);
}
