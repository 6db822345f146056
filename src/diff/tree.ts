// Parts of a document that are not compared keyword by keyword (callbacks, webhooks, servers): do they say the same, references followed?
import { isEqual } from '../model/json-value.ts';
import { entriesOf, isObject, type Place } from '../openapi/documents.ts';
import type { LoadedContract } from '../openapi/load.ts';
import type { Sameness } from '../openapi/sameness.ts';

const annotations = /^(description|summary|title|example|examples|externalDocs|tags|x-.*)$/;

export class TreeComparison {
  readonly #old: LoadedContract;
  readonly #new: LoadedContract;
  readonly #sameness: Sameness;
  readonly #met = new WeakMap<object, Set<object>>();

  constructor(old: LoadedContract, new_: LoadedContract, sameness: Sameness) {
    this.#old = old;
    this.#new = new_;
    this.#sameness = sameness;
  }

  isSame(old: Place | undefined, new_: Place | undefined): boolean {
    const [was, is] = [this.#old.documents.follow(old), this.#new.documents.follow(new_)];
    if (!was || !is) return was === is;
    if (typeof was.value !== 'object' || typeof is.value !== 'object' || was.value === null || is.value === null)
      return isEqual(was.value, is.value);
    // What leads back to itself adds no difference.
    let met = this.#met.get(was.value);
    if (!met) this.#met.set(was.value, (met = new Set()));
    if (met.has(is.value)) return true;
    met.add(is.value);
    const isSame = this.#compare(was, is);
    if (!isSame) met.delete(is.value);
    return isSame;
  }

  #compare(was: Place, is: Place): boolean {
    const entries = (place: Place): Map<string, Place> =>
      new Map(entriesOf(place).filter(([key]) => Array.isArray(place.value) || !annotations.test(key)));
    const [before, after] = [entries(was), entries(is)];
    if (before.size !== after.size || isObject(was.value) !== isObject(is.value)) return false;
    for (const [key, place] of before) {
      const other = after.get(key);
      if (!other) return false;
      const isSchema = key === 'schema' && isObject(was.value);
      if (isSchema ? !this.#sameness.same(place, other) : !this.isSame(place, other)) return false;
    }
    return true;
  }
}
