// Cuts the entries out of a HAR 1.2 file without parsing it whole: borders are guessed by the bytes between entries and proved by JSON.parse.
import { isUtf8 } from 'node:buffer';
import type { Flaw } from '../../model/evidence.ts';
import { diagnoseJson } from '../../model/json-text.ts';
import { Border } from './border.ts';
import type { ByteWindow } from '../../model/byte-window.ts';

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
  | { readonly kind: 'stopped'; readonly next: number; readonly flaw?: Flaw }
  | { readonly kind: 'broken'; readonly offset: number; readonly message: string };

const openBrace = 0x7b;
const closeBrace = 0x7d;
const comma = 0x2c;
const closeBracket = 0x5d;
/** An entry longer than this is not read into memory. */
const longestEntry = 1 << 28;
/** Bytes that may be scanned in vain for the ends of broken entries; afterwards guessed borders are believed, which keeps the work linear. */
const patience = 1 << 26;

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

/**
 * Yields the elements that begin before the file offset `end`; `known` is a flaw before them. The window stands in `log.entries`: behind its `[`, or at an element.
 * A piece that parses alone is the element: no object is the beginning of another one.
 */
export function* cutEntries(window: ByteWindow, end = Number.POSITIVE_INFINITY, known?: Flaw): Generator<Cut, CutEnd> {
  const border = new Border();
  let wasted = 0;
  let flaw = known;
  let byte = window.space();
  if (byte === closeBracket) return withFlaw(closing(window), flaw);
  for (;;) {
    if (byte < 0) return { kind: 'broken', offset: window.offset, message: 'inside `log.entries`' };
    if (window.offset >= end) return { kind: 'stopped', next: window.offset, ...(flaw && { flaw }) };
    window.mark = window.at;
    const guessed = byte === openBrace ? border.guess(window) : undefined;
    let cut = guessed === undefined ? undefined : parse(window, guessed, false);
    const isGuess = cut !== undefined;
    if (!cut && guessed !== undefined && wasted > patience) cut = parse(window, guessed, true);
    if (!cut) {
      const offset = window.base + window.mark;
      const isWhole = window.value(longestEntry);
      const reached = window.offset;
      cut = isWhole && reached > offset ? parse(window, reached, false) : undefined;
      if (!cut) {
        wasted += reached - offset;
        // What is bracketed and yet no JSON may have swallowed entries; what never ends is broken, or cut off with the file.
        const resumed = isWhole ? border.next(window, window.mark) : border.nextSound(window);
        const stop =
          resumed !== undefined && window.base + resumed + 1 < reached
            ? window.base + resumed + 1
            : isWhole && reached > offset
              ? reached
              : undefined;
        if (stop === undefined)
          return {
            kind: 'broken',
            offset: reached,
            message: reached - offset > longestEntry ? `in an entry larger than ${longestEntry >> 20} MB,` : 'inside',
          };
        cut = parse(window, stop, true);
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
      if (byte === closeBracket) flaw ??= { offset: window.offset, message: 'a trailing comma' };
    } else if (byte === openBrace) flaw ??= { offset: window.offset, message: 'a missing comma' };
    else if (byte !== closeBracket && byte >= 0) {
      window.mark = -1;
      return { kind: 'broken', offset: window.offset, message: 'is not JSON after' };
    }
    if (byte === closeBracket) {
      window.mark = -1;
      return withFlaw(closing(window), flaw);
    }
    if (!isGuess && byte === openBrace) border.learn(window, window.mark);
    window.mark = -1;
  }
}

const withFlaw = (end: CutEnd, flaw: Flaw | undefined): CutEnd => (flaw && end.kind === 'closed' ? { kind: 'broken', ...flaw } : end);

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
