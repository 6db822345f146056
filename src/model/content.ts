// Content formats: one file in src/content/ is one family of media types.
import type { At, Span } from './location.ts';
import type { MediaType } from './media-type.ts';
import type { Pointer } from './pointer.ts';
import type { Shape } from './shape.ts';

/** OpenAPI 3.1.1 Encoding Object, as far as decoding needs it. */
export interface Encoding {
  readonly contentType?: string;
  readonly style?: string;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
}

export interface DecodeContext {
  readonly mediaType: MediaType;
  /** Shape of the Media Type Object's schema; undefined when it has none. */
  readonly shape?: Shape;
  /** `encoding` of the Media Type Object (forms and multipart). */
  readonly encoding: ReadonlyMap<string, Encoding>;
}

/** Something true of the text that its value no longer shows. `error`: readers differ about the value or refuse it. */
export interface DecodeNote {
  readonly kind:
    | 'duplicate-key'
    | 'lossy-number'
    | 'byte-order-mark'
    | 'invalid-encoding'
    | 'unexpected-name'
    | 'unexpected-type'
    | 'not-well-formed';
  readonly severity: 'error' | 'warning';
  /** A whole sentence without a final stop. */
  readonly message: string;
  /** Place in the decoded value, as near as it can be said. */
  readonly pointer: Pointer;
  /** `lossy-number` only: the digits as they stand in the text. */
  readonly digits?: string;
}

export type Decoded =
  /** `skip` names places whose value is no JSON value (a file part of a multipart body): they are not validated beyond presence. */
  | { readonly kind: 'value'; readonly value: unknown; readonly notes: readonly DecodeNote[]; readonly skip?: readonly Pointer[] }
  /** Not readable as this media type: `offset` (UTF-16 code units into the text) is where reading stopped. */
  | { readonly kind: 'malformed'; readonly message: string; readonly offset?: number }
  | { readonly kind: 'unchecked'; readonly reason: string };

/** What a decoder gets: text where the evidence had text, bytes where it had bytes. */
export type RawContent = { readonly text: string; readonly bytes?: undefined } | { readonly bytes: Uint8Array; readonly text?: undefined };

/** A scalar in the text of a body that must not be kept, and how another one would be written in its place. */
export interface SecretLeaf extends Span {
  /** Of the nearest member, element or part that has one. */
  readonly name: string | undefined;
  readonly shape: Shape | undefined;
  /** What the text demands of a replacement: a JSON number must stay one. `string` where anything can be written. */
  readonly kind: 'string' | 'number' | 'boolean';
  /** The scalar without escapes; for numbers and booleans as they stand in the text. */
  readonly value: string;
  write(value: string): string;
}

/** Is what stands under this name, described by this shape, a secret with all that is in it? */
export type IsSecret = (name: string | undefined, shape: Shape | undefined) => boolean;

export interface ContentFormat {
  readonly id: string;
  /** What decoding makes of a body at most: any JSON value, an object of named members, one scalar, or its bytes as text whatever the schema says. */
  readonly yields: 'value' | 'members' | 'scalar' | 'bytes';
  /** How the matching rules of a pact address its values; `text` (fields by name, all of them text) unless said otherwise. */
  readonly addressing?: 'json' | 'xml';
  matches(mediaType: MediaType): boolean;
  decode(content: RawContent, context: DecodeContext): Decoded;
  /** Where the value at `pointer` stands in the text; undefined when the format has no such places. `context` is that of the decoding. */
  locate?(text: string, pointer: Pointer, at: At, context: DecodeContext): Span | undefined;
  /**
   * Every secret scalar of a well-formed body in the order of the text, repeated names included; undefined when a secret has no place
   * that could be replaced. Absent where the format has no such places at all.
   */
  secrets?(text: string, context: DecodeContext, isSecret: IsSecret): readonly SecretLeaf[] | undefined;
  /** The inverse of decode, for the mock server. */
  encode?(value: unknown, context: DecodeContext): string | Uint8Array;
}

/** The text of a body: bytes are decoded by `charset` (RFC 9110 §8.3.2), UTF-8 without one; a bad byte sequence is a note, not a loss. */
export function textOf(content: RawContent, mediaType: MediaType): { text: string; notes: DecodeNote[] } {
  const notes: DecodeNote[] = [];
  let text: string;
  if (content.text !== undefined) text = content.text;
  else {
    const charset = mediaType.parameters.get('charset') ?? 'utf-8';
    const decoder = decoderFor(charset);
    if (!decoder)
      notes.push({
        kind: 'invalid-encoding',
        severity: 'warning',
        message: `The charset ${JSON.stringify(charset.slice(0, 40))} is not known; the body was read as UTF-8`,
        pointer: '',
      });
    text = (decoder ?? new TextDecoder('utf-8', { ignoreBOM: true })).decode(content.bytes);
    if (text.includes('\uFFFD') && !isWellEncoded(content.bytes, charset)) {
      notes.push({ kind: 'invalid-encoding', severity: 'error', message: `The body is not valid ${charset.toUpperCase()}`, pointer: '' });
    }
  }
  return { text, notes };
}

function decoderFor(charset: string): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(charset, { ignoreBOM: true });
  } catch {
    return undefined;
  }
}

function isWellEncoded(bytes: Uint8Array, charset: string): boolean {
  try {
    new TextDecoder(charset, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
