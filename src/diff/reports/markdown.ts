// The diff as Markdown for a comment on a pull request: a table of what breaks, details folded away, and the summary.
import type { Location } from '../../model/location.ts';
import { frameOf } from '../../model/code-frame.ts';
import { placeOf, showPlace } from '../../model/place.ts';
import { count, plain } from '../../model/show.ts';
import { code, escapeMarkdown } from '../../reporters/markdown/escape.ts';
import type { DiffReport, TouchedChange } from '../report.ts';
import { conclude, evidenceWords, groupTouches, placesOf, untouchedWords } from './words.ts';

const mostRows = 50;
const mostDetails = 20;

export function* renderMarkdown(report: DiffReport): Iterable<string> {
  const breaking = report.changes.filter(({ verdict }) => verdict === 'breaking');
  const others = report.changes.filter(({ verdict }) => verdict !== 'breaking');
  const sections: string[][] = [
    [
      '## Changes of the contract',
      '',
      `${['✅', '❌', '⚠️'][report.exitCode] ?? '⚠️'} ${escapeMarkdown(conclude(report))}`,
      '',
      `${code(report.old.uri)} → ${code(report.new.uri)}`,
    ],
    report.couldNotCheck.map((reason) => `- ${escapeMarkdown(reason)}`),
    report.remarks.map((remark) => `- ${escapeMarkdown(remark)}`),
    breaking.length > 0 ? tableOf(breaking, report) : [],
    ...breaking.slice(0, mostDetails).map((change) => describe(change, report)),
    breaking.length > mostDetails
      ? [`…and the details of ${count(breaking.length - mostDetails, 'more breaking change')}: \`--json\` has all`]
      : [],
    others.length > 0
      ? [
          '<details>',
          `<summary>${count(others.length, 'other change')}</summary>`,
          '',
          ...others
            .slice(0, mostRows)
            .map(
              (change) => `- ${change.verdict} ${code(change.id)} ${escapeMarkdown(placesOf(change))}: ${escapeMarkdown(change.message)}`,
            ),
          ...(others.length > mostRows ? [`- and ${count(others.length - mostRows, 'more', 'more')}`] : []),
          '',
          '</details>',
        ]
      : [],
    describeStray(report),
    evidenceWords(report).map((line) => `- ${escapeMarkdown(line)}`),
  ];
  const filled = sections.filter((lines) => lines.length > 0);
  for (const [at, lines] of filled.entries()) yield `${lines.join('\n')}\n${at < filled.length - 1 ? '\n' : ''}`.toWellFormed();
}

function tableOf(changes: readonly TouchedChange[], report: DiffReport): string[] {
  return [
    '| change | where | what | for |',
    '| --- | --- | --- | --- |',
    ...changes
      .slice(0, mostRows)
      .map(
        (change) =>
          `| ${[code(change.id), escapeMarkdown(placesOf(change)), inCell(change.message), inCell(whom(change, report))].join(' | ')} |`,
      ),
    ...(changes.length > mostRows ? ['', `…and ${count(changes.length - mostRows, 'more breaking change')}`] : []),
  ];
}

/** A bar ends a cell even inside a code span. */
const inCell = (text: string): string => escapeMarkdown(text.replaceAll('|', '¦'));

function whom(change: TouchedChange, report: DiffReport): string {
  const groups = groupTouches(change.touches);
  if (groups.length > 0)
    return groups.map(({ effect, who }) => `${effect === 'contradicts' ? 'disproved by' : effect} ${plain(who, 80)}`).join(', ');
  return untouchedWords(change, report) ?? '–';
}

function describe(change: TouchedChange, report: DiffReport): string[] {
  return [
    '<details>',
    `<summary>${change.id}</summary>`,
    '',
    `${escapeMarkdown(placesOf(change))}: ${escapeMarkdown(change.message)}`,
    ...(change.reason === undefined ? [] : ['', `Not decided, so it counts as breaking: ${escapeMarkdown(change.reason)}`]),
    ...(change.old ? placeLines('was', change.old) : []),
    ...(change.new ? placeLines('is', change.new) : []),
    ...groupTouches(change.touches).flatMap(({ effect, who, first }) => [
      '',
      `- ${effect} ${escapeMarkdown(who)}: ${escapeMarkdown(first.label)}${first.location ? ` ${code(showPlace(placeOf(first.location)))}` : ''}`,
      `  ${escapeMarkdown(first.message)}`,
    ]),
    ...(change.touches.length === 0
      ? ['', escapeMarkdown(untouchedWords(change, report) ?? '')].filter((line, at) => at > 0 && line !== '')
      : []),
    '',
    '</details>',
  ];
}

function placeLines(name: string, location: Location): string[] {
  const frame = frameOf(location);
  // A fence that nothing inside can close.
  const line = frame && `${frame.before}${frame.marked}${frame.after}`.trim();
  return ['', `${name} ${code(showPlace(placeOf(location)))}`, ...(line ? ['', '~~~~text', line.replaceAll('~~~~', "''''"), '~~~~'] : [])];
}

function describeStray({ evidence }: DiffReport): string[] {
  const groups = groupTouches(evidence?.stray ?? []);
  if (groups.length === 0) return [];
  return [
    'Fits the old contract only, by no single change:',
    '',
    ...groups.slice(0, mostDetails).map(({ effect, who, first }) => `- ${effect} ${escapeMarkdown(who)}: ${escapeMarkdown(first.message)}`),
  ];
}
