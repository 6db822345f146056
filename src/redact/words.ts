// The words of a text, and other ones for all of them that nobody knows.
import { type Making, makePseudonym } from './pseudonym.ts';
import { dress, fold } from './scramble.ts';
import { isPlainlyCommon } from './vocabulary.ts';

export const wordPattern = /[\p{L}\p{N}\p{M}]+/gu;

export const wordsOf = (text: string): string[] => text.match(wordPattern) ?? [];

/** As many other words are tried for one that some of them are known. */
const mostAttempts = 100;

/** `common`: folded words that stay. None of the new ones is known. */
export const veil = (text: string, common: ReadonlySet<string>, making: Making, isKnown: (word: string) => boolean): string =>
  text.replace(wordPattern, (word) => {
    const plain = fold(word);
    if (common.has(plain) || isPlainlyCommon(plain)) return word;
    let made = plain;
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      made = makePseudonym(plain, 'name', 0, attempt, making) ?? plain;
      if (!isKnown(made)) break;
    }
    return dress(made, word);
  });
