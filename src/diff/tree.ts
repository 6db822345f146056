// Parts of a document that are not compared keyword by keyword (callbacks, webhooks, servers): do they say the same, references followed?
import { isEqual } from '../model/json-value.ts';
import type { Location } from '../model/location.ts';
import { entriesOf, isObject, type Place, step } from '../openapi/documents.ts';
import type { LoadedContract } from '../openapi/load.ts';
import type { Sameness } from '../openapi/sameness.ts';
import { placeOf } from './places.ts';

/** Members of objects that say nothing of the wire. */
const annotations = /^(description|summary|title|example|examples|externalDocs|tags|links|operationId|deprecated|x-.*)$/;

/** Members whose own members are names somebody chose: there `x-signature` is a header, and `tags` may be a webhook. */
const named: ReadonlySet<string> = new Set(['webhooks', 'callbacks', 'headers', 'content', 'encoding', 'variables', 'security']);
const schemas: ReadonlySet<string> = new Set(['schema', 'itemSchema']);

const placeIn = (given: Place | Location | undefined, contract: LoadedContract): Place | undefined =>
  given && 'source' in given ? placeOf(given, contract) : given;

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

  /** The same member of two objects, given as places or where they stand. */
  isSameAt(old: Place | Location | undefined, new_: Place | Location | undefined, key: string): boolean {
    const [was, is] = [step(placeIn(old, this.#old), key), step(placeIn(new_, this.#new), key)];
    if (schemas.has(key)) return was && is ? this.#sameness.same(was, is) : was === is;
    return this.#isSame(was, is, named.has(key));
  }

  /** `areNames`: whatever the keys are, they count. */
  #isSame(old: Place | undefined, new_: Place | undefined, areNames: boolean): boolean {
    const [was, is] = [this.#old.documents.follow(old), this.#new.documents.follow(new_)];
    if (!was || !is) return was === is || (areNames && entriesOf(was ?? is).length === 0);
    if (typeof was.value !== 'object' || typeof is.value !== 'object' || was.value === null || is.value === null)
      return isEqual(was.value, is.value);
    // What leads back to itself adds no difference.
    let met = this.#met.get(was.value);
    if (!met) this.#met.set(was.value, (met = new Set()));
    if (met.has(is.value)) return true;
    met.add(is.value);
    const isSame = this.#compare(was, is, areNames);
    if (!isSame) met.delete(is.value);
    return isSame;
  }

  #compare(was: Place, is: Place, areNames: boolean): boolean {
    const isList = !isObject(was.value);
    const entries = (place: Place): Map<string, Place> =>
      new Map(entriesOf(place).filter(([key]) => isList || areNames || !annotations.test(key)));
    const [before, after] = [entries(was), entries(is)];
    if (before.size !== after.size || isList === isObject(is.value)) return false;
    for (const [key, place] of before) {
      const other = after.get(key);
      if (!other) return false;
      const isMember = !areNames && !isList;
      const isSchema = isMember && schemas.has(key);
      const areOwnNames = isList ? areNames : isMember && named.has(key);
      if (isSchema ? !this.#sameness.same(place, other) : !this.#isSame(place, other, areOwnNames)) return false;
    }
    return true;
  }
}
