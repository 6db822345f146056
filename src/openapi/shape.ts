// Builds the Shape of a schema: every branch of allOf, anyOf, oneOf, if/then/else, dependentSchemas and discriminator laid over each other; in one piece, because every keyword is laid over all branches.
import type { Location } from '../model/location.ts';
import type { Shape, TypeName, XmlObject } from '../model/shape.ts';
import { countAlternatives } from './alternatives.ts';
import { discriminatorProperty, discriminatorTargets } from './discriminator.ts';
import { type Documents, entriesOf, isObject, type JsonObject, locationOf, type Place, sameKey, step } from './documents.ts';
import { GuardedPattern, PatternTimeout } from './patterns.ts';
import { requiredNames } from './required-names.ts';
import { typesOf } from './shape-types.ts';
import { structureKey } from './structure-key.ts';

/** Makes shapes of one contract and keeps them, so that a recursive schema becomes a finite graph. */
export class Shapes {
  readonly #documents: Documents;
  readonly #made = new Map<string, LaidOver>();

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  of(places: readonly Place[]): Shape {
    const parts = new Map<string, Place>();
    for (const place of places) this.#flatten(place, parts);
    const key = [...parts.keys()].join('\n') || places.map(sameKey).join('\n');
    let shape = this.#made.get(key);
    if (!shape) this.#made.set(key, (shape = new LaidOver(this, places, [...parts.values()], this.#documents)));
    return shape;
  }

  /** The schemas that speak of the same value, each before what it refers to; chains of references may be long. */
  #flatten(start: Place, parts: Map<string, Place>): void {
    const pending = [start];
    for (let place = pending.pop(); place; place = pending.pop()) {
      const key = sameKey(place);
      if (parts.has(key) || !isObject(place.value)) continue;
      parts.set(key, place);
      pending.push(...this.#branchesOf(place, place.value).toReversed());
    }
  }

  #branchesOf(place: Place, schema: JsonObject): Place[] {
    const reference = schema['$ref'] ?? schema['$dynamicRef'];
    const branches = [
      typeof reference === 'string' ? this.#documents.resolve(place, reference) : undefined,
      ...['allOf', 'anyOf', 'oneOf', 'dependentSchemas'].flatMap((keyword) => entriesOf(step(place, keyword)).map(([, branch]) => branch)),
      ...['if', 'then', 'else'].map((keyword) => step(place, keyword)),
      ...discriminatorTargets(place, this.#documents).map(({ target }) => target),
    ];
    return branches.filter((branch) => branch !== undefined);
  }
}

class LaidOver implements Shape {
  readonly #shapes: Shapes;
  readonly #given: readonly Place[];
  readonly #parts: readonly Place[];
  readonly #documents: Documents;
  #properties: ReadonlyMap<string, Shape> | undefined;
  #patterns: Shape['patterns'] | undefined;
  #types: ReadonlySet<TypeName> | undefined;
  #additional: Shape['additional'] | undefined;
  #items: Shape | undefined | null = null;
  #prefix: readonly Shape[] | undefined;
  #structure: string | undefined;
  // Asked for every property of every body.
  #readOnly: boolean | undefined;
  #writeOnly: boolean | undefined;

  constructor(shapes: Shapes, given: readonly Place[], parts: readonly Place[], documents: Documents) {
    this.#shapes = shapes;
    this.#given = given;
    this.#parts = parts;
    this.#documents = documents;
  }

