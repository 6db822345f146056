// Do two schemas of two documents say the same, word for word? References, key order and annotations aside; recursive schemas included.
import { isEqual } from '../model/json-value.ts';
import { assertions } from './assertions.ts';
import { discriminatorProperty, discriminatorTargets } from './discriminator.ts';
import { type Documents, entriesOf, isObject, type JsonObject, type Place, step } from './documents.ts';
import { lists, named, singles } from './subschemas.ts';
import type { Version } from './versions/index.ts';

/** A document with what it refers to, and how its version reads a schema. */
export interface Reading {
  readonly documents: Documents;
  readonly version: Version;
}

interface Pair {
  differs: boolean;
  /** Pairs that differ when this one does. */
  readonly parents: Pair[];
}

type Pending = readonly [pair: Pair, left: Place, right: Place];

/** Keywords compared by value, beside the assertions. */
const values = ['contentEncoding', 'contentMediaType', 'readOnly', 'writeOnly', 'nullable', 'deprecated', 'xml', 'default'];
const meaningful: ReadonlySet<string> = new Set([
  ...assertions.keys(),
  ...values,
  ...lists,
  ...named,
  ...singles,
  '$ref',
  '$dynamicRef',
  'discriminator',
]);
const sets: ReadonlySet<string> = new Set(['type', 'required', 'enum']);

/**
 * Answers for pairs of schemas. Every pair is looked at once, whatever leads to it, so that asking for all schemas of two documents
 * takes time in proportion to their size. `false` says only that they are written differently.
 */
export class Sameness {
  readonly #left: Reading;
  readonly #right: Reading;
  readonly #pairs = new WeakMap<object, Map<object, Pair>>();

  constructor(left: Reading, right: Reading) {
    this.#left = left;
    this.#right = right;
  }

  same(left: Place, right: Place): boolean {
    const root: Pair = { differs: false, parents: [] };
    const pending: Pending[] = [];
    this.#meet(root, left, right, pending);
    for (let next = pending.pop(); next; next = pending.pop()) this.#compare(...next, pending);
    return !root.differs;
  }

  #meet(parent: Pair, left: Place | undefined, right: Place | undefined, pending: Pending[]): void {
    const one = left && pastReferences(left, this.#left);
    const other = right && pastReferences(right, this.#right);
    if (!one || !other) return one === other ? undefined : differ(parent);
    if (!isObject(one.value) || !isObject(other.value))
      return isEqual(plainly(one, this.#left), plainly(other, this.#right)) ? undefined : differ(parent);
    let pairs = this.#pairs.get(one.value);
    if (!pairs) this.#pairs.set(one.value, (pairs = new Map()));
    const known = pairs.get(other.value);
    if (known?.differs) return differ(parent);
    if (known) return void known.parents.push(parent);
    const pair: Pair = { differs: false, parents: [parent] };
    pairs.set(other.value, pair);
    pending.push([pair, one, other]);
  }

  #compare(pair: Pair, left: Place, right: Place, pending: Pending[]): void {
    const [one, other] = [readingOf(left, this.#left), readingOf(right, this.#right)];
    const keywords = Object.keys(one);
    if (keywords.length !== Object.keys(other).length) return differ(pair);
    for (const keyword of keywords) {
      if (!Object.hasOwn(other, keyword)) return differ(pair);
      if (!holdsSchemas.has(keyword) && !isSame(keyword, one[keyword], other[keyword])) return differ(pair);
    }
    const reference = one['$ref'] ?? one['$dynamicRef'];
    const otherReference = other['$ref'] ?? other['$dynamicRef'];
    if (typeof reference === 'string' && typeof otherReference === 'string')
      this.#meet(pair, this.#left.documents.resolve(left, reference), this.#right.documents.resolve(right, otherReference), pending);
    for (const keyword of singles) if (Object.hasOwn(one, keyword)) this.#meet(pair, step(left, keyword), step(right, keyword), pending);
    for (const keyword of [...lists, ...named]) {
      if (!Object.hasOwn(one, keyword)) continue;
      const entries = entriesOf(step(left, keyword));
      const others = step(right, keyword);
      if (entries.length !== entriesOf(others).length) return differ(pair);
      for (const [name, place] of entries) this.#meet(pair, place, step(others, name), pending);
    }
    if (discriminatorProperty(left) !== undefined) this.#compareTags(pair, left, right, pending);
  }

  #compareTags(pair: Pair, left: Place, right: Place, pending: Pending[]): void {
    const targets = discriminatorTargets(left, this.#left.documents);
    const others = new Map(discriminatorTargets(right, this.#right.documents).map(({ value, target }) => [value, target]));
    if (discriminatorProperty(left) !== discriminatorProperty(right) || targets.length !== others.size) return differ(pair);
    for (const { value, target } of targets) this.#meet(pair, target, others.get(value), pending);
  }
}

const holdsSchemas: ReadonlySet<string> = new Set([...lists, ...named, ...singles, '$ref', '$dynamicRef', 'discriminator']);

/** A pair that differs makes everything above it differ. */
function differ(pair: Pair): void {
  const pending = [pair];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.differs) continue;
    next.differs = true;
    pending.push(...next.parents);
  }
}

const isSame = (keyword: string, one: unknown, other: unknown): boolean =>
  sets.has(keyword) ? isEqual(asSet(one), asSet(other)) : isEqual(one, other);

const asSet = (value: unknown): unknown[] =>
  [...new Set((Array.isArray(value) ? (value as unknown[]) : [value]).map((item) => JSON.stringify(item)))].toSorted();

/** What counts of a schema; what says nothing by its value is left out. */
function readingOf({ value }: Place, { version }: Reading): JsonObject {
  const source = version.editSchema(value as JsonObject);
  const reading: JsonObject = {};
  for (const [keyword, own] of Object.entries(source)) {
    if (!meaningful.has(keyword)) continue;
    if (own === false && (values.includes(keyword) || keyword === 'uniqueItems') && keyword !== 'default') continue;
    if (keyword === 'required' && Array.isArray(own) && own.length === 0) continue;
    if (keyword === 'const' && !Object.hasOwn(source, 'enum')) reading['enum'] = [own];
    else reading[keyword] = own;
  }
  return reading;
}

/** Follows references that have nothing beside them to say; undefined where they lead nowhere. */
function pastReferences(place: Place, reading: Reading): Place | undefined {
  const passed = new Set<unknown>();
  let current: Place | undefined = place;
  while (current && !passed.has(current.value)) {
    passed.add(current.value);
    if (!isObject(current.value)) return current;
    const own = readingOf(current, reading);
    const reference = own['$ref'];
    if (typeof reference !== 'string' || Object.keys(own).length > 1) return current;
    current = reading.documents.resolve(current, reference);
  }
  return undefined;
}

/** A boolean schema, or what an object comes to where it says nothing. */
const plainly = (place: Place, reading: Reading): unknown =>
  isObject(place.value) ? (Object.keys(readingOf(place, reading)).length === 0 ? true : place.value) : place.value;
