// Bodies as Polly.js records them: the text is a JSON list of the chunks that came, each in hexadecimal or base64, compressed as they were.
import type { Content, Field } from '../../model/exchange.ts';
import { fieldValue } from '../../model/exchange.ts';
import { bodyFromBytes, decompress, lostBody } from '../../model/held-body.ts';
import type { Location } from '../../model/location.ts';

/** No base64 begins with a bracket, so a text that is said to be base64 and does is such a list. */
const listPattern = /^\s*\[\s*("[0-9A-Za-z+/=_-]*"\s*(,\s*"[0-9A-Za-z+/=_-]*"\s*)*)?\]\s*$/;

/**
 * The body whose chunks `text` lists, or `text` itself is; undefined where it is no such list. `isMarked`: the recording says that the body is binary.
 * Without that mark a list is believed only where its bytes can be unpacked as Content-Encoding says: JSON of its own may look like one.
 */
export function readChunks(text: unknown, isMarked: boolean, fields: readonly Field[], location: Location): Content | undefined {
  const coding = fieldValue(fields, 'content-encoding');
  if (!isMarked && coding === undefined && !Array.isArray(text)) return undefined;
  const chunks = chunksOf(text);
  if (!chunks) return undefined;
  const isHex = chunks.every((chunk) => chunk.length % 2 === 0 && /^[0-9a-f]*$/i.test(chunk));
  if (isMarked || Array.isArray(text)) return bodyFromBytes(join(chunks, isHex ? 'hex' : 'base64'), fields, location);
  if (coding === undefined || !isHex || chunks.length === 0) return undefined;
  const bytes = join(chunks, 'hex');
  const unpacked = decompress(bytes, coding);
  if (typeof unpacked === 'string') return /^\s*\["1f8b/i.test(String(text)) ? lostBody(unpacked, location) : undefined;
  return unpacked === bytes ? undefined : { form: 'bytes', bytes: unpacked, verbatim: false, location };
}

const join = (chunks: readonly string[], encoding: 'hex' | 'base64'): Buffer =>
  Buffer.concat(chunks.map((chunk) => Buffer.from(chunk, encoding)));

function chunksOf(text: unknown): readonly string[] | undefined {
  if (Array.isArray(text)) return text.every((chunk) => typeof chunk === 'string') ? (text as string[]) : undefined;
  if (typeof text !== 'string' || !/^\s*\[/.test(text) || !listPattern.test(text)) return undefined;
  return JSON.parse(text) as string[];
}
