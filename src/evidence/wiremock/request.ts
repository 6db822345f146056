// The request pattern of a WireMock stub: what it says plainly is a request, what it leaves open stays open.
import { needMethod } from '../../model/entry-reading.ts';
import type { EvidenceDocument } from '../../model/evidence.ts';
import { type Content, type Field, fieldValue, type Request } from '../../model/exchange.ts';
import { namedMember, placesIn } from '../../model/message-place.ts';
import { bodyFromBase64, bodyFromText, bodyFromValue } from '../../model/held-body.ts';
import { isRecord } from '../../model/json-value.ts';
import type { Location } from '../../model/location.ts';
import { pathOfPattern } from '../../model/path-pattern.ts';
import { plain } from '../../model/show.ts';

export function readRequest(
  pattern: Record<string, unknown>,
  document: EvidenceDocument,
  location: Location,
): { request: Request; unmatched?: string } {
  const where = ['url', 'urlPath', 'urlPathTemplate', 'urlPathPattern', 'urlPattern'].find((name) => typeof pattern[name] === 'string');
  const url = where === undefined ? '' : String(pattern[where]);
  const isExpression = where === 'urlPattern' || where === 'urlPathPattern';
  const path = isExpression ? pathOfPattern(url) : where === 'urlPathTemplate' ? fillTemplate(url, pattern['pathParameters']) : url;
  const fields = equalsIn(pattern['headers']).map(([name, value]): Field => [name, value]);
  const content = readBody(pattern['bodyPatterns'], fields, document, location);
  const request: Request = {
    method: needMethod(pattern['method'] ?? 'ANY'),
    target: withQuery(path ?? url, where === 'url' ? undefined : (pattern['queryParameters'] ?? pattern['queryParams'])),
    fields,
    ...(content && { content }),
    complete: true,
    isPattern: true,
    location,
    place: placesIn(location, (part, name) => {
      if (part === 'field') return namedMember(pattern['headers'], '/headers', name);
      return (part === 'query' ? namedMember(pattern['queryParameters'], '/queryParameters', name) : undefined) ?? (where && `/${where}`);
    }),
  };
  if (where === undefined) return { request, unmatched: 'it answers to any URL, so nothing says which operation it belongs to' };
  if (path === undefined)
    return {
      request,
      unmatched: `\`${plain(url, 120)}\` may stand for paths of many shapes, so nothing says which operation it belongs to`,
    };
  return { request };
}

/** The members of an object of matchers whose value is given plainly. */
function equalsIn(matchers: unknown): [name: string, value: string][] {
  if (!isRecord(matchers)) return [];
  return Object.entries(matchers).flatMap(([name, matcher]): [string, string][] => {
    const value = isRecord(matcher) && matcher['caseInsensitive'] !== true ? matcher['equalTo'] : undefined;
    return typeof value === 'string' ? [[name, value]] : [];
  });
}

function fillTemplate(template: string, parameters: unknown): string {
  const known = new Map(equalsIn(parameters));
  return template.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const value = known.get(name);
    return value === undefined ? whole : encodeURIComponent(value.toWellFormed());
  });
}

function withQuery(path: string, parameters: unknown): string {
  const pairs = equalsIn(parameters).map(
    ([name, value]) => `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`,
  );
  return pairs.length === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`;
}

/** Only a pattern that says the whole body is a body: one that ignores members or holds placeholders is not. */
function readBody(patterns: unknown, fields: Field[], document: EvidenceDocument, { source, pointer }: Location): Content | undefined {
  if (!Array.isArray(patterns)) return undefined;
  for (const [index, pattern] of (patterns as unknown[]).entries()) {
    if (!isRecord(pattern)) continue;
    const place = (name: string): Location => ({ source, pointer: `${pointer}/bodyPatterns/${index}/${name}` });
    const { equalToJson, equalTo, equalToXml, binaryEqualTo } = pattern;
    if (typeof equalTo === 'string' && equalTo !== '' && pattern['caseInsensitive'] !== true)
      return bodyFromText(equalTo, fields, place('equalTo'));
    if (typeof binaryEqualTo === 'string') return bodyFromBase64(binaryEqualTo, [], place('binaryEqualTo'));
    if (typeof equalToXml === 'string' && pattern['enablePlaceholders'] !== true) {
      addType(fields, 'application/xml');
      return bodyFromText(equalToXml, fields, place('equalToXml'));
    }
    if (equalToJson === undefined || pattern['ignoreExtraElements'] === true) continue;
    if (JSON.stringify(equalToJson).includes('${json-unit')) continue;
    addType(fields, 'application/json');
    return typeof equalToJson === 'string'
      ? bodyFromText(equalToJson, fields, place('equalToJson'))
      : bodyFromValue(document, equalToJson, place('equalToJson'));
  }
  return undefined;
}

function addType(fields: Field[], type: string): void {
  if (fieldValue(fields, 'content-type') === undefined) fields.push(['Content-Type', type]);
}
