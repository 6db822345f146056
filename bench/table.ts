// Tables and targets as Markdown, which reads well on a terminal and in bench/RESULTS.md alike.
import type { SectionResult, Table, Target } from './bench.ts';

const pad = (text: string, width: number, isNumber: boolean): string => (isNumber ? text.padStart(width) : text.padEnd(width));

function renderRows(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) => Math.max(title.length, 3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => pad(cells[column] ?? '', width, column > 0)).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column > 0 ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}

const renderTable = ({ title, header, rows, notes }: Table): string =>
  [`### ${title}`, '', renderRows(header, rows), ...notes.map((note) => `\n${note}`), ''].join('\n');

export const renderTargets = (targets: readonly Target[]): string =>
  renderRows(
    ['target', 'measured', 'wanted', 'reached'],
    targets.map(({ name, measured, wanted, isReached }) => [name, measured, wanted, isReached ? 'yes' : 'NO']),
  );

export const renderSection = (title: string, { tables, targets }: SectionResult): string =>
  [`## ${title}`, '', ...tables.map(renderTable), ...(targets.length > 0 ? [renderTargets(targets), ''] : [])].join('\n');
