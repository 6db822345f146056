// Conjunctions of schemas while a domain is read: which of them agree, and what they come to together.
import { sameKey } from './documents.ts';
import type { Part } from './fact-keywords.ts';

/** A conjunction that grows: the plain schemas that hold together. */
export interface Draft {
  readonly parts: readonly Part[];
  readonly choice: string;
  readonly isLoose: boolean;
}

export const nothing: Draft = { parts: [], choice: '', isLoose: false };

/** Drafts that all hold together as one; none where they exclude each other. */
export function merge(drafts: readonly Draft[]): readonly Draft[] {
  const own = drafts.filter((draft) => draft !== nothing);
  if (own.length <= 1) return own.length === 0 ? [nothing] : own;
  const parts = own.flatMap((draft) => draft.parts);
  if (!agree(parts)) return [];
  return [{ parts: unite(parts), choice: own.map(({ choice }) => choice).join(''), isLoose: own.some(({ isLoose }) => isLoose) }];
}

/** A schema that is reached twice counts once. */
export function unite(parts: readonly Part[]): readonly Part[] {
  const known = new Set<unknown>();
  return parts.filter(({ place, isInvented }) => {
    const key = isInvented ? place : sameKey(place);
    return !known.has(key) && known.add(key);
  });
}

/** False when a conjunction names types that exclude each other, the commonest way for a combination to be empty. */
export function agree(parts: readonly Part[]): boolean {
  let known: string | undefined;
  for (const { source } of parts) {
    const { type } = source;
    if (typeof type !== 'string' || type === known) continue;
    if (known !== undefined && !(isNumeric(type) && isNumeric(known))) return false;
    known = type;
  }
  return true;
}

const isNumeric = (type: string): boolean => type === 'integer' || type === 'number';
