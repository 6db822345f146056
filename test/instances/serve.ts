// A loopback HTTP/1.1 server (RFC 9112) around one pure function: the part the three imitation instances share.
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { constants, gzipSync } from 'node:zlib';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Instance {
  readonly url: string;
  close(): Promise<void>;
}

export interface InstanceOptions {
  /** The instance's clock; the recorder passes one that stands still. */
  readonly now?: () => Date;
}

const largestBody = 10 * 1024 * 1024;
const compressedFrom = 1024;

/** Serves `answer` on a free port of 127.0.0.1. A fault in `answer` becomes a plain 500, never a dead server. */
export async function serve(
  answer: (request: Received) => Answer | Promise<Answer>,
  now: () => Date = () => new Date(),
): Promise<Instance> {
  const server = createServer({ keepAlive: true }, (incoming, outgoing) => {
    void (async () => {
      const { status, headers = {}, body = '' } = await decide(incoming, answer);
      const bytes = Buffer.from(body);
      const zip = bytes.length >= compressedFrom && /\bgzip\b/.test(String(incoming.headers['accept-encoding'] ?? ''));
      // Huffman coding alone gives the same number of bytes on every processor; zlib's match search does not.
      const sent = zip ? gzipSync(bytes, { strategy: constants.Z_HUFFMAN_ONLY }) : bytes;
      outgoing.sendDate = false;
      outgoing.writeHead(status, {
        Date: now().toUTCString(),
        ...headers,
        ...(zip ? { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' } : {}),
        'Content-Length': sent.length,
      });
      outgoing.end(sent);
    })();
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function decide(incoming: IncomingMessage, answer: (request: Received) => Answer | Promise<Answer>): Promise<Answer> {
  try {
    const body = await readBody(incoming);
    if (!body) return { status: 413 };
    const url = new URL(incoming.url ?? '/', 'http://instance.invalid');
    return await answer({ method: incoming.method ?? 'GET', path: url.pathname, query: url.searchParams, headers: incoming.headers, body });
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

/** `type/subtype` of a field value in lower case, without parameters. */
export const essenceOf = (value: string | undefined): string => (value ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** Own members of a JSON object whose names are compared without case; undefined for anything that is no object. */
export function membersOf(value: unknown): Map<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
}

/** The JSON value of a text; undefined when it is none (`null` stays null). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
