// Reads schemas as Domains: `$ref`, `allOf`, `anyOf`, `oneOf`, conditions and discriminators multiplied out, one level at a time and when asked.
import type { Alternative, Domain } from '../model/domain.ts';
import type { Location } from '../model/location.ts';
import { plain, quote, show } from '../model/show.ts';
import { assertions } from './assertions.ts';
import { choosesBranch, discriminatorProperty, discriminatorTargets } from './discriminator.ts';
import { type Documents, entriesOf, isObject, type JsonObject, locationOf, type Place, sameKey, step } from './documents.ts';
import { agree, type Draft, merge, nothing, unite } from './drafts.ts';
import { annotations, type Part } from './fact-keywords.ts';
import { type DomainTools, Facts } from './facts.ts';
import type { Version } from './versions/index.ts';

/** A schema with more alternatives in one place is not compared: every one of them would have to be. */
const mostAlternatives = 500;

/** Schemas that refer to each other at one place, one in the other; every step costs call stack. */
const longestChain = 500;

/** What is wrong with a schema; thrown and caught in this file only. */
class Broken extends Error {}

/** Makes the domains of one contract and keeps them. */
export class Domains implements DomainTools {
  readonly documents: Documents;
  readonly #version: Version;
  readonly #made = new Map<string, ReadDomain>();
  readonly #synthetic = new WeakMap<object, string>();

  constructor(documents: Documents, version: Version) {
    this.documents = documents;
    this.#version = version;
  }

  /** What all the schemas at `places` allow together, as a request or a response means them. */
  of(places: readonly Place[], direction: 'request' | 'response'): Domain {
    const keys = [...new Set(places.map((place) => this.#keyOf(place)))].toSorted();
    const key = `${direction} ${keys.join(' ')}`;
    let domain = this.#made.get(key);
    if (!domain) this.#made.set(key, (domain = new ReadDomain(key, places, () => this.#read(places, direction))));
    return domain;
  }

  #keyOf(place: Place): string {
    const made = typeof place.value === 'object' && place.value !== null ? this.#synthetic.get(place.value) : undefined;
    return made ?? sameKey(place);
  }

  #read(places: readonly Place[], direction: 'request' | 'response'): Alternative[] {
    let drafts: readonly Draft[] = [nothing];
    for (const place of places) drafts = this.#cross(drafts, this.#expand(place, new Set(), false));
    const alternatives = drafts.map((draft) => new Facts(draft.parts, draft.choice, draft.isLoose, places[0] as Place, direction, this));
    return alternatives.filter(({ isEmpty }) => !isEmpty);
  }

  /** `asPart`: the schema is a part of an allOf, so the subclasses its discriminator may select are not meant. */
  #expand(place: Place, visited: ReadonlySet<string>, asPart: boolean): readonly Draft[] {
    if (place.value === true) return [nothing];
    if (place.value === false) return [];
    if (!isObject(place.value)) throw new Broken(`a schema should be an object, got ${show(place.value)}`);
    const key = `${this.#keyOf(place)} ${asPart}`;
    // A schema that leads back to itself without a step down adds nothing to itself.
    if (visited.has(key)) return [nothing];
    if (visited.size >= longestChain) throw new Broken(`more than ${longestChain} schemas refer to each other at one place`);
    const seen = new Set(visited).add(key);
    const source = this.#version.editSchema(place.value);
    this.#verify(place, source);
    // A schema that is nothing but a reference has nothing to say itself; in 3.0 that is every one with a reference.
    const isReference = typeof source['$ref'] === 'string' && Object.keys(source).length === 1;
    let drafts: readonly Draft[] = isReference ? [nothing] : [{ parts: [{ place, source }], choice: '', isLoose: false }];
    const join = (others: readonly Draft[]): void => {
      drafts = this.#cross(drafts, others);
    };

    const reference = source['$ref'] ?? source['$dynamicRef'];
    if (typeof reference === 'string') {
      const target = this.documents.resolve(place, reference);
      if (!target || !this.documents.follow(target))
        throw new Broken(`the reference ${quote(reference)} leads nowhere (${place.document.uri}#${place.pointer})`);
      join(this.#expand(target, seen, asPart));
    }
    if (!isReference) {
      const parts = entriesOf(step(place, 'allOf')).map(([, branch]) => this.#expand(branch, seen, true));
      drafts = this.#crossAll(drafts, parts);
      const tagged = asPart && !choosesBranch(place) ? [] : this.#tagged(place, seen);
      if (tagged.length > 0 && choosesBranch(place)) join(tagged);
      else {
        for (const keyword of ['anyOf', 'oneOf'] as const) {
          const branches = entriesOf(step(place, keyword));
          if (branches.length === 0) continue;
          join(branches.flatMap(([index, branch]) => this.#branch(branch, seen, keyword === 'oneOf' ? `${key}/${index};` : '')));
        }
        if (tagged.length > 0) join(tagged);
      }
      if (step(place, 'if')) join(this.#condition(place, seen));
      for (const [name, schema] of entriesOf(step(place, 'dependentSchemas'))) join(this.#dependent(name, schema, place, seen));
    }
    return this.#version.admitsNull(place.value) ? [...drafts, this.#invent(place, 'null', { type: 'null' })] : drafts;
  }

  #branch(branch: Place, seen: ReadonlySet<string>, choice: string): Draft[] {
    return this.#expand(branch, seen, false).map((draft) => ({ ...draft, choice: choice + draft.choice }));
  }

  /** One alternative for every value the discriminator knows; for a base class also itself, with any other value. */
  #tagged(place: Place, seen: ReadonlySet<string>): readonly Draft[] {
    const property = discriminatorProperty(place);
    if (property === undefined) return [];
    const targets = discriminatorTargets(place, this.documents);
    if (targets.length === 0) return [];
    const at = step(place, 'discriminator') ?? place;
    const drafts = targets.flatMap(({ value, target }) => {
      const tag = this.#invent(at, `tag ${value}`, { properties: { [property]: { const: value } } });
      return this.#cross([tag], this.#branch(target, seen, `${this.#keyOf(at)}=${value};`));
    });
    if (choosesBranch(place)) return drafts;
    const others = { properties: { [property]: { not: { enum: targets.map(({ value }) => value) } } } };
    const itself = this.#invent(at, 'no tag', others);
    return [...drafts, { ...itself, choice: `${this.#keyOf(at)}=;` }];
  }

  #condition(place: Place, seen: ReadonlySet<string>): readonly Draft[] {
    const branch = (keyword: string): readonly Draft[] => {
      const schema = step(place, keyword);
      return schema ? this.#expand(schema, seen, false) : [nothing];
    };
    const met = this.#cross(branch('if'), branch('then'));
    const unmet = this.#cross([this.#refusal(step(place, 'if') as Place)], branch('else'));
    return [...met, ...unmet];
  }

  /** The opposite of `if`, where it is a question about one property; otherwise facts that are loose. */
  #refusal(question: Place): Draft {
    const loose: Draft = { ...nothing, isLoose: true };
    if (!isObject(question.value)) return loose;
    const { type = 'object', properties, required = [], ...others } = question.value;
    const [only, ...more] = isObject(properties) ? Object.entries(properties) : [];
    if (!only || more.length > 0 || !isObject(only[1]) || type !== 'object') return loose;
    // Whatever else it asks may be what is not met.
    if (!Array.isArray(required) || required.some((name) => name !== only[0])) return loose;
    if (Object.keys(others).some((keyword) => !annotations.test(keyword))) return loose;
    return this.#invent(question, 'unmet', { properties: { [only[0]]: { not: only[1] } } });
  }

  #dependent(name: string, schema: Place, place: Place, seen: ReadonlySet<string>): readonly Draft[] {
    const present = this.#invent(place, `with ${name}`, { required: [name] });
    const absent = this.#invent(place, `without ${name}`, { properties: { [name]: false } });
    return [...this.#cross([present], this.#expand(schema, seen, false)), absent];
  }

  /** A part nobody wrote: it says in one place what another keyword means. */
  #invent(at: Place, mark: string, schema: JsonObject): Draft {
    const key = `${sameKey(at)} ${mark}`;
    const place: Place = { document: at.document, pointer: at.pointer, value: schema };
    this.#synthetic.set(schema, key);
    for (const inner of Object.values((schema['properties'] as JsonObject | undefined) ?? {}))
      if (typeof inner === 'object' && inner !== null) this.#synthetic.set(inner, `${key} value`);
    return { parts: [{ place, source: schema, isInvented: true }], choice: '', isLoose: false };
  }

  #cross(left: readonly Draft[], right: readonly Draft[]): readonly Draft[] {
    if (right.length === 1 && right[0] === nothing) return left;
    if (left.length === 1 && left[0] === nothing) return right;
    const product: Draft[] = [];
    for (const a of left) {
      for (const b of right) {
        const parts = [...a.parts, ...b.parts];
        if (!agree(parts)) continue;
        if (product.length >= mostAlternatives) throw new Broken(`it has more than ${mostAlternatives} alternatives to compare`);
        product.push({ parts: unite(parts), choice: a.choice + b.choice, isLoose: a.isLoose || b.isLoose });
      }
    }
    return product;
  }

