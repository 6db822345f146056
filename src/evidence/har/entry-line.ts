// One entry of a HAR 1.2 file in which every entry is a line of its own, read while the file grows.
import type { BodyHolder } from '../../model/body-holder.ts';
import type { Exchange } from '../../model/exchange.ts';
import { sliceFile } from '../../model/file-slices.ts';
import type { Position } from '../../model/location.ts';
import { readEntry } from './entry.ts';

export interface EntryLine {
  /** 0-based position among the entries of the file. */
  readonly index: number;
  /** 1-based line of the file. */
  readonly line: number;
  /** Byte offset in the file. */
  readonly offset: number;
}

/** `bytes` are copied where they are needed later. An entry that is no JSON is an exchange with a `problem`. */
export function readEntryLine(uri: string, bytes: Buffer, { index, line, offset }: EntryLine): Exchange {
  const text = bytes.toString();
  const pointer = `/log/entries/${index}`;
  const location = { source: lineSource(uri, text, line, pointer), pointer };
  let entry: unknown;
  try {
    entry = JSON.parse(text);
  } catch {
    const message = `Entry ${index} is not JSON`;
    return { evidence: uri, index, label: `entry ${index}`, claim: 'observed', location, problem: { message, location } };
  }
  return readEntry(entry, uri, index, location, offset);
}

/** The line alone, which knows where in the file it stands. */
function lineSource(uri: string, text: string, line: number, prefix: string): BodyHolder {
  let opened: BodyHolder | undefined;
  const open = (): BodyHolder => {
    if (!opened) {
      const bytes = Buffer.from(text);
      const slices = sliceFile({ uri, size: bytes.length, read: (from, length) => bytes.subarray(from, from + length) });
      opened = slices.slice({ syntax: 'json', prefix, offset: 0, length: bytes.length });
    }
    return opened;
  };
  const shift = ({ line: at, column, end }: Position): Position => ({
    line: at + line - 1,
    column,
    ...(end && { end: { line: end.line + line - 1, column: end.column } }),
  });
  return {
    uri,
    syntax: 'json',
    position: (pointer, at) => shift(open().position(pointer, at)),
    positionInside: (pointer, body, verbatim) => shift(open().positionInside(pointer, body, verbatim)),
    stringAt: (pointer) => open().stringAt?.(pointer) ?? '',
    lines: (from, to) => (from <= line && line <= to ? [text] : []),
  };
}
