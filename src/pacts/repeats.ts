// What holds of one item of a list is told once for all of them.
import { ofPointer } from '../model/known-pointers.ts';
import { generalise } from '../model/pointer.ts';
import type { Gap } from './result.ts';

const generalPlace = ofPointer(generalise);

/** The first gap of each kind, place and text; indexes make no other place. */
export function withoutRepeats(gaps: readonly Gap[]): readonly Gap[] {
  if (gaps.length < 2) return gaps;
  const seen: Partial<Record<Gap['kind'], Set<string>>> = {};
  return gaps.filter(({ kind, pointer, text }) => {
    const place = generalPlace(pointer);
    const key = text === '' ? place : `${place} ${text}`;
    const known = (seen[kind] ??= new Set());
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}
