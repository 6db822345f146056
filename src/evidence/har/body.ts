// Bodies of HAR 1.2: `postData` and `content` with text, parameters, base64, or nothing where there was something.
import { fieldValue } from '../../model/exchange.ts';
import type { Content, Field } from '../../model/exchange.ts';
import { writeForm } from '../../model/form-text.ts';
import { bodyFromBase64, bodyFromText, brokenBody, lostBody, noText } from '../../model/held-body.ts';
import type { Location, Source } from '../../model/location.ts';
import type { Pointer } from '../../model/pointer.ts';
import { isRecord } from '../../model/json-value.ts';
import { readChunks } from './chunks.ts';

const unknown = (source: Source, pointer: Pointer, reason: string): Content => lostBody(reason, { source, pointer });

/** `request.postData` (HAR 1.2, postData and params). Adds a boundary to `fields` where a form needs one. */
export function readRequestBody(request: Record<string, unknown>, fields: Field[], source: Source, pointer: Pointer): Content | undefined {
  const { postData, bodySize } = request;
  if (!isRecord(postData)) {
    const odd = noText(postData, { source, pointer: `${pointer}/postData` });
    if (odd) return odd;
    if (typeof bodySize === 'number' && bodySize > 0)
      return unknown(source, pointer, `The recording does not hold the request body of ${bodySize} bytes`);
    return undefined;
  }
  const { params } = postData;
  const home = `${pointer}/postData`;
  if (typeof postData['_undecodable'] === 'string') return brokenBody(postData['_undecodable'], { source, pointer: home });
  if (typeof postData['_left'] === 'string') return unknown(source, home, postData['_left']);
  const held = readHeld(postData, fields, { source, pointer: `${home}/text` });
  if (held) return held;
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

/** `text` and `encoding`; `_decoded`, as Truce writes it: the base64 is that of the decoded body. */
function readHeld(held: Record<string, unknown>, fields: readonly Field[], location: Location): Content | undefined {
  const { text, encoding } = held;
  const chunks = readChunks(text, encoding === 'base64' || held['_isBinary'] === true, fields, location);
  if (chunks) return chunks;
  if (typeof text !== 'string') return noText(text, location);
  if (text === '') return undefined;
  return encoding === 'base64'
    ? bodyFromBase64(text, held['_decoded'] === true ? [] : fields, location)
    : bodyFromText(text, fields, location);
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
  const odd = isRecord(content) ? undefined : noText(content, { source, pointer: `${pointer}/content` });
  if (odd) return odd;
  const held = isRecord(content) ? content : {};
  const { size } = held;
  if (typeof held['_undecodable'] === 'string') return brokenBody(held['_undecodable'], { source, pointer: `${pointer}/content` });
  if (typeof held['_left'] === 'string') return unknown(source, `${pointer}/content`, held['_left']);
  const body = readHeld(held, fields, { source, pointer: `${pointer}/content/text` });
  if (body) return body;
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
