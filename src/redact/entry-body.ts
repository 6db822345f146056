// The text of a body where HAR 1.2 keeps it (postData.text, content.text): as text or in base64, perhaps of compressed bytes.
import { isUtf8 } from 'node:buffer';
import type { Content } from '../model/exchange.ts';
import type { BodyDescription } from '../record/redact-body.ts';
import { isWhollyPersonal, rewriteBody } from './body.ts';
import { apply, type Edit, inLiteral } from './edits.ts';
import type { Rewriter } from './rewriter.ts';
import { decodeWide, encodeWide, wideCodingOf } from './wide-text.ts';

export interface BodyPlace {
  /** Text of the entry, and where the literal with the body stands in it. */
  readonly entry: string;
  readonly start: number;
  readonly end: number;
  readonly isBase64: boolean;
  /** The body as the reader of HARs took it. */
  readonly content: Content | undefined;
}

/** `before` and `after`: bytes of the decoded body. `lost`: why it has to be left out. */
export interface BodyEdits {
  readonly edits: readonly Edit[];
  readonly before: number;
  readonly after: number;
  readonly lost?: string;
}

export function rewriteEntryBody(place: BodyPlace, description: BodyDescription, rewriter: Rewriter): BodyEdits {
  const { entry, start, end } = place;
  const held = String(JSON.parse(entry.slice(start, end)));
  const same: BodyEdits = { edits: [], before: 0, after: 0 };
  if (held === '') return same;
  // Some recorders list the bytes in a way of their own.
  const isListed = !place.isBase64 && (place.content?.form === 'bytes' || place.content?.form === 'unknown');
  if (place.isBase64 || isListed) return rewriteBytes(Buffer.from(held, place.isBase64 ? 'base64' : 'utf8'), place, description, rewriter);
  const before = Buffer.byteLength(held);
  if (isWhollyPersonal(description) && !isReadable(description)) {
    const written = rewriter.value(held, 'text');
    return written === undefined
      ? same
      : { edits: [{ start, end, text: JSON.stringify(written) }], before, after: Buffer.byteLength(written) };
  }
  const done = rewriteBody(held, false, description, rewriter);
  if (done.edits.length === 0 && done.text === held) return same;
  const written = apply(done.text, done.edits);
  const edits = done.text === held ? inLiteral(entry, start, done.edits) : [{ start, end, text: JSON.stringify(written) }];
  return { edits, before, after: Buffer.byteLength(written) };
}

/** Has the media type members that are asked one by one? */
const isReadable = ({ mediaType }: BodyDescription): boolean =>
  mediaType !== undefined && !/^(image|audio|video|font)$/.test(mediaType.type) && mediaType.subtype !== 'octet-stream';

function rewriteBytes(
  raw: Buffer,
  { start, end, isBase64, content }: BodyPlace,
  description: BodyDescription,
  rewriter: Rewriter,
): BodyEdits {
  const same: BodyEdits = { edits: [], before: 0, after: 0 };
  // A reading that failed (damaged or unknown compression) leaves nothing that could be looked into.
  if (content?.form !== 'bytes') return raw.length === 0 ? same : { ...same, before: raw.length, lost: 'it cannot be decoded' };
  const bytes = Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.byteLength);
  const wasCompressed = !bytes.equals(raw);
  let written: Buffer;
  if (isWhollyPersonal(description) && !isReadable(description)) written = rewriter.bytes(bytes) ?? bytes;
  else {
    const wide = wideCodingOf(bytes);
    const isText = wide !== undefined || isUtf8(bytes);
    const text = wide ? decodeWide(bytes, wide) : bytes.toString(isText ? 'utf8' : 'latin1');
    const done = rewriteBody(text, !isText, description, rewriter);
    const after = apply(done.text, done.edits);
    written = wide ? encodeWide(after, wide) : Buffer.from(after, isText ? 'utf8' : 'latin1');
    // What looks like UTF-16 may be bytes with text among them.
    if (wide) written = Buffer.from(rewriter.text(written.toString('latin1')), 'latin1');
  }
  if (written.equals(bytes)) return same;
  // What is no longer compressed must say so, or its first bytes would be taken for a coding.
  const marks = (isBase64 ? '' : ',"encoding":"base64"') + (wasCompressed ? ',"_decoded":true' : '');
  const text = JSON.stringify(written.toString('base64')) + marks;
  return { edits: [{ start, end, text }], before: bytes.length, after: written.length };
}
