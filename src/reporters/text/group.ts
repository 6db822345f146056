// One group of findings in the text report: what, where in the evidence, where in the contract, and what to do.
import { type Finding, isPending } from '../../model/finding.ts';
import type { FindingGroup } from '../../model/finding-group.ts';
import { showTimes } from '../../model/finding-group.ts';
import type { Location } from '../../model/location.ts';
import { placeOf, showPlace } from '../../model/place.ts';
import { plain } from '../../model/show.ts';
import type { Piece } from './columns.ts';
import { renderFrame } from './frame.ts';
import type { Paint } from './paint.ts';
import { renderNamed, renderNote, renderParagraph } from './paint.ts';

const mostRelated = 5;

export interface GroupOptions {
  readonly frames: boolean;
  /** Print the help line: once per rule. */
  readonly help: boolean;
}

export function renderGroup(group: FindingGroup, paint: Paint, { frames, help }: GroupOptions): string[] {
  const { first } = group;
  const times = showTimes(group);
  const about = plain(first.about);
  const heading: Piece[] = [
    { text: `${first.severity} `, style: paint.severity[first.severity] },
    { text: plain(first.rule), style: paint.strong },
  ];
  if (about) heading.push({ text: `  ${about}` });
  if (isPending(first)) heading.push({ text: '  (pending: does not fail the run)', style: paint.dim });
  if (times) heading.push({ text: `  ${times}`, style: paint.strong });
  return [
    ...renderParagraph(paint, heading, 0),
    ...renderParagraph(paint, [{ text: plain(first.message, 1000) }]),
    ...(first.instance ? renderPlace(paint, 'seen', first.instance, showInstance(first), frames) : []),
    ...(first.contract ? renderPlace(paint, 'contract', first.contract, `#${plain(first.contract.pointer, 400)}`, frames) : []),
    ...renderCircumstances(paint, first),
    ...first.related.slice(0, mostRelated).flatMap((related) => renderRelated(paint, related)),
    ...(first.related.length > mostRelated ? renderNote(paint, '', `and ${first.related.length - mostRelated} more places`) : []),
    ...(first.fix ? renderNote(paint, 'fix', plain(first.fix, 1000)) : []),
    ...(help ? renderNote(paint, 'help', `truce explain ${plain(first.rule)}`) : []),
  ];
}

/** `entry 3 → /NoMailing` for a place inside a body, else the pointer into the file. */
function showInstance({ exchange, instance }: Finding): string {
  const label = exchange ? plain(exchange.label, 80) : '';
  const pointer = plain(instance?.pointer ?? '', 400);
  if (!instance?.source.within) return [label, pointer].filter((part) => part !== '').join('  ');
  return `${label || 'body'} → ${pointer || 'the whole body'}`;
}

/** What the pact says of the interaction: provider states and comments. */
function renderCircumstances(paint: Paint, { exchange }: Finding): string[] {
  const { given = [], comments = [] } = exchange ?? {};
  return [
    ...(given.length > 0 ? renderNote(paint, 'given', plain(given.join(', '), 300)) : []),
    ...(comments.length > 0 ? renderNote(paint, 'comment', plain(comments.join(' '), 300)) : []),
  ];
}

function renderPlace(paint: Paint, name: string, location: Location, detail: string, frames: boolean): string[] {
  const place = placeOf(location);
  const lines = renderNamed(paint, name, [
    { text: plain(showPlace(place), 400), style: paint.place },
    { text: '  ' },
    { text: detail, whole: true },
  ]);
  // The mark under a whole body would be as long as the body.
  return frames && location.pointer !== ''
    ? [...lines, ...renderFrame(location, { width: paint.width, dim: paint.dim, mark: paint.bad })]
    : lines;
}

function renderRelated(paint: Paint, { message, location }: Finding['related'][number]): string[] {
  return renderNamed(paint, 'related', [
    { text: plain(showPlace(placeOf(location)), 400), style: paint.place },
    { text: `  ${plain(message, 400)}` },
  ]);
}
