// Which words stand in which entries of a recording, kept as Bloom filters (one or two bytes for a word): where a value may stand that is only now known to be personal.
import { HashTable } from './hash-table.ts';
import { variantsOf } from './remains.ts';
import { wordHashes } from './word-finder.ts';

/** Bits for each word, and how many of them it sets: three words in a hundred are taken for others. */
const bitsForWord = 8;
const marks = 3;

export class WrittenWords {
  readonly #filters: Uint8Array[] = [];
  /** Of all entries: nearly everything that becomes known was never written before, and needs no look at each of them. */
  readonly #all = new HashTable();

  /** Takes up the text of entry number `index`, with every escape undone. */
  put(index: number, text: string): void {
    const hashes = new Set<number>();
    for (const variant of variantsOf(text)) for (const hash of wordHashes(variant)) hashes.add(hash);
    const filter = new Uint8Array(2 ** Math.ceil(Math.log2(Math.max(64, hashes.size * bitsForWord))) / 8);
    for (const hash of hashes) {
      mark(filter, hash);
      if (!this.#all.has(hash)) this.#all.add(hash, 0);
    }
    this.#filters[index] = filter;
  }

  /** The entries in which all words of one of the folded texts may stand, in their order. */
  holding(texts: readonly string[]): number[] {
    const wanted = texts.map((text) => [...new Set(wordHashes(text))]).filter((hashes) => hashes.every((hash) => this.#all.has(hash)));
    if (wanted.length === 0) return [];
    const found: number[] = [];
    for (const [index, filter] of this.#filters.entries())
      if (wanted.some((hashes) => hashes.every((hash) => holds(filter, hash)))) found.push(index);
    return found;
  }
}

/** The second of a hash's numbers is of its high bits, since the filter takes the low ones. */
const stepOf = (hash: number): number => (Math.imul(hash, 0x85ebca6b) >>> 11) | 1;

function mark(filter: Uint8Array, hash: number): void {
  const mask = filter.length * 8 - 1;
  for (let nth = 0, bit = hash; nth < marks; nth++, bit += stepOf(hash)) {
    const at = (bit & mask) >>> 3;
    filter[at] = (filter[at] as number) | (1 << (bit & 7));
  }
}

function holds(filter: Uint8Array, hash: number): boolean {
  const mask = filter.length * 8 - 1;
  for (let nth = 0, bit = hash; nth < marks; nth++, bit += stepOf(hash))
    if (((filter[(bit & mask) >>> 3] as number) & (1 << (bit & 7))) === 0) return false;
  return true;
}
