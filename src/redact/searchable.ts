// Which originals are looked for everywhere, and which would be found where they mean nothing.
import { isPlainlyCommon } from './vocabulary.ts';

/** Booleans in words, and values that say there is none. */
const nothing = /^(true|false|yes|no|null|none|nil|undefined|unknown|n\/a)$/;

/** Is there anything in a folded text that could be personal? */
export const saysSomething = (text: string): boolean => /[\p{L}\p{N}]/u.test(text) && !nothing.test(text);

/** Fewer than four characters, a number of fewer than six digits or a word of the contract would be found where it means nothing. */
export function isSearchable(text: string, common: ReadonlySet<string>): boolean {
  if (text.length < 4 || common.has(text) || isPlainlyCommon(text)) return false;
  // A part of a number with an exponent is no word that could be another one.
  if (/^\d+e\d*$/.test(text)) return false;
  return /\p{L}/u.test(text) ? /(?:[\p{L}\p{N}][^\p{L}\p{N}]*){3}/u.test(text) : /(?:\d\D*){6}/.test(text);
}
