// A code frame: the line a finding is about, cut to the width, with a mark under the place.
import type { Location } from '../../model/location.ts';
import { columnsOfChar } from './columns.ts';
import { findSecretRanges } from './secret-ranges.ts';

/** A line may be a whole minified file; nothing farther away than this is looked at. */
const reach = 4096;

interface Cell {
  readonly text: string;
  readonly columns: number;
  readonly marked: boolean;
}

export interface FrameStyle {
  readonly width: number;
  readonly dim: (text: string) => string;
  readonly mark: (text: string) => string;
}

/** Two lines, or none where the place has no line worth showing. */
export function renderFrame(location: Location, { width, dim, mark }: FrameStyle): string[] {
  if (location.source.syntax === 'binary') return [];
  const { line, column, end } = location.source.position(location.pointer, location.at);
  const from = Math.max(1, line - 2);
  const around = location.source.lines(from, line + 2);
  const text = around[line - from];
  // A frame of a lone bracket helps nobody.
  if (text === undefined || text.trim().length < 3) return [];
  const start = Math.min(column - 1, text.length);
  const stop = end === undefined ? start + 1 : end.line === line ? Math.max(end.column - 1, start + 1) : text.length;
  const gutter = `${String(line).padStart(7)} | `;
  const neighbours = around.map((other, at) => (from + at === line ? '' : other.slice(0, reach))).join('\n');
  const shown = cutCells(cellsOf(text, start, stop, neighbours), width - gutter.length);
  const before = shown.slice(
    0,
    Math.max(
      0,
      shown.findIndex((cell) => cell.marked),
    ),
  );
  const marked = shown.filter((cell) => cell.marked);
  const columns = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + cell.columns, 0);
  return [
    dim(gutter) +
      shown
        .map((cell) => cell.text)
        .join('')
        .trimEnd(),
    dim(`${' '.repeat(gutter.length - 2)}| `) + ' '.repeat(columns(before)) + mark('^'.repeat(Math.max(1, columns(marked)))),
  ];
}

function cellsOf(text: string, start: number, stop: number, neighbours: string): Cell[] {
  const from = Math.max(0, start - reach);
  const part = text.slice(from, start + reach);
  const hidden = findSecretRanges(part, neighbours);
  // What began before the part may be the end of a secret: hidden up to the first delimiter.
  if (from > 0) hidden.unshift([0, Math.max(1, part.search(/["'<&]|$/))]);
  const cells: Cell[] = [];
  let next = 0;
  let at = 0;
  let hiddenUntil = 0;
  for (const char of part) {
    while (next < hidden.length && (hidden[next]?.[0] ?? 0) <= at) {
      const [, until] = hidden[next++] ?? [0, 0];
      if (at >= hiddenUntil && until > at) cells.push({ text: '…', columns: 1, marked: false });
      hiddenUntil = Math.max(hiddenUntil, until);
    }
    const marked = from + at >= start && from + at < stop;
    if (at >= hiddenUntil) cells.push(cellOf(char, marked));
    else if (marked) cells[cells.length - 1] = { text: '…', columns: 1, marked };
    at += char.length;
  }
  // A place behind the last character is marked there.
  if (!cells.some((cell) => cell.marked)) cells.push({ text: ' ', columns: 1, marked: true });
  return cells;
}

/** Every character keeps a place of its own, whatever a terminal would have done with it. */
function cellOf(char: string, marked: boolean): Cell {
  if (char === '\t') return { text: ' ', columns: 1, marked };
  if (char < ' ') return { text: String.fromCharCode(0x2400 + char.charCodeAt(0)), columns: 1, marked };
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(char)) return { text: '\uFFFD', columns: 1, marked };
  return { text: char, columns: columnsOfChar(char), marked };
}

/** At most `room` columns around the mark, with an ellipsis where something was cut off. */
function cutCells(cells: Cell[], room: number): Cell[] {
  const total = cells.reduce((sum, cell) => sum + cell.columns, 0);
  if (total <= room) return cells;
  const firstMarked = cells.findIndex((cell) => cell.marked);
  const indent = cells.findIndex((cell) => cell.text !== ' ');
  // A third of the room stands before the mark, unless the line starts there.
  let begin = firstMarked;
  for (let used = 0; begin > 0 && used + (cells[begin - 1]?.columns ?? 0) <= room / 3; begin -= 1) used += cells[begin - 1]?.columns ?? 0;
  if (begin <= indent) begin = Math.max(0, indent);
  const ellipsis: Cell = { text: '…', columns: 1, marked: false };
  const shown: Cell[] = begin > indent ? [ellipsis] : [];
  let used = shown.length;
  let at = begin;
  for (; at < cells.length; at += 1) {
    const cell = cells[at];
    if (!cell || used + cell.columns > room - 1) break;
    shown.push(cell);
    used += cell.columns;
  }
  if (at < cells.length) shown.push(ellipsis);
  return shown;
}
