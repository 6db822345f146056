#!/usr/bin/env node
// Argv in, exit code out; the only file that touches `process`. The compile cache must be on before anything large is imported.
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import type { Io } from './commands/io.ts';

enableCompileCache?.();

const io: Io = {
  cwd: process.cwd(),
  env: process.env,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  outIsTerminal: process.stdout.isTTY === true,
  errIsTerminal: process.stderr.isTTY === true,
  columns: process.stdout.columns || Number(process.env['COLUMNS']) || 80,
  // V8 lets the space for new objects grow to 32 MB and more, full of what nobody needs, and wakes threads for every look at the few that live
  // and for every function it optimises; runs take no longer without (bench/README.md).
  staySmall: () => setFlagsFromString('--semi-space-growth-factor=1 --no-parallel-scavenge --no-concurrent-recompilation'),
  today: () => new Date().toISOString().slice(0, 10),
  stopped: () =>
    new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    }),
  onHangup: (action) => void process.on('SIGHUP', action),
};

for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough, such as `head`, is no failure.
    if (error.code === 'EPIPE' && stream === process.stdout) process.exit(0);
    // The terminal was closed: whoever reads files again on SIGHUP would go on for nobody.
    if (error.code === 'EIO') process.emit('SIGTERM');
    else throw error;
  });

const { main } = await import('./commands/main.ts');
process.exitCode = await main(process.argv, io);
