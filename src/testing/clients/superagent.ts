// A response of superagent, and so of supertest and chai-http: text and request are there, everything can be judged.
import { type Body, bodyOf, type Client, fieldsOf, isLoose, type Loose, type Received, sentBy } from '../client.ts';

/** The text as it came; what superagent parsed only where it kept no text. */
function bodyReceived({ text, body, headers }: Loose): Body {
  if (typeof text === 'string' && text !== '') return { kind: 'text', text };
  if (ArrayBuffer.isView(body)) return bodyOf(body);
  const isJson = isLoose(headers) && /[/+]json\b/i.test(String(headers['content-type']));
  // `body` is an empty object where nothing was parsed.
  if (isJson && text === undefined && isLoose(body) && Object.keys(body).length > 0) return { kind: 'value', value: body };
  return { kind: 'none' };
}

function bodySent(request: Loose): Body {
  if (isLoose(request['_formData'])) return { kind: 'unknown', reason: 'superagent keeps no copy of a multipart form' };
  return bodyOf(request['_data']);
}

export default {
  name: 'a supertest response',
  recognises: (value) =>
    'status' in value && typeof value.status === 'number' && 'header' in value && ('req' in value || 'request' in value) && 'body' in value,
  read(value): Received {
    const response = value as Loose;
    const request = isLoose(response['request']) ? response['request'] : {};
    const wire = isLoose(response['req']) ? response['req'] : isLoose(request['req']) ? request['req'] : undefined;
    const raw = isLoose(response['res']) ? response['res']['rawHeaders'] : undefined;
    const url = request['url'];
    const sent = wire ? sentBy(wire) : { method: String(request['method']), target: String(url), fields: fieldsOf(request['header']) };
    return {
      status: response['status'] as number,
      fields: Array.isArray(raw) ? fieldsOf(pairsOf(raw as string[])) : fieldsOf(response['headers']),
      body: bodyReceived(response),
      sent: { ...sent, body: bodySent(request) },
    };
  },
} satisfies Client;

/** Names and values in turn, as node keeps them, become pairs. */
const pairsOf = (raw: readonly string[]): (readonly [string, string])[] =>
  raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));
