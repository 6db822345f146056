// Puts the real output of the commands that README.md and docs/*.md name in `<!-- run: … -->` into the block below; `--check` only compares.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url).pathname;
const files = [
  'README.md',
  ...readdirSync(`${root}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const block = /(<!-- run: (?<command>.*?) -->\n```text\n)[\s\S]*?(```)/g;

/** `npm start -- x` is `truce check x`; run at 80 columns without colour, and with the exit code as a last line when it is not 0. */
function run(command: string): string {
  const args = command
    .replace(/^npm start -- /, 'check ')
    .replace(/^(npx )?truce /, '')
    .split(' ');
  const { stdout, stderr, status } = spawnSync(process.execPath, ['src/cli.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], COLUMNS: '80', NO_COLOR: '1' },
  });
  if (status === null) throw new Error(`${command} did not end by itself`);
  return stdout + stderr;
}

let isStale = false;
for (const file of files) {
  const text = readFileSync(root + file, 'utf8');
  const fresh = text.replace(block, (_, before: string, command: string, after: string) => `${before}${run(command)}${after}`);
  if (fresh === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`${file} is stale: run \`npm run generate\``);
    isStale = true;
  } else writeFileSync(root + file, fresh);
}
process.exitCode = isStale ? 1 : 0;
