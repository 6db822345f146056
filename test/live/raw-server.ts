// A server that writes exactly the bytes it is told to, on a socket: for answers no HTTP library would send.
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

export interface RawServer {
  readonly port: number;
  readonly origin: string;
  /** What came in, one text for each connection. */
  readonly heard: readonly string[];
  stop(): Promise<void>;
}

/** Called once the head of a request is there, for each one on the connection. */
export type Behaviour = (socket: Socket, heard: string) => void;

/** Listens on a free port. */
export async function startRaw(behave: Behaviour, onConnect: (socket: Socket) => void = () => undefined): Promise<RawServer> {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    const at = heard.push('') - 1;
    let waiting = '';
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      heard[at] += chunk.toString('latin1');
      waiting += chunk.toString('latin1');
      if (!waiting.includes('\r\n\r\n')) return;
      waiting = '';
      behave(socket, heard[at] ?? '');
    });
    onConnect(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return {
    port: address.port,
    origin: `http://127.0.0.1:${address.port}`,
    heard,
    async stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** Writes bytes, then closes. */
export const saying =
  (...parts: readonly (string | Uint8Array)[]): Behaviour =>
  (socket) => {
    for (const part of parts) socket.write(part, typeof part === 'string' ? 'latin1' : 'utf8');
    socket.end();
  };

/** A whole answer without a body that keeps the connection open. */
export const empty = 'HTTP/1.1 204 No Content\r\n\r\n';
