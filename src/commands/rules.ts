// `truce rules` and `truce explain <rule>`: every rule with its severity, and the page of one.
import { existsSync, readFileSync } from 'node:fs';
import type { AnyRule } from '../model/rule.ts';
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

/** Prints the rule's page from docs/rules, which the tests keep fresh. Throws a UserError for a rule that does not exist. */
export function runExplain(id: string, io: Io): 0 {
  const rule = ruleById(id);
  if (!rule) throw new UserError(`There is no rule ${quote(id)}`, { hint: hintFor(id) });
  const page = new URL(`../../docs/rules/${rule.id}.md`, import.meta.url);
  const published = new URL(`../docs/rules/${rule.id}.md`, import.meta.url);
  const found = [published, page].find((url) => existsSync(url));
  io.out(found ? readFileSync(found, 'utf8') : textOf(rule));
  return 0;
}

function textOf({ id, severity, title, why, fix }: AnyRule): string {
  return `# ${id}\n\n${title}. Severity: ${severity}.\n\n## Why\n\n${why}\n\n## What to do\n\n${fix}.\n`;
}

function hintFor(id: string): string {
  const words = id
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 2);
  const near = rules
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
