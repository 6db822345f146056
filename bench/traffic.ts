// One HTTP exchange as an entry of a HAR log (HAR 1.2): request line, fields and both bodies made from an operation of the contract.
import type { BenchOperation } from './contract.ts';
import { arrayOf, dereference, isObject, objectAt, textOf } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import type { Random } from './random.ts';
import { makeValue } from './values.ts';

const jsonType = 'application/json; charset=utf-8';

export interface Bodies {
  readonly request?: Json;
  readonly response?: Json;
}

/** Wraps bodies as a HAR entry; parameters come from the operation, optional query parameters in 15 %. */
export function makeEntry(document: JsonObject, server: string, operation: BenchOperation, bodies: Bodies, random: Random): JsonObject {
  const query: [string, string][] = [];
  const fields: [string, string][] = [
    ['Accept', 'application/json'],
    ['Authorization', `${schemeOf(document)} redacted`],
  ];
  let path = operation.path;
  for (const parameter of operation.parameters) {
    const name = textOf(parameter['name']);
    const place = textOf(parameter['in']);
    if (place !== 'path' && parameter['required'] !== true && !(place === 'query' && random.chance(0.15))) continue;
    const value = parameterText(parameter, document, name, random);
    if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value));
    if (place === 'query') query.push([name, value]);
    if (place === 'header') fields.push([name, value]);
  }
  const search = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  return {
    startedDateTime: `2026-03-${String(random.between(1, 28)).padStart(2, '0')}T10:00:00.000Z`,
    time: random.between(5, 400),
    request: makeRequest(operation, `${server}${path}${search ? `?${search}` : ''}`, fields, query, bodies),
    response: makeResponse(operation, bodies),
    cache: {},
    timings: { send: 0, wait: 1, receive: 0 },
  };
}

/** The scheme of the first requirement that is one of HTTP authentication (OpenAPI 3.1.1, Security Scheme Object). */
function schemeOf(document: JsonObject): string {
  const schemes = objectAt(objectAt(document, 'components'), 'securitySchemes');
  for (const name of arrayOf(document['security']).flatMap((requirement) => Object.keys(isObject(requirement) ? requirement : {}))) {
    const scheme = dereference(document, schemes[name]);
    if (scheme['type'] === 'http') return textOf(scheme['scheme']).replace(/^./, (first) => first.toUpperCase());
  }
  return 'Bearer';
}

const pairs = (list: readonly [string, string][]): Json[] => list.map(([name, value]) => ({ name, value }));

function makeRequest(
  operation: BenchOperation,
  url: string,
  fields: [string, string][],
  query: [string, string][],
  bodies: Bodies,
): JsonObject {
  const hasBody = bodies.request !== undefined;
  const text = hasBody ? JSON.stringify(bodies.request) : '';
  return {
    method: operation.method,
    url,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairs(hasBody ? [...fields, ['Content-Type', jsonType]] : fields),
    queryString: pairs(query),
    ...(hasBody ? { postData: { mimeType: jsonType, text } } : {}),
    headersSize: -1,
    bodySize: Buffer.byteLength(text),
  };
}

function makeResponse(operation: BenchOperation, bodies: Bodies): JsonObject {
  const hasBody = bodies.response !== undefined;
  const text = hasBody ? JSON.stringify(bodies.response) : '';
  const size = Buffer.byteLength(text);
  return {
    status: operation.status,
    statusText: 'OK',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: hasBody ? pairs([['Content-Type', jsonType]]) : [],
    content: hasBody ? { size, mimeType: jsonType, text } : { size: 0, mimeType: 'x-unknown' },
    redirectURL: '',
    headersSize: -1,
    bodySize: size,
  };
}

function parameterText(parameter: JsonObject, document: JsonObject, name: string, random: Random): string {
  const example = parameter['example'] ?? objectAt(parameter, 'schema')['example'];
  if (typeof example === 'string' || typeof example === 'number') return String(example);
  const value = makeValue(parameter['schema'], { document, random, side: 'request', fill: 1 }, name);
  return typeof value === 'object' ? String(Array.isArray(value) ? value[0] : 'x') : String(value);
}
