// A saved response of a Postman collection.
import { needRecord, needStatus, readTold } from '../../model/entry-reading.ts';
import { type Exchange, fieldValue } from '../../model/exchange.ts';
import { placeOfField } from '../../model/field-list.ts';
import { bodyFromText, noText } from '../../model/held-body.ts';
import type { Location } from '../../model/location.ts';
import { placesIn } from '../../model/message-place.ts';
import { fieldsOf } from './request.ts';

/** What the language of the preview says about a body without a media type. */
const previews: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html',
  text: 'text/plain',
};

/** True for an answer that came from a server: it took time, or says when it was sent. */
export const isReal = ({ responseTime, header }: Record<string, unknown>): boolean =>
  (typeof responseTime === 'number' && responseTime > 0) || fieldValue(fieldsOf(header), 'date') !== undefined;

/** Throws an Unreadable for what is no response. */
export function readResponse(value: unknown, location: Location): Partial<Exchange> {
  const held = needRecord(value, 'response');
  const { header, body, code, responseTime, status: statusText, _postman_previewlanguage: preview } = held;
  const fields = fieldsOf(header);
  // Examples written by hand often show the body only.
  const complete = fields.length > 0;
  const guessed = typeof preview === 'string' && Object.hasOwn(previews, preview) ? previews[preview] : undefined;
  if (!complete && guessed !== undefined) fields.push(['Content-Type', guessed]);
  const home = { ...location, pointer: `${location.pointer}/body` };
  const content = typeof body === 'string' && body !== '' ? bodyFromText(body, fields, home) : noText(body, home);
  return {
    response: {
      status: needStatus(code),
      fields,
      ...(content && { content }),
      complete,
      location,
      place: placesIn(location, (part, name) => (part === 'field' ? placeOfField(header, '/header', name) : '/code')),
    },
    ...readTold({ startedAt: undefined, duration: responseTime, httpVersion: undefined, statusText, comment: undefined }),
  };
}
