// A map of bounded size that keeps what was asked for lately: what nobody asks for falls out, what is asked for again stays.

/** Two generations: a full young one becomes the old one, and the old one is dropped. Everything is found in constant time. */
export class Recent<K, V> {
  readonly #half: number;
  #young = new Map<K, V>();
  #old = new Map<K, V>();

  /** `most` entries are kept, and at least half as many of the latest. */
  constructor(most: number) {
    this.#half = Math.max(1, most >> 1);
  }

  get(key: K): V | undefined {
    const found = this.#young.get(key);
    if (found !== undefined) return found;
    const aged = this.#old.get(key);
    if (aged !== undefined) this.set(key, aged);
    return aged;
  }

  set(key: K, value: V): void {
    if (this.#young.size >= this.#half && !this.#young.has(key)) [this.#old, this.#young] = [this.#young, new Map()];
    this.#young.set(key, value);
  }
}
