// How evidence holds a message body: as text, in base64, as a JSON value, perhaps still compressed (RFC 9110 §8.4.1).
import { isUtf8 } from 'node:buffer';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import type { EvidenceDocument } from './evidence.ts';
import { type Content, type Field, fieldValue } from './exchange.ts';
import type { Location } from './location.ts';

const mostBytes = 64 << 20;
const zstdMark = 0xfd2fb528;

/** There was a body, and the evidence does not hold it; `reason` is a sentence. */
export const lostBody = (reason: string, location: Location): Content => ({ form: 'unknown', reason, location });

/** What stands where the text of a body belongs and is none; undefined where nothing does. */
export function noText(value: unknown, location: Location): Content | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const kind = Array.isArray(value) ? 'list' : typeof value;
  return lostBody(`There is ${kind === 'object' ? 'an' : 'a'} ${kind} where the text of the body belongs`, location);
}

/** The recorder saw the whole body and could not unpack it; `reason` is a clause such as “it cannot be decompressed as gzip”. */
export const brokenBody = (reason: string, location: Location): Content => ({ form: 'unknown', reason, isMalformed: true, location });

/** A body in base64. `fields` say how it was compressed; none for a body that is known to be decoded. */
export function bodyFromBase64(text: string, fields: readonly Field[], location: Location): Content {
  const bytes = Buffer.from(text, 'base64');
  // Node skips what is no base64, and then fewer bytes come out than the text has letters for.
  if (bytes.length < Math.floor(text.length * 0.75) && bytes.length < Math.floor(text.replace(/[\s=]+/g, '').length * 0.75))
    return lostBody('The body is said to be base64 and is not', location);
  return bodyFromBytes(bytes, fields, location);
}

/** A body whose bytes cannot be found in the file one by one, unpacked where they are compressed. */
export function bodyFromBytes(bytes: Uint8Array, fields: readonly Field[], location: Location): Content {
  const unpacked = decompress(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), fieldValue(fields, 'content-encoding'));
  if (typeof unpacked === 'string') return lostBody(unpacked, location);
  return { form: 'bytes', bytes: unpacked, verbatim: false, location };
}

/** Text; some recorders write compressed bytes as if they were text, and those cannot be had back. */
export function bodyFromText(text: string, fields: readonly Field[], location: Location): Content {
  if (text.charCodeAt(0) === 0x1f && fieldValue(fields, 'content-encoding') !== undefined)
    return lostBody('The recording holds the compressed bytes of the body as text', location);
  return { form: 'text', text, location };
}

/** A JSON value that stands in the evidence itself: its text is taken as it stands, so that no digit and no repeated name is lost. */
export function bodyFromValue(document: EvidenceDocument, value: unknown, location: Location): Content {
  const text = document.textAt(location.pointer);
  if (text === undefined) return { form: 'value', value, location };
  return { form: 'bytes', bytes: Buffer.from(text), verbatim: true, location };
}

/** The first bytes tell whether a body is still compressed (RFC 1952, RFC 1950, RFC 8878; Brotli has no mark); a sentence where it cannot be unpacked. */
export function decompress(bytes: Buffer, coding: string | undefined): Uint8Array | string {
  if (coding === undefined || bytes.length < 2) return bytes;
  const [first = 0, second = 0] = bytes;
  const unpack =
    first === 0x1f && second === 0x8b
      ? gunzipSync
      : (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0 && /deflate/i.test(coding)
        ? inflateSync
        : bytes.length > 4 && bytes.readUInt32LE(0) === zstdMark
          ? zstdDecompressSync
          : /\bbr\b/i.test(coding) && !isUtf8(bytes)
            ? brotliDecompressSync
            : undefined;
  if (!unpack) return bytes;
  try {
    return unpack(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return tooLarge ? `The compressed body unpacks to more than ${mostBytes >> 20} MB` : 'The compressed body cannot be unpacked';
  }
}
