// Writes src/rules/index.ts, the list of all rules, from the files in the folder; `--check` only compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../src/rules/', import.meta.url);
const ids = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
  .map((name) => name.slice(0, -3))
  .toSorted();
const variable = (id: string): string => id.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const text = `// All rules, one file each; written by scripts/generate-rules.ts.
import type { AnyRule } from '../model/rule.ts';
${ids.map((id) => `import ${variable(id)} from './${id}.ts';`).join('\n')}

export const rules: readonly AnyRule[] = [
${ids.map((id) => `  ${variable(id)},`).join('\n')}
];

const byId = new Map(rules.map((rule) => [rule.id, rule]));
export const ruleById = (id: string): AnyRule | undefined => byId.get(id);
`;
const target = new URL('index.ts', folder);
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('src/rules/index.ts is stale: run `npm run generate`');
    process.exitCode = 1;
  }
} else writeFileSync(target, text);
