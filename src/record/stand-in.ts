// What may stand for a secret: texts that keep what a schema asks about (type, length, pattern, listed values) and nothing else.
import type { Shape } from '../model/shape.ts';

export const marker = 'REDACTED';

/** Digits become 1, letters a or A, so that dates, numbers, identifiers and most patterns stay what they are. */
const mask = (text: string): string =>
  text
    .replace(/\p{N}/gu, '1')
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{L}|\p{M}/gu, 'a')
    .replace(/[^1aA\s.,:;/@+=_-]/gu, '_');

export interface Scalar {
  readonly kind: 'string' | 'number' | 'boolean';
  readonly value: string;
  readonly shape: Shape | undefined;
}

/** How many ways of standing in there are; each is tried for all secrets of one schema. */
export const ways = 8;

/** The text for a secret by one of the ways, `way` from 0; the plainest first. Undefined where the way does not apply. */
export function standIn({ kind, value, shape }: Scalar, way: number): string | undefined {
  if (way === 0) return kind === 'string' ? marker : kind === 'number' ? '0' : 'false';
  if (way === 1) return kind === 'boolean' ? 'true' : kind === 'number' ? value.replace(/\d/g, '1') : mask(value);
  const listed = shape?.values.filter((other) => typeof other === kind || (kind === 'string' && typeof other !== 'object'));
  const other = listed?.[way - 2];
  return other === undefined ? undefined : String(other);
}
