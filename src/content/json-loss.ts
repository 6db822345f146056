// May JSON.parse have lost something (RFC 8259 §4 and §6)? Cheap tests that never say no wrongly; a yes is for the full scan to settle.

/** Deeper values are left to the full scan, which needs no stack. */
const maximumDepth = 500;

export function mayLose(text: string, value: unknown): boolean {
  // White space and escapes make the text longer than its value, so only compact text is worth measuring.
  if (text.charCodeAt(1) > 0x20 && !text.includes('\\') && compactLength(value, 0) === text.length) return false;
  return hasLongNumber(text) || countNamed(text) !== countNames(value, 0);
}

/**
 * The least length a text of this value can have; NaN where that cannot be told. A text of just that length repeats no
 * name. Exponents could make a number shorter than its digits, so tiny fractions, round and unsafe numbers are not told.
 */
function compactLength(value: unknown, depth: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value === 'number') return numberLength(value);
  if (typeof value === 'boolean') return value ? 4 : 5;
  if (typeof value !== 'object' || value === null) return 4;
  if (depth > maximumDepth) return Number.NaN;
  if (Array.isArray(value)) {
    let length = value.length === 0 ? 2 : value.length + 1;
    for (const item of value) length += compactLength(item, depth + 1);
    return length;
  }
  let length = 1;
  for (const name in value) length += name.length + 4 + compactLength((value as Record<string, unknown>)[name], depth + 1);
  return length === 1 ? 2 : length;
}

function numberLength(value: number): number {
  if (value >= 0 && value < 10 && Number.isInteger(value)) return 1;
  if (!Number.isInteger(value)) return Math.abs(value) >= 0.01 && Number.isFinite(value) ? String(value).length : Number.NaN;
  if (!Number.isSafeInteger(value) || value % 1000 === 0) return Number.NaN;
  // Much cheaper than the text of the number.
  let length = value < 0 ? 2 : 1;
  for (let rest = Math.abs(value); rest >= 10; rest /= 10) length++;
  return length;
}

/** A double holds fifteen digits: sixteen in a row, a point among them, cover a multiple of sixteen. */
function hasLongNumber(text: string): boolean {
  for (let i = 15; i < text.length; i += 16) {
    const code = text.charCodeAt(i);
    if (code > 0x39 || code < 0x2e) continue;
    let start = i;
    while (i - start < 16 && isDigit(text.charCodeAt(start - 1))) start--;
    let end = i;
    while (end - start < 15 && isDigit(text.charCodeAt(end + 1))) end++;
    if (end - start >= 15) return true;
  }
  return false;
}

const isDigit = (code: number): boolean => code >= 0x2e && code <= 0x39;

/** At least as many as the text has names: a quotation mark before a colon may also stand inside a string. */
function countNamed(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    const before = text.charCodeAt(at - 1);
    if (before === 0x22) count++;
    else if (before <= 0x20) return -1;
  }
  return count;
}

/** Names in a value; NaN where a number was too large for a double, or the value nests too deep. */
function countNames(value: unknown, depth: number): number {
  if (value === Infinity || value === -Infinity || depth > maximumDepth) return Number.NaN;
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' || typeof item === 'number') count += countNames(item, depth + 1);
    return count;
  }
  for (const name in value) {
    count++;
    const member = (value as Record<string, unknown>)[name];
    if (typeof member === 'object' || typeof member === 'number') count += countNames(member, depth + 1);
  }
  return count;
}
