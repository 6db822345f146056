// The servers under test, each a process of its own on a free loopback port, and how long one takes until it answers.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Connection, textOf, writerOf } from './client.ts';
import type { Answer, Call } from './client.ts';
import { readProcessorTime } from './usage.ts';

export const names = {
  truce: 'truce mock',
  prism: 'prism-cli',
  silent: 'prism-cli -v silent',
  library: 'prism-http-server',
  bare: 'bare node:http',
} as const;
export type ServerName = keyof typeof names;
export const serverNames = Object.keys(names) as ServerName[];

export interface Serving {
  readonly document: string;
  /** File with the one answer of the bare server. */
  readonly answer: string;
}

const root = join(import.meta.dirname, '..', '..');
const prismCli = join(root, 'node_modules', '@stoplight', 'prism-cli', 'dist', 'index.js');
const own = (file: string): string => join(import.meta.dirname, 'servers', file);

function commandOf(name: ServerName, truce: string, { document, answer }: Serving, port: number): string[] {
  const at = String(port);
  if (name === 'truce') return [truce, 'mock', document, '--port', at, '--json'];
  if (name === 'bare') return [own('bare.cjs'), answer, at];
  if (name === 'library') return [own('prism-http-server.cjs'), document, at];
  return [prismCli, 'mock', document, '--port', at, ...(name === 'silent' ? ['-v', 'silent'] : [])];
}

/** How long a start may take, milliseconds, and how often somebody knocks until then. */
const patience = 60_000;
const knock = 3;

/** Nobody is left behind when the bench itself is ended. */
const alive = new Set<ChildProcess>();
process.once('exit', () => alive.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(2));

export class RunningServer {
  readonly name: ServerName;
  readonly port: number;
  readonly pid: number;
  /** Milliseconds from the spawn to the end of the first answer, and processor time until then. */
  readonly startWall: number;
  readonly startCpu: number;
  readonly firstAnswer: Answer;
  readonly #child: ChildProcess;

  private constructor(name: ServerName, port: number, child: ChildProcess, answer: Answer, startWall: number) {
    this.name = name;
    this.port = port;
    this.#child = child;
    this.pid = child.pid as number;
    this.firstAnswer = answer;
    this.startWall = startWall;
    this.startCpu = readProcessorTime(this.pid);
  }

  /** Starts a server and asks until it answers. Throws when it ends instead, or answers with another status than wanted. */
  static async start(name: ServerName, truce: string, serving: Serving, call: Call, status: number): Promise<RunningServer> {
    const port = await findFreePort();
    const begin = performance.now();
    // What a server logs goes to /dev/null: the cheapest place there is.
    const child = spawn(process.execPath, commandOf(name, truce, serving, port), {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-600)));
    alive.add(child);
    child.once('exit', () => alive.delete(child));
    try {
      const connection = await knockUntilOpen(child, port, begin);
      const answer = await connection.send(writerOf(call, { next: 0 })());
      const wall = performance.now() - begin;
      connection.close();
      if (answer.status !== status) throw new Error(`expected ${status}, got ${answer.status}: ${textOf(answer).slice(0, 300)}`);
      return new RunningServer(name, port, child, answer, wall);
    } catch (error) {
      child.kill('SIGKILL');
      throw new Error(`${names[name]} on ${serving.document}: ${(error as Error).message} ${complaint.trim()}`.trim(), { cause: error });
    }
  }

  /** Sends one request on a connection of its own. */
  async ask(call: Call): Promise<Answer> {
    const connection = await Connection.open(this.port);
    try {
      return await connection.send(writerOf(call, { next: 0 })());
    } finally {
      connection.close();
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), 2000);
    await ended;
    clearTimeout(late);
  }
}

async function knockUntilOpen(child: ChildProcess, port: number, begin: number): Promise<Connection> {
  for (;;) {
    try {
      return await Connection.open(port);
    } catch (error) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`it ended with ${child.signalCode ?? child.exitCode}`, { cause: error });
      if (performance.now() - begin > patience) throw new Error('it never opened its port', { cause: error });
      await new Promise((resolve) => void setTimeout(resolve, knock));
    }
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
