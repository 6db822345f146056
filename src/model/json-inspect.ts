// What JSON.parse loses without a word (RFC 8259 §4 and §6): repeated member names, and digits a double does not hold.
import { isPlainlyLossless } from './json-lossless.ts';
import { skipString } from './json-scan.ts';
import { pointerOf } from './pointer.ts';
import type { Pointer } from './pointer.ts';

export interface JsonLosses {
  /** `pointer` names the member that repeats; JSON.parse keeps the last of its values. */
  readonly duplicates: readonly { readonly pointer: Pointer; readonly key: string }[];
  readonly lossy: readonly { readonly pointer: Pointer; readonly digits: string }[];
}

const cap = 100;
const none: JsonLosses = { duplicates: [], lossy: [] };

interface Frame {
  /** Names met so far; undefined in an array. */
  readonly names: Set<string> | undefined;
  token: string | number;
}

/** Scans well-formed JSON text once; each list holds at most 100 entries. */
export function inspectJson(text: string): JsonLosses {
  return isPlainlyLossless(text) ? none : scan(text);
}

function scan(text: string): JsonLosses {
  const duplicates: { pointer: Pointer; key: string }[] = [];
  const lossy: { pointer: Pointer; digits: string }[] = [];
  const stack: Frame[] = [];
  let frame: Frame | undefined;
  const here = (): Pointer => pointerOf(...stack.map(({ token }) => token));
  let expectsName = false;
  for (let i = 0; i < text.length;) {
    const code = text.charCodeAt(i);
    if (code === 0x22) {
      const end = skipString(text, i);
      if (expectsName && frame?.names) {
        const raw = text.slice(i + 1, end - 1);
        const key = raw.includes('\\') ? parseName(text.slice(i, end)) : raw;
        frame.token = key;
        const known = frame.names.size;
        frame.names.add(key);
        if (frame.names.size === known && duplicates.length < cap) duplicates.push({ pointer: here(), key });
        expectsName = false;
      }
      i = end;
    } else if (code === 0x7b || code === 0x5b) {
      expectsName = code === 0x7b;
      frame = expectsName ? { names: new Set(), token: '' } : { names: undefined, token: 0 };
      stack.push(frame);
      i++;
    } else if (code === 0x7d || code === 0x5d) {
      stack.pop();
      frame = stack.at(-1);
      expectsName = false;
      i++;
    } else if (code === 0x2c) {
      if (frame?.names) expectsName = true;
      else if (frame) frame.token = Number(frame.token) + 1;
      i++;
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      const start = i;
      let exponent = false;
      for (i++; i < text.length; i++) {
        const digit = text.charCodeAt(i);
        if (digit === 0x65 || digit === 0x45) exponent = true;
        else if (!(digit >= 0x30 && digit <= 0x39) && digit !== 0x2e && digit !== 0x2b && digit !== 0x2d) break;
      }
      // Fifteen digits always survive; only an exponent can still leave the range.
      if ((i - start > 15 || exponent) && lossy.length < cap) {
        const digits = text.slice(start, i);
        if (isLossy(digits)) lossy.push({ pointer: here(), digits });
      }
    } else i++;
  }
  return duplicates.length === 0 && lossy.length === 0 ? none : { duplicates, lossy };
}

function parseName(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}

// Significant digits without sign, point, exponent and outer zeros.
function significant(number: string): string {
  const end = number.search(/[eE]/);
  const digits = (end < 0 ? number : number.slice(0, end)).replace(/[-.]/g, '');
  let first = 0;
  let last = digits.length;
  while (digits[first] === '0') first++;
  // A pattern such as /0+$/ would be quadratic in zeros.
  while (last > first && digits[last - 1] === '0') last--;
  return digits.slice(first, last);
}

/** True when a double does not hold the digits: `9007199254740993` is lossy, `1.0`, `1e2` and `0.10000000000000001` are not. */
export function isLossy(number: string): boolean {
  const value = Number(number);
  const digits = significant(number);
  if (!Number.isFinite(value) || (value === 0 && digits !== '')) return true;
  if (digits.length <= 15) return false;
  const isInteger = /^-?\d+$/.test(number);
  if (!isInteger && digits.length <= 17) return false;
  if (significant(String(value)) === digits) return false;
  if (isInteger) return number.length > 400 || BigInt(number) !== BigInt(value);
  return digits.length > 100 || significant(value.toPrecision(digits.length)) !== digits;
}
