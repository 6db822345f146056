// The dictionary of one run: with a key of the user's words or of chance, the shift of dates that follows from it, and the words of the contracts.
import type { Contract } from '../model/contract.ts';
import { Chance, keyFrom } from './chance.ts';
import { Dictionary } from './dictionary.ts';
import { vocabularyOf } from './vocabulary.ts';

/** A dictionary with the key and the shift of dates that follow from a secret. */
export function createDictionary(contracts: readonly Contract[], secret: string | undefined, isGrowing = false): Dictionary {
  const key = keyFrom(secret);
  // Whole weeks, so that the day of the week stays: a quarter of a year to ten years back.
  const days = -7 * (13 + new Chance(key, 'days', 0).below(509));
  return new Dictionary({ key, days }, vocabularyOf(contracts), isGrowing);
}
