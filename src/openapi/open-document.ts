// A file of a contract becomes a Document: text by text, or, where it is a large JSON file, piece by piece from its bytes.
import { isUtf8 } from 'node:buffer';
import { UserError } from '../model/user-error.ts';
import { byteSource } from '../source/byte-source.ts';
import { isDeeper, parseDocument } from '../source/document.ts';
import { parseInPieces } from '../source/json-pieces.ts';
import { fileSource } from '../source/text-source.ts';
import type { Document } from './documents.ts';

/** Smaller files are parsed whole. */
const large = 1 << 20;

/** Bytes that are no UTF-8 would become replacement characters in names that evidence is compared with. UTF-16 is the parser's to name. */
export function asUtf8(bytes: Uint8Array, uri: string): Buffer {
  if (!isUtf8(bytes) && !bytes.includes(0)) throw new UserError(`${uri} is not UTF-8`, { hint: 'Save the document as UTF-8' });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Throws a UserError for what is neither JSON nor YAML. */
export function openDocument(content: Buffer | string, url: string, uri: string): Document {
  if (typeof content !== 'string' && content.length >= large && isUtf8(content)) {
    const parsed = parseInPieces(content);
    if (parsed && !isDeeper(parsed.value)) return { url, uri, value: parsed.value, source: byteSource(uri, content, parsed.outline) };
  }
  const text = content.toString('utf8');
  const { value, syntax } = parseDocument(text, uri);
  return { url, uri, value, source: fileSource({ uri, syntax, read: () => text }) };
}
