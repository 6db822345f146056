// A request on the wire becomes an exchange for the judge: fields with their repeats, the body's bytes, decompressed and bounded.
import type { IncomingMessage } from 'node:http';
import { undoCodings } from '../model/content-coding.ts';
import type { Exchange, Field } from '../model/exchange.ts';
import { wireSource } from './wire.ts';

export class Refused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refused';
    this.status = status;
  }
}

/** A request as it came. */
export interface Received {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly fields: readonly Field[];
  /** The body as it travelled, and what it holds without its content codings (RFC 9110 §8.4). */
  readonly sent: Buffer;
  readonly body: Buffer;
}

const nothing = Buffer.alloc(0);

/** Reads the whole body. Throws Refused for one that is too large, cut short or cannot be decompressed. */
export async function receive(message: IncomingMessage, limit: number): Promise<Received> {
  const { method = 'GET', url = '/', rawHeaders, headers } = message;
  const fields: Field[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) fields.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  const hasBody = headers['content-length'] !== undefined ? headers['content-length'] !== '0' : headers['transfer-encoding'] !== undefined;
  const sent = hasBody ? await readBody(message, limit) : nothing;
  return { method, target: originForm(url), fields, sent, body: decompress(sent, headers['content-encoding'], limit) };
}

/** A proxy's client names the whole URL (RFC 9112 §3.2.2); what counts here is its path and query. */
const originForm = (url: string): string => (url.startsWith('/') ? url : url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '') || '/');

const location = { source: wireSource('<request>'), pointer: '' };

/** The request as evidence for the judge; `target` as the contract sees it. */
export function exchangeOf({ method, fields, body }: Received, target: string): Exchange {
  return {
    evidence: '<mock>',
    index: 0,
    label: 'request',
    claim: 'observed',
    location,
    request: {
      method,
      target,
      fields,
      ...(body.length > 0 && { content: { form: 'bytes', bytes: body, verbatim: false, location } as const }),
      complete: true,
      location,
    },
  };
}

async function readBody(message: IncomingMessage, limit: number): Promise<Buffer> {
  const declared = Number(message.headers['content-length'] ?? 0);
  if (declared > limit) throw new Refused(413, `The body has ${declared} bytes; this mock reads at most ${limit}`);
  const chunks: Buffer[] = [];
  let size = 0;
  await new Promise<void>((resolve, reject) => {
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else reject(new Refused(413, `The body has more than ${limit} bytes, the most this mock reads`));
    });
    message.once('end', resolve);
    message.once('error', () => reject(new Refused(400, 'The body ended before it was whole')));
    message.once('close', () => reject(new Refused(400, 'The body ended before it was whole')));
  });
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}

function decompress(bytes: Buffer, encodings: string | undefined, limit: number): Buffer {
  if (encodings === undefined || bytes.length === 0) return bytes;
  const undone = undoCodings(bytes, encodings, limit);
  if (undone.kind === 'unknown')
    throw new Refused(415, `The content coding \`${undone.coding.slice(0, 40)}\` is not known; gzip, deflate, br and zstd are`);
  if (undone.kind !== 'bytes')
    throw new Refused(400, `The body cannot be decompressed as ${undone.coding}, or has more than ${limit} bytes then`);
  const { buffer, byteOffset, byteLength } = undone.bytes;
  return Buffer.from(buffer, byteOffset, byteLength);
}
