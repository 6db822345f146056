// One line of exchanges written as NDJSON becomes an exchange (schemas/exchange.schema.json).
import { needMethod, needRecord, needStatus, needText, readTold } from '../../model/entry-reading.ts';
import type { Content, Exchange, Field, Request, Response } from '../../model/exchange.ts';
import { fieldValue } from '../../model/exchange.ts';
import { placeOfField, readFields } from '../../model/field-list.ts';
import { bodyFromBase64, bodyFromText, lostBody } from '../../model/held-body.ts';
import { outlineJson } from '../../model/json-outline.ts';
import { isRecord } from '../../model/json-value.ts';
import type { Location } from '../../model/location.ts';
import { placesIn } from '../../model/message-place.ts';

/** `text` is the line. Throws an Unreadable for what is no exchange. */
export function readExchange(line: unknown, text: string, { source }: Location): Partial<Exchange> {
  const entry = needRecord(line, 'request');
  const request = readRequest(needRecord(entry['request'], 'request'), text, { source, pointer: '/request' });
  const { response, startedAt, duration, comment } = entry;
  const held = response === undefined || response === null ? undefined : needRecord(response, 'response');
  const told = readTold({
    startedAt,
    duration,
    comment,
    httpVersion: isRecord(entry['request']) ? entry['request']['httpVersion'] : undefined,
    statusText: held?.['statusText'],
  });
  if (!held) return { request, ...told };
  return { request, response: readResponse(held, text, { source, pointer: '/response' }), ...told };
}

function readRequest(request: Record<string, unknown>, text: string, location: Location): Request {
  const method = needMethod(request['method']);
  const target = needText(request['url'], 'request `url`');
  const fields = readFields(request['headers']);
  const content = readBody(request, text, fields, location);
  const place = placesIn(location, (part, name) => (part === 'field' ? placeOfField(request['headers'], '/headers', name) : '/url'));
  return { method, target, fields, ...(content && { content }), complete: true, location, place };
}

function readResponse(response: Record<string, unknown>, text: string, location: Location): Response {
  const status = needStatus(response['status']);
  const fields = readFields(response['headers']);
  const content = readBody(response, text, fields, location);
  const place = placesIn(location, (part, name) => (part === 'field' ? placeOfField(response['headers'], '/headers', name) : '/status'));
  return { status, fields, ...(content && { content }), complete: true, location, place };
}

/** `body`: text, or a JSON value where the body is JSON; `bodyBase64`; `bodyMissing`: why it is not there. */
function readBody(message: Record<string, unknown>, text: string, fields: Field[], { source, pointer }: Location): Content | undefined {
  const { body, bodyBase64, bodyMissing } = message;
  if (typeof bodyMissing === 'string') return lostBody(bodyMissing, { source, pointer: `${pointer}/bodyMissing` });
  if (typeof bodyBase64 === 'string' && bodyBase64 !== '')
    return bodyFromBase64(bodyBase64, message['bodyDecoded'] === true ? [] : fields, { source, pointer: `${pointer}/bodyBase64` });
  const location = { source, pointer: `${pointer}/body` };
  if (body === undefined || body === null || body === '') return undefined;
  if (typeof body === 'string') return bodyFromText(body, fields, location);
  if (fieldValue(fields, 'content-type') === undefined) fields.push(['Content-Type', 'application/json']);
  const { start, end } = outlineJson(text)(location.pointer);
  return { form: 'bytes', bytes: Buffer.from(text.slice(start, end)), verbatim: true, location };
}
