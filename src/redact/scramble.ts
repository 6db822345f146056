// Other text of exactly the same build: each letter a letter of its kind in syllables that can be spoken, each digit a digit, everything else as it was.
import type { Chance } from './chance.ts';

const consonants = 'bdfgklmnprstvz';
const vowels = 'aeiou';
const latinLetters = 'àáâãäåæçèéêëìíîïñòóôõöøùúûüý';
/** Ranges of letters in which one stands for another: Greek, Cyrillic, Hebrew, Arabic, Kana, CJK, Hangul. */
const scripts: readonly (readonly [from: number, to: number, low: number, count: number])[] = [
  [0x370, 0x3ff, 0x3b1, 17],
  [0x400, 0x52f, 0x430, 32],
  [0x5d0, 0x5ea, 0x5d0, 22],
  [0x620, 0x64a, 0x628, 19],
  [0x3041, 0x3096, 0x3042, 60],
  [0x30a1, 0x30fa, 0x30a2, 60],
  [0x4e00, 0x9fff, 0x4e00, 0x4000],
  [0xac00, 0xd7a3, 0xac00, 0x2b00],
];

export interface Scrambling {
  readonly letters: boolean;
  readonly digits: boolean;
  /** Also what lies beyond the first 65 536 characters; the last resort for a text of nothing else. */
  readonly astral?: boolean;
}

/** `text` is folded. A digit that is not 0 and begins a number stays other than 0. */
export function scramble(text: string, chance: Chance, { letters, digits, astral = false }: Scrambling): string {
  const units = new Uint16Array(text.length);
  let isVowelNext = false;
  let isInWord = false;
  let isInNumber = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    let unit = text.charAt(i);
    const isDigit = code >= 0x30 && code <= 0x39;
    const isAscii = code >= 0x61 && code <= 0x7a;
    if (isDigit) {
      if (digits && isInNumber) unit = chance.pick('0123456789');
      else if (digits && code !== 0x30) unit = chance.pick('123456789');
    } else if (isAscii && letters) {
      if (!isInWord) isVowelNext = chance.below(4) === 0;
      unit = chance.pick(isVowelNext ? vowels : consonants);
      isVowelNext = !isVowelNext;
    } else if (code >= 0x80 && letters)
      unit = astral && code >= 0xd800 && code <= 0xdfff ? chance.pick(consonants) : otherLetter(unit, code, chance);
    units[i] = unit.charCodeAt(0);
    isInWord = isAscii;
    // Behind a 0 that begins a number any digit may follow.
    isInNumber = isDigit;
  }
  return textOf(units);
}

/** Of units that may be half of a pair. */
const textOf = (units: Uint16Array): string => Buffer.from(units.buffer).toString('utf16le');

function otherLetter(char: string, code: number, chance: Chance): string {
  if (code >= 0xc0 && code <= 0x24f && code !== 0xd7 && code !== 0xf7) return chance.pick(latinLetters);
  for (const [from, to, low, count] of scripts) if (code >= from && code <= to) return String.fromCharCode(low + chance.below(count));
  if (!/\p{L}/u.test(char)) return char;
  // Of other scripts a neighbour, which is mostly a letter too.
  for (let tries = 0; tries < 8; tries++) {
    const near = String.fromCharCode((code & ~63) | chance.below(64));
    if (near.charCodeAt(0) >= 0x80 && /\p{L}/u.test(near) && foldUnit(near) === near) return near;
  }
  return chance.pick(consonants);
}

/** Blanks that keep words together, and thin ones: numbers are grouped by them. */
const otherBlank = /[\u00a0\u2009\u202f]/;

/** Lower case and one kind of blank, unit by unit, so that every offset stays. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  // A sigma at the end of a word has a form of its own, which depends on what follows; pairs of units have no case here.
  if (lower.length === text.length && !/[Σİ\ud800-\udfff\u00a0\u2009\u202f]/.test(text)) return lower;
  return Array.from({ length: text.length }, (_, at) => foldUnit(text.charAt(at))).join('');
}

export function foldUnit(unit: string): string {
  const lower = unit.toLowerCase();
  return lower.length !== 1 ? unit : otherBlank.test(unit) ? ' ' : lower;
}

/** The case and the blanks of `model` on `text`, letter by letter; on a text of another length only where all of it is in capitals. */
export function dress(text: string, model: string): string {
  if (text.length !== model.length) return model !== fold(model) && model === model.toUpperCase() ? text.toUpperCase() : text;
  if (model === fold(model)) return text;
  const units = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charAt(i);
    const shape = model.charAt(i);
    const upper = shape !== foldUnit(shape) ? unit.toUpperCase() : unit;
    units[i] = (unit === ' ' && otherBlank.test(shape) ? shape : upper.length === 1 ? upper : unit).charCodeAt(0);
  }
  return textOf(units);
}
