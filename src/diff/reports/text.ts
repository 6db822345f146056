// The diff for people: breaking changes with both places and whom they touch, the others in a line each, and the summary.
import type { Location } from '../../model/location.ts';
import { placeOf, showPlace } from '../../model/place.ts';
import { count, plain } from '../../model/show.ts';
import type { Piece } from '../../reporters/text/columns.ts';
import { renderFrame } from '../../reporters/text/frame.ts';
import { createPaint, type Paint, renderNamed, renderNote, renderParagraph } from '../../reporters/text/paint.ts';
import type { Level } from '../catalogue.ts';
import type { Touch } from '../change.ts';
import type { DiffReport, TouchedChange } from '../report.ts';
import { conclude, evidenceWords, groupTouches, placesOf, untouchedWords } from './words.ts';

/** More of one kind are counted, not printed. */
const mostBreaking = 50;
const mostOthers = 60;
const mostTouches = 5;
const mostStray = 10;

export interface TextOptions {
  readonly color: boolean;
  readonly width: number;
  readonly frames: boolean;
  /** Breaking changes and the summary only. */
  readonly quiet: boolean;
}

export function* renderDiff(report: DiffReport, { color, width, frames, quiet }: TextOptions): Iterable<string> {
  const paint = createPaint(color, width);
  const breaking = report.changes.filter(({ verdict }) => verdict === 'breaking');
  for (const change of breaking.slice(0, mostBreaking)) yield block(renderChange(change, report, paint, frames));
  if (breaking.length > mostBreaking) yield block(renderMore(breaking.length - mostBreaking, 'more breaking change', paint));
  if (!quiet) {
    const others = report.changes.filter(({ verdict }) => verdict !== 'breaking');
    const lines = others.slice(0, mostOthers).flatMap((change) => renderLine(change, paint));
    if (others.length > mostOthers) lines.push(...renderMore(others.length - mostOthers, 'more change', paint));
    if (lines.length > 0) yield block(lines);
  }
  const stray = renderStray(report, paint, frames);
  if (stray.length > 0) yield block(stray);
  yield `${renderEnd(report, paint).join('\n')}\n`.toWellFormed();
}

const block = (lines: readonly string[]): string => `${lines.join('\n')}\n\n`.toWellFormed();

const renderMore = (n: number, noun: string, paint: Paint): string[] =>
  renderParagraph(paint, [{ text: `and ${count(n, noun)} not shown: \`--json\` has all`, style: paint.strong }], 0);

function styleOf(level: Level, paint: Paint): Paint['strong'] {
  if (level === 'breaking') return paint.severity.error;
  return level === 'non-breaking' ? paint.good : paint.severity.info;
}

function heading(change: TouchedChange, paint: Paint): Piece[] {
  const places = placesOf(change);
  return [
    { text: `${change.verdict} `, style: styleOf(change.verdict, paint) },
    { text: change.id, style: paint.strong },
    ...(places === '' ? [] : [{ text: `  ${plain(places, 300)}` }]),
  ];
}

function renderChange(change: TouchedChange, report: DiffReport, paint: Paint, frames: boolean): string[] {
  const untouched = untouchedWords(change, report);
  return [
    ...renderParagraph(paint, heading(change, paint), 0),
    ...renderParagraph(paint, [{ text: sentence(change) }]),
    ...(change.reason === undefined ? [] : renderNote(paint, 'why', `Not decided, so it counts as breaking: ${plain(change.reason, 400)}`)),
    ...(change.level === 'breaking' ? [] : renderNote(paint, 'why', `Harmless by its direction (${change.level}), yet somebody fails`)),
    ...(change.old ? renderPlace('was', change.old, paint, frames) : []),
    ...(change.new ? renderPlace('is', change.new, paint, frames) : []),
    ...renderTouches(change.touches, paint),
    ...(untouched === undefined ? [] : renderNote(paint, 'for', untouched)),
  ];
}

/** Sentences begin with a capital, names stay as they are. */
const sentence = ({ message }: TouchedChange): string =>
  plain(
    message.replace(/^[a-z](?=[a-z]* )/, (char) => char.toUpperCase()),
    1000,
  );

