// Bodies of HAR 1.2: `postData` and `content` with text, parameters, base64, or nothing where there was something.
import { isUtf8 } from 'node:buffer';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { fieldValue } from '../../model/exchange.ts';
import type { Content, Field } from '../../model/exchange.ts';
import type { Source } from '../../model/location.ts';
import type { Pointer } from '../../model/pointer.ts';
import { isRecord } from '../../model/json-value.ts';
import { writeForm } from './params.ts';

const mostBytes = 64 << 20;
const zstdMark = 0xfd2fb528;

const unknown = (source: Source, pointer: Pointer, reason: string): Content => ({ form: 'unknown', reason, location: { source, pointer } });

/** `request.postData` (HAR 1.2, postData and params). Adds a boundary to `fields` where a form needs one. */
export function readRequestBody(request: Record<string, unknown>, fields: Field[], source: Source, pointer: Pointer): Content | undefined {
  const { postData, bodySize } = request;
  if (!isRecord(postData)) {
    if (typeof bodySize === 'number' && bodySize > 0)
      return unknown(source, pointer, `The recording does not hold the request body of ${bodySize} bytes`);
    return undefined;
  }
  const { text, params, encoding } = postData;
  const home = `${pointer}/postData`;
  if (typeof text === 'string' && text !== '') {
    if (encoding === 'base64') return fromBase64(text, postData['_decoded'] === true ? [] : fields, source, `${home}/text`);
    return { form: 'text', text, location: { source, pointer: `${home}/text` } };
  }
  if (Array.isArray(params) && params.length > 0) {
    const form = writeForm(params, fields);
    return form === undefined
      ? unknown(source, `${home}/params`, 'The recording holds the parameters of the body, not its text')
      : { form: 'text', text: form, location: { source, pointer: `${home}/params` } };
  }
  if (typeof bodySize === 'number' && bodySize > 0)
    return unknown(source, home, `The recording does not hold the request body of ${bodySize} bytes`);
  return undefined;
}

/** `response.content` (HAR 1.2, content); `size` is that of the body, `bodySize` that of the message. */
export function readResponseBody(
  response: Record<string, unknown>,
  status: number,
  method: string,
  fields: readonly Field[],
  source: Source,
  pointer: Pointer,
): Content | undefined {
  const { content, bodySize } = response;
  const held = isRecord(content) ? content : {};
  const { text, encoding, size } = held;
  if (typeof text === 'string' && text !== '') {
    const place = `${pointer}/content/text`;
    if (encoding === 'base64') return fromBase64(text, held['_decoded'] === true ? [] : fields, source, place);
    // Some recorders write compressed bytes as if they were text; they cannot be had back.
    if (text.charCodeAt(0) === 0x1f && fieldValue(fields, 'content-encoding') !== undefined)
      return unknown(source, place, 'The recording holds the compressed bytes of the body as text');
    return { form: 'text', text, location: { source, pointer: place } };
  }
  if (method === 'HEAD' || status === 204 || status === 304 || status < 200) return undefined;
  const bytes = typeof size === 'number' && size > 0 ? size : typeof bodySize === 'number' && bodySize > 0 ? bodySize : 0;
  if (bytes > 0)
    return unknown(
      source,
      isRecord(content) ? `${pointer}/content` : pointer,
      `The recording does not hold the response body of ${bytes} bytes`,
    );
  if (size !== 0 && Number(fieldValue(fields, 'content-length') ?? 0) > 0)
    return unknown(source, pointer, `The recording does not hold the response body of ${fieldValue(fields, 'content-length')} bytes`);
  const error = response['_error'];
  if (typeof error === 'string' && error !== '' && fieldValue(fields, 'content-type') !== undefined)
    return unknown(source, pointer, 'The response was cut short before its body');
  return undefined;
}

/** `fields` are empty for a body that is known to be decoded (`_decoded`, as Truce writes it). */
function fromBase64(text: string, fields: readonly Field[], source: Source, pointer: Pointer): Content {
  const bytes = Buffer.from(text, 'base64');
  // Node skips what is no base64, and then fewer bytes come out than the text has letters for.
  if (bytes.length < Math.floor(text.length * 0.75) && bytes.length < Math.floor(text.replace(/[\s=]+/g, '').length * 0.75))
    return unknown(source, pointer, 'The body is said to be base64 and is not');
  const unpacked = decompress(bytes, fieldValue(fields, 'content-encoding'));
  if (typeof unpacked === 'string') return unknown(source, pointer, unpacked);
  return { form: 'bytes', bytes: unpacked, verbatim: false, location: { source, pointer } };
}

/** A HAR should hold the decoded body; the first bytes tell when it does not (RFC 1952, RFC 1950, RFC 8878; Brotli has no mark). */
function decompress(bytes: Buffer, coding: string | undefined): Uint8Array | string {
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
