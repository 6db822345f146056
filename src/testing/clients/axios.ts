// A response of axios, or the error it throws for 4xx: the data is parsed already, the request is the one that went out, or else the config.
import { type Body, bodyOf, type Client, fieldsOf, isLoose, type Loose, type Received, type Sent, sentBy } from '../client.ts';

const isJson = (fields: Received['fields']): boolean =>
  fields.some(([name, value]) => name.toLowerCase() === 'content-type' && /[/+]json\b/i.test(value));

/** axios parses JSON unless told otherwise, and hands over the text where it could not: a string may be either. */
function bodyReceived(data: unknown, config: Loose, fields: Received['fields']): Body {
  const { responseType } = config;
  if (responseType === 'stream') return { kind: 'unknown', reason: '`responseType: "stream"` leaves it to the test to read' };
  if (!isJson(fields) || ArrayBuffer.isView(data) || (responseType !== undefined && responseType !== 'json')) return bodyOf(data);
  if (data === undefined || data === '') return { kind: 'none' };
  if (typeof data !== 'string') return { kind: 'value', value: data };
  const length = Number(fields.find(([name]) => name.toLowerCase() === 'content-length')?.[1]);
  if (length === Buffer.byteLength(data)) return { kind: 'text', text: data };
  if (length === Buffer.byteLength(JSON.stringify(data))) return { kind: 'value', value: data };
  return { kind: 'unknown', reason: 'axios gave a string, parsed or not; `responseType: "text"` gives the body as it came' };
}

/** The request on the wire where axios shows it: node's ClientRequest, a fetch Request, or an XMLHttpRequest's URL. */
function sentOf(request: unknown, config: Loose): Sent {
  const body = bodyOf(config['data']);
  const asked = {
    method: String(config['method'] ?? 'get').toUpperCase(),
    target: targetOf(config),
    fields: fieldsOf(config['headers']),
    body,
  };
  if (!isLoose(request)) return asked;
  const { responseURL, url } = request;
  if (typeof request['getHeaders'] === 'function') return { ...asked, ...sentBy(request), body };
  const target = typeof responseURL === 'string' && responseURL !== '' ? responseURL : typeof url === 'string' ? url : asked.target;
  return { ...asked, target };
}

function targetOf({ baseURL, url, params }: Loose): string {
  const path = String(url ?? '');
  const whole =
    typeof baseURL === 'string' && !/^[a-z][a-z0-9+.-]*:\/\//i.test(path)
      ? `${baseURL.replace(/\/$/, '')}/${path.replace(/^\//, '')}`
      : path;
  const query = isLoose(params)
    ? new URLSearchParams(Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))).toString()
    : '';
  return query === '' ? whole : `${whole}${whole.includes('?') ? '&' : '?'}${query}`;
}

export default {
  name: 'an axios response',
  recognises: (value) =>
    'status' in value &&
    typeof value.status === 'number' &&
    'config' in value &&
    isLoose(value.config) &&
    'data' in value &&
    'headers' in value,
  read(value): Received {
    const { status, headers, data, config, request } = value as Loose & { status: number; config: Loose };
    const fields = fieldsOf(headers);
    return { status, fields, body: bodyReceived(data, config, fields), sent: sentOf(request, config) };
  },
} satisfies Client;