function renderPlace(name: string, location: Location, paint: Paint, frames: boolean): string[] {
  const lines = renderNamed(paint, name, [
    { text: plain(showPlace(placeOf(location)), 400), style: paint.place },
    { text: '  ' },
    { text: `#${plain(location.pointer, 400)}`, whole: true },
  ]);
  return frames ? [...lines, ...renderFrame(location, { width: paint.width, dim: paint.dim, mark: paint.bad })] : lines;
}

function renderTouches(touches: readonly Touch[], paint: Paint): string[] {
  const groups = groupTouches(touches);
  return [
    ...groups.slice(0, mostTouches).flatMap(({ effect, who, first, exchanges }) => [
      ...renderNamed(paint, effect === 'contradicts' ? 'disproved' : effect, [
        { text: plain(who, 100), style: paint.strong },
        {
          text: `${first.evidence === who ? '' : `  ${plain(first.evidence, 200)}`}  ${plain(first.label, 100)}${exchanges > 1 ? ` and ${exchanges - 1} more` : ''}`,
        },
      ]),
      ...(first.location ? renderNamed(paint, '', [{ text: plain(showPlace(placeOf(first.location)), 400), style: paint.place }]) : []),
      ...renderNote(paint, '', plain(first.message, 600)),
    ]),
    ...(groups.length > mostTouches ? renderNote(paint, '', `and ${groups.length - mostTouches} more`) : []),
  ];
}

/** A change that breaks nobody, in a line: the sentence and the place where it is now. */
function renderLine(change: TouchedChange, paint: Paint): string[] {
  const location = change.id.includes('removed') ? (change.old ?? change.new) : (change.new ?? change.old);
  const pieces: Piece[] = [
    ...heading(change, paint),
    { text: `  ${sentence(change)}` },
    ...(location ? [{ text: '  ' }, { text: plain(showPlace(placeOf(location)), 400), style: paint.dim }] : []),
  ];
  return [...renderParagraph(paint, pieces, 0), ...renderTouches(change.touches, paint)];
}

function renderStray({ evidence }: DiffReport, paint: Paint, frames: boolean): string[] {
  const groups = groupTouches(evidence?.stray ?? []);
  if (groups.length === 0) return [];
  return [
    ...renderParagraph(
      paint,
      [{ text: 'unexplained', style: paint.severity.error }, { text: '  evidence that fits the old contract only, by no single change' }],
      0,
    ),
    ...groups
      .slice(0, mostStray)
      .flatMap(({ effect, who, first }) => [
        ...renderParagraph(paint, [
          { text: `${effect} ` },
          { text: plain(who, 100), style: paint.strong },
          { text: `  ${plain(first.label, 100)}` },
        ]),
        ...renderNote(paint, '', plain(first.message, 600)),
        ...(first.location ? renderPlace('seen', first.location, paint, frames) : []),
      ]),
    ...(groups.length > mostStray ? renderParagraph(paint, [{ text: `and ${groups.length - mostStray} more` }]) : []),
  ];
}

function renderEnd(report: DiffReport, paint: Paint): string[] {
  const { exitCode, couldNotCheck, remarks } = report;
  const name = ({ uri, version }: DiffReport['old']): string =>
    `${plain(uri, 300)}${version === '' ? '' : `  (version ${plain(version, 60)})`}`;
  const style = exitCode === 0 ? paint.good : paint.bad;
  const [first, ...more] = evidenceWords(report);
  return [
    ...renderNote(paint, 'old', name(report.old)),
    ...renderNote(paint, 'new', name(report.new)),
    ...(first === undefined ? [] : renderNote(paint, 'evidence', first)),
    ...more.slice(0, mostStray).flatMap((line) => renderNote(paint, '', line)),
    '',
    ...remarks.flatMap((remark) =>
      renderParagraph(paint, [{ text: 'warning', style: paint.severity.warning }, { text: `  ${plain(remark, 600)}` }], 0),
    ),
    ...couldNotCheck.flatMap((reason) => renderParagraph(paint, [{ text: `- ${plain(reason, 600)}` }])),
    ...renderParagraph(paint, [{ text: `${['✓', '✗', '!'][exitCode] ?? '!'} ${conclude(report)}`, style }], 0),
  ];
}
