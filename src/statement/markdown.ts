// A statement as Markdown that an issue of GitHub or GitLab shows as it is meant; nothing an instance sent is read as markup.
import { cell, code, escapeMarkdown, fenced } from '../reporters/markdown/escape.ts';
import { count, grouped, plain } from '../model/show.ts';
import type { Change, Comparison } from './comparison.ts';
import { changesOf, summarise, triedOf } from './comparison-text.ts';
import { frameText } from './frame-text.ts';
import type { Deviation, LeftBehind, Reason, Row, Statement } from './statement.ts';
import {
  columns,
  describeLeftovers,
  explainTable,
  factsOf,
  headings,
  introduceDeviations,
  isFirst,
  severityWords,
  showOften,
  showReason,
  showStanding,
  titleOf,
} from './words.ts';

/** An issue takes 65,536 characters; what does not fit is told in fewer words, the least severe deviations first. */
const room = 60_000;
/** Of that, at most so much for the table, and for each list. */
const roomOfTable = 16_000;
const roomOfList = 3000;

const marks: Readonly<Record<Statement['standing'], string>> = { conforms: '✅', deviates: '❌', open: '⚠️' };

export function renderMarkdown(statement: Statement): string {
  const { standing, summary, limits, comparison, left } = statement;
  const before: string[][] = [
    [`# ${escapeMarkdown(titleOf(statement), 300)}`],
    factsOf(statement).map(([name, value]) => `- ${name}: ${escapeMarkdown(value, 300)}`),
    [`${marks[standing]} **${showStanding(statement)}.** ${summary.map((text) => escapeMarkdown(text, 400)).join(' ')}`],
    [`## ${headings.tried}`],
    ...table(statement),
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

/** As many lines as there is room for. */
function fitting(lines: readonly string[], most: number): string[] {
  let size = 0;
  return lines.filter((line) => (size += line.length + 1) <= most);
}

/** A list, and how much of it there was no room for. */
function listed(items: readonly string[], most = roomOfList): string[] {
  const shown = fitting(
    items.map((item) => `- ${item}`),
    most,
  );
  const more = items.length - shown.length;
  return more > 0 ? [...shown, `- and ${count(more, 'more', 'more')}`] : shown;
}

/** By operation and check; where that is too long by operation, those that deviate first. */
function table({ rows }: Statement): string[][] {
  if (rows.length === 0) return [['Nothing was planned.']];
  const head = [`| ${columns.join(' | ')} |`, '| --- | --- | ---: | ---: | ---: | ---: |'];
  const whole = rows.map((row, at) => rowOf(row, isFirst(rows, at)));
  if (fitting(whole, roomOfTable).length === whole.length) return [[...head, ...whole]];
  const operations = [...Map.groupBy(rows, ({ operation }) => operation).values()]
    .map(sumOf)
    .toSorted((a, b) => Number(b.deviates > 0) - Number(a.deviates > 0));
  const shown = fitting(
    operations.map((row) => rowOf(row, true)),
    roomOfTable,
  );
  const more = operations.length - shown.length;
  return [
    [...head, ...shown],
    [
      `${more > 0 ? `And ${count(more, 'more operation')}. ` : ''}There is no room here for every check: as HTML the statement has them all.`,
    ],
  ];
}

function rowOf({ operation, check, tried, conforms, deviates, untried }: Row, isNamed: boolean): string {
  const name = isNamed ? cell(operation, 120) : '';
  if (check === '') return `| ${name} | none | 0 | 0 | 0 | all |`;
  const figures = [tried, conforms, deviates, untried].map(grouped);
  if (deviates > 0) figures[2] = `**${figures[2]}**`;
  return `| ${name} | ${cell(check)} | ${figures.join(' | ')} |`;
}

function sumOf(rows: readonly Row[]): Row {
  const sum = (key: 'tried' | 'conforms' | 'deviates' | 'untried'): number => rows.reduce((total, row) => total + row[key], 0);
  const { operation = '', check = '' } = rows[0] ?? {};
  return {
    operation,
    check: rows.length === 1 ? check : count(rows.length, 'check'),
    tried: sum('tried'),
    conforms: sum('conforms'),
    deviates: sum('deviates'),
    untried: sum('untried'),
  };
}

/** Each as a whole while there is room, then without its exchange, then as a sentence; those for which not even that has room are counted. */
function deviations({ deviations: all, hidden, recording }: Statement, most: number): string[][] {
  const stands = `The exchange stands in ${escapeMarkdown(recording)}.`;
  const forms = all.map((deviation, at) => {
    const { exchange: _, reproduce: __, ...rest } = deviation;
    return [describe(deviation, at + 1), [...describe({ ...rest, reproduce: [] }, at + 1), '', stands], headOf(deviation, at + 1)];
  });
  const sizeOf = (lines: readonly string[] = []): number => lines.join('\n').length + 2;
  let left = most - 200;
  const told = forms.filter((own) => (left -= sizeOf(own.at(-1))) >= 0);
  left = Math.max(left, 0);
  const shown = told.map((own) => {
    const head = own.at(-1) ?? [];
    const chosen = own.find((lines) => sizeOf(lines) - sizeOf(head) <= left) ?? head;
    left -= sizeOf(chosen) - sizeOf(head);
    return chosen;
  });
  const more = hidden + all.length - told.length;
  return [introduceDeviations(all), ...shown, ...(more > 0 ? [[moreThan(more)]] : [])];
}

const moreThan = (n: number): string => `And ${grouped(n)} more: the report of the run has all.`;

function besides({ accepted, own }: Statement): string[][] {
  const parts: string[][] = [];
  if (accepted.length > 0) parts.push(['Accepted by whoever ran it, and not counted:', '', ...listed(accepted.map(showEach))]);
  if (own.length > 0)
    parts.push(['Of the requests and the document, not of the instance:', '', ...listed(own.map((text) => escapeMarkdown(text)))]);
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
      ? [`- The contract: ${code(contract.place)}${contract.pointer && ` ${code(contract.pointer)}`}`]
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
  const lines = listed([...untried.map(showEach), ...unjudged.map((reason) => `not judged: ${showEach(reason)}`)], 2 * roomOfList);
  return lines.length > 0 ? lines : ['Nothing: all that was planned was tried and judged.'];
}

const showEach = (reason: Reason): string => {
  const often = showReason(reason);
  return `${escapeMarkdown(reason.reason, 400)}${often && ` (${escapeMarkdown(often, 400)})`}`;
};

function leftovers(left: LeftBehind): string[] {
  const items = left.items.map(
    ({ what, why, at }) => `${escapeMarkdown(what, 200)}${at && `, made at ${escapeMarkdown(at)}`}: ${escapeMarkdown(why)}`,
  );
  return [...describeLeftovers(left).map((text) => escapeMarkdown(text)), ...(items.length > 0 ? ['', ...listed(items)] : [])];
}

function changes(comparison: Comparison): string[][] {
  const { earlier, remarks } = comparison;
  return [
    [`Since ${code(earlier)}: ${summarise(comparison)}.`],
    remarks.map((text) => `- ${escapeMarkdown(text)}`),
    ...changesOf(comparison).map(([title, all]) => named(title, all.map(showChange))),
    ...triedOf(comparison).map(([title, all]) => named(title, all)),
  ];
}

const showChange = ({ severity, rule, about, message }: Change): string =>
  `${severityWords[severity]} ${plain(rule)}, ${about}: ${message}`;

const named = (title: string, all: readonly string[]): string[] =>
  all.length === 0 ? [] : [`${title}:`, '', ...listed(all.map((text) => escapeMarkdown(text, 300)))];
