// The real tools of the Pact Foundation, as processes, with secrets from the environment as Truce takes them.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { token } from './run-with-broker.ts';

const folder = join(import.meta.dirname, '../../node_modules/@pact-foundation/pact-cli/bin');

export interface Ran {
  readonly code: number;
  readonly output: string;
}

export const runPactTool = (name: 'pact-broker' | 'pact-verifier' | 'pactflow', args: readonly string[], cwd: string): Promise<Ran> =>
  new Promise((resolve) => {
    const env = {
      PATH: process.env['PATH'],
      HOME: cwd,
      PACT_DO_NOT_TRACK: 'true',
      PACT_BROKER_TOKEN: token,
      PACT_BROKER_HTTP_RETRIES: '0',
    };
    execFile(process.execPath, [join(folder, `${name}.js`), ...args], { cwd, env, timeout: 60_000 }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 255) : 0;
      resolve({ code, output: (stdout + stderr).replace(/\u001b\[[\d;]*m/g, '') });
    });
  });
