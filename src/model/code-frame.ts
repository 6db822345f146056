// A code frame: the line a place is on with the place marked and its neighbours, fit to be shown: controls visible, secrets hidden.
import type { Location } from './location.ts';
import { findSecretRanges } from './secret-ranges.ts';

/** Every character keeps a place of its own, whatever a terminal or a browser would have done with it. */
export interface CodeFrame {
  /** 1-based. */
  readonly line: number;
  readonly before: string;
  /** Never empty: a place behind the last character is a space. */
  readonly marked: string;
  readonly after: string;
  /** The lines around it, nearest last and nearest first. */
  readonly above: readonly string[];
  readonly below: readonly string[];
}

/** A line may be a whole minified file; nothing farther away than this is looked at. */
const reach = 4096;
/** Characters kept before the mark, and from its beginning on. */
const most = 500;
const mostOfNeighbour = 240;
const neighbours = 2;

/** Undefined where the place has no line worth showing. */
export function frameOf({ source, pointer, at }: Location): CodeFrame | undefined {
  if (source.frame) return source.frame(pointer, at);
  if (source.syntax === 'binary') return undefined;
  const { line, column, end } = source.position(pointer, at);
  const from = Math.max(1, line - 2 * neighbours);
  const lines = source.lines(from, line + 2 * neighbours);
  const text = lines[line - from];
  // A frame of a lone bracket helps nobody.
  if (text === undefined || text.trim().length < 3) return undefined;
  const around = (index: number): string =>
    lines
      .slice(Math.max(0, index - neighbours), index + neighbours + 1)
      .map((other, offset) => (Math.max(0, index - neighbours) + offset === index ? '' : other.slice(0, reach)))
      .join('\n');
  const start = Math.min(column - 1, text.length);
  const stop = end === undefined ? start + 1 : end.line === line ? Math.max(end.column - 1, start + 1) : text.length;
  const index = line - from;
  const show = (at: number): string => hide((lines[at] ?? '').slice(0, reach), around(at)).slice(0, mostOfNeighbour);
  const indexes = (first: number, last: number): number[] => lines.flatMap((_, at) => (at >= first && at <= last ? [at] : []));
  return {
    line,
    ...markLine(text, start, stop, around(index)),
    above: indexes(index - neighbours, index - 1).map(show),
    below: indexes(index + 1, index + neighbours).map(show),
  };
}

interface Cell {
  readonly text: string;
  readonly marked: boolean;
}

function markLine(text: string, start: number, stop: number, around: string): Pick<CodeFrame, 'before' | 'marked' | 'after'> {
  const from = Math.max(0, start - reach);
  const part = text.slice(from, start + reach);
  const hidden = findSecretRanges(part, around);
  // What began before the part may be the end of a secret: hidden up to the first delimiter.
  if (from > 0) hidden.unshift([0, Math.max(1, part.search(/["'<&]|$/))]);
  const cells = cellsOf(part, hidden, start - from, stop - from);
  // A place behind the last character is marked there.
  if (!cells.some((cell) => cell.marked)) cells.push({ text: ' ', marked: true });
  const first = cells.findIndex((cell) => cell.marked);
  const last = cells.findLastIndex((cell) => cell.marked) + 1;
  const end = first + most;
  const join = (begin: number, until: number): string =>
    cells
      .slice(begin, until)
      .map((cell) => cell.text)
      .join('');
  return { before: join(Math.max(0, first - most), first), marked: join(first, Math.min(last, end)), after: join(last, end) };
}

const hide = (line: string, around: string): string =>
  cellsOf(line, findSecretRanges(line, around), -1, -1)
    .map((cell) => cell.text)
    .join('');

function cellsOf(part: string, hidden: readonly (readonly [start: number, end: number])[], start: number, stop: number): Cell[] {
  const cells: Cell[] = [];
  let next = 0;
  let at = 0;
  let hiddenUntil = 0;
  for (const char of part) {
    while (next < hidden.length && (hidden[next]?.[0] ?? 0) <= at) {
      const [, until] = hidden[next++] ?? [0, 0];
      if (at >= hiddenUntil && until > at) cells.push({ text: '…', marked: false });
      hiddenUntil = Math.max(hiddenUntil, until);
    }
    const marked = at >= start && at < stop;
    if (at >= hiddenUntil) cells.push({ text: showChar(char), marked });
    else if (marked) cells[cells.length - 1] = { text: '…', marked };
    at += char.length;
  }
  return cells;
}

function showChar(char: string): string {
  if (char === '\t') return ' ';
  if (char < ' ') return String.fromCharCode(0x2400 + char.charCodeAt(0));
  return /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(char) ? '\uFFFD' : char;
}
