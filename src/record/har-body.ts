// A message body as HAR 1.2 holds it (postData, content): decompressed, without its secrets, as text where that loses no byte and in base64 elsewhere.
import { isAscii, isUtf8 } from 'node:buffer';
import { undoCodings } from '../model/content-coding.ts';
import { type Field, fieldValue } from '../model/exchange.ts';
import type { MediaType } from '../model/media-type.ts';
import { plain } from '../model/show.ts';
import { type BodyDescription, holdsSensitive, looksSecret, redactBody } from './redact-body.ts';

/** `left`: nothing of the body is kept, and why. `size` is that of the decoded body in bytes, or of the one sent where it was not decoded. */
export interface HarBody {
  readonly size: number;
  readonly text?: string;
  readonly encoding?: 'base64';
  /** The base64 is that of the decoded body, whatever its first bytes look like. */
  readonly _decoded?: true;
  readonly left?: string;
  /** The body that was sent is not what its Content-Encoding says; how that was told. */
  readonly _undecodable?: string;
}

/** What a compressed body may unpack to; the reader of HARs draws the same line. */
const mostBytes = 64 << 20;

/** `bytes` as sent, `fields` those of the message; empty bytes give an empty HarBody. */
export function writeBody(bytes: Uint8Array, fields: readonly Field[], description: BodyDescription): HarBody {
  if (bytes.length === 0) return { size: 0 };
  const unpacked = unpack(bytes, fieldValue(fields, 'content-encoding'));
  if ('why' in unpacked) {
    const { why, isBroken } = unpacked;
    const held = holdsSensitive(description) ? { left: why } : { text: base64(bytes), encoding: 'base64' as const };
    return { size: bytes.length, ...held, ...(isBroken && { _undecodable: why }) };
  }
  const size = unpacked.length;
  const { mediaType } = description;
  if (isText(unpacked, mediaType)) {
    const redacted = redactBody(textOf(unpacked), description);
    return 'lost' in redacted ? { size, left: redacted.lost } : { size, text: redacted.text };
  }
  const isMultipart = mediaType?.type === 'multipart';
  const kept = isMultipart ? redactMultipart(unpacked, description) : unpacked;
  if (typeof kept === 'string') return { size, left: kept };
  const isRisky = holdsSensitive(description) || (isTextual(mediaType) && looksSecret(viewOf(unpacked).toString('latin1'), description));
  if (isRisky && !isMultipart) return { size, left: 'its text cannot be read without loss' };
  return { size, text: base64(kept), encoding: 'base64', _decoded: true };
}

function redactMultipart(bytes: Uint8Array, description: BodyDescription): Uint8Array | string {
  const redacted = redactBody(viewOf(bytes).toString('latin1'), description);
  return 'lost' in redacted ? redacted.lost : Buffer.from(redacted.text, 'latin1');
}

const viewOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const textOf = (bytes: Uint8Array): string => viewOf(bytes).toString('utf8');
const base64 = (bytes: Uint8Array): string => viewOf(bytes).toString('base64');

/** Is the string of these bytes read back, and judged, as the bytes would be? */
function isText(bytes: Uint8Array, mediaType: MediaType | undefined): boolean {
  // Our reader takes a text that begins so for compressed bytes.
  if (bytes[0] === 0x1f) return false;
  const charset = mediaType?.parameters.get('charset')?.toLowerCase() ?? 'utf-8';
  const isPlain = isAscii(bytes) && !/utf-?(16|32)|utf-?7|iso-2022|ebcdic/.test(charset);
  if (!mediaType) return isUtf8(bytes);
  if (mediaType.type === 'multipart') return isPlain;
  if (!isTextual(mediaType) || isPlain) return isTextual(mediaType);
  // An XML declaration names the encoding of bytes; in a string it would not be asked.
  const isDeclaredOtherwise = /^\W{0,3}<\?xml[^>]*?encoding\s*=\s*["'](?!utf-8["'])/i.test(textOf(bytes.subarray(0, 120)));
  return /^utf-?8$/.test(charset) && !isDeclaredOtherwise && isUtf8(bytes);
}

const isTextual = (mediaType: MediaType | undefined): boolean =>
  mediaType !== undefined &&
  (mediaType.type === 'text' ||
    /^(json|xml|yaml)$/.test(mediaType.suffix) ||
    /^(json|xml|yaml|x-yaml|javascript|graphql|x-ndjson|jsonl|json-seq|sql|x-www-form-urlencoded)$/.test(mediaType.subtype));

/** `isBroken`: the sender is to blame; else the coding is unknown here or the body too large. */
export interface Packed {
  readonly why: string;
  readonly isBroken: boolean;
}

/** Content-Encoding undone (RFC 9110 §8.4.1); a clause where it cannot be. */
export function unpack(bytes: Uint8Array, contentEncoding: string | undefined): Uint8Array | Packed {
  const undone = undoCodings(bytes, contentEncoding, mostBytes);
  if (undone.kind === 'bytes') return undone.bytes;
  if (undone.kind === 'unknown') return { why: `its coding ${plain(undone.coding, 40)} is not known`, isBroken: false };
  return undone.kind === 'large'
    ? { why: `it has more than ${mostBytes >> 20} MB when decompressed`, isBroken: false }
    : { why: `it cannot be decompressed as ${undone.coding}`, isBroken: true };
}
