// The styles of the text report; colour repeats what the words say and never adds to it.
import picocolors from 'picocolors';
import type { Severity } from '../../model/finding.ts';
import type { Piece } from './columns.ts';
import { wrap } from './columns.ts';

export type Style = (text: string) => string;

export interface Paint {
  readonly width: number;
  readonly severity: Readonly<Record<Severity, Style>>;
  readonly good: Style;
  readonly bad: Style;
  readonly strong: Style;
  readonly dim: Style;
  readonly place: Style;
}

/** Below this nothing readable can be laid out. */
const narrowest = 40;

export function createPaint(color: boolean, width: number): Paint {
  const colors = picocolors.createColors(color);
  return {
    width: Number.isFinite(width) ? Math.max(narrowest, Math.floor(width)) : 80,
    severity: {
      error: (text) => colors.bold(colors.red(text)),
      warning: (text) => colors.bold(colors.yellow(text)),
      info: (text) => colors.bold(colors.blue(text)),
    },
    good: (text) => colors.bold(colors.green(text)),
    bad: (text) => colors.bold(colors.red(text)),
    strong: colors.bold,
    dim: colors.dim,
    place: colors.cyan,
  };
}

/** Prose is hard to read in lines longer than this. */
const measure = 120;

/** A paragraph, indented. */
export const renderParagraph = (paint: Paint, pieces: readonly Piece[], indent = 2): string[] =>
  wrap(pieces, Math.min(paint.width, measure), { first: ' '.repeat(indent), columns: indent });

/** A line with a name in front, as in `  seen      …`. */
export function renderNamed(paint: Paint, name: string, pieces: readonly Piece[], width = paint.width): string[] {
  const first = `  ${name.padEnd(10)}`;
  return wrap(pieces, width, { first: paint.dim(first), columns: first.length });
}

/** Prose behind a name. */
export const renderNote = (paint: Paint, name: string, text: string): string[] =>
  renderNamed(paint, name, [{ text }], Math.min(paint.width, measure));
