// Cuts the entries out of a HAR 1.2 file without parsing it whole: borders are guessed by the bytes between entries and proved by JSON.parse.
import { isUtf8 } from 'node:buffer';
import { diagnoseJson } from '../../model/json-text.ts';
import type { ByteWindow } from './window.ts';

/** One element of `log.entries`; `length` counts its bytes. */
export interface Cut {
  readonly offset: number;
  readonly length: number;
  readonly value: unknown;
  /** Why there is no value. */
  readonly problem?: string;
}

/** How the cutting ended. `next`: where the first element that was not cut begins. */
export type CutEnd =
  | { readonly kind: 'closed' }
  | { readonly kind: 'stopped'; readonly next: number }
  | { readonly kind: 'broken'; readonly offset: number; readonly message: string };

const openBrace = 0x7b;
const closeBrace = 0x7d;
const comma = 0x2c;
const closeBracket = 0x5d;
/** An entry longer than this is not read into memory. */
const longestEntry = 1 << 28;
/** Bytes that may be scanned in vain for the ends of broken entries; afterwards guessed borders are believed, which keeps the work linear. */
const patience = 1 << 26;

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Moves the window behind the `[` of `log.entries`; otherwise says what stands in the way. */
export function findEntries(window: ByteWindow): { message: string } | undefined {
  if (window.peek() === 0xef && window.bytes[window.at + 1] === 0xbb) window.at += 3;
  const first = window.space();
  if (first < 0) return { message: 'The file is empty' };
  if (first === 0xff || first === 0xfe || first === 0 || (window.at + 1 < window.filled && window.bytes[window.at + 1] === 0))
    return { message: 'The file is UTF-16 or binary; a HAR is JSON in UTF-8' };
  for (const wanted of ['log', 'entries']) {
    if (window.space() !== openBrace)
      return { message: `Expected an object ${wanted === 'log' ? 'with `log`' : 'as `log`'}, got something else` };
    const stuck = findMember(window, wanted);
    if (stuck) return stuck;
  }
  if (window.space() !== 0x5b) return { message: 'Expected `log.entries` to be an array' };
  window.at++;
  return undefined;
}

function findMember(window: ByteWindow, wanted: string): { message: string } | undefined {
  window.at++;
  const cut = { message: `The file ends before \`${wanted === 'log' ? 'log' : 'log.entries'}\`` };
  for (;;) {
    const byte = window.space();
    if (byte < 0) return cut;
    if (byte === closeBrace) return { message: wanted === 'log' ? 'There is no `log` object' : 'There is no `log.entries` array' };
    if (byte === comma) {
      window.at++;
      continue;
    }
    if (byte !== 0x22) return { message: 'The file is not JSON before `log.entries`' };
    const name = window.name();
    if (name === undefined) return cut;
    if (window.space() !== 0x3a) return window.peek() < 0 ? cut : { message: 'The file is not JSON before `log.entries`' };
    window.at++;
    if (window.space() < 0) return cut;
    if (name === wanted) return undefined;
    if (!window.value() || window.peek() < 0) return cut;
  }
}

/** Finds borders: `},\n{\n"startedDateTime"` as it stood between the entries met so far. */
class Border {
  #separator: Buffer | undefined;
  /** File offset before which the separator does not stand, so that nothing is searched twice. */
  #noneBefore = 0;

