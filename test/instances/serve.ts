// A loopback HTTP/1.1 server (RFC 9112) around one pure function: the part the three imitation instances share.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { constants, gzipSync } from 'node:zlib';
import type { Answer, Answerer, Transport } from './vendor.ts';

/** A request as it arrived, before anybody looked at it. */
export interface Logged {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly time: Date;
  /** The first 64 KiB of the body. */
  readonly body: string;
  /** Status of the answer; undefined while there is none. */
  status?: number;
}

export interface Server {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly url: string;
  /** Every request since the start, in order of arrival. */
  log(): readonly Logged[];
  /** Closes the port and every connection; may be called twice. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly now?: () => Date;
  /** 0, the default, is any free port. */
  readonly port?: number;
  /** How the instance ends when a fault says it crashes; by default it stops. */
  readonly crash?: () => void;
}

const largestBody = 10 * 1024 * 1024;
const compressedFrom = 1024;
const paddingPiece = Buffer.alloc(64 * 1024, ' ');

/** Serves `answer` on 127.0.0.1. An exception in `answer` becomes a plain 500, never a dead server. */
export async function serve(answer: Answerer, { now = () => new Date(), port = 0, crash }: ServeOptions = {}): Promise<Server> {
  const received: Logged[] = [];
  const server = createServer({ keepAlive: true }, (incoming, outgoing) => {
    void (async () => {
      // Whoever asked may be gone before the answer is written.
      outgoing.on('error', () => outgoing.destroy());
      const body = await readBody(incoming).catch(() => undefined);
      const entry: Logged = {
        method: incoming.method ?? 'GET',
        target: incoming.url ?? '/',
        headers: incoming.headers,
        time: now(),
        body: body?.subarray(0, 64 * 1024).toString() ?? '',
      };
      received.push(entry);
      const given = await decide(incoming, body, answer);
      const { transport = {} } = given;
      if (transport.hang) return;
      if (transport.delay !== undefined) await sleep(transport.delay);
      if (transport.crash === 'unanswered') return void end();
      if (transport.cut === 'before-headers') return void incoming.socket.destroy();
      entry.status = given.status;
      if (transport.crash === 'answered') outgoing.once('close', end);
      await write(incoming, outgoing, given, transport, now());
    })();
  });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const end = crash ?? (() => void stop());
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, log: () => [...received], stop };
}

async function write(incoming: IncomingMessage, outgoing: ServerResponse, given: Answer, transport: Transport, at: Date): Promise<void> {
  const { status, headers = {}, body = '' } = given;
  const { padding = 0, falseGzip = false, cut } = transport;
  const bytes = Buffer.from(body);
  const zip =
    !falseGzip && padding === 0 && bytes.length >= compressedFrom && /\bgzip\b/.test(String(incoming.headers['accept-encoding'] ?? ''));
  // Huffman coding alone gives the same number of bytes on every processor; zlib's match search does not.
  const sent = zip ? gzipSync(bytes, { strategy: constants.Z_HUFFMAN_ONLY }) : bytes;
  const silent = incoming.method === 'HEAD' || status === 204 || status === 304;
  outgoing.sendDate = false;
  outgoing.writeHead(status, {
    Date: at.toUTCString(),
    ...headers,
    ...(zip || falseGzip ? { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' } : {}),
    ...(status === 204 || status === 304 ? {} : { 'Content-Length': sent.length + padding }),
  });
  if (cut) {
    outgoing.flushHeaders();
    if (cut === 'mid-body') outgoing.write(sent.subarray(0, Math.ceil(sent.length / 2)));
    // Time enough for the bytes to leave this process before the connection does.
    await sleep(20);
    incoming.socket.destroy();
    return;
  }
  if (silent) return void outgoing.end();
  outgoing.write(sent);
  const closed = once(outgoing, 'close');
  for (let left = padding; left > 0 && !outgoing.destroyed; left -= paddingPiece.length) {
    const piece = paddingPiece.subarray(0, Math.min(left, paddingPiece.length));
    if (!outgoing.write(piece)) await Promise.race([once(outgoing, 'drain'), closed]);
  }
  outgoing.end();
}

async function decide(incoming: IncomingMessage, body: Buffer | undefined, answer: Answerer): Promise<Answer> {
  try {
    if (!body) return { status: 413 };
    const target = incoming.url ?? '/';
    const { pathname, searchParams } = new URL(target, 'http://instance.invalid');
    const { method = 'GET', headers } = incoming;
    return await answer({ method, target, path: pathname, query: searchParams, headers, body });
  } catch {
    return { status: 500, headers: { 'Content-Type': 'text/plain' }, body: 'Internal Server Error' };
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  return size <= largestBody ? Buffer.concat(chunks) : undefined;
}
