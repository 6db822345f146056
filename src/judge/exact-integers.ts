// A double cannot tell 2^63-1 from 2^63: where the digits of a number are known, they decide about `int64` (OpenAPI Format Registry).
import type { DecodeNote } from '../model/content.ts';
import type { Mismatch } from '../model/contract.ts';
import { type Pointer, tokensOf } from '../model/pointer.ts';
import { itemShape, propertyShape, type Shape } from '../model/shape.ts';
import { plain, show } from '../model/show.ts';

const fits = (digits: string): boolean => BigInt(digits) >= -(2n ** 63n) && BigInt(digits) < 2n ** 63n;

/** Takes back what only a double got wrong, adds what only the digits show, and lets sentences quote the digits. */
export function judgeDigits(mismatches: readonly Mismatch[], notes: readonly DecodeNote[], shape: Shape): readonly Mismatch[] {
  if (notes.length === 0) return mismatches;
  const lossy = new Map(
    notes.flatMap(({ kind, digits, pointer }) => (kind === 'lossy-number' && digits !== undefined ? [[pointer, digits] as const] : [])),
  );
  if (lossy.size === 0) return mismatches;
  const kept = mismatches.filter(({ pointer, keyword }) => {
    const digits = lossy.get(pointer);
    return !(keyword === 'format' && digits !== undefined && isJudged(digits, pointer, shape) && fits(digits));
  });
  const quoted = kept.map((mismatch) => {
    const digits = lossy.get(mismatch.pointer);
    return digits === undefined ? mismatch : { ...mismatch, message: quoteDigits(mismatch.message, digits) };
  });
  const found = new Set(quoted.map(({ pointer }) => pointer));
  for (const [pointer, digits] of lossy) {
    if (found.has(pointer) || !isJudged(digits, pointer, shape) || fits(digits)) continue;
    quoted.push({
      pointer,
      contract: (shapeAt(shape, pointer) ?? shape).location,
      message: `Expected \`${plain(tokensOf(pointer).join('.'), 120)}\` to be a 64-bit integer, got ${digits}`,
      fix: 'Send a number between -2^63 and 2^63-1, or leave out the format `int64`',
      keyword: 'format',
      related: [],
    });
  }
  return quoted;
}

const isJudged = (digits: string, pointer: Pointer, shape: Shape): boolean =>
  /^-?\d{1,20}$/.test(digits) && shapeAt(shape, pointer)?.format === 'int64';

function quoteDigits(message: string, digits: string): string {
  const rounded = `got ${show(Number(digits))}`;
  return message.endsWith(rounded) ? `${message.slice(0, -rounded.length)}got ${plain(digits, 60)}` : message;
}

function shapeAt(shape: Shape, pointer: Pointer): Shape | undefined {
  let current: Shape | undefined = shape;
  for (const token of tokensOf(pointer)) {
    if (!current) return undefined;
    current = propertyShape(current, token) ?? (/^\d+$/.test(token) ? itemShape(current, Number(token)) : undefined);
  }
  return current;
}
