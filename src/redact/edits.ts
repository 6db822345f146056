// Changes to a text by place, and the same changes in the JSON string literal that holds the text (RFC 8259 §7): all else stays to the letter.
import type { Span } from '../model/location.ts';

export interface Edit extends Span {
  readonly text: string;
}

/** `edits` in any order; of two that overlap the first given one counts. */
export function settle(edits: Edit[]): Edit[] {
  if (edits.every((edit, at) => at === 0 || (edits[at - 1]?.end ?? 0) <= edit.start)) return edits;
  const sorted = edits.map((edit, rank) => ({ edit, rank })).toSorted((a, b) => a.edit.start - b.edit.start || a.rank - b.rank);
  const kept: { edit: Edit; rank: number }[] = [];
  for (const next of sorted) {
    const last = kept.at(-1);
    if (!last || last.edit.end <= next.edit.start) kept.push(next);
    else if (next.rank < last.rank) {
      while (kept.length > 0 && (kept.at(-1)?.edit.end ?? 0) > next.edit.start) kept.pop();
      kept.push(next);
    }
  }
  return kept.map(({ edit }) => edit);
}

/** `edits` are settled. */
export function apply(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text;
  const pieces: string[] = [];
  let end = 0;
  for (const edit of edits) {
    pieces.push(text.slice(end, edit.start), edit.text);
    end = edit.end;
  }
  return pieces.join('') + text.slice(end);
}

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Settled edits of the string that the literal at `start` of `text` holds, as edits of the literal. */
export function inLiteral(text: string, start: number, edits: readonly Edit[]): Edit[] {
  let at = start + 1;
  let units = 0;
  const reach = (offset: number): number => {
    for (; units < offset; units++) at += text.charCodeAt(at) === 0x5c ? (text.charCodeAt(at + 1) === 0x75 ? 6 : 2) : 1;
    return at;
  };
  return edits.map((edit) => ({ start: reach(edit.start), end: reach(edit.end), text: escaped(edit.text) }));
}
