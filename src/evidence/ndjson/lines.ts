// The lines of a file of any size, by their bytes: one window over the file, one line in memory.
import { readSync } from 'node:fs';

export interface Line {
  /** Of its first byte in the file. */
  readonly offset: number;
  /** Without its end; good until the next line is asked for. Undefined for a line too long to be held. */
  readonly bytes: Buffer | undefined;
}

/** A longer line is passed over. */
const longestLine = 1 << 28;
const mark = [0xef, 0xbb, 0xbf];

/** The lines that begin at `from` (where one must begin) or after it and before `end`, blank ones left out. Returns where the next one begins; undefined at the end of the file. */
export function* readLines(
  descriptor: number,
  { from, end, chunk = 1 << 20 }: { from: number; end: number; chunk?: number },
): Generator<Line, number | undefined> {
  let buffer = Buffer.allocUnsafe(2 * chunk);
  let [base, filled, at, searched] = [from, 0, 0, 0];
  let isTooLong = false;
  let lineOffset = from;
  for (;;) {
    const found = buffer.subarray(0, filled).indexOf(10, searched);
    if (found < 0) {
      if (filled - at > longestLine) isTooLong = true;
      if (isTooLong) at = filled;
      buffer.copyWithin(0, at, filled);
      base += at;
      filled -= at;
      [at, searched] = [0, filled];
      if (filled + chunk > buffer.length) {
        const larger = Buffer.allocUnsafe(Math.max(2 * buffer.length, filled + chunk));
        buffer.copy(larger, 0, 0, filled);
        buffer = larger;
      }
      const read = readSync(descriptor, buffer, filled, chunk, base + filled);
      filled += read;
      if (read > 0) continue;
    }
    const stop = found < 0 ? filled : found;
    const start = lineOffset === 0 && mark.every((byte, i) => buffer[i] === byte) && stop >= 3 ? 3 : at;
    const bytes = buffer.subarray(start, stop);
    if (lineOffset >= end && (found >= 0 || stop > at)) return lineOffset;
    if (isTooLong || !isBlank(bytes)) {
      yield { offset: lineOffset + (start - at), bytes: isTooLong ? undefined : bytes };
    }
    if (found < 0) return undefined;
    at = searched = found + 1;
    lineOffset = base + at;
    isTooLong = false;
  }
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  return true;
}
