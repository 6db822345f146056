// Decodes and encodes with one format, a media type and a schema literal; what every test of a content format starts from.
import type { ContentFormat, DecodeContext, Decoded, DecodeNote, Encoding } from '../../src/model/content.ts';
import { parseMediaType } from '../../src/model/media-type.ts';
import type { Pointer } from '../../src/model/pointer.ts';
import { shapeOf } from './shape-of.ts';
import type { TestSchema } from './shape-of.ts';

export interface Setting {
  readonly schema?: TestSchema;
  readonly mediaType?: string;
  readonly encoding?: Readonly<Record<string, Encoding>>;
}

export function contextOf({ schema, mediaType = 'application/octet-stream', encoding = {} }: Setting): DecodeContext {
  const parsed = parseMediaType(mediaType);
  if (!parsed) throw new Error(`${mediaType} is no media type`);
  return { mediaType: parsed, ...(schema ? { shape: shapeOf(schema) } : {}), encoding: new Map(Object.entries(encoding)) };
}

export function decodeWith(format: ContentFormat, body: string | Uint8Array, setting: Setting = {}): Decoded {
  return format.decode(typeof body === 'string' ? { text: body } : { bytes: body }, contextOf(setting));
}

/** The value and the notes of a body that must be readable. */
export function readWith(
  format: ContentFormat,
  body: string | Uint8Array,
  setting: Setting = {},
): { value: unknown; notes: readonly DecodeNote[]; skip: readonly Pointer[] } {
  const decoded = decodeWith(format, body, setting);
  if (decoded.kind !== 'value') throw new Error(`not a value: ${JSON.stringify(decoded)}`);
  return { value: decoded.value, notes: decoded.notes, skip: decoded.skip ?? [] };
}

/** The text a pointer leads to. */
export function placeIn(
  format: ContentFormat,
  text: string,
  pointer: Pointer,
  setting: Setting = {},
  at: 'value' | 'key' = 'value',
): string | undefined {
  const span = format.locate?.(text, pointer, at, contextOf(setting));
  return span && text.slice(span.start, span.end);
}
