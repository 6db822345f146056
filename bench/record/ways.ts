// The ways to the target, each a process of its own on a free loopback port: none in between, a bare proxy, the recorder without and with a judge.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Connection } from '../mock/client.ts';

export const ways = {
  direct: 'direct',
  bare: 'bare node:http proxy',
  record: 'truce record',
  judged: 'truce record with a contract',
} as const;
export type Way = keyof typeof ways;
export const wayNames = Object.keys(ways) as Way[];

export interface Places {
  readonly truce: string;
  readonly folder: string;
  readonly document: string;
  /** File with the one answer of the target. */
  readonly answer: string;
}

const here = import.meta.dirname;
let recordings = 0;

function commandOf(way: Way, { truce, folder, document, answer }: Places, port: number, target: string): string[] {
  const at = String(port);
  if (way === 'direct') return [join(here, '..', 'mock', 'servers', 'bare.cjs'), answer, at];
  if (way === 'bare') return [join(here, 'servers', 'bare-proxy.cjs'), target, at];
  const out = join(folder, `${recordings++}.har`);
  return [
    truce,
    'record',
    '--target',
    target,
    '--out',
    out,
    '--port',
    at,
    '--quiet',
    ...(way === 'judged' ? ['--contract', document] : []),
  ];
}

/** Nobody is left behind when the bench itself is ended. */
const alive = new Set<ChildProcess>();
process.once('exit', () => alive.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(2));

export class RunningWay {
  readonly port: number;
  readonly pid: number;
  readonly #child: ChildProcess;

  private constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.pid = child.pid as number;
    this.#child = child;
  }

  /** Starts it and waits for its port. Throws when it ends instead. */
  static async start(way: Way, places: Places, target: string): Promise<RunningWay> {
    const port = await findFreePort();
    // In a folder without a config of its own.
    const child = spawn(process.execPath, commandOf(way, places, port, target), {
      cwd: places.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-600)));
    alive.add(child);
    child.once('exit', () => alive.delete(child));
    for (const begin = performance.now(); ; await new Promise((resolve) => void setTimeout(resolve, 10))) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${ways[way]} ended: ${complaint.trim()}`);
      if (performance.now() - begin > 30_000) throw new Error(`${ways[way]} never opened its port: ${complaint.trim()}`);
      const connection = await Connection.open(port).catch(() => undefined);
      if (!connection) continue;
      connection.close();
      return new RunningWay(port, child);
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
