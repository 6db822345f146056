// Offsets of a text as line and column; the index is built on the first question.
import type { Position, Span } from './location.ts';
import { mapStringOffset } from './json-text.ts';

export interface LineIndex {
  /** 1-based line and column of an offset (UTF-16 code units). */
  at(offset: number): { line: number; column: number };
  position(span: Span): Position;
  /** Lines `from`…`to` (1-based, inclusive) without their ends. */
  lines(from: number, to: number): string[];
}

export function indexLines(text: string): LineIndex {
  let starts: number[] | undefined;
  const build = (): number[] => {
    const found = [0];
    for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) found.push(i + 1);
    return found;
  };
  const at = (offset: number): { line: number; column: number } => {
    starts ??= build();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
  return {
    at,
    position: ({ start, end }) => ({ ...at(start), end: at(end) }),
    lines(from, to) {
      starts ??= build();
      const found: string[] = [];
      for (let line = Math.max(1, from); line <= Math.min(to, starts.length); line++) {
        const next = starts[line];
        found.push(text.slice(starts[line - 1], next === undefined ? undefined : next - 1).replace(/\r$/, ''));
      }
      return found;
    },
  };
}

/** Offsets into a body as offsets into the text that holds it: a verbatim body begins at `place`; otherwise a JSON string stands there. */
export function mapBody(text: string, place: Span, body: Span, verbatim: boolean): Span {
  if (verbatim) return { start: Math.min(place.start + body.start, text.length), end: Math.min(place.start + body.end, text.length) };
  if (text[place.start] !== '"') return place;
  const start = mapStringOffset(text, place.start, body.start);
  return { start, end: body.end > body.start ? mapStringOffset(text, place.start, body.end) : start };
}
