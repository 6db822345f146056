// What a personal value is, told by its own text first and by what its name says second: this decides what may stand in its place.
import { isPlainDate, shiftDate } from './calendar.ts';
import { isCardNumber, isIban } from './check-digits.ts';
import type { Hint } from './personal-names.ts';

/** In the order of rank: what a value was taken for in one place, it is everywhere. */
export const kinds = ['bytes', 'email', 'uuid', 'iban', 'card', 'ipv4', 'ipv6', 'date', 'epoch', 'url', 'phone', 'name', 'text'] as const;
export type Kind = (typeof kinds)[number];

const email = /^[a-z0-9!#$&'*+/=?^_{|}~-]+(\.[a-z0-9!#$&'*+/=?^_{|}~-]+)*@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const ipv4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;
const ipv6 = /^(?=.*:.*:)[0-9a-f:]{2,39}$/;
const url = /^([a-z][a-z0-9+.-]*:\/\/|\/(?!date\())\S+$/;
/** Sign, digits, exponent of a number as JSON writes it. */
export const decimal = /^(-?)(\d+(?:\.\d+)?)((?:e[+-]?\d+)?)$/;
/** A text of more units or words than these is no name. */
export const longestName = 200;
export const mostNameWords = 6;
/** Longer texts are of no kind that has a form. */
const longestForm = 2048;

/** `text` is folded; `isNumber`: it stands as a number in JSON. */
export function kindOf(text: string, hint: Hint, isNumber: boolean): Kind {
  if (isNumber) return hint === 'date' && /^-?\d{8,13}$/.test(text) && !isCardNumber(text) ? 'epoch' : 'text';
  if (text.length > longestForm) return 'text';
  if (email.test(text) && text.length <= 320) return 'email';
  if (uuid.test(text)) return 'uuid';
  if (isIban(text)) return 'iban';
  if (isCardNumber(text) && hint !== 'phone' && hint !== 'date') return 'card';
  if (ipv4.test(text)) return 'ipv4';
  if (ipv6.test(text) && (hint === 'network' || text.includes('::'))) return 'ipv6';
  if ((isPlainDate(text) || hint === 'date') && shiftDate(text, 1) !== undefined) return 'date';
  if (url.test(text)) return 'url';
  if (hint === 'phone' && /^\+?[\d\s()./x-]+$/.test(text) && (text.match(/\d/g)?.length ?? 0) > 3) return 'phone';
  // The same text may stand as a number elsewhere, which has no words.
  if (decimal.test(text)) return 'text';
  if (hint === 'name' && text.length <= longestName && text.split(/[^\p{L}\p{N}]+/u).length <= mostNameWords) return 'name';
  return 'text';
}

export const strongest = (a: Kind, b: Kind): Kind => (kinds.indexOf(a) <= kinds.indexOf(b) ? a : b);
