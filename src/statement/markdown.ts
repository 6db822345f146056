// A statement as Markdown that an issue of GitHub or GitLab shows as it is meant; nothing an instance sent is read as markup.
import { cell, code, escapeMarkdown, fenced } from '../reporters/markdown/escape.ts';
import { grouped, plain } from '../model/show.ts';
import type { Change, Comparison } from './comparison.ts';
import { summarise } from './comparison-text.ts';
import { frameText } from './frame-text.ts';
import type { Deviation, LeftBehind, Reason, Statement } from './statement.ts';
import {
  columns,
  describeLeftovers,
  explainTable,
  factsOf,
  headings,
  isFirst,
  severityWords,
  showOften,
  showReason,
  standings,
  titleOf,
} from './words.ts';

/** An issue takes 65,536 characters; what does not fit is told in fewer words, the least severe deviations first. */
const room = 60_000;
const mostChanges = 20;

const marks: Readonly<Record<Statement['standing'], string>> = { conforms: '✅', deviates: '❌', open: '⚠️' };

export function renderMarkdown(statement: Statement): string {
  const { standing, summary, limits, comparison, left } = statement;
  const before: string[][] = [
    [`# ${escapeMarkdown(titleOf(statement))}`],
    factsOf(statement).map(([name, value]) => `- ${name}: ${escapeMarkdown(value, 300)}`),
    [`${marks[standing]} **${standings[standing]}.** ${summary.map((text) => escapeMarkdown(text)).join(' ')}`],
    [`## ${headings.tried}`],
    table(statement),
    [escapeMarkdown(explainTable(statement), 2000)],
    [`## ${headings.deviations}`],
  ];
  const after: string[][] = [
    ...besides(statement),
    ...(comparison ? [[`## ${headings.changes}`], ...changes(comparison)] : []),
    [`## ${headings.untried}`],
    reasons(statement),
    [`## ${headings.left}`],
    leftovers(left),
    [`## ${headings.limits}`],
    limits.map((text) => `- ${escapeMarkdown(text)}`),
  ];
  const parts = [...before, ...deviations(statement, room - join([...before, ...after]).length), ...after];
  return `${join(parts).toWellFormed()}\n`;
}

const join = (parts: readonly (readonly string[])[]): string =>
  parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');

function table({ rows }: Statement): string[] {
  if (rows.length === 0) return ['Nothing was planned.'];
  return [
    `| ${columns.join(' | ')} |`,
    '| --- | --- | ---: | ---: | ---: | ---: |',
    ...rows.map(({ operation, check, tried, conforms, deviates, untried }, at) => {
      const figures = [tried, conforms, deviates, untried].map((n) => grouped(n));
      if (check === '') return `| ${isFirst(rows, at) ? cell(operation, 120) : ''} | none | 0 | 0 | 0 | all |`;
      if (deviates > 0) figures[2] = `**${figures[2]}**`;
      return `| ${isFirst(rows, at) ? cell(operation, 120) : ''} | ${cell(check)} | ${figures.join(' | ')} |`;
    }),
  ];
}

/** Each as a whole while there is room, then without its exchange, then as a sentence. */
function deviations({ deviations: all, recording }: Statement, most: number): string[][] {
  if (all.length === 0) return [['None was found in what was tried.']];
  const stands = `The exchange stands in ${escapeMarkdown(recording)}.`;
  const forms = all.map((deviation, at) => {
    const { exchange: _, reproduce: __, ...rest } = deviation;
    return [describe(deviation, at + 1), [...describe({ ...rest, reproduce: [] }, at + 1), '', stands], headOf(deviation, at + 1)];
  });
  const sizeOf = (lines: readonly string[]): number => lines.join('\n').length + 2;
  let left = most - forms.reduce((sum, own) => sum + sizeOf(own.at(-1) ?? []), 0);
  return forms.map((own) => {
    const head = own.at(-1) ?? [];
    const chosen = own.find((lines) => sizeOf(lines) - sizeOf(head) <= left) ?? head;
    left -= sizeOf(chosen) - sizeOf(head);
    return chosen;
  });
}

