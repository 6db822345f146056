// Both ends of the wire for the recorder's tests: targets that send exact bytes, clients that read them, and the recorder as a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Har } from 'har-format';
import { afterAll } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
export const folder = mkdtempSync(join(tmpdir(), 'truce-proxy-'));
/** Nobody is left behind by a test that fails. */
const alive = new Set<ChildProcess>();
afterAll(() => {
  for (const child of alive) child.kill('SIGKILL');
});
export function keepTrack(child: ChildProcess): void {
  alive.add(child);
  child.once('exit', () => alive.delete(child));
}

let files = 0;
export const freshPath = (): string => join(folder, `${files++}.har`);

export const readHar = (path: string): Har => JSON.parse(readFileSync(path, 'utf8')) as Har;

export interface RawTarget {
  readonly port: number;
  readonly url: string;
  /** Everything received so far, one string for each connection; one character is one byte. */
  readonly received: string[];
  readonly sockets: Set<Socket>;
  close(): Promise<void>;
}

/** A server that does to every connection what `serve` does; errors of sockets are nobody's. */
export async function startRaw(serve: (socket: Socket, text: () => string) => void): Promise<RawTarget> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const at = received.push('') - 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (bytes) => (received[at] += bytes.toString('latin1')));
    socket.on('end', () => socket.end());
    serve(socket, () => received[at] ?? '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    received,
    sockets,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A server that answers every head (requests without a body) with the same bytes. */
export const startAnswering = (answer: string | Buffer): Promise<RawTarget> =>
  startRaw((socket) => {
    let pending = '';
    socket.on('data', (bytes) => {
      pending += bytes.toString('latin1');
      for (let end = pending.indexOf('\r\n\r\n'); end >= 0; end = pending.indexOf('\r\n\r\n')) {
        pending = pending.slice(end + 4);
        socket.write(typeof answer === 'string' ? Buffer.from(answer, 'latin1') : answer);
      }
    });
  });

/** A connection of a client; `received` is all that came, one character for each byte. */
export class RawClient {
  readonly socket: Socket;
  received = '';
  isClosed = false;
  error: string | undefined;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    this.socket.on('data', (bytes) => (this.received += bytes.toString('latin1')));
    this.socket.on('end', () => this.socket.end());
    this.socket.on('close', () => (this.isClosed = true));
    this.socket.on('error', (error: NodeJS.ErrnoException) => (this.error = error.code ?? error.message));
  }

  write(text: string | Buffer): void {
    this.socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
  }

  /** Waits for the text to have come; rejects after five seconds with what came instead. */
  async until(isThere: (received: string) => boolean): Promise<string> {
    for (const end = performance.now() + 5000; performance.now() < end; await pause(3))
      if (isThere(this.received)) return this.received;
      else if (this.isClosed) break;
    throw new Error(`came: ${JSON.stringify(this.received.slice(0, 2000))}, closed: ${this.isClosed}, error: ${this.error}`);
  }

  async closed(): Promise<string> {
    for (const end = performance.now() + 5000; performance.now() < end && !this.isClosed; await pause(3));
    if (!this.isClosed) throw new Error(`still open: ${JSON.stringify(this.received.slice(0, 2000))}`);
    return this.received;
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/** Sends a request on a connection of its own and reads until it is closed, or what came satisfies `until`. */
export async function ask(port: number, request: string | Buffer, until?: (received: string) => boolean): Promise<string> {
  const client = new RawClient(port);
  client.write(request);
  const received = until ? await client.until(until) : await client.closed();
  client.socket.destroy();
  return received;
}

export interface Event {
  readonly event: string;
  readonly [name: string]: unknown;
}

export interface RecorderProcess {
  readonly child: ChildProcess;
  readonly port: number;
  readonly url: string;
  readonly out: string;
  readonly events: Event[];
  readonly told: () => string;
  /** Waits for that many exchanges to have been told. */
  exchanges(count: number): Promise<readonly Event[]>;
  /** Its exit code, when it ends by itself. */
  readonly ended: Promise<number | null>;
  /** Ends it; answers with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  har(): Har;
}

/** `truce record` as a process, with events as JSON; without contracts unless `args` name some. */
export async function startRecorder(
  target: string,
  args: readonly string[] = [],
  options: {
    readonly flags?: readonly string[];
    readonly cwd?: string;
    readonly out?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly shell?: string;
  } = {},
): Promise<RecorderProcess> {
  const { flags = [], cwd = folder, out = freshPath(), env, shell } = options;
  const words = [...flags, `${root}src/cli.ts`, 'record', '--target', target, '--out', out, '--port', '0', '--json', ...args];
  const child = shell
    ? spawn('bash', ['-c', `${shell}; exec "$0" "$@"`, process.execPath, ...words], {
        cwd,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...env },
      })
    : spawn(process.execPath, words, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  keepTrack(child);
  const events: Event[] = [];
  let errors = '';
  let rest = '';
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  child.stdout.on('data', (chunk) => {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) events.push(JSON.parse(line) as Event);
  });
  // Behind the last line of output.
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const started = (): Event | undefined => events.find(({ event }) => event === 'started');
  while (!started()) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`truce record ended with ${child.exitCode}: ${errors}`);
    await pause(5);
  }
  const url = started()?.['url'] as string;
  return {
    child,
    url,
    port: Number(new URL(url).port),
    out,
    events,
    told: () => errors,
    ended,
    async exchanges(count) {
      const found = (): Event[] => events.filter(({ event }) => event === 'exchange');
      for (const end = performance.now() + 10_000; found().length < count; await pause(3))
        if (performance.now() > end) throw new Error(`only ${found().length} of ${count} exchanges were told: ${errors}`);
      return found();
    },
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
    har: () => readHar(out),
  };
}
