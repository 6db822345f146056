// `truce mock` as a process, for tests that speak to it as other programs do.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export const root = new URL('../../', import.meta.url).pathname;

export interface RunningMock {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves what the config in `folder` names, on a free port. Rejects with what the process said when it does not start. */
export async function startMockProcess(...args: string[]): Promise<RunningMock> {
  const child = spawn(process.execPath, [`${root}src/cli.ts`, 'mock', '--port', '0', '--json', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)));
  const line = await Promise.race([
    once(child.stdout, 'data').then(([chunk]) => String(chunk)),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`truce mock ended with ${code}: ${said}`))),
  ]);
  const { url } = JSON.parse(line) as { url: string };
  return {
    url,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
