// The words of a text, and other ones for all of them that nobody knows.
import { type Making, makePseudonym } from './pseudonym.ts';
import { dress, fold } from './scramble.ts';
import { isPlainlyCommon } from './vocabulary.ts';

export const wordPattern = /[\p{L}\p{N}\p{M}]+/gu;

export const wordsOf = (text: string): string[] => text.match(wordPattern) ?? [];

/** `common`: folded words that stay. */
export const veil = (text: string, common: ReadonlySet<string>, making: Making): string =>
  text.replace(wordPattern, (word) => {
    const plain = fold(word);
    if (common.has(plain) || isPlainlyCommon(plain)) return word;
    return dress(makePseudonym(plain, 'name', 0, 0, making) ?? plain, word);
  });
