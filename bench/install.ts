// Installs the peers on first use: they have a lockfile of their own, no install scripts run, and Truce never depends on them.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'peers');

/** True when the peers are there afterwards; without them the bench measures Truce and the yardstick alone. */
export function installPeers(): boolean {
  const lock = join(folder, 'package-lock.json');
  const installed = join(folder, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs - 1000) return true;
  process.stderr.write('  … installing the peers (490 MB, once)\n');
  const child = spawnSync('npm', ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return child.status === 0;
}

if (import.meta.main) process.exitCode = installPeers() ? 0 : 1;
