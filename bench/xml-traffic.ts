// Writes XML exchanges of a contract: `node bench/xml-traffic.ts <contract> <folder> <entries>` makes xml.har, xml.ndjson and xml.json (the documents alone).
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolvePointer } from '../src/model/pointer.ts';
import { readContract } from './contract.ts';
import type { BenchContract } from './contract.ts';
import { arrayOf, dereference, isObject, objectAt, textOf } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { seedRandom } from './random.ts';
import { makeEntry } from './traffic.ts';
import { makeValue } from './values.ts';

const xmlType = 'application/xml; charset=utf-8';
const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A value as the XML Object (OpenAPI 3.1.1) wants it; nulls are left out. */
function encodeElement(document: JsonObject, name: string, schema: Json | undefined, value: Json): string {
  const found = dereference(document, schema);
  const tag = textOf(objectAt(found, 'xml')['name']) || name;
  if (value === null) return '';
  if (Array.isArray(value)) {
    const items = value.map((item) => encodeElement(document, name, found['items'], item)).join('');
    return objectAt(found, 'xml')['wrapped'] === true ? `<${tag}>${items}</${tag}>` : items;
  }
  if (!isObject(value)) return `<${tag}>${escapeText(String(value))}</${tag}>`;
  let attributes = '';
  let children = '';
  for (const [member, each] of Object.entries(value)) {
    const property = dereference(document, objectAt(found, 'properties')[member]);
    const xml = objectAt(property, 'xml');
    if (xml['attribute'] === true && each !== null) attributes += ` ${textOf(xml['name']) || member}="${escapeText(String(each))}"`;
    else children += encodeElement(document, member, property, each);
  }
  return `<${tag}${attributes}>${children}</${tag}>`;
}

function makeBody(contract: BenchContract, pointer: string, side: 'request' | 'response', random: ReturnType<typeof seedRandom>): string {
  const schema = resolvePointer(contract.document, pointer) as Json;
  const reference = isObject(schema) ? textOf(schema['$ref']) : '';
  const value = makeValue(schema, { document: contract.document, random, side, fill: 0.4 });
  return encodeElement(contract.document, reference.split('/').at(-1) ?? 'root', schema, value);
}

const typed = (fields: Json | undefined): Json[] =>
  arrayOf(fields).map((field) => (isObject(field) && field['name'] === 'Content-Type' ? { ...field, value: xmlType } : field));

// The JSON entry with its two bodies exchanged for XML ones.
function withXml(entry: JsonObject, request: string, response: string): JsonObject {
  const [sent, answered] = [objectAt(entry, 'request'), objectAt(entry, 'response')];
  return {
    ...entry,
    request: { ...sent, headers: typed(sent['headers']), postData: { mimeType: xmlType, text: request } },
    response: {
      ...answered,
      headers: typed(answered['headers']),
      content: { size: Buffer.byteLength(response), mimeType: xmlType, text: response },
    },
  };
}

if (import.meta.main) {
  const [file = '', folder = '', count = '1000'] = process.argv.slice(2);
  const contract = readContract(file);
  const random = seedRandom(7);
  const [operation] = contract.operations;
  if (operation?.request === undefined || operation.response === undefined) throw new Error('The first operation has no bodies');
  const lines: string[] = [];
  const documents: string[] = [];
  const entries: JsonObject[] = [];
  for (let index = 0; index < Number(count); index++) {
    const request = makeBody(contract, operation.request, 'request', random);
    const response = makeBody(contract, operation.response, 'response', random);
    const entry = withXml(
      makeEntry(contract.document, contract.server, operation, { request: {}, response: {} }, random),
      request,
      response,
    );
    documents.push(request, response);
    entries.push(entry);
    lines.push(JSON.stringify(entry));
  }
  writeFileSync(join(folder, 'xml.ndjson'), `${lines.join('\n')}\n`);
  writeFileSync(
    join(folder, 'xml.har'),
    JSON.stringify({ log: { version: '1.2', creator: { name: 'truce-bench', version: '1' }, entries } }, null, 2),
  );
  writeFileSync(join(folder, 'xml.json'), JSON.stringify(documents));
}
