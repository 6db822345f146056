// One entry of a HAR 1.2 log becomes an exchange (HAR 1.2: entries, request, response).
import type { Claim, Exchange, Field, Request, Response } from '../../model/exchange.ts';
import type { Location } from '../../model/location.ts';
import { namedItem, placesIn } from '../../model/message-place.ts';
import { plain, show } from '../../model/show.ts';
import { readRequestBody, readResponseBody } from './body.ts';
import { readTold } from '../../model/entry-reading.ts';
import { addCookies, completeUrl } from './kept-apart.ts';
import { isRecord } from '../../model/json-value.ts';

// Field values arrive trimmed nearly always; looking at two characters is cheaper than trimming.
const isBare = (text: string): boolean => text.charCodeAt(0) > 0x20 && text.charCodeAt(text.length - 1) > 0x20;

function readFields(headers: unknown): Field[] {
  const fields: Field[] = [];
  if (!Array.isArray(headers)) return fields;
  for (const header of headers as unknown[]) {
    if (!isRecord(header)) continue;
    const { name, value } = header;
    // Names that begin with a colon are pseudo-header fields of HTTP/2 (RFC 9113 §8.3), not fields.
    if (typeof name !== 'string' || name === '' || name.charCodeAt(0) === 0x3a) continue;
    const text = typeof value === 'string' ? value : String(value ?? '');
    fields.push([name, isBare(text) ? text : text.trim()]);
  }
  return fields;
}

const hasItems = (list: unknown): boolean => Array.isArray(list) && list.length > 0;

// Chrome writes `x-unknown` where the server said nothing.
function addMediaType(fields: Field[], mimeType: unknown): void {
  if (typeof mimeType !== 'string' || mimeType === '' || mimeType === 'x-unknown') return;
  for (const [name] of fields) if (name.length === 12 && name.toLowerCase() === 'content-type') return;
  fields.push(['Content-Type', mimeType]);
}

/** `location` is that of the entry, `offset` its first byte. */
export function readEntry(entry: unknown, uri: string, index: number, location: Location, offset: number): Exchange {
  const { source, pointer } = location;
  const label = `entry ${index}`;
  const truce = isRecord(entry) && isRecord(entry['_truce']) ? entry['_truce'] : {};
  const claim: Claim = truce['claim'] === 'example' ? 'example' : 'observed';
  const broken = (message: string, rest?: { request: Request }, isForeign = false): Exchange => ({
    evidence: uri,
    index,
    label,
    claim,
    location,
    offset,
    ...rest,
    problem: { message: `Entry ${index} ${message}`, location, ...(isForeign && { isForeign }) },
  });
  if (!isRecord(entry)) return broken(`is no object but ${show(entry)}`);
  const { request, response } = entry;
  if (!isRecord(request)) return broken('has no `request` object');
  const { method, url } = request;
  if (typeof method !== 'string' || method === '') return broken('has no request method');
  if (typeof url !== 'string' || url === '') return broken('has no request URL');
  const requestFields = readFields(request['headers']);
  if (isRecord(request['postData'])) addMediaType(requestFields, request['postData']['mimeType']);
  addCookies(requestFields, request['cookies']);
  const requestPointer = `${pointer}/request`;
  const requestBody = readRequestBody(request, requestFields, source, requestPointer);
  const sent: Request = {
    method,
    target: completeUrl(url, request['queryString']),
    fields: requestFields,
    content: requestBody,
    complete: true,
    ...(truce['request'] === 'pattern' && { isPattern: true }),
    ...(truce['request'] === 'deliberate' && { isDeliberate: true }),
    location: { source, pointer: requestPointer },
    place: placesIn({ source, pointer: requestPointer }, (part, name) => {
      if (part === 'field')
        return (
          namedItem(request['headers'], '/headers', name) ?? (name === 'Cookie' && hasItems(request['cookies']) ? '/cookies' : undefined)
        );
      return (part === 'query' ? namedItem(request['queryString'], '/queryString', name) : undefined) ?? '/url';
    }),
  };
  const told = readTold({
    startedAt: entry['startedDateTime'],
    duration: entry['time'],
    httpVersion: request['httpVersion'],
    statusText: isRecord(response) ? response['statusText'] : undefined,
    comment: entry['comment'],
  });
  if (truce['response'] === 'none') return { evidence: uri, index, label, claim, location, offset, request: sent, ...told };
  if (!isRecord(response)) return broken('has no `response` object', { request: sent });
  const { status } = response;
  if (status === 0 || status === undefined || status === null) {
    const error = response['_error'];
    return broken(
      `has no response: the exchange was blocked or cut short${typeof error === 'string' && error !== '' ? ` (${plain(error, 80)})` : ''}`,
      { request: sent },
      true,
    );
  }
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 999)
    return broken(`has no response status but ${show(status)}`, { request: sent });
  const fields = readFields(response['headers']);
  if (isRecord(response['content'])) addMediaType(fields, response['content']['mimeType']);
  const responsePointer = `${pointer}/response`;
  const body = readResponseBody(response, status, method, fields, source, responsePointer);
  const received: Response = {
    status,
    fields,
    content: body,
    complete: true,
    location: { source, pointer: responsePointer },
    place: placesIn({ source, pointer: responsePointer }, (part, name) =>
      part === 'field' ? namedItem(response['headers'], '/headers', name) : '/status',
    ),
  };
  // The recorder saw that it is not whole: what there is of it would be judged wrongly.
  const { unjudged } = truce;
  if (typeof unjudged === 'string' && unjudged !== '')
    return broken(`is not to be judged: ${plain(unjudged, 120)}`, { request: sent }, true);
  return {
    evidence: uri,
    index,
    label,
    claim,
    location,
    offset,
    request: sent,
    response: received,
    ...(truce['provider'] === 'mock' && { provider: 'mock' }),
    ...told,
  };
}
