// Where generated values come from: numbers that follow from a seed, and fast-check's arbitraries drawn with them.
import { createContext, Script } from 'node:vm';
import fc from 'fast-check';

/** Milliseconds one draw may take; only patterns made to be slow need more than a few. */
const patience = 200;

const sandbox = createContext(Object.create(null));
const script = new Script('draw()');

/** Pseudo-random choices, the same for the same seed. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A whole number below 2^32 (splitmix32). */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let mixed = this.#state ^ (this.#state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  /** From `least` to `most`, both included; whole numbers. */
  between(least: number, most: number): number {
    const width = most - least + 1;
    return most <= least ? least : width <= 2 ** 32 ? least + (this.next() % width) : Math.floor(least + (this.next() / 2 ** 32) * width);
  }

  isLikely(share: number): boolean {
    return this.next() / 2 ** 32 < share;
  }

  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T {
    return list[this.between(0, list.length - 1)] as T;
  }

  draw<T>(arbitrary: fc.Arbitrary<T>): T {
    return fc.sample(arbitrary, { numRuns: 1, seed: this.next() | 0 })[0] as T;
  }

  /** A text that matches a regular expression; undefined where fast-check does not understand it or takes too long. */
  matching(pattern: RegExp, maxLength: number): string | undefined {
    const size = maxLength < 20 ? 'xsmall' : 'small';
    return inTime(() => this.draw(fc.stringMatching(pattern, { size })));
  }
}

/** Undefined when it throws or does not end in time. */
export function inTime<T>(draw: () => T): T | undefined {
  try {
    Object.assign(sandbox, { draw });
    return script.runInContext(sandbox, { timeout: patience }) as T;
  } catch {
    return undefined;
  } finally {
    Object.assign(sandbox, { draw: undefined });
  }
}

/** Texts as people write them in all their scripts, without control characters. */
export const anyText = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme', minLength, maxLength }).filter((text) => !/\p{Cc}|\p{Cs}/u.test(text));
