// Writes mocks/*.contract.ts, the types of the contracts that ship here, with `truce types`; `--check` only compares.
import { spawnSync } from 'node:child_process';

const root = new URL('..', import.meta.url).pathname;
const check = process.argv.includes('--check') ? ['--check'] : [];
for (const vendor of ['superoffice', 'onlyoffice', 'odyssee']) {
  const args = [`contracts/${vendor}/openapi.yaml`, '--out', `mocks/${vendor}.contract.ts`, '--import', '../src/index.ts', ...check];
  const { stderr, status } = spawnSync(process.execPath, ['src/cli.ts', 'types', ...args], { cwd: root, encoding: 'utf8' });
  if (status === 0) continue;
  console.error(status === 1 ? `mocks/${vendor}.contract.ts is stale: run \`npm run generate\`` : stderr.trimEnd());
  process.exitCode = 1;
}
