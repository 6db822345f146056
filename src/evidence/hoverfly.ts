// Simulations of Hoverfly (schema 1 to 5): stubs by pairs of request matchers and a response.
import { needEntry, needMethod, needRecord, needStatus, readEntry } from '../model/entry-reading.ts';
import type { EvidenceDocument, EvidenceFormat } from '../model/evidence.ts';
import { type Content, type Exchange, type Field, fieldValue, type Request, type Response } from '../model/exchange.ts';
import { placeOfField, readFields } from '../model/field-list.ts';
import { bodyFromBase64, bodyFromText, bodyFromValue, lostBody, noText } from '../model/held-body.ts';
import { memberNames } from '../model/json-scan.ts';
import { isRecord } from '../model/json-value.ts';
import type { Location } from '../model/location.ts';
import { namedMember, placesIn } from '../model/message-place.ts';
import { pathOfPattern } from '../model/path-pattern.ts';
import { child } from '../model/pointer.ts';
import { plain } from '../model/show.ts';

interface Matcher {
  /** Such as `exact`, `regex`, `glob`, `json`. */
  readonly kind: string;
  readonly value: unknown;
}

/** Text (schema 1), `{ exactMatch }` (2 to 4) or `[{ matcher, value }]` (5); undefined when anything will do. */
function matcherOf(field: unknown): Matcher | undefined {
  const one: unknown = Array.isArray(field) ? field[0] : field;
  if (typeof one === 'string') return { kind: 'exact', value: one };
  if (!isRecord(one)) return undefined;
  if (typeof one['matcher'] === 'string') return { kind: one['matcher'].toLowerCase(), value: one['value'] };
  const [[name, value] = []] = Object.entries(one).filter(([key, held]) => key.endsWith('Match') && held !== null && held !== undefined);
  return name === undefined ? undefined : { kind: name.replace(/Match$/, '').toLowerCase(), value };
}

const exactOf = (field: unknown): string | undefined => {
  const matcher = matcherOf(field);
  return matcher?.kind === 'exact' && typeof matcher.value === 'string' ? matcher.value : undefined;
};

function exactIn(fields: unknown): [name: string, value: string][] {
  if (!isRecord(fields)) return [];
  return Object.entries(fields).flatMap(([name, held]): [string, string][] => {
    // Up to schema 3 the values themselves; later a matcher of each.
    const values = Array.isArray(held) && held.every((one) => typeof one === 'string') ? (held as string[]) : [exactOf(held)];
    return values.flatMap((value): [string, string][] => (value === undefined ? [] : [[name, value]]));
  });
}

function readRequest(
  held: Record<string, unknown>,
  document: EvidenceDocument,
  location: Location,
): { request: Request; unmatched?: string } {
  const path = matcherOf(held['path']);
  const text = typeof path?.value === 'string' ? path.value : '';
  const concrete = path?.kind === 'exact' ? text : path?.kind === 'regex' ? pathOfPattern(text) : undefined;
  const host = exactOf(held['destination']);
  const base = host === undefined || host === '' ? '' : `${exactOf(held['scheme']) ?? 'https'}://${host}`;
  const fields = exactIn(held['headers']).map(([name, value]): Field => [name, value]);
  const content = readRequestBody(held['body'], fields, document, location);
  const request: Request = {
    method: needMethod(exactOf(held['method']) ?? 'ANY'),
    target: `${base}${concrete ?? text}${queryOf(held)}`,
    fields,
    ...(content && { content }),
    complete: true,
    isPattern: true,
    location,
    place: placesIn(location, (part, name) => {
      if (part === 'field') return namedMember(held['headers'], '/headers', name);
      return part === 'query' ? (namedMember(held['query'], '/query', name) ?? '/path') : '/path';
    }),
  };
  if (path === undefined) return { request, unmatched: 'it answers to any path, so nothing says which operation it belongs to' };
  if (concrete === undefined)
    return {
      request,
      unmatched: `\`${plain(text, 120)}\` (${plain(path.kind, 20)}) may stand for paths of many shapes, so nothing says which operation it belongs to`,
    };
  return { request };
}

