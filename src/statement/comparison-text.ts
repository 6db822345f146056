// What has changed since an earlier run, in lines for a terminal.
import { count, plain } from '../model/show.ts';
import { type Change, type Comparison } from './comparison.ts';

const mostChanges = 20;
const mostNames = 10;

/** Lines of at most `width` characters as far as words allow, 60 at least. Ends with a line break. */
export function showComparison(comparison: Comparison, width: number): string {
  const { earlier, remarks, stayed } = comparison;
  const wide = Math.max(60, Math.min(width, 100));
  return [
    ...wrapped(`since ${plain(earlier, 200)}: ${summarise(comparison)}`, wide, '', '  '),
    ...remarks.flatMap((remark) => wrapped(remark, wide, '  ', '  ')),
    ...changesOf(comparison).flatMap(([title, changes]) => changesIn(title.toLowerCase(), changes, wide)),
    ...(stayed > 0 ? [`  still there: ${count(stayed, 'finding')}`] : []),
    ...triedOf(comparison).flatMap(([title, names]) => namesIn(title.toLowerCase(), names, wide)),
    '',
  ].join('\n');
}

/** What every form of a comparison lists, in this order. */
export const changesOf = ({ appeared, gone, unjudged }: Comparison): readonly (readonly [title: string, changes: readonly Change[]])[] => [
  ['New', appeared],
  ['Gone', gone],
  ['Not judged again, so nobody knows', unjudged],
];
export const triedOf = ({ dropped, added }: Comparison): readonly (readonly [title: string, names: readonly string[]])[] => [
  ['Tried then and not now', dropped],
  ['Tried now and not then', added],
];

/** `2 new findings, 1 gone, 4 still there`; no final stop. */
export function summarise({ appeared, gone, unjudged, stayed }: Comparison): string {
  if (appeared.length + gone.length + unjudged.length + stayed === 0) return 'no findings then and none now';
  const parts = [
    count(appeared.length, 'new finding'),
    `${gone.length} gone`,
    `${stayed} still there`,
    ...(unjudged.length > 0 ? [`${unjudged.length} not judged again`] : []),
  ];
  return parts.join(', ');
}

function changesIn(title: string, changes: readonly Change[], width: number): string[] {
  if (changes.length === 0) return [];
  const more = changes.length - mostChanges;
  return [
    `  ${title}:`,
    ...changes
      .slice(0, mostChanges)
      .flatMap(({ severity, rule, about, message, times }) => [
        ...wrapped(`${severity} ${plain(rule, 80)}  ${plain(about, 120)}${times > 1 ? ` × ${times}` : ''}`, width, '    ', '      '),
        ...wrapped(plain(message, 300), width, '      ', '      '),
      ]),
    ...(more > 0 ? [`    and ${count(more, 'more', 'more')}`] : []),
  ];
}

function namesIn(title: string, names: readonly string[], width: number): string[] {
  if (names.length === 0) return [];
  const more = names.length - mostNames;
  return [
    `  ${title}:`,
    ...names.slice(0, mostNames).flatMap((name) => wrapped(plain(name, 120), width, '    ', '      ')),
    ...(more > 0 ? [`    and ${count(more, 'more', 'more')}`] : []),
  ];
}

/** A word longer than a line stays whole: it may be copied. */
function wrapped(text: string, width: number, first: string, next: string): string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(' ')) {
    const isBegun = line.trim() !== '';
    if (isBegun && line.length + 1 + word.length > width) {
      lines.push(line);
      line = next + word;
    } else line += isBegun ? ` ${word}` : word;
  }
  return [...lines, line];
}
