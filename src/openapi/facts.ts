// The facts of one alternative: what the plain keywords of several schemas that hold together say (JSON Schema Validation 2020-12 §6); in one piece, because each is read from all of them.
import type { Alternative, Bound, Domain, Kind, PropertyFacts } from '../model/domain.ts';
import { kindOf, kinds as everyKind } from '../model/domain.ts';
import { isEqual } from '../model/json-value.ts';
import type { Location } from '../model/location.ts';
import { type Documents, entriesOf, isObject, locationOf, type Place, step } from './documents.ts';
import { addMention, annotations, fits, intersect, kindsNamed, leftOut, listed, type Part, readNot } from './fact-keywords.ts';
import { type Limits, readLimits } from './fact-limits.ts';
import { formats } from './formats.ts';
import { Mentions } from './mentions.ts';
import { GuardedPattern } from './patterns.ts';

export interface DomainTools {
  readonly documents: Documents;
  of(places: readonly Place[], direction: 'request' | 'response'): Domain;
}

/** Keywords that speak of the members of an object. */
const telling = ['properties', 'patternProperties', 'additionalProperties', 'unevaluatedProperties'];

export class Facts implements Alternative {
  readonly choice: string;
  readonly isLoose: boolean;
  readonly location: Location;
  readonly kinds: ReadonlySet<Kind>;
  readonly values?: readonly unknown[];
  readonly excluded: readonly unknown[];
  /** The schemas whose conjunction it is, for questions the facts do not answer. */
  readonly parts: readonly Part[];
  readonly #direction: 'request' | 'response';
  readonly #tools: DomainTools;
  readonly #properties = new Map<string, PropertyFacts>();
  readonly #items = new Map<number, Domain | 'closed' | undefined>();
  #required: ReadonlySet<string> | undefined;
  #rest: PropertyFacts | undefined;
  #names: readonly string[] | undefined;
  #patterns: Alternative['patterns'] | undefined;
  #formats: Alternative['formats'] | undefined;
  #read: Limits | undefined;
  #isSilent: boolean | undefined;
  #isBare: boolean | undefined;
  #indexed: Mentions | undefined;
  readonly #keywordPlaces = new Map<string, Location>();

  constructor(
    parts: readonly Part[],
    choice: string,
    isLoose: boolean,
    home: Place,
    direction: 'request' | 'response',
    tools: DomainTools,
  ) {
    this.parts = parts;
    this.#direction = direction;
    this.#tools = tools;
    this.choice = choice;
    const main = parts.find(({ isInvented, source }) => !isInvented && typeof source['$ref'] !== 'string');
    this.location = locationOf(main?.place ?? home);
    let named = new Set<Kind>(everyKind);
    let values: readonly unknown[] | undefined;
    const excluded: unknown[] = [];
    let loose = isLoose;
    for (const { source } of parts) {
      const { type, not } = source;
      if (type !== undefined) named = intersect(named, kindsNamed(type));
      if (Number.isInteger(source['multipleOf'])) named.delete('fraction');
      const own = Array.isArray(source['enum']) ? (source['enum'] as unknown[]) : undefined;
      if (own) values = values ? values.filter((value) => own.some((other) => isEqual(value, other))) : own;
      if (Object.hasOwn(source, 'const')) {
        const only = source['const'];
        values = values ? values.filter((value) => isEqual(value, only)) : [only];
      }
      const ruledOut = readNot(not);
      loose ||= ruledOut === undefined;
      excluded.push(...(ruledOut?.values ?? []));
      for (const kind of ruledOut?.kinds ?? []) named.delete(kind);
      if (leftOut.some((keyword) => Object.hasOwn(source, keyword) && source[keyword] !== false)) loose = true;
    }
    if (values) {
      const kept = values.filter((value) => named.has(kindOf(value)) && !excluded.some((other) => isEqual(value, other)));
      named = intersect(named, kept.map(kindOf));
      this.values = kept;
    }
    this.kinds = named;
    this.excluded = excluded;
    this.isLoose = loose;
  }

  /** True when nothing can satisfy all of it, as far as types and listed values tell; also of what it requires. */
  get isEmpty(): boolean {
    if (this.kinds.size === 0 || this.values?.length === 0) return true;
    if (this.kinds.size > 1 || !this.kinds.has('object')) return false;
    if (this.parts.length < 2) return false;
    const required = this.parts.flatMap(({ source }) => (source['required'] as readonly string[] | undefined) ?? []);
    for (const name of new Set(required)) {
      const values = this.#mentions.of(name).flatMap((part) => listed(part, name));
      if (values.length < 2) continue;
      const [first = [], ...others] = values;
      if (!first.some((value) => others.every((list) => list.some((other) => isEqual(value, other))))) return true;
    }
    return false;
  }

  get lower(): Bound {
    return this.#limits.lower;
  }
  get upper(): Bound {
    return this.#limits.upper;
  }
  get multiples(): readonly number[] {
    return this.#limits.multiples;
  }
  get minLength(): number {
    return this.#limits.minLength;
  }
  get maxLength(): number {
    return this.#limits.maxLength;
  }
  get minItems(): number {
    return this.#limits.minItems;
  }
  get maxItems(): number {
    return this.#limits.maxItems;
  }
  get #limits(): Limits {
    return (this.#read ??= readLimits(this.parts));
  }

  get #mentions(): Mentions {
    return (this.#indexed ??= new Mentions(this.parts));
  }