  get location(): Location {
    // A schema that only refers to another is not where the reader finds what is described.
    const own = this.#parts.find((part) => typeof (part.value as Record<string, unknown>)['$ref'] !== 'string');
    return locationOf(own ?? this.#parts[0] ?? (this.#given[0] as Place));
  }

  get name(): string | undefined {
    const component = /^\/components\/schemas\/([^/]+)$/;
    // What is composed of components (`allOf`) is none of them: only references lead to a name.
    const part = this.#parts.find(({ pointer, value }) => component.test(pointer) || !Object.hasOwn(value as object, '$ref'));
    return component
      .exec(part?.pointer ?? '')?.[1]
      ?.replaceAll('~1', '/')
      .replaceAll('~0', '~');
  }

  get types(): ReadonlySet<TypeName> {
    if (!this.#types) {
      let types: ReadonlySet<TypeName> | undefined;
      for (const place of this.#given) {
        const own = typesOf(place, this.#documents, new Set());
        types = types && own ? new Set([...types, ...own]) : (own ?? types);
      }
      this.#types = types ?? new Set();
    }
    return this.#types;
  }

  get properties(): ReadonlyMap<string, Shape> {
    if (!this.#properties) {
      const places = new Map<string, Place[]>();
      for (const part of this.#parts) {
        for (const [name, place] of entriesOf(step(part, 'properties'))) {
          const known = places.get(name);
          if (known) known.push(place);
          else places.set(name, [place]);
        }
      }
      this.#properties = new Map([...places].map(([name, list]) => [name, this.#shapes.of(list)]));
    }
    return this.#properties;
  }

  get patterns(): Shape['patterns'] {
    this.#patterns ??= this.#parts.flatMap((part) =>
      entriesOf(step(part, 'patternProperties')).flatMap(([source, place]) => {
        try {
          return [{ pattern: tolerant(new GuardedPattern(source)), shape: this.#shapes.of([place]) }];
        } catch {
          return []; // reported when the schema is compiled
        }
      }),
    );
    return this.#patterns;
  }

  get additional(): Shape['additional'] {
    if (this.#additional === undefined) {
      const schemas: Place[] = [];
      let said: 'open' | 'closed' | undefined;
      for (const part of this.#parts) {
        for (const keyword of ['additionalProperties', 'unevaluatedProperties']) {
          const place = step(part, keyword);
          if (!place) continue;
          if (isObject(place.value) && Object.keys(place.value).length > 0) schemas.push(place);
          else if (place.value === false) said ??= 'closed';
          else said = 'open';
        }
      }
      this.#additional = schemas.length > 0 ? this.#shapes.of(schemas) : (said ?? 'unsaid');
    }
    return this.#additional;
  }

  get items(): Shape | undefined {
    if (this.#items === null) {
      const places = this.#parts
        .flatMap((part) => [step(part, 'items'), step(part, 'unevaluatedItems')])
        .filter((place) => place !== undefined && isObject(place.value)) as Place[];
      this.#items = places.length > 0 ? this.#shapes.of(places) : undefined;
    }
    return this.#items;
  }

  get prefixItems(): readonly Shape[] {
    if (!this.#prefix) {
      const columns: Place[][] = [];
      for (const part of this.#parts)
        for (const [index, place] of entriesOf(step(part, 'prefixItems'))) (columns[Number(index)] ??= []).push(place);
      this.#prefix = columns.map((places) => this.#shapes.of(places));
    }
    return this.#prefix;
  }

  get structure(): string {
    return (this.#structure ??= structureKey(this.#parts));
  }

  get required(): ReadonlySet<string> {
    return new Set(this.#given.flatMap((place) => [...requiredNames(place, this.#documents)]));
  }

  get tag(): Shape['tag'] {
    for (const part of this.#parts) {
      const property = discriminatorProperty(part);
      const values = property === undefined ? [] : discriminatorTargets(part, this.#documents).map(({ value }) => value);
      if (property !== undefined && values.length > 0) return { property, values };
    }
    return undefined;
  }

  get alternatives(): number {
    return countAlternatives(this.#parts);
  }

  get values(): readonly unknown[] {
    return this.#parts.flatMap((part) => {
      const value = part.value as Record<string, unknown>;
      return [...(Array.isArray(value['enum']) ? value['enum'] : []), ...(Object.hasOwn(value, 'const') ? [value['const']] : [])];
    });
  }

  get format(): string | undefined {
    return this.#text('format');
  }

  get contentEncoding(): string | undefined {
    return this.#text('contentEncoding') ?? (this.format === 'byte' ? 'base64' : undefined);
  }

  get contentMediaType(): string | undefined {
    return this.#text('contentMediaType');
  }

  get xml(): XmlObject {
    let merged: XmlObject = {};
    // The outermost schema speaks last: a property may rename what a component calls itself.
    for (const part of this.#parts.toReversed()) {
      const value = (part.value as Record<string, unknown>)['xml'];
      if (isObject(value)) merged = { ...merged, ...value };
    }
    return merged;
  }

  get readOnly(): boolean {
    return (this.#readOnly ??= this.#flag('readOnly'));
  }
  get writeOnly(): boolean {
    return (this.#writeOnly ??= this.#flag('writeOnly'));
  }
  get sensitive(): boolean {
    return this.#flag('x-sensitive');
  }
  get personalData(): boolean | undefined {
    if (this.#flag('x-personal-data')) return true;
    return this.#parts.some((part) => (part.value as Record<string, unknown>)['x-personal-data'] === false) ? false : undefined;
  }

  #flag(keyword: string): boolean {
    return this.#parts.some((part) => (part.value as Record<string, unknown>)[keyword] === true);
  }

  #text(keyword: string): string | undefined {
    const values = this.#parts.map((part) => (part.value as Record<string, unknown>)[keyword]);
    return values.find((value) => typeof value === 'string');
  }
}

/** A name that cannot be decided counts as described: the validator says that it was not judged. */
const tolerant = (pattern: GuardedPattern): { test(name: string): boolean } => ({
  test(name) {
    try {
      return pattern.test(name);
    } catch (error) {
      if (error instanceof PatternTimeout) return true;
      throw error;
    }
  },
});
