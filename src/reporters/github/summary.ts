// The markdown of a GitHub Actions job summary: conclusion, totals, findings grouped by fingerprint.
import { conclude } from '../../model/conclusion.ts';
import { counts, severities } from '../../model/finding.ts';
import type { FindingGroup } from '../../model/finding-group.ts';
import { groupFindings, showTimes } from '../../model/finding-group.ts';
import type { Location } from '../../model/location.ts';
import { placeOf, showPlace } from '../../model/place.ts';
import type { Report } from '../../model/report.ts';
import { verdicts } from '../../model/report.ts';
import { count, plain } from '../../model/show.ts';

const mostGroups = 50;
const mostLines = 30;

/** Markdown for the caller to append to the file `$GITHUB_STEP_SUMMARY` names. */
export function summary(report: Report): string {
  const { totals } = report;
  const groups = groupFindings(report.findings.filter(counts));
  const hidden = groups.length - mostGroups;
  const number = (n: number): string => n.toLocaleString('en-US');
  const lines = [
    '## Truce',
    '',
    `${['✅', '❌', '⚠️'][report.exitCode] ?? '⚠️'} ${conclude(report)}`,
    '',
    ...listItems(report.couldNotCheck),
    ...(report.bailed ? ['Stopped early by `--bail`: what came after was not read', ''] : []),
    `| exchanges | ${verdicts.join(' | ')} | ${severities.join(' | ')} | accepted |`,
    `|${' ---: |'.repeat(verdicts.length + severities.length + 2)}`,
    `| ${[totals.exchanges, ...verdicts.map((verdict) => totals.verdicts[verdict]), ...severities.map((severity) => totals.findings[severity]), totals.accepted].map(number).join(' | ')} |`,
    '',
    ...groups.slice(0, mostGroups).flatMap(describeGroup),
    ...(hidden > 0 ? [`…and ${count(hidden, 'more problem')}: the json report has all`, ''] : []),
    ...listItems(report.remarks.map(({ severity, message }) => `${severity}: ${message}`)),
  ];
  return `${lines.join('\n').trimEnd().toWellFormed()}\n`;
}

function listItems(texts: readonly string[]): string[] {
  if (texts.length === 0) return [];
  const more = texts.length - mostLines;
  return [
    ...texts.slice(0, mostLines).map((text) => `- ${escapeMarkdown(text)}`),
    ...(more > 0 ? [`- and ${count(more, 'more', 'more')}`] : []),
    '',
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
    '',
  ];
}

const describePlace = (location: Location): string =>
  `${code(showPlace(placeOf(location)))}${location.pointer && ` ${code(location.pointer)}`}`;

const code = (text: string): string => `\`${plain(text, 400).replaceAll('`', "'")}\``;

/** Code spans stay as they are; nothing else of what came from outside is read as markup. */
function escapeMarkdown(text: string): string {
  const parts = plain(text, 1000).split('`');
  // A tick without its partner opens nothing.
  const closed = parts.length % 2 === 1 ? parts : [...parts.slice(0, -2), parts.slice(-2).join("'")];
  return closed.map((part, at) => (at % 2 === 1 ? part : escapeText(part))).join('`');
}

const escapeText = (text: string): string =>
  text
    .replace(/[\\*_[\]{}#|!~$@]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/https?:\/\//gi, (scheme) => scheme.replace('://', '&#58;//'));
