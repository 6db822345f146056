// Writes the lists of all rules and of all checks, src/rules/index.ts and src/checks/index.ts, from the files in their folders; `--check` only compares.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const variable = (id: string): string => id.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

interface Room {
  readonly folder: string;
  readonly one: string;
  readonly many: string;
  readonly type: string;
  readonly from: string;
}

function textOf({ folder, one, many, type, from }: Room): string {
  const ids = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
    .map((name) => name.slice(0, -3))
    .toSorted();
  return `// All ${many}, one file each; written by scripts/generate-rules.ts.
import type { ${type} } from '${from}';
${ids.map((id) => `import ${variable(id)} from './${id}.ts';`).join('\n')}

export const ${many}: readonly ${type}[] = [
${ids.map((id) => `  ${variable(id)},`).join('\n')}
];

const byId = new Map(${many}.map((${one}) => [${one}.id, ${one}]));
export const ${one}ById = (id: string): ${type} | undefined => byId.get(id);
`;
}

const src = new URL('../src/', import.meta.url).pathname;
for (const room of [
  { folder: `${src}rules/`, one: 'rule', many: 'rules', type: 'AnyRule', from: '../model/rule.ts' },
  { folder: `${src}checks/`, one: 'check', many: 'checks', type: 'Check', from: '../live/check.ts' },
]) {
  const text = textOf(room);
  const target = `${room.folder}index.ts`;
  if (!process.argv.includes('--check')) writeFileSync(target, text);
  else if (readFileSync(target, 'utf8') !== text) {
    console.error(`src/${room.many}/index.ts is stale: run \`npm run generate\``);
    process.exitCode = 1;
  }
}
