// A `truce check --watch` that runs: what it has told so far, waited for by what it tells next.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface Watching {
  /** Standard output since the last call. */
  readonly out: () => string;
  /** Waits until a line on standard error since the last call matches; answers with all lines since then. */
  readonly heard: (line: RegExp) => Promise<string>;
  /** Ends it with a signal; answers with its exit code. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
  readonly child: ChildProcess;
}

export function startWatching(cwd: string, args: readonly string[] = []): Watching {
  const child = spawn(process.execPath, [`${root}/src/cli.ts`, 'check', '--watch', ...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return {
    child,
    out() {
      const all = out;
      out = '';
      return all;
    },
    async heard(line) {
      for (const end = Date.now() + 15_000; !line.test(err); await new Promise((resolve) => setTimeout(resolve, 10)))
        if (Date.now() > end || child.exitCode !== null) throw new Error(`Waited for ${String(line)}, and heard ${err}`);
      // The report is written before the line, but by another pipe.
      await new Promise((resolve) => setTimeout(resolve, 50));
      const all = err;
      err = '';
      return all;
    },
    stop(signal = 'SIGINT') {
      child.kill(signal);
      return ended;
    },
  };
}
