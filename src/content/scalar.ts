// Text without types becomes a JSON value where the shape leaves no doubt (JSON, RFC 8259 §6; XML Schema 1.1 part 2, §3.3 and §3.4 lexical forms).
// A place that allows strings keeps the text, unless `enum` or `const` lists only a number or boolean of that text.
// Text that is no lexical form of an allowed type stays a string: the validator then says what was expected.
import { isLossy } from '../model/json-inspect.ts';
import type { Kinds } from './kinds.ts';

export interface Lexical {
  readonly integer: RegExp;
  readonly number: RegExp;
  readonly booleans: ReadonlyMap<string, boolean>;
  /** XML Schema collapses white space around numbers and booleans. */
  readonly collapses: boolean;
}

export const jsonLexical: Lexical = {
  integer: /^-?(?:0|[1-9]\d*)$/,
  number: /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/,
  booleans: new Map([
    ['true', true],
    ['false', false],
  ]),
  collapses: false,
};

export const xmlLexical: Lexical = {
  integer: /^[+-]?\d+$/,
  number: /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/,
  booleans: new Map([
    ['true', true],
    ['false', false],
    ['1', true],
    ['0', false],
  ]),
  collapses: true,
};

/** `lossy` is told the digits of a number that a double does not hold. */
export function readScalar(text: string, kinds: Kinds, lexical: Lexical, lossy: (digits: string) => void): unknown {
  if (kinds.string) return kinds.listed?.has(text) ? kinds.listed.get(text) : text;
  const word = lexical.collapses ? collapse(text) : text;
  if ((kinds.number && lexical.number.test(word)) || (kinds.integer && lexical.integer.test(word))) {
    const digits = word.startsWith('+') ? word.slice(1) : word;
    if (digits.length > 15 || /[eE]/.test(digits)) {
      if (isLossy(digits)) lossy(digits);
    }
    return Number(digits);
  }
  if (kinds.boolean) return lexical.booleans.get(word) ?? text;
  return text;
}

/** True for nothing but XML white space (XML 1.0 §2.3). */
export function isBlank(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 0x20 && code !== 0x0a && code !== 0x09 && code !== 0x0d) return false;
  }
  return true;
}

function collapse(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charAt(start))) start++;
  while (end > start && isBlank(text.charAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}
