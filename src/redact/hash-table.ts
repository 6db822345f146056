// Numbers by hash in eight bytes each: what a Map of the language needs forty for (open addressing, linear probing).

const empty = -1;

/** Several values may have one hash; whoever asks compares what they stand for. Nothing is ever taken out. */
export class HashTable {
  #hashes = new Int32Array(64);
  /** `empty` where nothing stands. */
  #values = new Int32Array(64).fill(empty);
  #size = 0;

  /** `value` is not negative. */
  add(hash: number, value: number): void {
    if (this.#size * 4 >= this.#values.length * 3) this.#grow();
    this.#put(hash, value);
    this.#size++;
  }

  has(hash: number): boolean {
    return this.first(hash) >= 0;
  }

  /** The place of the first value with this hash; -1 when there is none. */
  first(hash: number): number {
    return this.#from(spread(hash) & (this.#values.length - 1), hash);
  }

  /** The place of the next one behind `at`. */
  next(at: number, hash: number): number {
    return this.#from((at + 1) & (this.#values.length - 1), hash);
  }

  valueAt(at: number): number {
    return this.#values[at] as number;
  }

  #from(start: number, hash: number): number {
    const mask = this.#values.length - 1;
    for (let at = start; this.#values[at] !== empty; at = (at + 1) & mask) if (this.#hashes[at] === hash) return at;
    return -1;
  }

  #put(hash: number, value: number): void {
    const mask = this.#values.length - 1;
    let at = spread(hash) & mask;
    while (this.#values[at] !== empty) at = (at + 1) & mask;
    this.#hashes[at] = hash;
    this.#values[at] = value;
  }

  #grow(): void {
    const [hashes, values] = [this.#hashes, this.#values];
    this.#hashes = new Int32Array(2 * values.length);
    this.#values = new Int32Array(2 * values.length).fill(empty);
    for (const [at, value] of values.entries()) if (value !== empty) this.#put(hashes[at] as number, value);
  }
}

/** Neighbouring hashes would fill neighbouring places. */
function spread(hash: number): number {
  const mixed = Math.imul(hash, 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
