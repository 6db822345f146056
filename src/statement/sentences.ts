// The sentences of a statement that every form of it says alike: what the run comes to, and what it does not say.
import { nouns } from '../model/conclusion.ts';
import { severities } from '../model/finding.ts';
import type { FindingGroup } from '../model/finding-group.ts';
import type { Report } from '../model/report.ts';
import { count, grouped, list, plain } from '../model/show.ts';
import type { Row } from './statement.ts';

/** What a run was asked for. */
export interface Scope {
  readonly isWriting: boolean;
  /** Ids of checks that were left out. */
  readonly withoutChecks: readonly string[];
  /** Operations of the contract, and how many of them were asked for. */
  readonly operations: number;
  readonly chosen: number;
  /** Generated requests for each operation at most. */
  readonly generated: number;
  readonly seed: number;
  /** Only one case was tried again. */
  readonly isReplay: boolean;
}

interface Sums {
  readonly rows: readonly Row[];
  readonly groups: readonly FindingGroup[];
  readonly report: Report;
}

const mostReasons = 5;

/** Did the instance ever answer? Where nobody is there, nothing deviates. */
export const isAnswered = ({ outcomes }: Pick<Report, 'outcomes'>): boolean => outcomes.some(({ status }) => status !== undefined);

export function summarise({ rows, groups, report }: Sums): string[] {
  const sum = (key: 'tried' | 'conforms' | 'deviates' | 'untried'): number => rows.reduce((total, row) => total + row[key], 0);
  const { exchanges } = report.totals;
  const kinds = severities
    .filter((severity) => severity !== 'info')
    .map((severity) => ({ severity, n: groups.filter(({ first }) => first.severity === severity).length }))
    .filter(({ n }) => n > 0);
  const ways = kinds.reduce((total, { n }) => total + n, 0);
  const infos = groups.filter(({ first }) => first.severity === 'info').length;
  const of = `${count(sum('tried'), 'case')} (${count(exchanges, 'request')} in all)`;
  // What prepares, signs in and removes is no case.
  const seen =
    sum('deviates') > 0 ? `seen in ${grouped(sum('deviates'))} of ${of}` : `seen only in what prepares or removes things, not in the ${of}`;
  const sentences: string[] = [];
  if (exchanges > 0 && !isAnswered(report))
    sentences.push(`No answer came to any of ${count(exchanges, 'request')}: this says nothing about what the instance keeps to.`);
  else if (ways > 0)
    sentences.push(
      `The instance deviates from the contract in ${count(ways, 'way')} (${list(kinds.map(({ severity, n }) => count(n, ...nouns[severity])))}), ${seen}.`,
    );
  else if (sum('tried') === 0) sentences.push('Nothing was tried and judged: this says nothing about the instance.');
  else sentences.push(`The instance kept to the contract in ${of}: no deviation was found.`);
  if (infos > 0) sentences.push(`${count(infos, 'remark')} beside that ${infos === 1 ? 'counts' : 'count'} as no deviation.`);
  if (sum('untried') > 0)
    sentences.push(
      `${count(sum('untried'), 'case or operation', 'cases or operations')} could not be tried or judged; the reasons stand below.`,
    );
  const { couldNotCheck } = report;
  for (const reason of couldNotCheck.slice(0, mostReasons)) sentences.push(`${plain(reason, 300)}.`);
  if (couldNotCheck.length > mostReasons)
    sentences.push(`${count(couldNotCheck.length - mostReasons, 'more thing')} could not be checked: the report of the run has all.`);
  return sentences;
}

/** Most names of checks and reasons that are listed. */
const mostNames = 15;

export function describeLimits(scope: Scope, { totals }: Pick<Report, 'totals'>): string[] {
  const { isWriting, withoutChecks, operations, chosen, generated, seed, isReplay } = scope;
  return [
    `It speaks of the ${count(totals.exchanges, 'request')} of this run and of nothing that was not sent; another moment, another record or another release may answer otherwise.`,
    ...(isReplay ? ['Only one case was tried, again.'] : []),
    ...(chosen < operations ? [`Only ${chosen} of the ${count(operations, 'operation')} of the contract were asked for.`] : []),
    ...(withoutChecks.length > 0 ? [`These checks were left out: ${list(withoutChecks, mostNames)}.`] : []),
    ...(isWriting ? [] : ['Nothing that creates, changes or removes was sent.']),
    ...(generated > 0 && !isReplay
      ? [`Of the requests one could generate, at most ${generated} for each operation were chosen (seed ${seed}).`]
      : []),
    'It says nothing about load, about requests sent at the same time, about availability or about how long the instance keeps what it is given.',
    'One set of credentials was used: what other roles, users or tenants may see or do was not tried.',
    'Only what the contract says is judged: whether a well-formed value is the right one is not. Where the contract itself is wrong, so is this.',
    'Requests and answers stand here as they were recorded, credentials replaced by REDACTED; other data in them, such as names and addresses of people, is as the instance sent it.',
  ];
}
