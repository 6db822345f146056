// A request on the wire becomes an exchange for the judge: fields with their repeats, the body's bytes, decompressed and bounded.
import type { IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { Exchange, Field } from '../model/exchange.ts';
import type { Source } from '../model/location.ts';
import { fieldValue } from '../model/exchange.ts';

export class Refused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refused';
    this.status = status;
  }
}

/** Places of a request that exists only on the wire. */
const wire: Source = { uri: '<request>', syntax: 'binary', position: () => ({ line: 1, column: 1 }), lines: () => [] };

const decoders: Readonly<Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Buffer>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/** Reads the whole body. Throws Refused for one that is too large, cut short or cannot be decompressed. */
export async function receive(message: IncomingMessage, limit: number): Promise<Exchange> {
  const fields: Field[] = [];
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2)
    fields.push([message.rawHeaders[index] ?? '', message.rawHeaders[index + 1] ?? '']);
  const bytes = decompress(await readBody(message, limit), fieldValue(fields, 'content-encoding'), limit);
  const location = { source: wire, pointer: '' };
  return {
    evidence: '<mock>',
    index: 0,
    label: 'request',
    claim: 'observed',
    location,
    request: {
      method: message.method ?? 'GET',
      target: message.url ?? '/',
      fields,
      ...(bytes.length > 0 && { content: { form: 'bytes', bytes, verbatim: false, location } as const }),
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
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new Refused(413, `The body has more than ${limit} bytes, the most this mock reads`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decompress(bytes: Buffer, encodings: string | undefined, limit: number): Buffer {
  let current = bytes;
  const names = (encodings ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  for (const name of names.toReversed()) {
    const decoder = decoders[name];
    if (!decoder) throw new Refused(415, `The content coding \`${name.slice(0, 40)}\` is not known; gzip, deflate and br are`);
    try {
      current = decoder(current, { maxOutputLength: limit });
    } catch {
      throw new Refused(400, `The body cannot be decompressed as ${name}, or has more than ${limit} bytes then`);
    }
  }
  return current;
}
