// `truce rules`, `truce checks` and `truce explain <id>`: every rule and check with its severity, and the page of one.
import { existsSync, readFileSync } from 'node:fs';
import { checkById, checks } from '../checks/index.ts';
import type { RuleText } from '../model/rule.ts';
import { list, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { ruleById, rules } from '../rules/index.ts';
import type { Io } from './io.ts';

export function runRules(args: { readonly json: boolean }, io: Io): 0 {
  if (args.json)
    io.out(
      `${JSON.stringify(
        rules.map(({ id, severity, strict, claims, title, why, fix }) => ({
          id,
          severity,
          strict: strict ?? severity,
          claims,
          title,
          why,
          fix,
        })),
        undefined,
        2,
      )}\n`,
    );
  else {
    const width = Math.max(...rules.map(({ id }) => id.length));
    for (const { id, severity, title } of rules) io.out(`${id.padEnd(width)}  ${severity.padEnd(7)}  ${title}\n`);
  }
  return 0;
}

/** The checks of `truce probe`. */
export function runChecks(args: { readonly json: boolean }, io: Io): 0 {
  if (args.json)
    io.out(
      `${JSON.stringify(
        checks.map(({ id, severity, title, sends, why, fix }) => ({ id, severity, title, sends, why, fix })),
        undefined,
        2,
      )}\n`,
    );
  else {
    const width = Math.max(...checks.map(({ id }) => id.length));
    for (const { id, severity, title } of checks) io.out(`${id.padEnd(width)}  ${severity.padEnd(7)}  ${title}\n`);
    io.out('\nBeside these, every answer is judged by the rules (`truce rules`).\n');
  }
  return 0;
}

/** What reports say of a rule or a check. */
export const textById = (id: string): RuleText | undefined => ruleById(id) ?? checkById(id);

/** Prints the rule's page from docs/rules, which the tests keep fresh, or what there is to say of a check. Throws a UserError for what does not exist. */
export function runExplain(id: string, io: Io): 0 {
  const check = checkById(id);
  const rule = ruleById(id) ?? check;
  if (!rule) throw new UserError(`There is no rule ${quote(id)}`, { hint: hintFor(id) });
  const page = new URL(`../../docs/rules/${rule.id}.md`, import.meta.url);
  const published = new URL(`../docs/rules/${rule.id}.md`, import.meta.url);
  const found = [published, page].find((url) => existsSync(url));
  io.out(found ? readFileSync(found, 'utf8') : textOf(rule));
  return 0;
}

function textOf({ id, severity, title, why, fix, sends }: RuleText & { readonly sends?: string }): string {
  return `# ${id}\n\n${title}. Severity: ${severity}.\n${sends === undefined ? '' : `\nA check of \`truce probe\`; it sends ${sends}.\n`}\n## Why\n\n${why}\n\n## What to do\n\n${fix}.\n`;
}

function hintFor(id: string): string {
  const words = id
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 2);
  const near = [...rules, ...checks]
    .map((rule) => ({ id: rule.id, hits: words.filter((word) => rule.id.includes(word)).length }))
    .filter(({ hits }) => hits > 0)
    .toSorted((a, b) => b.hits - a.hits)
    .slice(0, 4);
  return near.length > 0
    ? `Did you mean ${list(
        near.map((rule) => rule.id),
        4,
        'or',
      )}? \`truce rules\` lists all`
    : '`truce rules` lists all';
}
