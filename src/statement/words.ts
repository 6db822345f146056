// Words of a statement that Markdown and HTML share: headings, names of columns, times.
import type { Severity } from '../model/finding.ts';
import { count, grouped, list } from '../model/show.ts';
import type { Deviation, LeftBehind, Reason, Row, Statement } from './statement.ts';

const standings: Readonly<Record<Statement['standing'], string>> = {
  conforms: 'Conforms',
  deviates: 'Deviates',
  open: 'Open: not everything could be tried or judged',
};

/** Whoever reads only this must not take what was tried for the whole. */
export const showStanding = ({ standing, rows, unjudged }: Statement): string =>
  standing === 'conforms' && (unjudged.length > 0 || rows.some(({ untried }) => untried > 0))
    ? 'Conforms in what was tried'
    : standings[standing];

export const severityWords: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'remark' };

export const headings = {
  tried: 'What was tried',
  deviations: 'Deviations',
  changes: 'What has changed',
  untried: 'What was not tried or judged',
  left: 'What was left behind',
  limits: 'What this statement does not say',
} as const;

export const columns = ['operation', 'check', 'tried', 'conforms', 'deviates', 'not tried'] as const;

/** Below the table. */
export function explainTable({ everywhere }: Statement): string {
  const beside = everywhere.length > 0 ? `, and for ${everywhere.map((title) => `“${title}”`).join(', ')}` : '';
  return `The figures are cases: one or more requests that answer one question. A case deviates when anything about one of its answers does, shape of the body and header fields included. “Not tried” is also what was answered by nothing that could be judged. Every answer was looked at for everything the contract says of it${beside}.`;
}

/** `title contract 1.2`, as in headings. */
export const titleOf = ({ contract }: Statement): string => `Conformance statement: ${contract.title} ${contract.version}`.trimEnd();

export function factsOf({
  contract,
  instance,
  date,
  run,
  recording,
  truce,
}: Statement): readonly (readonly [name: string, value: string])[] {
  return [
    ['Contract', `${contract.title} ${contract.version} (${contract.document})`],
    ['Instance', instance],
    ['Date', date],
    ['Run', `${run}, recorded in ${recording}`],
    ['Made by', `Truce ${truce}`],
  ];
}

/** Before what was found; a remark under this heading is none. */
export function introduceDeviations(all: Statement['deviations']): string[] {
  if (all.some(({ severity }) => severity !== 'info')) return [];
  return [`None was found in what was tried.${all.length > 0 ? ' Here are remarks, which count as no deviation.' : ''}`];
}

/** `seen in 3 exchanges`. */
export function showOften({ times, exchanges }: Pick<Deviation, 'times' | 'exchanges'>): string {
  if (exchanges === 0) return '';
  return times === exchanges
    ? `seen in ${count(exchanges, 'exchange')}`
    : `seen ${count(times, 'time')} in ${count(exchanges, 'exchange')}`;
}

/** `5 ×, such as a, b`. */
export const showReason = ({ times, what }: Reason): string => {
  const names = what.filter((name) => name !== '');
  if (times === 1) return names[0] ?? '';
  return `${grouped(times)} ×${names.length === 0 ? '' : `, such as ${names.join('; ')}`}`;
};

export function describeLeftovers({ isReadOnly, removed, kept, stays, mark }: LeftBehind): string[] {
  if (isReadOnly) return ['Nothing: the run sent nothing that creates, changes or removes.'];
  const sentences: string[] = [];
  if (kept > 0) sentences.push(`${count(kept, 'thing')} may still be there, named ${mark} where the API has a name for it.`);
  else if (stays.length === 0) sentences.push('Nothing.');
  if (removed > 0) sentences.push(`${count(removed, 'thing')} made by the run ${removed === 1 ? 'was' : 'were'} removed again.`);
  if (stays.length > 0) sentences.push(`What stays by the nature of the API: ${list(stays, 20)}.`);
  return [sentences.join(' ')];
}

/** The operation only in the first of its rows. */
export const isFirst = (rows: readonly Row[], at: number): boolean => rows[at]?.operation !== rows[at - 1]?.operation;
