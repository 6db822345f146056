// Runs the command line in this process: quick enough for many shards and many reporters.
import type { Io } from '../../src/commands/io.ts';
import { main } from '../../src/commands/main.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function run(cwd: string, args: readonly string[], more: Partial<Io> = {}): Promise<Ran> {
  let [stdout, stderr] = ['', ''];
  const io: Io = {
    cwd,
    env: {},
    out: (text) => void (stdout += text),
    err: (text) => void (stderr += text),
    outIsTerminal: false,
    errIsTerminal: false,
    columns: 80,
    today: () => '2026-02-03',
    stopped: () => new Promise(() => undefined),
    onHangup: () => undefined,
    staySmall: () => undefined,
    ...more,
  };
  const code = await main([...process.argv.slice(0, 2), ...args], io);
  return { code, stdout, stderr };
}
