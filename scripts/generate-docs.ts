// Writes docs/rules: one page per rule, made of the rule's own texts and the real output of one of its test cases; `--check` only compares.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Claim } from '../src/model/exchange.ts';
import type { Report } from '../src/model/report.ts';
import type { AnyRule } from '../src/model/rule.ts';
import { list } from '../src/model/show.ts';
import { reporterById } from '../src/reporters/index.ts';
import { ruleById, rules } from '../src/rules/index.ts';
import { readOptions, runCase } from '../test/rules/run-case.ts';

const root = new URL('..', import.meta.url).pathname;
const cases = join(root, 'test/rules');
const target = join(root, 'docs/rules');
/** A longer file is named, not printed. */
const mostLines = 40;
const languages: Readonly<Record<string, string>> = { '.yaml': 'yaml', '.json': 'json', '.har': 'json', '.http': 'http', '.xml': 'xml' };
const claimWords: Readonly<Record<Claim, string>> = {
  observed: '`observed` (recordings)',
  expected: '`expected` (pacts)',
  example: '`example` (samples, examples of the document)',
};

/** What `truce check` prints for a case, without colour, 80 columns wide. */
function render(report: Report): string {
  const reporter = reporterById('text');
  if (!reporter) throw new Error('there is no text reporter');
  return [...reporter.render(report, { color: false, width: 80, frames: true, quiet: true, rule: ruleById })].join('').trimEnd();
}

/** The case a page shows: what a recording holds where the rule judges recordings, else the one with the least to read. */
async function chooseCase(id: string): Promise<{ name: string; output: string }> {
  const folder = join(cases, id);
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('ok-'))
    .map(({ name }) => name)
    .toSorted();
  const wanted = names.includes('observed') ? ['observed'] : names;
  const rendered = await Promise.all(wanted.map(async (name) => ({ name, output: render(await runCase(join(folder, name))) })));
  const [first] = rendered.toSorted((a, b) => a.output.length - b.output.length);
  if (!first) throw new Error(`${id} has no failing case`);
  return first;
}

function showFiles(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'findings.json' && entry.name !== 'options.json')
    .map(({ name }) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const isShown = text.trim() !== '' && text.split('\n').length <= mostLines && !text.includes('\ufffd');
      return isShown
        ? `\`${name}\`\n\n\`\`\`${languages[extname(name)] ?? 'text'}\n${text.trimEnd()}\n\`\`\`\n`
        : `\`${name}\` is part of the case.\n`;
    })
    .join('\n');
}

function showSeverity({ severity, strict }: AnyRule): string {
  return strict && strict !== severity ? `**${severity}**, with \`--strict\` **${strict}**` : `**${severity}**`;
}

const showClaims = ({ claims }: AnyRule): string =>
  claims.length > 0 ? list(claims.map((claim) => claimWords[claim])) : 'contracts and files of evidence while they are read';

async function renderPage(rule: AnyRule): Promise<string> {
  const { name, output } = await chooseCase(rule.id);
  const folder = join(cases, rule.id, name);
  const { strict, strictUnmatched } = readOptions(folder);
  const flags = [strict ? ' --strict' : '', strictUnmatched ? ' --strict-unmatched' : ''].join('');
  return `# ${rule.id}

${rule.title}.

- Severity: ${showSeverity(rule)}; the config may change it: \`rules: { '${rule.id}': 'warning' }\`, or \`'off'\`
- Judges: ${showClaims(rule)}

## Why

${rule.why}

## What to do

${rule.fix}.

## A case that fails

The folder \`test/rules/${rule.id}/${name}\`, checked with \`truce check${flags} --quiet --frames\`:

\`\`\`text
${output}
\`\`\`

${showFiles(folder)}`;
}

function renderList(): string {
  const rows = rules.map((rule) => `| [${rule.id}](${rule.id}.md) | ${rule.severity} | ${rule.strict ?? rule.severity} | ${rule.title} |`);
  return `# Rules

Each page says why the rule is there, shows a case that fails with its real output, and says what to do. \`truce explain <rule>\` prints it.

| rule | severity | with \`--strict\` | |
|---|---|---|---|
${rows.join('\n')}
`;
}

const pages = new Map<string, string>([['README.md', renderList()]]);
for (const rule of rules) pages.set(`${rule.id}.md`, await renderPage(rule));
const surplus = (existsSync(target) ? readdirSync(target) : []).filter((name) => !pages.has(name));

if (process.argv.includes('--check')) {
  const stale = [...pages].filter(([name, text]) => !existsSync(join(target, name)) || readFileSync(join(target, name), 'utf8') !== text);
  const names = [...stale.map(([name]) => name), ...surplus];
  if (names.length > 0) {
    console.error(`docs/rules is stale (${list(names)}): run \`npm run generate\``);
    process.exitCode = 1;
  }
} else {
  mkdirSync(target, { recursive: true });
  for (const [name, text] of pages) writeFileSync(join(target, name), text);
  for (const name of surplus) rmSync(join(target, name));
}
