// Where a HAR that grows ends: before its closing brackets, or, when a process died while it wrote, behind its last whole entry.
import { readSync } from 'node:fs';

/** What closes the file. No line end stands inside an entry, where JSON escapes it: these bytes are nowhere else. */
export const tail = Buffer.from('\n]}}\n');

export interface HarEnd {
  /** Where the next entry is to be written. */
  readonly end: number;
  readonly isEmpty: boolean;
  /** What stands behind `end` is the rest of a write that was cut off. */
  readonly isTorn: boolean;
}

/** Reads from the end backward, no further than the last two entries. `head`: bytes before the first entry. */
export function findEnd(descriptor: number, size: number, head: number): HarEnd {
  const end = size - tail.length;
  const isWhole = end >= head && readAt(descriptor, end, tail.length).equals(tail);
  if (isWhole && (end === head || endsEntry(descriptor, end))) return { end, isEmpty: end === head, isTorn: false };
  // Entries are lines; one that was cut off does not parse, and neither does what is left of a closing bracket.
  for (let to = size; to > head;) {
    const from = lineStart(descriptor, to, head);
    const line = readAt(descriptor, from, to - from)
      .toString()
      .replace(/[,\0]+$/, '');
    if (isEntry(line)) return { end: from + Buffer.byteLength(line), isEmpty: false, isTorn: true };
    to = from - 1;
  }
  return { end: head, isEmpty: true, isTorn: true };
}

const endsEntry = (descriptor: number, end: number): boolean => readAt(descriptor, end - 1, 1).toString('latin1') === '}';

/** The first byte behind the line end before `to`. */
function lineStart(descriptor: number, to: number, head: number): number {
  const step = 64 * 1024;
  for (let at = to; at > head; at -= step) {
    const from = Math.max(head, at - step);
    const found = readAt(descriptor, from, at - from).lastIndexOf(0x0a);
    if (found >= 0) return from + found + 1;
  }
  return head;
}

function isEntry(line: string): boolean {
  if (!line.startsWith('{"')) return false;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'request' in value;
  } catch {
    return false;
  }
}

export function readAt(descriptor: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, length));
  return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, Math.max(0, from)));
}
