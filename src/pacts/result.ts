// What comparing a consumer's need with a contract comes to: clashes make it impossible, gaps say where it only might happen.
import type { Gap } from '../model/examination.ts';
import type { Location } from '../model/location.ts';

import type { Pointer } from '../model/pointer.ts';

/** Nothing the contract allows satisfies the consumer here. */
export interface Clash {
  readonly pointer: Pointer;
  readonly at?: 'key';
  /** Whole sentence: what the contract says, then what the consumer needs. */
  readonly message: string;
  readonly fix: string;
  readonly keyword: string;
  readonly contract: Location;
  /** The consumer wants one exact value: another branch of the contract may well have it. */
  readonly isExact: boolean;
}

/** A property no schema mentions. */
export interface Unknown {
  readonly pointer: Pointer;
  readonly contract: Location;
}

export type { Gap };

export interface Result {
  readonly clashes: readonly Clash[];
  readonly unknown: readonly Unknown[];
  readonly gaps: readonly Gap[];
}

export const guaranteed: Result = { clashes: [], unknown: [], gaps: [] };
export const clash = (...clashes: Clash[]): Result => ({ clashes, unknown: guaranteed.unknown, gaps: guaranteed.gaps });
export const gap = (...gaps: Gap[]): Result => ({ clashes: guaranteed.clashes, unknown: guaranteed.unknown, gaps });

export const isImpossible = ({ clashes, unknown }: Result): boolean => clashes.length > 0 || unknown.length > 0;

/** Everything of several places together. */
export function gather(results: readonly Result[]): Result {
  let only: Result | undefined;
  let count = 0;
  for (const result of results) {
    if (result === guaranteed) continue;
    only = result;
    count++;
  }
  if (count <= 1) return only ?? guaranteed;
  const found: Found = { clashes: [], unknown: [], gaps: [] };
  for (const result of results) add(found, result);
  return found;
}

/** A Result that grows. */
export interface Found {
  readonly clashes: Clash[];
  readonly unknown: Unknown[];
  readonly gaps: Gap[];
}

export function add(found: Found, { clashes, unknown, gaps }: Result): void {
  for (const entry of clashes) found.clashes.push(entry);
  for (const entry of unknown) found.unknown.push(entry);
  for (const entry of gaps) found.gaps.push(entry);
}
