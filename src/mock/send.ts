// Writes a reply: HEAD, gzip (RFC 9110 §8.4.1.3), CORS, and what a fault does to the bytes on the way.
import { type IncomingMessage, type ServerResponse, validateHeaderName, validateHeaderValue } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Field } from '../model/exchange.ts';
import type { Happening } from './faults.ts';
import type { Reply } from './reply.ts';

const smallestZip = 1024;
const smallBody = 16 * 1024;
const compressible = /^content-type$/i;
const textual = /json|xml|text|javascript|urlencoded/i;

/** A message as it is to go out. */
export interface Prepared {
  /** 0: none will, the connection is reset. */
  readonly status: number;
  readonly fields: readonly Field[];
  /** The content that will go out, of which a fault may hold back a part; empty for HEAD. */
  readonly bytes: Buffer;
  readonly fault?: Happening;
}

const nothing = Buffer.alloc(0);

/** Decides about everything that depends on the request and the connection. Throws a TypeError for a field that HTTP cannot carry. */
export function prepare(
  message: IncomingMessage,
  reply: Reply,
  { fault, last }: { readonly fault?: Happening; readonly last: boolean },
): Prepared {
  const { status } = reply;
  if (fault?.reset) return { status: 0, fields: [], bytes: nothing, fault };
  const fields: Field[] = [...reply.fields];
  for (const [name, value] of fields) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
  const { origin } = message.headers;
  if (origin !== undefined) fields.push(...corsFields(message, origin, reply.fields));
  let bytes = reply.body?.bytes;
  if (bytes && bytes.length >= smallestZip && wantsGzip(message) && isCompressible(reply)) {
    bytes = reply.body?.zipped as Buffer;
    fields.push(['Content-Encoding', 'gzip'], ['Vary', 'Accept-Encoding']);
  }
  // RFC 9110 §8.6: no length where there cannot be content.
  const hasContent = status !== 204 && status !== 304;
  if (hasContent) fields.push(['Content-Length', String(bytes?.length ?? 0)]);
  if (last) fields.push(['Connection', 'close']);
  const content = !bytes || !hasContent || message.method === 'HEAD' ? nothing : bytes;
  return { status, fields, bytes: fault?.truncate ? content.subarray(0, content.length >> 1) : content, ...(fault && { fault }) };
}

/** Puts it on the wire, as far as its fault lets it. Never rejects. */
export async function transmit(
  message: IncomingMessage,
  response: ServerResponse,
  { status, fields, bytes, fault }: Prepared,
): Promise<void> {
  if (response.destroyed || response.headersSent) return;
  if (fault?.reset) {
    message.socket.resetAndDestroy();
    return;
  }
  response.writeHead(status, fields.flat());
  if (fault?.truncate) {
    await new Promise<void>((resolve) => response.write(bytes.length > 0 ? bytes : nothing, () => resolve()));
    message.socket.destroy();
  } else if (fault?.slow && bytes.length > 0) await drip(response, bytes, fault.slow);
  // One string goes out in one write together with the head; two buffers take the slower way through writev.
  else if (bytes.length < smallBody) response.end(bytes.toString('latin1'), 'latin1');
  else response.end(bytes);
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