function queryOf({ query, deprecatedQuery }: Record<string, unknown>): string {
  const text =
    isRecord(query) && !('exactMatch' in query)
      ? exactIn(query)
          .map((pair) => pair.map((one) => encodeURIComponent(one.toWellFormed())).join('='))
          .join('&')
      : (exactOf(query) ?? exactOf(deprecatedQuery) ?? '');
  return text === '' ? '' : `?${text}`;
}

function readRequestBody(field: unknown, fields: Field[], document: EvidenceDocument, { source, pointer }: Location): Content | undefined {
  const matcher = matcherOf(field);
  const { kind, value } = matcher ?? {};
  if ((kind !== 'exact' && kind !== 'json' && kind !== 'xml') || value === '' || value === undefined || value === null) return undefined;
  if (kind !== 'exact' && fieldValue(fields, 'content-type') === undefined) fields.push(['Content-Type', `application/${kind}`]);
  const below = typeof field === 'string' ? '' : Array.isArray(field) ? '/0/value' : `/${kind}Match`;
  const location = { source, pointer: `${pointer}/body${below}` };
  return typeof value === 'string' ? bodyFromText(value, fields, location) : bodyFromValue(document, value, location);
}

function readResponse(held: Record<string, unknown>, location: Location): Response {
  const { source, pointer } = location;
  const { body, headers, encodedBody, bodyFile, templated } = held;
  const fields = readFields(headers);
  const home = { source, pointer: `${pointer}/body` };
  const isTemplate = templated === true && typeof body === 'string' && body.includes('{{');
  let content: Content | undefined;
  if (isTemplate) content = lostBody('The body is made by a template, so what will be sent is not known', home);
  else if (typeof body === 'string' && body !== '')
    content = encodedBody === true ? bodyFromBase64(body, fields, home) : bodyFromText(body, fields, home);
  else if (typeof bodyFile === 'string' && bodyFile !== '')
    content = lostBody(`The body is in the file \`${plain(bodyFile, 80)}\``, { source, pointer: `${pointer}/bodyFile` });
  else content = noText(body, home);
  return {
    status: needStatus(held['status']),
    fields,
    ...(content && { content }),
    complete: true,
    location,
    place: placesIn(location, (part, name) => (part === 'field' ? placeOfField(headers, '/headers', name) : '/status')),
  };
}

export default {
  id: 'hoverfly',
  title: 'Hoverfly simulation',
  claim: 'example',
  source: 'sample',
  detect({ head: start }) {
    const head = start.replace(/^\ufeff/, '');
    if (!memberNames(head).includes('data') || !memberNames(head, 'data').includes('pairs')) return 0;
    return memberNames(head).includes('meta') ? 1 : 0.9;
  },
  *read(file, report): Generator<Exchange> {
    const document = file.document();
    const { value, source, problem } = document;
    if (problem) report(problem);
    const data = isRecord(value) ? value['data'] : undefined;
    const pairs = isRecord(data) ? data['pairs'] : undefined;
    if (!Array.isArray(pairs)) {
      if (!problem) report({ message: 'Expected `data.pairs` to be a list', location: { source, pointer: '/data/pairs' } });
      return;
    }
    for (const [index, pair] of (pairs as unknown[]).entries()) {
      const location = { source, pointer: child('/data/pairs', index) };
      if (document.isCut(location.pointer)) continue;
      yield readEntry({ evidence: file.uri, index, label: `pair ${index}`, claim: 'example', location }, () => {
        const held = needEntry(pair);
        const below = (name: string): Location => ({ source, pointer: `${location.pointer}/${name}` });
        const found = readRequest(needRecord(held['request'], 'request'), document, below('request'));
        return { ...found, response: readResponse(needRecord(held['response'], 'response'), below('response')) };
      });
    }
  },
} satisfies EvidenceFormat;