  get patterns(): Alternative['patterns'] {
    this.#patterns ??= this.parts.flatMap(({ source }) => {
      const pattern = source['pattern'];
      return typeof pattern === 'string' ? [new GuardedPattern(pattern)] : [];
    });
    return this.#patterns;
  }

  get formats(): Alternative['formats'] {
    return (this.#formats ??= this.parts.flatMap(({ source }) => {
      const name = source['format'] ?? (source['contentEncoding'] === 'base64' ? 'byte' : undefined);
      const check = typeof name === 'string' && Object.hasOwn(formats, name) ? formats[name] : undefined;
      if (!check) return [];
      const { type, validate } = check;
      return [{ name: String(name), test: (value: unknown) => typeof value !== type || (validate as (value: unknown) => boolean)(value) }];
    }));
  }

  get required(): ReadonlySet<string> {
    if (!this.#required) {
      const names = new Set<string>();
      for (const { source } of this.parts) for (const name of (source['required'] as readonly string[] | undefined) ?? []) names.add(name);
      for (let size = -1; size !== names.size;) {
        size = names.size;
        for (const { source } of this.parts)
          for (const [name, others] of Object.entries((source['dependentRequired'] as Record<string, string[]> | undefined) ?? {}))
            if (names.has(name)) for (const other of others) names.add(other);
      }
      this.#required = new Set([...names].filter((name) => !this.#isMisdirected(name)));
    }
    return this.#required;
  }
  get names(): readonly string[] {
    return (this.#names ??= [...new Set(this.parts.flatMap(({ place }) => entriesOf(step(place, 'properties')).map(([name]) => name)))]);
  }
  get namePatterns(): readonly string[] {
    return this.parts.flatMap(({ place }) => entriesOf(step(place, 'patternProperties')).map(([pattern]) => pattern));
  }
  get isSilent(): boolean {
    return (this.#isSilent ??= this.parts.every(({ source }) => Object.keys(source).every((keyword) => annotations.test(keyword))));
  }
  get isBare(): boolean {
    return (this.#isBare ??= !this.parts.some(
      ({ source, isInvented }) => !isInvented && telling.some((keyword) => Object.hasOwn(source, keyword)),
    ));
  }
  get rest(): PropertyFacts {
    return (this.#rest ??= this.#propertyFacts(undefined));
  }
  property(name: string): PropertyFacts {
    let facts = this.#properties.get(name);
    if (!facts) this.#properties.set(name, (facts = this.#propertyFacts(name)));
    return facts;
  }

  item(index: number): Domain | 'closed' | undefined {
    // Without `prefixItems` all items are alike.
    const alike = this.parts.some(({ place }) => step(place, 'prefixItems')) ? index : 0;
    if (!this.#items.has(alike)) this.#items.set(alike, this.#item(alike));
    return this.#items.get(alike);
  }

  #item(index: number): Domain | 'closed' | undefined {
    const places: Place[] = [];
    for (const { place } of this.parts) {
      const prefix = step(place, 'prefixItems');
      const own = prefix && step(prefix, index);
      const items = own ?? step(place, 'items') ?? step(place, 'unevaluatedItems');
      if (items?.value === false) return 'closed';
      if (items && items.value !== true) places.push(items);
    }
    return places.length > 0 ? this.#tools.of(places, this.#direction) : undefined;
  }

  place(keyword: string): Location {
    let place = this.#keywordPlaces.get(keyword);
    if (!place) this.#keywordPlaces.set(keyword, (place = this.#placeOf(keyword)));
    return place;
  }

  #placeOf(keyword: string): Location {
    for (const { place, isInvented } of this.parts) {
      const own = isInvented ? undefined : step(place, keyword);
      if (own) return locationOf(own);
    }
    return this.location;
  }

  /** Undefined name: one that nobody lists and no pattern fits. */
  #propertyFacts(name: string | undefined): PropertyFacts {
    const places: Place[] = [];
    let mention: PropertyFacts['mention'] = 'unsaid';
    for (const { place } of this.#mentions.about(name)) {
      const own = name === undefined ? undefined : step(place, 'properties', name);
      const fitting = name === undefined ? [] : entriesOf(step(place, 'patternProperties')).filter(([source]) => fits(source, name));
      if (own || fitting.length > 0) {
        if (own?.value === false) return { mention: 'closed' };
        mention = own ? 'named' : (mention as PropertyFacts['mention']) === 'named' ? mention : 'mapped';
        if (own) places.push(own);
        for (const [, schema] of fitting) places.push(schema);
        continue;
      }
      const additional = step(place, 'additionalProperties');
      if (additional?.value === false) return { mention: 'closed' };
      if (additional) mention = addMention(mention, additional, places);
    }
    if (mention === 'unsaid') {
      for (const { place } of this.#mentions.unevaluated) {
        const unevaluated = step(place, 'unevaluatedProperties');
        if (unevaluated?.value === false) return { mention: 'closed' };
        if (unevaluated) mention = addMention(mention, unevaluated, places);
      }
    }
    return { mention, ...(places.length > 0 && { domain: this.#tools.of(places, this.#direction) }) };
  }

  /** True for a name that this direction never carries: `readOnly` in requests, `writeOnly` in responses. */
  #isMisdirected(name: string): boolean {
    const flag = this.#direction === 'request' ? 'readOnly' : 'writeOnly';
    return this.#mentions.of(name).some(({ place }) => {
      const own = step(place, 'properties', name);
      const target = own && (this.#tools.documents.follow(own) ?? own);
      return [own, target].some((at) => at && isObject(at.value) && at.value[flag] === true);
    });
  }
}