  /** One after the other; what has one alternative each is joined at once, since an allOf may have thousands of parts. */
  #crossAll(first: readonly Draft[], others: readonly (readonly Draft[])[]): readonly Draft[] {
    let drafts = first;
    let single: Draft[] = [];
    const join = (): void => {
      if (single.length > 0) drafts = this.#cross(drafts, merge(single));
      single = [];
    };
    for (const other of others) {
      if (other.length === 1) single.push(other[0] as Draft);
      else {
        join();
        drafts = this.#cross(drafts, other);
      }
    }
    join();
    return drafts;
  }

  #verify(place: Place, source: JsonObject): void {
    for (const keyword of Object.keys(source)) {
      const assertion = assertions.get(keyword);
      if (assertion && !assertion[0](source[keyword]))
        throw new Broken(`\`${keyword}\` should be ${assertion[1]}, got ${show(source[keyword])} (${place.document.uri}#${place.pointer})`);
    }
  }
}

class ReadDomain implements Domain {
  readonly key: string;
  readonly places: readonly Place[];
  readonly location: Location;
  readonly #read: () => Alternative[];
  #alternatives: readonly Alternative[] | undefined;
  #broken: string | undefined;

  constructor(key: string, places: readonly Place[], read: () => Alternative[]) {
    this.key = key;
    this.places = places;
    this.location = locationOf(places[0] as Place);
    this.#read = read;
  }

  get alternatives(): readonly Alternative[] {
    if (!this.#alternatives) {
      try {
        this.#alternatives = this.#read();
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        this.#broken = plain(error.message);
        this.#alternatives = [];
      }
    }
    return this.#alternatives;
  }

  get broken(): string | undefined {
    return this.alternatives.length > 0 ? undefined : this.#broken;
  }
}

/** The schemas that hold together at a place, for questions the domain does not answer; none where it was not read from a document. */
export const placesOf = (domain: Domain): readonly Place[] => (domain instanceof ReadDomain ? domain.places : []);

/** The plain schemas an alternative is the conjunction of. */
export const partsOf = (alternative: Alternative): readonly Part[] => (alternative instanceof Facts ? alternative.parts : []);
