// npm run test:oracle -- --runs 300 --seed 1 --bodies 6: passes the size on to vitest, which has no options of ours.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' }, bodies: { type: 'string' }, show: { type: 'string' } },
});
const env = { ...process.env };
for (const [name, value] of Object.entries(values)) if (typeof value === 'string') env[`ORACLE_${name.toUpperCase()}`] = value;
const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/oracle/vitest.config.ts'];
process.exitCode = spawnSync(process.execPath, vitest, { stdio: 'inherit', env }).status ?? 1;
