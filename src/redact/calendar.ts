// Dates moved by a number of days: format, precision, separators, offset and the time of day stay to the letter (RFC 3339, RFC 9110 §5.6.7, and what people write).

const day = 86_400_000;
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

interface Form {
  readonly pattern: RegExp;
  /** Which groups hold year, month and day. */
  readonly order: readonly [year: number, month: number, day: number];
}

const forms: readonly Form[] = [
  { pattern: /^(\d{4})(-)(\d{2})(-)(\d{2})(?=$|[t ])/, order: [1, 3, 5] },
  { pattern: /^(\d{4})([/.])(\d{2})([/.])(\d{2})(?=$|[t ])/, order: [1, 3, 5] },
  { pattern: /^(\d{2})([.-])(\d{2})([.-])(\d{4})(?=$|[t ,])/, order: [5, 3, 1] },
  { pattern: /^(\d{2})(\/)(\d{2})(\/)(\d{4})(?=$|[t ,])/, order: [5, 1, 3] },
  { pattern: /^(\d{2})(\/)(\d{2})(\/)(\d{4})(?=$|[t ,])/, order: [5, 3, 1] },
  { pattern: /^(\d{4})()(\d{2})()(\d{2})(?=$|t\d)/, order: [1, 3, 5] },
];
const http = /^([a-z]+, )(\d{2})([ -])([a-z]{3})([ -])(\d{4})(?= )/;
const microsoft = /^(\/date\()(-?\d{9,15})(?=[+\-)])/;

/** Is the whole text a date of a form nobody mistakes for anything else? */
export const isPlainDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}($|[tT ]\d{2}:)/.test(text);

/**
 * `text` is folded. Undefined for what is no date of a form known here, or no day of any calendar. `0001-01-01` and the year 9999 mean
 * "none" and stay.
 */
export function shiftDate(text: string, days: number): string | undefined {
  for (const { pattern, order } of forms) {
    const match = pattern.exec(text);
    if (!match) continue;
    const [year = 0, month = 0, date = 0] = order.map((group) => Number(match[group]));
    const moved = shift(year, month, date, days);
    if (!moved) continue;
    if (moved === 'none') return text;
    const groups = [...match];
    for (const [at, group] of order.entries()) groups[group] = String(moved[at]).padStart(match[group]?.length ?? 0, '0');
    return groups.slice(1, 6).join('') + text.slice(match[0].length);
  }
  const named = http.exec(text);
  if (named) {
    const moved = shift(Number(named[6]), months.indexOf(named[4] ?? '') + 1, Number(named[2]), days);
    if (!moved || moved === 'none') return undefined;
    const [year, month, date] = moved;
    return `${named[1]}${String(date).padStart(2, '0')}${named[3]}${months[month - 1]}${named[5]}${String(year).padStart(4, '0')}${text.slice(named[0].length)}`;
  }
  const stamp = microsoft.exec(text);
  return stamp ? `${stamp[1]}${Number(stamp[2]) + days * day}${text.slice(stamp[0].length)}` : undefined;
}

/** Seconds or milliseconds since 1970, told by their size. */
export function shiftEpoch(digits: string, days: number): string | undefined {
  if (!/^-?\d{8,13}$/.test(digits)) return undefined;
  return String(Number(digits) + days * (digits.replace('-', '').length > 10 ? day : day / 1000));
}

function shift(year: number, month: number, date: number, days: number): readonly [number, number, number] | 'none' | undefined {
  if (month < 1 || month > 12 || date < 1) return undefined;
  if (year <= 1 || year >= 9999) return 'none';
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, date);
  // The 30th of February would have become the 2nd of March.
  if (at.getUTCDate() !== date) return undefined;
  at.setTime(at.getTime() + days * day);
  return at.getUTCFullYear() < 1 ? 'none' : [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
}
