// The body of a pact's request or response (Pact specification 1 to 4): a JSON value, a text, or base64.
import { fieldValue } from '../../model/exchange.ts';
import type { Content, Field } from '../../model/exchange.ts';
import type { Location } from '../../model/location.ts';
import { parseMediaType } from '../../model/media-type.ts';
import { isRecord } from '../../model/json-value.ts';
import { plain } from '../../model/show.ts';

function isJson(type: string | undefined): boolean {
  const mediaType = type === undefined ? undefined : parseMediaType(type);
  return mediaType?.subtype === 'json' || mediaType?.suffix === 'json';
}

/** Reads the body and adds the Content-Type it implies to `fields` where the message names none. An absent body is no body; `null` is one up to version 3. */
export function readBody(
  message: Record<string, unknown>,
  fields: Field[],
  version: number,
  { source, pointer }: Location,
): Content | undefined {
  const { body } = message;
  if (body === undefined) return undefined;
  const location = { source, pointer: `${pointer}/body` };
  const sent = fieldValue(fields, 'content-type');
  if (version < 4) {
    if (typeof body === 'string' && !isJson(sent)) return { form: 'text', text: body, location };
    if (sent === undefined) fields.push(['Content-Type', 'application/json']);
    return { form: 'value', value: body, location };
  }
  // In version 4 a body is always wrapped; null and {} say that there is none.
  if (!isRecord(body) || !('content' in body))
    return body === null || isRecord(body)
      ? undefined
      : { form: 'unknown', reason: 'The body is not written as version 4 of Pact has it', location };
  return readWrapped(body, sent, fields, { source, pointer: `${pointer}/body/content` });
}

function readWrapped(
  { content, contentType, encoded }: Record<string, unknown>,
  sent: string | undefined,
  fields: Field[],
  location: Location,
): Content {
  // `*/*` stands where the writer did not know.
  const named = typeof contentType === 'string' && !contentType.includes('*') ? contentType : undefined;
  const type = sent ?? named ?? (typeof content === 'string' ? undefined : 'application/json');
  if (sent === undefined && type !== undefined) fields.push(['Content-Type', type]);
  const coding = encoded === true ? 'base64' : typeof encoded === 'string' ? encoded.toLowerCase() : '';
  if (coding === 'json')
    return typeof content === 'string' ? { form: 'text', text: content, location } : { form: 'value', value: content, location };
  if (coding === 'base64' && typeof content === 'string')
    return { form: 'bytes', bytes: Buffer.from(content, 'base64'), verbatim: false, location };
  if (coding !== '') return { form: 'unknown', reason: `The body is encoded as \`${plain(coding, 40)}\`, which is not known`, location };
  return typeof content === 'string' && !isJson(type)
    ? { form: 'text', text: content, location }
    : { form: 'value', value: content, location };
}
