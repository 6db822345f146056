// Content codings undone (RFC 9110 §8.4.1), in the order in which they were applied: the one table of those Truce knows.
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

type Undo = (bytes: Uint8Array, options: { maxOutputLength: number }) => Buffer;

const codings: Readonly<Record<string, Undo>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  // Half the servers send the bare stream (RFC 1951) where the zlib format (RFC 1950) is meant.
  deflate: (bytes, options) => ((bytes[0] ?? 0) % 16 === 8 ? inflateSync(bytes, options) : inflateRawSync(bytes, options)),
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

/** `coding` as it was sent, in lower case. `broken`: the bytes are none of it, and what the decoder said; `large`: more would come out than `most` bytes. */
export type Undone =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'unknown' | 'large'; readonly coding: string }
  | { readonly kind: 'broken'; readonly coding: string; readonly message: string };

/** `contentEncoding`: value of the field, several joined by commas; undefined where there is none. */
export function undoCodings(bytes: Uint8Array, contentEncoding: string | undefined, most: number): Undone {
  let current = bytes;
  const names = (contentEncoding ?? '').toLowerCase().split(',');
  for (const coding of names.map((name) => name.trim()).toReversed()) {
    if (coding === '' || coding === 'identity') continue;
    const undo = Object.hasOwn(codings, coding) ? codings[coding] : undefined;
    if (!undo) return { kind: 'unknown', coding };
    try {
      current = undo(current, { maxOutputLength: most });
    } catch (error) {
      const isLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
      return isLarge
        ? { kind: 'large', coding }
        : { kind: 'broken', coding, message: error instanceof Error ? error.message : String(error) };
    }
  }
  return { kind: 'bytes', bytes: current };
}
