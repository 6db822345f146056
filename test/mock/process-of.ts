// Starts `truce mock` as a process of its own for tests.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const root = new URL('../../', import.meta.url).pathname;

export interface MockProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** Lines on standard error so far. */
  readonly told: () => string;
  /** Ends it with a signal; answers with its exit code, null when the signal itself ended it. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

export async function startProcess(
  args: readonly string[],
  options: { readonly cwd?: string; readonly flags?: readonly string[] } = {},
): Promise<MockProcess> {
  const { cwd = root, flags = [] } = options;
  const child = spawn(process.execPath, [...flags, `${root}src/cli.ts`, 'mock', ...args, '--port', '0', '--json'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const first = await Promise.race([once(child.stdout, 'data').then(([chunk]) => String(chunk)), ended.then(() => '')]);
  if (first === '') throw new Error(`truce mock ended with ${child.exitCode}: ${errors}`);
  return {
    child,
    url: (JSON.parse(first) as { url: string }).url,
    told: () => errors,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}
