// One change of one value: where, to what, and what it is called; and how it is made without touching the value it begins from.
import type { Location } from '../../model/location.ts';
import { child, type Pointer } from '../../model/pointer.ts';
import { show } from '../../model/show.ts';

export interface Change {
  /** Into the value. */
  readonly pointer: Pointer;
  /** Put before the place's name: `without`, `with`. */
  readonly before?: string;
  /** Put behind it: `at 219 characters`, `= "closed"`. */
  readonly after?: string;
  /** The whole value with the change made; undefined: it is left out altogether. */
  readonly root: unknown;
  /** Set where the contract should refuse it. */
  readonly breaks?: { readonly keyword: string; readonly contract: Location };
}

/** Stands for a member that is taken out. */
export const removed: unique symbol = Symbol('removed');

/** A copy of `root` with another value at the place; everything else is shared. */
export function changed(root: unknown, tokens: readonly string[], value: unknown): unknown {
  const [token, ...rest] = tokens;
  if (token === undefined) return value;
  if (Array.isArray(root)) {
    const index = Number(token);
    const copy: unknown[] = [...(root as unknown[])];
    if (value === removed && rest.length === 0) copy.splice(index, 1);
    else copy[index] = changed(copy[index], rest, value);
    return copy;
  }
  const old = typeof root === 'object' && root !== null ? root : {};
  const entries = Object.entries(old);
  if (value === removed && rest.length === 0) return Object.fromEntries(entries.filter(([name]) => name !== token));
  const inner = Object.hasOwn(old, token) ? (old as Record<string, unknown>)[token] : undefined;
  const made = changed(inner, rest, value);
  return Object.fromEntries(
    Object.hasOwn(old, token)
      ? entries.map(([name, own]) => [name, name === token ? made : own] as const)
      : [...entries, [token, made] as const],
  );
}

export const pointerTo = (tokens: readonly string[]): Pointer => tokens.reduce<Pointer>((at, token) => child(at, token), '');

/** A value in a name: short, so that names stay names. */
export const shown = (value: unknown): string => show(value, 40);
