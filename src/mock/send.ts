// Writes a reply: HEAD, gzip (RFC 9110 §8.4.1.3), CORS, and what a fault does to the bytes on the way.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Field } from '../model/exchange.ts';
import type { Happening } from './faults.ts';
import type { Reply } from './reply.ts';

const smallestZip = 1024;
const smallBody = 16 * 1024;
const compressible = /^content-type$/i;
const textual = /json|xml|text|javascript|urlencoded/i;

export interface Sent {
  readonly status: number;
  readonly fields: readonly Field[];
  /** Bytes of the content as they went into the message; empty for HEAD. */
  readonly bytes: Buffer;
}

const nothing = Buffer.alloc(0);

/** Sends the whole reply, or as much of it as a fault lets through. Never rejects. */
export async function send(
  message: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  { fault, last }: { readonly fault?: Happening; readonly last: boolean },
): Promise<Sent> {
  const { status } = reply;
  const fields: Field[] = [...reply.fields];
  const { origin } = message.headers;
  if (origin !== undefined) fields.push(...corsFields(message, origin, reply.fields));
  let bytes = reply.body?.bytes;
  if (bytes && bytes.length >= smallestZip && wantsGzip(message) && isCompressible(reply)) {
    bytes = reply.body?.zipped as Buffer;
    fields.push(['Content-Encoding', 'gzip'], ['Vary', 'Accept-Encoding']);
  }
  // RFC 9110 §8.6: no length where there cannot be content.
  if (status !== 204 && status !== 304) fields.push(['Content-Length', String(bytes?.length ?? 0)]);
  if (last) fields.push(['Connection', 'close']);
  const isHead = message.method === 'HEAD';
  const content = !bytes || isHead || status === 204 || status === 304 ? nothing : bytes;
  const sent: Sent = { status, fields, bytes: content };
  if (response.destroyed || response.headersSent) return sent;
  if (fault?.reset) {
    message.socket.resetAndDestroy();
    return { status: 0, fields: [], bytes: nothing };
  }
  response.writeHead(status, fields.flat());
  if (fault?.truncate) {
    const half = content.subarray(0, content.length >> 1);
    await new Promise<void>((resolve) => response.write(half.length > 0 ? half : nothing, () => resolve()));
    message.socket.destroy();
    return { ...sent, bytes: half };
  }
  if (fault?.slow && content.length > 0) await drip(response, content, fault.slow);
  // One string goes out in one write together with the head; two buffers take the slower way through writev.
  else if (content.length < smallBody) response.end(content.toString('latin1'), 'latin1');
  else response.end(content);
  return sent;
}

/** At most twenty pieces, evenly over the time. */
async function drip(response: ServerResponse, content: Buffer, milliseconds: number): Promise<void> {
  const pieces = Math.min(20, content.length);
  for (let index = 0; index < pieces && !response.destroyed; index++) {
    response.write(content.subarray(Math.floor((index * content.length) / pieces), Math.floor(((index + 1) * content.length) / pieces)));
    await sleep(milliseconds / pieces);
  }
  response.end();
}

/** RFC 9110 §12.5.3, as far as it concerns gzip. */
function wantsGzip({ headers }: IncomingMessage): boolean {
  const accepted = headers['accept-encoding'];
  return accepted !== undefined && /(?:^|[,\s])(?:x-)?gzip(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(String(accepted));
}

const isCompressible = ({ fields }: Reply): boolean =>
  fields.some(([name, value]) => compressible.test(name) && textual.test(value)) &&
  !fields.some(([name]) => /^content-encoding$/i.test(name));

/** Fetch Standard, CORS protocol: names are listed, because `*` means nothing beside credentials. */
function corsFields({ headers }: IncomingMessage, origin: string, fields: readonly Field[]): Field[] {
  const method = headers['access-control-request-method'];
  const wanted = headers['access-control-request-headers'];
  const exposed = [...new Set(fields.map(([name]) => name))].filter((name) => !/^(content-type|allow)$/i.test(name));
  return [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Credentials', 'true'],
    ['Vary', 'Origin'],
    ...(exposed.length > 0 && method === undefined ? [['Access-Control-Expose-Headers', exposed.join(', ')] as const] : []),
    ...(method === undefined
      ? []
      : [
          ['Access-Control-Allow-Methods', method] as const,
          ['Access-Control-Max-Age', '600'] as const,
          ...(headers['access-control-request-private-network'] === 'true'
            ? [['Access-Control-Allow-Private-Network', 'true'] as const]
            : []),
        ]),
    ...(wanted === undefined ? [] : [['Access-Control-Allow-Headers', wanted] as const]),
  ];
}
