// Kinds of values that one side has and the other does not take.
import type { Alternative, Kind } from '../model/domain.ts';
import { isLiteralScalar, type Need } from './need.ts';
import type { Gap } from './result.ts';
import { witnesses } from './witness.ts';
import { gapOf, showEscape } from './words.ts';

/** Matchers of scalars: no object satisfies them, whatever is in it. */
const ofScalars = new Set([
  'null',
  'number',
  'integer',
  'decimal',
  'boolean',
  'semver',
  'include',
  'date',
  'time',
  'datetime',
  'contentType',
]);

/** True where the matchers refuse every object or array, even the example. Of arrays, all but `null` ask the items instead. */
export function refusesAny({ matchers, combine, example }: Need, kind: 'object' | 'array'): boolean {
  if (matchers.length === 0 || (Array.isArray(example) && example.length === 0)) return false;
  const isRefusing = ({ kind: name }: (typeof matchers)[number]): boolean => (kind === 'array' ? name === 'null' : ofScalars.has(name));
  // Of an object the engine asks all matchers, even where one would do.
  return combine === 'or' && kind === 'array' ? matchers.every(isRefusing) : matchers.some(isRefusing);
}

/** What the contract may send of a kind the consumer does not take, beside a kind it does. */
export function gapsOfKind(need: Need, alternative: Alternative, kind: Kind): Gap[] {
  if (isLiteralScalar(need)) return [];
  const [witness] = witnesses(alternative, kind);
  const text = witness === undefined ? `a value of another type (${kind})` : showEscape(need.pointer, witness);
  return [gapOf(need, 'value', text, alternative.place('type'))];
}
