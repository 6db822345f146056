// The stock `prism mock` of prism-cli as a process, to compare with.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const cli = new URL('../../node_modules/@stoplight/prism-cli/dist/index.js', import.meta.url).pathname;

export interface RunningPrism {
  readonly url: string;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}

/** Rejects with what Prism said when it does not come up. Prism does not start with NODE_ENV=production. */
export async function startPrism(document: string): Promise<RunningPrism> {
  const port = await freePort();
  const child = spawn(process.execPath, [cli, 'mock', document, '-p', String(port), '-h', '127.0.0.1', '-v', 'info'], {
    env: { ...process.env, SCARF_ANALYTICS: 'false', NO_COLOR: '1', NODE_ENV: 'test' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      if (said.length < 100_000) said += String(chunk);
      if (said.includes('Prism is listening')) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => reject(new Error(`Prism ended: ${said}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
