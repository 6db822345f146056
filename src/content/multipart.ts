// multipart/form-data and its siblings (RFC 7578, RFC 2046 §5.1): the body is cut here, its parts are read by shape and Encoding Object beside it.
import type { ContentFormat } from '../model/content.ts';
import { parseDisposition } from './disposition.ts';
import { locateNamed } from './form-locate.ts';
import { secretsOfNamed } from './form-secrets.ts';
import { tokensOfName } from './form-tree.ts';
import { encodeMultipart } from './multipart-encode.ts';
import { MultipartReading } from './multipart-reading.ts';
import { guessBoundary, splitParts } from './multipart-split.ts';

const format: ContentFormat = {
  id: 'multipart',
  yields: 'members',
  matches: ({ type }) => type === 'multipart',
  decode(content, context) {
    const body = content.text ?? Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.byteLength).toString('latin1');
    const declared = context.mediaType.parameters.get('boundary');
    const boundary = declared ?? guessBoundary(body);
    if (!boundary) return { kind: 'malformed', message: 'Expected a `boundary` in the media type, got none', offset: 0 };
    const splitting = splitParts(body, boundary);
    if (splitting.kind !== 'parts') return splitting;
    const reading = new MultipartReading(content, context);
    if (declared === undefined)
      reading.note('not-well-formed', 'warning', 'Expected a `boundary` in the media type, it was taken from the first line of the body');
    for (const problem of splitting.problems) reading.note('not-well-formed', 'error', problem);
    return { kind: 'value', value: reading.value(splitting.parts), notes: reading.notes, skip: reading.skip };
  },
  locate(text, pointer, _, { mediaType, shape }) {
    const splitting = splitParts(text, mediaType.parameters.get('boundary') ?? guessBoundary(text) ?? '');
    if (splitting.kind !== 'parts') return undefined;
    const spans = splitting.parts.map(({ fields, body, start }) => ({
      tokens: tokensOfName(parseDisposition(fields.get('content-disposition') ?? '').name ?? '', shape),
      span: { start, end: start + body.length },
    }));
    return locateNamed(spans, pointer);
  },
  secrets(text, { mediaType, shape }, isSecret) {
    const splitting = splitParts(text, mediaType.parameters.get('boundary') ?? guessBoundary(text) ?? '');
    if (splitting.kind !== 'parts') return undefined;
    const parts = splitting.parts.map(({ fields, body, start }) => ({
      name: parseDisposition(fields.get('content-disposition') ?? '').name ?? '',
      start,
      end: start + body.length,
      value: body,
    }));
    return secretsOfNamed(parts, shape, isSecret, (value) => value);
  },
  encode: (value, context) => encodeMultipart(value, context),
};
export default format;