function besides({ hidden, accepted, own }: Statement): string[][] {
  const parts: string[][] = [];
  if (hidden > 0) parts.push([`And ${hidden} more: the report of the run has all.`]);
  if (accepted.length > 0)
    parts.push(['Accepted by whoever ran it, and not counted:', '', ...accepted.map((reason) => `- ${showEach(reason)}`)]);
  if (own.length > 0)
    parts.push(['Of the requests and the document, not of the instance:', '', ...own.map((text) => `- ${escapeMarkdown(text)}`)]);
  return parts;
}

const headOf = ({ severity, title, about, message }: Deviation, n: number): string[] => [
  `### ${n}. ${severityWords[severity]}: ${escapeMarkdown(title)}${about && ` (${escapeMarkdown(about)})`}`,
  '',
  escapeMarkdown(message),
];

function describe(deviation: Deviation, n: number): string[] {
  const { rule, why, fix, contract, seen, exchange, sameAs, reproduce, fingerprint } = deviation;
  const often = showOften(deviation);
  return [
    ...headOf(deviation, n),
    '',
    ...(contract
      ? [`- The contract: ${code(contract.place)} ${code(contract.pointer)}`]
      : ['- The contract has no sentence of its own for it']),
    ...(seen === undefined ? [] : [`- Seen: ${escapeMarkdown(seen)}${often && `; ${often}`}`]),
    ...(why ? [`- Why it matters: ${escapeMarkdown(why)}`] : []),
    ...(fix ? [`- What to do: ${escapeMarkdown(fix)}`] : []),
    `- Known as ${code(rule)} ${code(fingerprint)}`,
    ...(sameAs === undefined ? [] : [`- Request and response are those of ${sameAs}`]),
    ...(contract?.frame ? ['', fenced(frameText(contract.frame), 'text')] : []),
    ...(exchange
      ? [
          '',
          '<details><summary>Request and response</summary>',
          '',
          fenced(exchange.request, 'http'),
          '',
          fenced(exchange.response, 'http'),
          '',
          '</details>',
        ]
      : []),
    ...(reproduce.length > 0
      ? ['', 'To see it again:', '', fenced(reproduce.map(({ what, line }) => `# ${what}${line && `\n${line}`}`).join('\n'), 'sh')]
      : []),
  ];
}

function reasons({ untried, unjudged }: Statement): string[] {
  const lines = [...untried.map((reason) => `- ${showEach(reason)}`), ...unjudged.map((reason) => `- not judged: ${showEach(reason)}`)];
  return lines.length > 0 ? lines : ['Nothing: all that was planned was tried and judged.'];
}

const showEach = (reason: Reason): string => {
  const often = showReason(reason);
  return `${escapeMarkdown(reason.reason, 400)}${often && ` (${escapeMarkdown(often, 400)})`}`;
};

function leftovers(left: LeftBehind): string[] {
  return [
    ...describeLeftovers(left).map((text) => escapeMarkdown(text)),
    ...(left.items.length > 0 ? [''] : []),
    ...left.items.map(
      ({ what, why, at }) => `- ${escapeMarkdown(what, 200)}${at && `, made at ${escapeMarkdown(at)}`}: ${escapeMarkdown(why)}`,
    ),
  ];
}

function changes(comparison: Comparison): string[][] {
  const { earlier, remarks, appeared, gone, unasked, dropped, added } = comparison;
  return [
    [`Since ${code(earlier)}: ${summarise(comparison)}.`],
    remarks.map((text) => `- ${escapeMarkdown(text)}`),
    listed('New:', appeared),
    listed('Gone:', gone),
    listed('Not asked again, so nobody knows:', unasked),
    named('Tried then and not now:', dropped),
    named('Tried now and not then:', added),
  ];
}

const listed = (title: string, all: readonly Change[]): string[] =>
  named(
    title,
    all.map(({ severity, rule, about, message }) => `${severityWords[severity]} ${plain(rule)}, ${about}: ${message}`),
  );

function named(title: string, all: readonly string[]): string[] {
  if (all.length === 0) return [];
  const more = all.length - mostChanges;
  return [
    title,
    '',
    ...all.slice(0, mostChanges).map((text) => `- ${escapeMarkdown(text, 300)}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ];
}
