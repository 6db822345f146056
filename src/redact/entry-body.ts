// The text of a body where HAR 1.2 keeps it (postData.text, content.text): as text or in base64, perhaps of compressed bytes.
import { isUtf8 } from 'node:buffer';
import type { Content } from '../model/exchange.ts';
import type { BodyDescription } from '../record/redact-body.ts';
import { isWhollyPersonal, rewriteBody } from './body.ts';
import { apply, type Edit, inLiteral } from './edits.ts';
import type { Rewriter } from './rewriter.ts';

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
  if (place.isBase64) return rewriteBytes(held, place, description, rewriter);
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

function rewriteBytes(held: string, { start, end, content }: BodyPlace, description: BodyDescription, rewriter: Rewriter): BodyEdits {
  const same: BodyEdits = { edits: [], before: 0, after: 0 };
  const raw = Buffer.from(held, 'base64');
  // A reading that failed (damaged or unknown compression) leaves nothing that could be looked into.
  if (content?.form !== 'bytes') return raw.length === 0 ? same : { ...same, before: raw.length, lost: 'it cannot be decoded' };
  const bytes = Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.byteLength);
  const wasCompressed = !bytes.equals(raw);
  let written: Buffer;
  if (isWhollyPersonal(description) && !isReadable(description)) written = rewriter.bytes(bytes) ?? bytes;
  else {
    const isText = isUtf8(bytes);
    const done = rewriteBody(bytes.toString(isText ? 'utf8' : 'latin1'), !isText, description, rewriter);
    written = Buffer.from(apply(done.text, done.edits), isText ? 'utf8' : 'latin1');
  }
  if (written.equals(bytes)) return same;
  // What is no longer compressed must say so, or its first bytes would be taken for a coding.
  const text = JSON.stringify(written.toString('base64')) + (wasCompressed ? ',"_decoded":true' : '');
  return { edits: [{ start, end, text }], before: bytes.length, after: written.length };
}
