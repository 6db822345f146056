// Finds the borders between entries of a HAR 1.2 file by the bytes that stood between the entries before.
import { isRecord } from '../../model/json-value.ts';
import type { ByteWindow } from '../../model/byte-window.ts';

const openBrace = 0x7b;
const closeBrace = 0x7d;
const comma = 0x2c;
/** Borders tried behind an entry that never ends. */
const mostResumptions = 16;

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Finds borders: `},\n{\n"startedDateTime"` as it stood between the entries met so far. */
export class Border {
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
    if (!separator) return lookAhead(window, window.at, window.at);
    const from = Math.max(window.at, this.#noneBefore - window.base);
    const found = window.bytes.subarray(0, window.filled).indexOf(separator, from);
    if (found >= 0) return found;
    this.#noneBefore = Math.max(this.#noneBefore, window.base + window.filled - separator.length + 1);
    return undefined;
  }

  /** The next border at or after `from` (relative, as is the answer) in what the window holds; the entry at its mark is the model while none was learned. */
  next(window: ByteWindow, from: number): number | undefined {
    if (!this.#separator) return lookAhead(window, window.mark, from);
    const found = window.bytes.subarray(0, window.filled).indexOf(this.#separator, from);
    return found < 0 ? undefined : found;
  }

  /** The next border behind which a sound entry follows; a nested look-alike in an entry cut off with the file has none. */
  nextSound(window: ByteWindow): number | undefined {
    let found = this.next(window, window.mark);
    for (let tries = 0; tries < mostResumptions && found !== undefined; tries++) {
      const start = window.bytes.indexOf(openBrace, found);
      const after = this.next(window, start);
      let end = after === undefined ? undefined : after + 1;
      if (end === undefined) {
        window.at = start;
        if (window.value()) end = window.at;
      }
      if (end !== undefined && isEntry(window.bytes.toString('utf8', start, end))) return found;
      found = after;
    }
    return undefined;
  }
}

function isEntry(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && isRecord(value['request']);
  } catch {
    return false;
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

// Nothing learned yet: the next place from `from` on that begins like the entry at `at` and follows a brace and a comma.
function lookAhead(window: ByteWindow, at: number, from: number): number | undefined {
  const { bytes, filled } = window;
  const end = endOfFirstName(window, at);
  if (end === undefined) return undefined;
  const head = bytes.subarray(at, end);
  const all = bytes.subarray(0, filled);
  for (let found = all.indexOf(head, Math.max(end, from)); found >= 0; found = all.indexOf(head, found + 1)) {
    let i = found - 1;
    while (i > from && isSpace(bytes[i])) i--;
    if (bytes[i] !== comma) continue;
    i--;
    while (i > from && isSpace(bytes[i])) i--;
    if (bytes[i] === closeBrace) return i;
  }
  return undefined;
}
