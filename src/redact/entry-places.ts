// Places in an entry of a HAR 1.2 log: tokens of its text with the way that leads to them.
import type { Token } from './json-tokens.ts';

export type Side = 'request' | 'response';

export interface Place extends Token {
  readonly path: readonly (string | number)[];
}

/** The side whose body stands here. */
export function bodySideOf({ kind, path }: Place): Side | undefined {
  if (kind !== 'string' || path.length !== 3 || path[2] !== 'text') return undefined;
  if (path[0] === 'request' && path[1] === 'postData') return 'request';
  return path[0] === 'response' && path[1] === 'content' ? 'response' : undefined;
}

/** Is it the size of a body? */
export const isSize = ({ path }: Place): boolean =>
  (path[0] === 'request' || path[0] === 'response') && (path.at(-1) === 'bodySize' || (path[1] === 'content' && path[2] === 'size'));

export const samePath = (a: readonly (string | number)[], b: readonly string[]): boolean =>
  a.length === b.length && b.every((step, at) => a[at] === step);

export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}