  /** Learns from the last byte of one entry, at `from`, to the first name of the next, which begins at the window's `at`. */
  learn(window: ByteWindow, from: number): void {
    const end = endOfFirstName(window, window.at);
    if (end === undefined || window.bytes[from] !== closeBrace) return;
    const separator = Buffer.from(window.bytes.subarray(from, end));
    if (this.#separator?.equals(separator)) return;
    this.#separator = separator;
    this.#noneBefore = 0;
  }

  /** File offset behind the entry that begins at the window's mark, if the guess is right. */
  guess(window: ByteWindow): number | undefined {
    for (let tries = 0; tries < 3; tries++) {
      const found = this.#search(window);
      if (found !== undefined) return window.base + found + 1;
      if (tries < 2 && !window.more()) return undefined;
    }
    return undefined;
  }

  #search(window: ByteWindow): number | undefined {
    const separator = this.#separator;
    if (!separator) return lookAhead(window);
    const from = Math.max(window.at, this.#noneBefore - window.base);
    const found = window.bytes.subarray(0, window.filled).indexOf(separator, from);
    if (found >= 0) return found;
    this.#noneBefore = Math.max(this.#noneBefore, window.base + window.filled - separator.length + 1);
    return undefined;
  }
}

function endOfFirstName({ bytes, filled }: ByteWindow, start: number): number | undefined {
  if (bytes[start] !== openBrace) return undefined;
  let i = start + 1;
  while (i < filled && isSpace(bytes[i])) i++;
  if (bytes[i] !== 0x22) return undefined;
  const end = bytes.subarray(0, filled).indexOf(0x22, i + 1);
  return end < 0 || end - start > 1000 ? undefined : end + 1;
}

// Nothing learned yet: the next place that begins like this entry and follows a brace and a comma.
function lookAhead(window: ByteWindow): number | undefined {
  const { bytes, filled, at } = window;
  const end = endOfFirstName(window, at);
  if (end === undefined) return undefined;
  const head = bytes.subarray(at, end);
  const all = bytes.subarray(0, filled);
  for (let found = all.indexOf(head, end); found >= 0; found = all.indexOf(head, found + 1)) {
    let i = found - 1;
    while (i > at && isSpace(bytes[i])) i--;
    if (bytes[i] !== comma) continue;
    i--;
    while (i > at && isSpace(bytes[i])) i--;
    if (bytes[i] === closeBrace) return i;
  }
  return undefined;
}

/**
 * Yields the elements that begin before the file offset `end`. The window stands in `log.entries`: behind its `[`, or at an element.
 * A piece that parses alone is the element: no object is the beginning of another one.
 */
export function* cutEntries(window: ByteWindow, end = Number.POSITIVE_INFINITY): Generator<Cut, CutEnd> {
  const border = new Border();
  let wasted = 0;
  let byte = window.space();
  if (byte === closeBracket) return closing(window);
  for (;;) {
    if (byte < 0) return { kind: 'broken', offset: window.offset, message: 'inside `log.entries`' };
    if (window.offset >= end) return { kind: 'stopped', next: window.offset };
    window.mark = window.at;
    const guessed = byte === openBrace ? border.guess(window) : undefined;
    let cut = guessed === undefined ? undefined : parse(window, guessed, false);
    const isGuess = cut !== undefined;
    if (!cut) {
      const offset = window.base + window.mark;
      if (guessed !== undefined && wasted > patience) cut = parse(window, guessed, true);
      else {
        const whole = window.value(longestEntry);
        const reached = window.offset;
        cut = whole && reached > offset ? parse(window, reached, guessed === undefined) : undefined;
        if (!cut) {
          wasted += reached - offset;
          if (guessed === undefined)
            return {
              kind: 'broken',
              offset: reached,
              message: reached - offset > longestEntry ? `in an entry larger than ${longestEntry >> 20} MB,` : 'inside',
            };
          cut = parse(window, guessed, true);
        }
      }
    }
    if (!cut) return { kind: 'broken', offset: window.offset, message: 'inside' };
    window.at = cut.offset + cut.length - window.base;
    yield cut;
    window.mark = window.at - 1;
    byte = window.space();
    if (byte === comma) {
      window.at++;
      byte = window.space();
    } else if (byte !== closeBracket && byte !== openBrace && byte >= 0) {
      window.mark = -1;
      return { kind: 'broken', offset: window.offset, message: 'is not JSON after' };
    }
    if (byte === closeBracket) {
      window.mark = -1;
      return closing(window);
    }
    if (!isGuess && byte === openBrace) border.learn(window, window.mark);
    window.mark = -1;
  }
}

// The rest of the file closes the array, `log` and the whole; other members of `log` may come before that.
function closing(window: ByteWindow): CutEnd {
  window.at++;
  return window.close(2) ? { kind: 'closed' } : { kind: 'broken', offset: window.offset, message: 'after the last entry,' };
}

/** The piece from the mark to the file offset `end`; undefined when it is not JSON, unless the reason is wanted (`last`). */
function parse(window: ByteWindow, end: number, last: boolean): Cut | undefined {
  const { bytes, mark, base } = window;
  const stop = end - base;
  const offset = base + mark;
  const length = end - offset;
  const text = bytes.toString('utf8', mark, stop);
  try {
    const value: unknown = JSON.parse(text);
    // Only text that holds the replacement character can have lost bytes.
    if (text.includes('\ufffd') && !isUtf8(bytes.subarray(mark, stop)))
      return { offset, length, value: undefined, problem: 'is not valid UTF-8' };
    return { offset, length, value };
  } catch {
    if (!last) return undefined;
    return { offset, length, value: undefined, problem: `is not JSON: ${diagnoseJson(text)?.message ?? 'it cannot be read'}` };
  }
}
