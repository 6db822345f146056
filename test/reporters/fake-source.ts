// Sources for reporter tests: a text, and where in it each pointer stands; counts how often it is asked.
import type { Location, Position, Source } from '../../src/model/location.ts';
import type { Pointer } from '../../src/model/pointer.ts';

export interface FakeSource extends Source {
  /** Calls of `position` and `lines` so far. */
  asked: number;
}

/** `marks`: the text a pointer names; its first occurrence is the place. */
export function fakeSource(uri: string, text: string, marks: Readonly<Record<Pointer, string>> = {}, within?: Location): FakeSource {
  const lines = text.split('\n');
  const source: FakeSource = {
    uri,
    syntax: uri.endsWith('.yaml') ? 'yaml' : uri.endsWith('.xml') ? 'xml' : 'json',
    ...(within && { within }),
    asked: 0,
    position(pointer: Pointer): Position {
      source.asked += 1;
      const mark = marks[pointer];
      const at = mark === undefined ? -1 : text.indexOf(mark);
      if (mark === undefined || at < 0) return { line: 1, column: 1 };
      return { ...lineAndColumn(text, at), end: lineAndColumn(text, at + mark.length) };
    },
    lines(from: number, to: number): string[] {
      source.asked += 1;
      return lines.slice(from - 1, to);
    },
  };
  return source;
}

function lineAndColumn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
