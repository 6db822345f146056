// Installs what package-lock.json asks for when it is not there yet. Plain JavaScript: it must run before anything is installed, on any Node.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, utimesSync } from 'node:fs';

const lock = new URL('../package-lock.json', import.meta.url);
const installed = new URL('../node_modules/.package-lock.json', import.meta.url);
const isFresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;

if (!isFresh) {
  console.error('Installing dependencies (npm ci) …');
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: new URL('..', import.meta.url),
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
    env: { ...process.env, SCARF_ANALYTICS: 'false' },
  });
  if (error || status !== 0) {
    console.error(`npm ci failed${error ? `: ${error.message}` : ''}; run it by hand to see why.`);
    process.exit(2);
  }
  const now = new Date();
  utimesSync(installed, now, now);
} else {
  const wanted = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).engines.node.replace(/[^\d.]/g, '');
  const [major] = process.versions.node.split('.').map(Number);
  if (major < Number(wanted.split('.')[0]))
    console.error(`This is Node ${process.versions.node}; Truce needs ${wanted} or later, which npm scripts take from node_modules.`);
}
