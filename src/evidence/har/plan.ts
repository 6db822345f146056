// Divides the entries of a HAR 1.2 file among workers: counts borders by the bytes between the first two entries, without parsing.
import type { ByteWindow } from '../../model/byte-window.ts';

export interface PlannedRange {
  readonly start: number;
  readonly end: number;
  readonly index: number;
}

/** The window stands at the first entry; undefined when there is nothing to divide. */
export function planBorders(window: ByteWindow, size: number, parts: number): PlannedRange[] | undefined {
  const first = window.offset;
  const separator = readSeparator(window);
  if (!separator || parts < 2) return undefined;
  // The `{` of the next entry is the last one of the separator.
  const opening = separator.lastIndexOf(0x7b);
  const starts: { start: number; index: number }[] = [];
  let index = 0;
  for (;;) {
    const found = window.bytes.subarray(0, window.filled).indexOf(separator, window.at);
    if (found < 0) {
      window.at = Math.max(window.at, window.filled - separator.length + 1);
      if (!window.more()) break;
      continue;
    }
    index++;
    window.at = found + opening;
    const wanted = first + ((size - first) * (starts.length + 1)) / parts;
    if (window.offset >= wanted) {
      starts.push({ start: window.offset, index });
      if (starts.length === parts - 1) break;
    }
  }
  if (starts.length === 0) return undefined;
  const ranges = [{ start: 0, index: 0 }, ...starts];
  return ranges.map(({ start, index: from }, part) => ({ start, index: from, end: ranges[part + 1]?.start ?? Number.POSITIVE_INFINITY }));
}

// The bytes from the end of the first entry to the first name of the second; the window is left at the first entry's end.
function readSeparator(window: ByteWindow): Buffer | undefined {
  if (!window.value() || window.at === 0) return undefined;
  window.at--;
  window.mark = window.at;
  window.at++;
  let separator: Buffer | undefined;
  if (window.space() === 0x2c) {
    window.at++;
    if (window.space() === 0x7b) {
      window.at++;
      if (window.space() === 0x22 && window.string()) separator = Buffer.from(window.bytes.subarray(window.mark, window.at));
    }
  }
  window.at = window.mark;
  window.mark = -1;
  return separator;
}
