// The table of evidence in the text report: one row per file, and the verdicts over its exchanges.
import { showVerdictCount } from '../../model/conclusion.ts';
import type { Report, Verdict } from '../../model/report.ts';
import { verdicts } from '../../model/report.ts';
import { count, grouped, plain } from '../../model/show.ts';
import { columnsOf } from './columns.ts';
import type { Paint } from './paint.ts';
import { renderParagraph } from './paint.ts';

const mostRows = 40;

interface Row {
  readonly uri: string;
  readonly format: string;
  readonly claim: string;
  exchanges: number;
  readonly verdicts: Record<Verdict, number>;
}

function countRows(report: Report): Row[] {
  const rows = new Map<string, Row>();
  const none = (): Record<Verdict, number> => ({ conforms: 0, violates: 0, unmatched: 0, unchecked: 0 });
  for (const { uri, format, claim, exchanges } of report.evidence) {
    const known = rows.get(uri);
    if (known) known.exchanges += exchanges;
    else rows.set(uri, { uri, format: plain(format, 20), claim: claim ?? '', exchanges, verdicts: none() });
  }
  for (const { exchange, verdict } of report.outcomes) {
    let row = rows.get(exchange.evidence);
    if (!row)
      rows.set(exchange.evidence, (row = { uri: exchange.evidence, format: '', claim: exchange.claim, exchanges: 0, verdicts: none() }));
    row.verdicts[verdict] += 1;
    row.exchanges = Math.max(
      row.exchanges,
      verdicts.reduce((sum, name) => sum + (row?.verdicts[name] ?? 0), 0),
    );
  }
  return gatherClean([...rows.values()]);
}

const conforms = (row: Row): boolean => row.exchanges > 0 && row.verdicts.conforms === row.exchanges;

/** Three or more files of a folder that have nothing to say are one row. */
function gatherClean(rows: readonly Row[]): Row[] {
  const homeOf = ({ uri, format, claim }: Row): string => `${uri.slice(0, uri.lastIndexOf('/') + 1)} ${format} ${claim}`;
  const groups = Map.groupBy(rows.filter(conforms), homeOf);
  const gathered = new Map<string, Row>();
  for (const row of rows) {
    const group = conforms(row) ? (groups.get(homeOf(row)) ?? []) : [];
    const folder = row.uri.slice(0, row.uri.lastIndexOf('/') + 1);
    if (group.length < 3 || folder === '') gathered.set(row.uri, row);
    else if (!gathered.has(homeOf(row))) {
      const exchanges = group.reduce((sum, other) => sum + other.exchanges, 0);
      gathered.set(homeOf(row), {
        ...row,
        uri: `${folder} (${count(group.length, 'file')})`,
        exchanges,
        verdicts: { ...row.verdicts, conforms: exchanges },
      });
    }
  }
  return [...gathered.values()];
}

export function renderEvidence(report: Report, paint: Paint): string[] {
  const rows = countRows(report);
  if (rows.length === 0) return [];
  // Of many files those with something to say come first; the order of each kind stays.
  const ordered = rows.length > mostRows ? [...rows.filter((row) => !conforms(row)), ...rows.filter(conforms)] : rows;
  const shown = ordered.slice(0, mostRows);
  const hidden = ordered.slice(mostRows);
  const exchanges = hidden.reduce((sum, row) => sum + row.exchanges, 0);
  const allConform = hidden.every(conforms) ? ', all conform' : '';
  return [
    ...renderRows(shown, paint),
    ...(hidden.length > 0
      ? renderParagraph(paint, [
          { text: `and ${count(hidden.length, 'more file', 'more files')} with ${count(exchanges, 'exchange')}${allConform}` },
        ])
      : []),
  ];
}

function renderRows(rows: readonly Row[], paint: Paint): string[] {
  // A column of zeros says nothing that the totals do not say.
  const shown = verdicts.filter((verdict) => verdict === 'conforms' || rows.some((row) => row.verdicts[verdict] > 0));
  const heads = ['evidence', 'format', 'claim', 'exchanges', ...shown];
  const table = rows.map((row) => [
    plain(row.uri, 300),
    row.format,
    row.claim,
    ...[row.exchanges, ...shown.map((verdict) => row.verdicts[verdict])].map(grouped),
  ]);
  const widths = heads.map((head, at) => Math.max(...[head, ...table.map((cells) => cells[at] ?? '')].map(columnsOf)));
  const needed = widths.reduce((sum, width) => sum + 2 + width, 0);
  if (needed > paint.width) return rows.flatMap((row) => renderStacked(row, shown, paint));
  const firstNumber = 3;
  const line = (cells: readonly string[]): string[] =>
    cells.map((cell, at) => {
      const space = ' '.repeat(Math.max(0, (widths[at] ?? 0) - columnsOf(cell)));
      return `  ${at < firstNumber ? cell + space : space + cell}`;
    });
  const paintCell = (cell: string, at: number): string => {
    if (at > 0 && at < firstNumber) return paint.dim(cell);
    if (at <= firstNumber) return cell;
    return cell.trim() === '0' ? paint.dim(cell) : at > firstNumber + 1 ? paint.strong(cell) : cell;
  };
  return [paint.dim(line(heads).join('')), ...table.map((cells) => line(cells).map(paintCell).join(''))];
}

function renderStacked(row: Row, shown: readonly Verdict[], paint: Paint): string[] {
  const told = shown.filter((verdict) => row.verdicts[verdict] > 0).map((verdict) => showVerdictCount(row.verdicts[verdict], verdict));
  const kind = [row.format, row.claim].filter((part) => part !== '').join(', ');
  return [
    ...renderParagraph(paint, [{ text: plain(row.uri, 300) }]),
    ...renderParagraph(
      paint,
      [{ text: [count(row.exchanges, 'exchange'), ...told].join(' · ') }, { text: `  (${kind})`, style: paint.dim, whole: true }],
      4,
    ),
  ];
}
