// A code frame on a terminal: the line a finding is about, cut to the width, with a mark under the place.
import { frameOf } from '../../model/code-frame.ts';
import type { Location } from '../../model/location.ts';
import { columnsOfChar } from './columns.ts';

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
  const frame = frameOf(location);
  if (!frame) return [];
  const gutter = `${String(frame.line).padStart(7)} | `;
  const cells = [...cellsOf(frame.before, false), ...cellsOf(frame.marked, true), ...cellsOf(frame.after, false)];
  const shown = cutCells(cells, width - gutter.length);
  const before = shown.slice(
    0,
    Math.max(
      0,
      shown.findIndex((cell) => cell.marked),
    ),
  );
  const marked = shown.filter((cell) => cell.marked);
  const columns = (those: readonly Cell[]): number => those.reduce((sum, cell) => sum + cell.columns, 0);
  return [
    dim(gutter) +
      shown
        .map((cell) => cell.text)
        .join('')
        .trimEnd(),
    dim(`${' '.repeat(gutter.length - 2)}| `) + ' '.repeat(columns(before)) + mark('^'.repeat(Math.max(1, columns(marked)))),
  ];
}

const cellsOf = (text: string, marked: boolean): Cell[] =>
  Array.from(text, (char) => ({ text: char, columns: columnsOfChar(char), marked }));

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
