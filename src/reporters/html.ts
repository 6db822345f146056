// One HTML file for people: the evidence as a picture, the findings to search and filter. It asks nobody for anything (CSP Level 3) and needs no server.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { conclude } from '../model/conclusion.ts';
import { reasonOf } from '../model/outcome-reason.ts';
import type { Outcome, Report, Verdict } from '../model/report.ts';
import { stringify } from '../model/report-values.ts';
import type { RenderOptions, Reporter } from '../model/reporter.ts';
import { plain } from '../model/show.ts';
import { palette } from '../pages/palette.ts';
import { viewMatrix } from './html/matrix.ts';
import { viewProblems } from './html/problems.ts';
import type { EvidenceView, UnjudgedView, View } from './html/view.ts';

const mostReasons = 100;
const mostUnjudged = 200;

const reporter: Reporter = {
  id: 'html',
  title: 'One HTML file for people: the evidence as a picture, the findings to search and filter',
  announcement: 'HTML report',
  usesMatrix: true,
  *render(report, options) {
    const { html, style, script } = readPage();
    const policy = [
      "default-src 'none'",
      `style-src '${hashOf(html, 'style', style)}'`,
      `script-src '${hashOf(html, 'script', script)}'`,
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; ');
    // The formatter keeps comments as they are, so the large parts stand in for one each.
    for (const part of html.split(/(\{\{policy\}\}|\/\* \{\{\w+\}\} \*\/)/)) {
      if (part === '{{policy}}') yield policy;
      else if (part === '/* {{style}} */') yield* inLines(style);
      else if (part === '/* {{script}} */') yield* inLines(script);
      else if (part === '/* {{data}} */') yield* renderData(report, options);
      else yield part;
    }
  },
};
export default reporter;

/** In this order one script: a file comes after those it imports. */
const scripts = ['dom', 'data', 'summary', 'fields', 'matrix', 'problem', 'findings', 'page'];

// The build puts the folder beside the bundle, so that one address serves the sources and what is published.
const read = (name: string): string => readFileSync(new URL(`html/page/${name}`, import.meta.url), 'utf8');

let page: { readonly html: string; readonly style: string; readonly script: string } | undefined;

/** One scope for all: the modules' names differ, so that imports need only be left out. */
function readPage(): NonNullable<typeof page> {
  const modules = scripts.map((name) =>
    read(`${name}.js`)
      .replace(/^import [^;]*;\n/gm, '')
      .replace(/^export /gm, ''),
  );
  page ??= { html: read('index.html'), style: palette + read('page.css'), script: `(() => {\n'use strict';\n${modules.join('')}})();\n` };
  return page;
}

/** The source expression for the text of an element (CSP Level 3 §2.3.1), white space around it included. */
function hashOf(html: string, name: string, text: string): string {
  const [, before = '', after = ''] = new RegExp(`>(\\s*)/\\* \\{\\{${name}\\}\\} \\*/(\\s*)<`).exec(html) ?? [];
  return `sha256-${createHash('sha256')
    .update(before + text + after)
    .digest('base64')}`;
}

const inLines = (text: string): string[] => text.split(/(?<=\n)/);

/** JSON that an HTML parser cannot take for the end of a script, or for a comment. */
const embed = (value: unknown): string =>
  stringify(value)
    .replaceAll('<', String.raw`\u003c`)
    .toWellFormed();

function* renderData(report: Report, { rule }: RenderOptions): Iterable<string> {
  const rules = new Map<string, View['rules'][string]>();
  for (const { rule: id } of report.findings) {
    const known = rules.has(id) ? undefined : rule(id);
    if (known) rules.set(plain(id), { title: known.title, why: known.why, fix: known.fix });
  }
  const matrix = viewMatrix(report);
  const { contracts: rows, ...columns } = matrix;
  const head: Omit<View, 'matrix' | 'evidence' | 'problems' | 'hidden'> = {
    version: report.tool.version,
    exitCode: report.exitCode,
    conclusion: conclude(report),
    reasons: [
      ...report.couldNotCheck.map((reason) => plain(reason, 1000)),
      ...(report.bailed ? ['Stopped early by `--bail`: what came after was not read'] : []),
    ].slice(0, mostReasons),
    remarks: report.remarks.slice(0, mostReasons).map(({ severity, message }) => ({ severity, message: plain(message, 1000) })),
    exchanges: report.totals.exchanges,
    verdicts: report.totals.verdicts,
    findings: report.totals.findings,
    accepted: report.totals.accepted,
    contracts: report.contracts.map(({ id, title, version, uri, operations }) => ({
      id,
      title: plain(title),
      version: plain(version),
      uri: plain(uri, 300),
      operations,
    })),
    rules: Object.fromEntries(rules),
    unjudged: viewUnjudged(report.outcomes),
  };
  yield '{';
  for (const [name, value] of Object.entries(head)) yield `"${name}":${embed(value)},\n`;
  yield `"matrix":{"columns":${embed(columns.columns)},"contracts":[`;
  for (const [at, { operations, ...contract }] of rows.entries()) {
    yield `${at > 0 ? ',\n' : ''}${embed(contract).slice(0, -1)},"operations":[`;
    for (const [place, operation] of operations.entries()) yield (place > 0 ? ',\n' : '') + embed(operation);
    yield ']}';
  }
  yield ']},\n"evidence":[';
  for (const [at, file] of viewEvidence(report).entries()) yield (at > 0 ? ',\n' : '') + embed(file);
  yield '],\n"problems":[';
  const problems = viewProblems(report);
  let separator = '';
  let step = problems.next();
  for (; !step.done; step = problems.next()) {
    yield separator + embed(step.value);
    separator = ',\n';
  }
  yield `],"hidden":${step.value}}`;
}

function viewEvidence({ evidence, outcomes }: Report): EvidenceView[] {
  const by = Map.groupBy(outcomes, ({ exchange }) => exchange.evidence);
  return evidence.map(({ uri, format, claim, exchanges }) => {
    const verdicts: Record<Verdict, number> = { conforms: 0, violates: 0, unmatched: 0, unchecked: 0 };
    for (const { verdict } of by.get(uri) ?? []) verdicts[verdict]++;
    return { uri: plain(uri, 300), format: plain(format, 20), claim: claim ?? '', exchanges, verdicts };
  });
}

function viewUnjudged(outcomes: readonly Outcome[]): UnjudgedView[] {
  const tallies = new Map<string, { -readonly [Key in keyof UnjudgedView]: UnjudgedView[Key] }>();
  for (const outcome of outcomes) {
    const { verdict, exchange } = outcome;
    if (verdict !== 'unmatched' && verdict !== 'unchecked') continue;
    const reason = plain(reasonOf(outcome) ?? 'no reason given', 400);
    const known = tallies.get(`${verdict} ${reason}`);
    if (known) known.times++;
    else
      tallies.set(`${verdict} ${reason}`, {
        verdict,
        reason,
        times: 1,
        first: `${plain(exchange.evidence, 300)} ${plain(exchange.label, 120)}`,
      });
  }
  return [...tallies.values()]
    .toSorted((a, b) => (a.verdict < b.verdict ? -1 : a.verdict > b.verdict ? 1 : b.times - a.times))
    .slice(0, mostUnjudged);
}
