// The response of a WireMock stub: what it answers with, unless a template, another file that is gone, or a fault takes the body's place.
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { needStatus, Unreadable } from '../../model/entry-reading.ts';
import type { EvidenceDocument, EvidenceFile } from '../../model/evidence.ts';
import type { Content, Field, Response } from '../../model/exchange.ts';
import { placeOfField, readFields } from '../../model/field-list.ts';
import { sliceFile } from '../../model/file-slices.ts';
import { bodyFromBase64, bodyFromText, bodyFromValue, lostBody, noText } from '../../model/held-body.ts';
import type { Location } from '../../model/location.ts';
import { placesIn } from '../../model/message-place.ts';
import { plain } from '../../model/show.ts';

/** Begins what the template engine fills in. */
const templated = /\{\{\{?\s*[#>&]?\s*(request|parameters|now|date|random|jsonPath|xPath|soapXPath|hostname|[a-zA-Z]+ )/;
const longestFile = 64 << 20;

export function readResponse(
  response: Record<string, unknown>,
  document: EvidenceDocument,
  file: EvidenceFile,
  location: Location,
): Response {
  const { fault, proxyBaseUrl, headers } = response;
  if (typeof fault === 'string')
    throw new Unreadable(`answers with the fault \`${plain(fault, 60)}\`, which is no response`, { isForeign: true });
  if (typeof proxyBaseUrl === 'string') throw new Unreadable('passes requests on to another server', { isForeign: true });
  const fields = readFields(headers);
  const content = readBody(response, fields, document, file, location);
  return {
    status: needStatus(response['status'] ?? 200),
    fields,
    ...(content && { content }),
    // A field that a template writes has no value yet.
    complete: !fields.some(([, value]) => templated.test(value)),
    location,
    place: placesIn(location, (part, name) =>
      part === 'field' ? placeOfField(headers, '/headers', name) : response['status'] === undefined ? undefined : '/status',
    ),
  };
}

function readBody(
  response: Record<string, unknown>,
  fields: readonly Field[],
  document: EvidenceDocument,
  file: EvidenceFile,
  { source, pointer }: Location,
): Content | undefined {
  const { transformers } = response;
  const name = ['bodyFileName', 'base64Body', 'jsonBody', 'body'].find(
    (one) => response[one] !== undefined && response[one] !== null && response[one] !== '',
  );
  if (name === undefined) return undefined;
  const held = response[name];
  const home = { source, pointer: `${pointer}/${name}` };
  const others = Array.isArray(transformers) ? transformers.filter((one) => one !== 'response-template') : [];
  if (others.length > 0) return lostBody(`The body is made by the transformer \`${plain(String(others[0]), 60)}\``, home);
  const isTemplate = Array.isArray(transformers) && transformers.length > 0;
  const byTemplate = (text: string): boolean => (isTemplate ? text.includes('{{') : templated.test(text));
  const lost = lostBody('The body is made by a template, so what will be sent is not known', home);
  if (name === 'jsonBody') return byTemplate(JSON.stringify(held)) ? lost : bodyFromValue(document, held, home);
  if (typeof held !== 'string') return noText(held, home);
  if (name === 'bodyFileName') return held.includes('{{') ? lost : (readBodyFile(held, file, fields, home, byTemplate) ?? lost);
  if (name === 'base64Body') return bodyFromBase64(held, fields, home);
  return byTemplate(held) ? lost : bodyFromText(held, fields, home);
}

/** `__files` stands beside the folder of the mappings; nothing outside of it is read. Undefined when the file is a template. */
function readBodyFile(
  name: string,
  file: EvidenceFile,
  fields: readonly Field[],
  home: Location,
  byTemplate: (text: string) => boolean,
): Content | undefined {
  const inner = normalize(name).replaceAll('\\', '/');
  if (inner.startsWith('..') || inner.startsWith('/') || /^[a-z]:/i.test(inner))
    return lostBody('The body is in a file outside of `__files`, which is not read', home);
  for (let up = dirname(file.path), steps = '', level = 0; level < 4; level++) {
    const path = join(up, '__files', inner);
    file.beside.add(path);
    const size = sizeOf(path);
    if (size !== undefined) {
      if (size > longestFile) return lostBody(`The body is in a file of more than ${longestFile >> 20} MB`, home);
      const bytes = readFileSync(path);
      if (byTemplate(bytes.toString('latin1'))) return undefined;
      return contentOf(bytes, join(dirname(file.uri), steps, '__files', inner).replaceAll('\\', '/'), fields);
    }
    up = dirname(up);
    steps = join(steps, '..');
  }
  return lostBody(`The body is in the file \`${plain(name, 80)}\`, which is not there`, home);
}

function contentOf(bytes: Buffer, uri: string, fields: readonly Field[]): Content {
  const slices = sliceFile({ uri, size: bytes.length, read: (start, length) => bytes.subarray(start, start + length) });
  const type = fields.findLast(([field]) => field.toLowerCase() === 'content-type')?.[1] ?? '';
  const syntax = /json/i.test(type) ? 'json' : /xml/i.test(type) ? 'xml' : 'text';
  const source = slices.slice({ syntax, prefix: '', offset: 0, length: bytes.length });
  return { form: 'bytes', bytes, verbatim: true, location: { source, pointer: '' } };
}

function sizeOf(path: string): number | undefined {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return undefined;
    // A file that may not be read is as good as none.
    closeSync(openSync(path, 'r'));
    return stat.size;
  } catch {
    return undefined;
  }
}
