// What the run could not judge, in the text report: unchecked exchanges by reason, unmatched ones by host. Never silent.
import { reasonOf } from '../../model/outcome-reason.ts';
import type { Outcome, Report } from '../../model/report.ts';
import { count, grouped, plain } from '../../model/show.ts';
import type { Paint } from './paint.ts';
import { renderParagraph } from './paint.ts';

const mostReasons = 10;
const mostHosts = 5;
const mostRequests = 3;

interface Tally {
  readonly text: string;
  n: number;
  readonly first: Outcome;
}

function tally(outcomes: readonly Outcome[], textOf: (outcome: Outcome) => string): Tally[] {
  const tallies = new Map<string, Tally>();
  for (const outcome of outcomes) {
    const text = textOf(outcome);
    const known = tallies.get(text);
    if (known) known.n += 1;
    else tallies.set(text, { text, n: 1, first: outcome });
  }
  return [...tallies.values()].sort((a, b) => b.n - a.n);
}

const showReason = (outcome: Outcome): string => plain(reasonOf(outcome) ?? 'no reason given', 400);

/** The host a reason names, else the whole reason. */
function hostOf(outcome: Outcome): string {
  const host = /\bhttps?:\/\/(?:[^\s/`"'?#@]*@)?([^\s/`"'?#@]+)/i.exec(outcome.reason ?? '')?.[1];
  return host === undefined ? showReason(outcome) : plain(host, 100);
}

/** `GET /favicon.ico` out of a reason that names a whole URL. */
function requestOf(outcome: Outcome): string | undefined {
  const match = /`([A-Z]+) [a-z]+:\/\/[^\s/`]*([^\s`]*)`/.exec(reasonOf(outcome) ?? '');
  return match ? plain(`${match[1]} ${match[2] || '/'}`, 80) : undefined;
}

/** What was asked of a host, the first few kinds. */
function showRequests(outcomes: readonly Outcome[], host: string): string {
  const requests = new Set<string>();
  for (const outcome of outcomes) {
    const request = hostOf(outcome) === host ? requestOf(outcome) : undefined;
    if (request !== undefined) requests.add(request);
    if (requests.size > mostRequests) break;
  }
  const shown = [...requests].slice(0, mostRequests).join(', ');
  return requests.size > mostRequests ? `${shown}, …` : shown;
}

const showFirst = ({ exchange }: Outcome): string => `${plain(exchange.evidence, 300)} ${plain(exchange.label, 80)}`;

export function renderUnjudged(report: Report, paint: Paint): string[] {
  const unchecked = tally(
    report.outcomes.filter(({ verdict }) => verdict === 'unchecked'),
    showReason,
  );
  const unmatched = report.outcomes.filter(({ verdict }) => verdict === 'unmatched');
  const hosts = tally(unmatched, hostOf);
  const lines: string[] = [];
  if (unchecked.length > 0)
    lines.push(
      ...renderParagraph(
        paint,
        [{ text: 'unchecked', style: paint.severity.warning }, { text: '  should have been judged and could not be' }],
        0,
      ),
    );
  for (const { text, n, first } of unchecked.slice(0, mostReasons)) {
    lines.push(...renderParagraph(paint, [{ text: `${n > 1 ? `× ${grouped(n)}  ` : ''}${text}` }]));
    lines.push(...renderParagraph(paint, [{ text: `${n > 1 ? 'first ' : ''}${showFirst(first)}`, style: paint.dim }], 4));
  }
  if (unchecked.length > mostReasons)
    lines.push(...renderParagraph(paint, [{ text: `and ${count(unchecked.length - mostReasons, 'more reason')}` }]));
  if (unmatched.length > 0) {
    if (lines.length > 0) lines.push('');
    lines.push(
      ...renderParagraph(
        paint,
        [{ text: 'unmatched', style: paint.strong }, { text: `  ${count(unmatched.length, 'exchange')} no contract covers` }],
        0,
      ),
    );
  }
  for (const { text, n } of hosts.slice(0, mostHosts)) {
    const requests = showRequests(unmatched, text);
    lines.push(
      ...renderParagraph(paint, [{ text: `× ${grouped(n)}  ${text}` }, { text: requests === '' ? '' : `  ${requests}`, style: paint.dim }]),
    );
  }
  if (hosts.length > mostHosts) {
    const rest = hosts.slice(mostHosts).reduce((sum, { n }) => sum + n, 0);
    lines.push(...renderParagraph(paint, [{ text: `× ${grouped(rest)}  others` }]));
  }
  return lines;
}
