// Markdown for a job summary or a comment: conclusion, totals, contracts, findings grouped by fingerprint. Nothing from outside is read as markup.
import { conclude } from '../model/conclusion.ts';
import { counts, severities } from '../model/finding.ts';
import type { FindingGroup } from '../model/finding-group.ts';
import { groupFindings, showTimes } from '../model/finding-group.ts';
import type { Location } from '../model/location.ts';
import { placeOf, showPlace } from '../model/place.ts';
import type { Report } from '../model/report.ts';
import { verdicts } from '../model/report.ts';
import type { Reporter } from '../model/reporter.ts';
import { count, grouped } from '../model/show.ts';
import { cell, code, escapeMarkdown } from './markdown/escape.ts';

const mostGroups = 50;
const mostLines = 30;
const mostRows = 30;

const reporter: Reporter = {
  id: 'markdown',
  title: 'Markdown, as for the summary of a CI job or a comment',
  *render(report) {
    for (const lines of sections(report)) yield `${lines.join('\n').toWellFormed()}\n`;
  },
};
export default reporter;

const number = grouped;

/** Each ends with an empty line but the last. */
function* sections(report: Report): Iterable<string[]> {
  const groups = groupFindings(report.findings.filter(counts));
  const hidden = groups.slice(mostGroups);
  const parts: string[][] = [
    ['## Truce', '', `${['✅', '❌', '⚠️'][report.exitCode] ?? '⚠️'} ${conclude(report)}`],
    listItems(report.couldNotCheck),
    report.bailed ? ['Stopped early by `--bail`: what came after was not read'] : [],
    describeTotals(report),
    describeContracts(report),
    ...groups.slice(0, mostGroups).map(describeGroup),
    hidden.length > 0 ? [`…and ${count(hidden.length, 'more problem')}: the json report has all`] : [],
    listItems(report.remarks.map(({ severity, message }) => `${severity}: ${message}`)),
  ];
  const filled = parts.filter((lines) => lines.length > 0);
  yield* filled.map((lines, at) => (at < filled.length - 1 ? [...lines, ''] : lines));
}

function describeTotals({ totals }: Report): string[] {
  return [
    `| exchanges | ${verdicts.join(' | ')} | ${severities.join(' | ')} | accepted |`,
    `|${' ---: |'.repeat(verdicts.length + severities.length + 2)}`,
    `| ${[totals.exchanges, ...verdicts.map((verdict) => totals.verdicts[verdict]), ...severities.map((severity) => totals.findings[severity]), totals.accepted].map(number).join(' | ')} |`,
  ];
}

/** A row per contract; what no contract covers is in the totals alone. */
function describeContracts({ contracts, outcomes }: Report): string[] {
  if (contracts.length === 0) return [];
  const by = Map.groupBy(outcomes, ({ operation }) => operation?.contract ?? '');
  const rows = contracts.slice(0, mostRows).map(({ id, version, operations }) => {
    const own = by.get(id) ?? [];
    const seen = new Set(own.map(({ operation }) => operation?.id)).size;
    const cells = [
      own.length,
      ...(['conforms', 'violates', 'unchecked'] as const).map((verdict) => own.filter((one) => one.verdict === verdict).length),
    ];
    return `| ${cell(id)} ${cell(version)} | ${number(seen)} of ${number(operations)} | ${cells.map(number).join(' | ')} |`;
  });
  return [
    '| contract | operations with evidence | exchanges | conforms | violates | unchecked |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    ...(contracts.length > mostRows ? ['', `…and ${count(contracts.length - mostRows, 'more contract')}`] : []),
  ];
}

function listItems(texts: readonly string[]): string[] {
  if (texts.length === 0) return [];
  const more = texts.length - mostLines;
  return [
    ...texts.slice(0, mostLines).map((text) => `- ${escapeMarkdown(text)}`),
    ...(more > 0 ? [`- and ${count(more, 'more', 'more')}`] : []),
  ];
}

function describeGroup(group: FindingGroup): string[] {
  const { severity, rule, about, message, instance, contract, exchange, fix } = group.first;
  const times = showTimes(group);
  return [
    `#### ${severity} ${code(rule)}${about && `: ${escapeMarkdown(about)}`}${times && ` ${times}`}`,
    '',
    escapeMarkdown(message),
    '',
    ...(instance ? [`- seen: ${describePlace(instance)}${exchange ? ` ${escapeMarkdown(exchange.label)}` : ''}`] : []),
    ...(contract ? [`- contract: ${describePlace(contract)}`] : []),
    ...(fix ? [`- fix: ${escapeMarkdown(fix)}`] : []),
  ];
}

const describePlace = (location: Location): string =>
  `${code(showPlace(placeOf(location)))}${location.pointer && ` ${code(location.pointer)}`}`;
