// Where generated values come from: numbers that follow from a seed, and fast-check's arbitraries drawn with them.
import { createContext, Script } from 'node:vm';
import fc from 'fast-check';
import { Recent } from '../../model/recent.ts';

/** Milliseconds the texts of one pattern may take; only patterns made to be slow need more than a few. */
const patience = 1000;

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
    const texts = matchesOf(pattern, maxLength < 20 ? 'xsmall' : 'small');
    return texts.length === 0 ? undefined : this.pick(texts);
  }

  /** A text as people write them in all their scripts, without control characters; up to 24 characters. */
  anyText(): string {
    anyTexts ??= fc.sample(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 24 }).filter((text) => !/\p{Cc}|\p{Cs}/u.test(text)),
      { numRuns: 200, seed: 1 },
    );
    return this.pick(anyTexts);
  }
}

// Making an arbitrary costs far more than drawing from it: some texts are drawn once, the same ones whatever the seed.
let anyTexts: readonly string[] | undefined;
const matches = new Recent<string, readonly string[]>(500);

function matchesOf(pattern: RegExp, size: 'xsmall' | 'small'): readonly string[] {
  const key = `${size} ${pattern.flags} ${pattern.source}`;
  let texts = matches.get(key);
  if (!texts) {
    texts = inTime(() => fc.sample(fc.stringMatching(pattern, { size }), { numRuns: 40, seed: 1 })) ?? [];
    matches.set(key, texts);
  }
  return texts;
}

/** Undefined when it throws or does not end in time. */
function inTime<T>(draw: () => T): T | undefined {
  try {
    Object.assign(sandbox, { draw });
    return script.runInContext(sandbox, { timeout: patience }) as T;
  } catch {
    return undefined;
  } finally {
    Object.assign(sandbox, { draw: undefined });
  }
}
