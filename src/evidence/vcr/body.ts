// The body of a cassette's request or response: text, bytes, `{ string }`, `{ encoding, string }`, `{ base64_string }`.
import type { EvidenceDocument } from '../../model/evidence.ts';
import { type Content, type Field, fieldValue } from '../../model/exchange.ts';
import { bodyFromBase64, bodyFromBytes, bodyFromText, bodyFromValue } from '../../model/held-body.ts';
import { isRecord } from '../../model/json-value.ts';
import type { Location } from '../../model/location.ts';

export function readBody(
  message: Record<string, unknown>,
  fields: Field[],
  document: EvidenceDocument,
  { source, pointer }: Location,
): Content | undefined {
  const { body, content } = message;
  // VCR.py for httpx once wrote `content`.
  const held = body ?? content;
  const home = { source, pointer: `${pointer}/${body === undefined || body === null ? 'content' : 'body'}` };
  if (!isRecord(held) || held instanceof Uint8Array) return readValue(held, fields, document, home);
  for (const name of ['string', 'data'])
    if (held[name] !== undefined) return readValue(held[name], fields, document, { source, pointer: `${home.pointer}/${name}` });
  for (const name of ['base64_string', 'base64'])
    if (typeof held[name] === 'string' && held[name] !== '')
      return bodyFromBase64(held[name], fields, { source, pointer: `${home.pointer}/${name}` });
  // A serializer of its own may have parsed the JSON.
  return 'encoding' in held ? undefined : readValue({ ...held }, fields, document, home);
}

function readValue(value: unknown, fields: Field[], document: EvidenceDocument, location: Location): Content | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (value instanceof Uint8Array) return value.length === 0 ? undefined : bodyFromBytes(value, fields, location);
  if (typeof value === 'string') return bodyFromText(value, fields, location);
  if (fieldValue(fields, 'content-type') === undefined) fields.push(['Content-Type', 'application/json']);
  return bodyFromValue(document, value, location);
}
