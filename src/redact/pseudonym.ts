// What stands for a personal value: keyed, of the same kind and build, with other ways to try where a schema does not take the first.
import { shiftDate, shiftEpoch } from './calendar.ts';
import { Chance } from './chance.ts';
import { withIbanDigits, withLuhnDigit } from './check-digits.ts';
import { neutralPicture } from './pictures.ts';
import { scramble } from './scramble.ts';
import { decimal, type Kind } from './value-kind.ts';

/** How many ways there are; each has as many attempts as are needed to find one nobody else has. */
export const ways = 24;

export interface Making {
  readonly key: Uint8Array;
  readonly days: number;
}

const everything = { letters: true, digits: true } as const;

/** The attempt number `attempt` of the way number `way` for a folded text; undefined where the way does not apply. */
export function makePseudonym(text: string, kind: Kind, way: number, attempt: number, { key, days }: Making): string | undefined {
  const chance = new Chance(key, text, way * 1_000_000 + attempt);
  const number = decimal.exec(text);
  if (number && (kind === 'text' || kind === 'name')) return makeNumber(number, chance, way, attempt);
  // The first ways know the kind, the others only the build.
  if (way < 8) {
    const special = makeSpecial(text, kind, chance, days);
    if (special !== undefined) return special;
    if (way > 0 && way < 4) return scramble(text, chance, everything);
  }
  if (way >= 12 && way < 18) return isShortOfLetters(text) ? scramble(text, chance, { letters: false, digits: true }) : undefined;
  if (way >= 18) return scramble(text, chance, { letters: true, digits: false });
  // The longer nothing is found, the more may differ.
  return scramble(text, chance, { ...everything, astral: attempt > 8 }) + (attempt > 200 ? scramble('aaaa', chance, everything) : '');
}

/** Sign, number of digits and exponent stay; the later ways keep the first digits, for a schema with bounds, or the last one, for one with steps. */
function makeNumber([, sign = '', digits = '', exponent = '']: RegExpExecArray, chance: Chance, way: number, attempt: number): string {
  const first = way < 4 ? 0 : way < 8 ? 1 : way < 12 ? Math.max(2, digits.length - 2) : 0;
  const last = way >= 12 ? Math.ceil((way - 11) / 4) : 0;
  const end = Math.max(first, digits.length - last);
  const middle = scramble(digits.slice(first, end), chance, everything);
  const free = first === 0 ? middle : middle.replace(/^\d/, () => chance.pick('0123456789'));
  const more = attempt > 200 ? scramble('1111', chance, everything) : '';
  return sign + digits.slice(0, first) + free + more + digits.slice(end) + exponent;
}

/** Of a mark such as `EMP-4711` the letters say nothing. */
const isShortOfLetters = (text: string): boolean => !/\p{L}{4}/u.test(text);

function makeSpecial(text: string, kind: Kind, chance: Chance, days: number): string | undefined {
  switch (kind) {
    case 'email':
      return makeEmail(text, chance);
    case 'uuid':
      return text.replace(/[0-9a-f]/g, (digit, at: number) =>
        at === 14 || at === 19 ? digit : chance.pick(/\d/.test(digit) ? '0123456789' : 'abcdef'),
      );
    case 'iban':
      return withIbanDigits(text.slice(0, 4) + scramble(text.slice(4), chance, everything));
    case 'card':
      return withLuhnDigit(scramble(text, chance, everything));
    case 'ipv4':
      return `${chance.pick('123') === '1' ? '192.0.2' : chance.below(2) === 0 ? '198.51.100' : '203.0.113'}.${1 + chance.below(254)}`;
    case 'ipv6':
      return `2001:db8::${chance.below(0xffff).toString(16)}:${chance.below(0xffff).toString(16)}`;
    case 'date':
      return shiftDate(text, days);
    case 'epoch':
      return shiftEpoch(text, days);
    case 'url':
      return makeUrl(text, chance);
    case 'phone':
      return makePhone(text, chance);
    default:
      return undefined;
  }
}

const domains = ['@example.com', '@example.org', '@example.net'];

/** As long as the original where that leaves room for a name. */
function makeEmail(text: string, chance: Chance): string {
  const domain = domains[chance.below(3)] ?? '';
  const length = Math.max(5, text.length - domain.length);
  // RFC 5321 §4.5.3.1: no more than 64 before the `@`.
  const local = scramble('a'.repeat(Math.min(length, 60)), chance, everything);
  const at = text.slice(0, text.indexOf('@')).search(/[._+-]/);
  return (at > 0 && at < local.length - 1 ? `${local.slice(0, at)}${text.charAt(at)}${local.slice(at + 1)}` : local) + domain;
}

const countryCode = /^(\+|00)(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;

function makePhone(text: string, chance: Chance): string {
  const kept = countryCode.exec(text)?.[0].length ?? 0;
  return text.slice(0, kept) + scramble(text.slice(kept), chance, everything);
}

/** Scheme and host stay, and so does every escape. */
function makeUrl(text: string, chance: Chance): string {
  const start = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/.exec(text)?.[0].length ?? 0;
  return (
    text.slice(0, start) +
    text.slice(start).replace(/%[0-9a-f]{2}|[^%]+|%/g, (part) => (part.startsWith('%') ? part : scramble(part, chance, everything)))
  );
}

/** For bytes: one neutral pixel, else (or when a schema limits the length) other bytes, as many as before. */
export function makeBytes(bytes: Uint8Array, digest: string, way: number, { key }: Making): Buffer {
  const picture = way === 0 ? neutralPicture(bytes) : undefined;
  return picture ?? new Chance(key, digest, way).bytes(bytes.length);
}
