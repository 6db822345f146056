// The content codings (RFC 9110 §8.4.1) of clients that hand a body over as it travelled.
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { type Field, fieldValues } from '../model/exchange.ts';
import { plain } from '../model/show.ts';
import type { Body } from './client.ts';

const decoders: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  identity: (bytes) => bytes,
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

/** The body without its codings; `unknown` with the reason when one is not known or broken. */
export function unpack(bytes: Uint8Array, fields: readonly Field[]): Body {
  if (bytes.length === 0) return { kind: 'none' };
  const codings = fieldValues(fields, 'content-encoding').flatMap((value) => value.toLowerCase().split(/\s*,\s*/));
  let body = bytes;
  for (const coding of codings.toReversed()) {
    const decode = decoders[coding];
    if (!decode) return { kind: 'unknown', reason: `its Content-Encoding \`${plain(coding, 40)}\` is not known` };
    try {
      body = decode(body);
    } catch (error) {
      return {
        kind: 'unknown',
        reason: `it cannot be read as \`${coding}\`: ${plain(error instanceof Error ? error.message : String(error))}`,
      };
    }
  }
  return { kind: 'bytes', bytes: body };
}
