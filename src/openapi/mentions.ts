// Which of many schemas that hold together speak of a name (JSON Schema 2020-12 §10.3.2): an allOf may have thousands of parts, and each name asks.
import { isObject } from './documents.ts';
import type { Part } from './fact-keywords.ts';

export class Mentions {
  readonly #parts: readonly Part[];
  /** Indexes of the parts that list a name. */
  readonly #byName = new Map<string, number[]>();
  /** Indexes of the parts that speak of names nobody lists. */
  readonly #wide: number[] = [];
  readonly unevaluated: readonly Part[];

  constructor(parts: readonly Part[]) {
    this.#parts = parts;
    for (const [index, { place }] of parts.entries()) {
      if (!isObject(place.value)) continue;
      const { properties } = place.value;
      if (Object.hasOwn(place.value, 'patternProperties') || Object.hasOwn(place.value, 'additionalProperties')) this.#wide.push(index);
      if (typeof properties !== 'object' || properties === null) continue;
      for (const name of Object.keys(properties)) {
        const known = this.#byName.get(name);
        if (known) known.push(index);
        else this.#byName.set(name, [index]);
      }
    }
    this.unevaluated = parts.filter(({ place }) => isObject(place.value) && Object.hasOwn(place.value, 'unevaluatedProperties'));
  }

  /** The parts that list the name. */
  of(name: string): readonly Part[] {
    return this.#read(this.#byName.get(name) ?? []);
  }

  /** Also those that speak of names they do not list, in order. */
  about(name: string | undefined): readonly Part[] {
    const own = (name === undefined ? undefined : this.#byName.get(name)) ?? [];
    if (own.length === 0) return this.#read(this.#wide);
    if (this.#wide.length === 0) return this.#read(own);
    return this.#read([...new Set([...own, ...this.#wide])].toSorted((a, b) => a - b));
  }

  #read(indexes: readonly number[]): readonly Part[] {
    return indexes.map((index) => this.#parts[index] as Part);
  }
}
