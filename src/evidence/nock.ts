// Recordings of nock (nockBack, recorder with output_objects): stubs made of real answers and often mended by hand.
import { needMethod, needEntry, needStatus, needText, readEntry, Unreadable } from '../model/entry-reading.ts';
import type { EvidenceDocument, EvidenceFormat } from '../model/evidence.ts';
import { type Content, type Exchange, type Field, fieldValue, type Request, type Response } from '../model/exchange.ts';
import { placeOfField, readFields } from '../model/field-list.ts';
import { bodyFromBytes, bodyFromText, bodyFromValue } from '../model/held-body.ts';
import { memberNames } from '../model/json-scan.ts';
import type { Location } from '../model/location.ts';
import { placesIn } from '../model/message-place.ts';
import { child } from '../model/pointer.ts';

function readRecording(recording: unknown, document: EvidenceDocument, location: Location): Partial<Exchange> {
  const held = needEntry(recording);
  const request = readRequest(held, document, location);
  if (held['response'] === undefined && held['status'] === undefined) throw new Unreadable('has no response', { isForeign: true });
  return { request, response: readResponse(held, document, location) };
}

function readRequest(held: Record<string, unknown>, document: EvidenceDocument, location: Location): Request {
  const { source, pointer } = location;
  const path = needText(held['path'], '`path`');
  const scope =
    typeof held['scope'] === 'string'
      ? held['scope'].replace(/\/$/, '').replace(/^(https:\/\/[^/]*):443$|^(http:\/\/[^/]*):80$/, '$1$2')
      : '';
  const fields = readFields(held['reqheaders']);
  const content = readBody(held['body'], fields, document, { source, pointer: `${pointer}/body` });
  return {
    method: needMethod(held['method']),
    target: `${scope}${path.startsWith('/') ? '' : '/'}${path}`,
    fields,
    ...(content && { content }),
    complete: true,
    // Header fields are recorded only on demand.
    isPattern: true,
    location,
    place: placesIn(location, (part, name) => (part === 'field' ? placeOfField(held['reqheaders'], '/reqheaders', name) : '/path')),
  };
}

function readResponse(held: Record<string, unknown>, document: EvidenceDocument, location: Location): Response {
  const { source, pointer } = location;
  const headers = held['rawHeaders'] === undefined ? 'headers' : 'rawHeaders';
  const fields = readFields(held[headers]);
  const content = readBody(
    held['response'],
    fields,
    document,
    { source, pointer: `${pointer}/response` },
    held['responseIsBinary'] === true,
  );
  return {
    status: needStatus(held['status'] ?? 200),
    fields,
    ...(content && { content }),
    complete: true,
    location,
    place: placesIn(location, (part, name) => (part === 'field' ? placeOfField(held[headers], `/${headers}`, name) : '/status')),
  };
}

/** Text, a JSON value, or chunks in hexadecimal: one of binary content, a list of them where it is compressed. */
function readBody(value: unknown, fields: Field[], document: EvidenceDocument, location: Location, isBinary = false): Content | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string')
    return isBinary && isHex(value) ? bodyFromBytes(Buffer.from(value, 'hex'), fields, location) : bodyFromText(value, fields, location);
  const isEncoded = fieldValue(fields, 'content-encoding') !== undefined;
  if (Array.isArray(value) && (isEncoded || isBinary) && value.every(isHex)) {
    const bytes = Buffer.concat(value.map((chunk) => Buffer.from(chunk, 'hex')));
    return bytes.length === 0 ? undefined : bodyFromBytes(bytes, fields, location);
  }
  // As nock itself does when it answers with an object.
  if (fieldValue(fields, 'content-type') === undefined) fields.push(['Content-Type', 'application/json']);
  return bodyFromValue(document, value, location);
}

const isHex = (value: unknown): value is string => typeof value === 'string' && value.length % 2 === 0 && /^[0-9a-f]*$/i.test(value);

export default {
  id: 'nock',
  title: 'nock recording',
  claim: 'example',
  source: 'sample',
  detect({ head }) {
    const [, item] = /^\ufeff?\s*\[\s*(\{[^]*)$/.exec(head) ?? [];
    const names = item === undefined ? [] : memberNames(item);
    const known = ['scope', 'method', 'path', 'status', 'response', 'rawHeaders'].filter((name) => names.includes(name)).length;
    return names.includes('scope') && known >= 3 ? 1 : 0;
  },
  *read(file, report) {
    const document = file.document();
    const { value, source, problem } = document;
    if (problem) report(problem);
    if (!Array.isArray(value)) return;
    for (const [index, recording] of (value as unknown[]).entries()) {
      const location = { source, pointer: child('', index) };
      if (document.isCut(location.pointer)) continue;
      yield readEntry({ evidence: file.uri, index, label: `recording ${index}`, claim: 'example', location }, () =>
        readRecording(recording, document, location),
      );
    }
  },
} satisfies EvidenceFormat;
