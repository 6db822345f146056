// Judges parameters and response headers: present when required, readable in their style, valid by their schema; and names nobody documents.
import type { Decoded } from '../model/content.ts';
import type { MediaTypeEntry, Operation, Parameter, ResponseEntry } from '../model/contract.ts';
import type { ParameterResult, ParameterValue, UndocumentedName } from '../model/examination.ts';
import { type Field, fieldValues, placeOf, type Request, type Response } from '../model/exchange.ts';
import type { Location } from '../model/location.ts';
import { contentFor } from '../content/index.ts';
import {
  claimsQueryName,
  cookiePairs,
  decodePercent,
  type Found,
  queryPairs,
  readCookieParameter,
  readHeaderParameter,
  readPathParameter,
  readQueryParameter,
} from '../openapi/parameters.ts';
import { schemeNames } from './security.ts';

const subjects = { path: 'path parameter', query: 'query parameter', header: 'header', cookie: 'cookie' } as const;

/** `good` takes what is there and fits. */
export function examineParameters(
  operation: Operation,
  request: Request,
  pathValues: ReadonlyMap<string, string>,
  good?: ParameterValue[],
): ParameterResult[] {
  const results: ParameterResult[] = [];
  for (const [parameter, found] of findParameters(operation, request, pathValues)) {
    const result = judge(parameter, found, good);
    if (result) results.push({ parameter, instance: requestPlace(parameter, request), ...result });
  }
  return results;
}

/** Values of the documented parameters by place and name, typed by their schemas; what is absent or unreadable has no member. */
export type ParameterValues = Readonly<Record<'path' | 'query' | 'header' | 'cookie', Readonly<Record<string, unknown>>>>;

export function readParameters(operation: Operation, request: Request, pathValues: ReadonlyMap<string, string>): ParameterValues {
  const values = { path: bag(), query: bag(), header: bag(), cookie: bag() };
  for (const [parameter, found] of findParameters(operation, request, pathValues)) {
    if (found.kind !== 'value') continue;
    const decoded = parameter.content ? decodeContent(parameter.content, found.text) : found;
    if (decoded?.kind === 'value') values[parameter.in][parameter.name] = decoded.value;
  }
  return values;
}

/** Names come from documents: none of them may reach a prototype. */
const bag = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>;

function* findParameters(
  { parameters }: Operation,
  request: Request,
  pathValues: ReadonlyMap<string, string>,
): Generator<readonly [Parameter, Found]> {
  if (parameters.length === 0) return;
  const query = queryPairs(request.target);
  let cookies: ReturnType<typeof cookiePairs> | undefined;
  for (const parameter of parameters) {
    let found: Found;
    if (parameter.content) found = rawOf(parameter, request, query, pathValues);
    else if (parameter.in === 'path') found = readPathParameter(parameter, pathValues.get(parameter.name) ?? '');
    else if (parameter.in === 'query') found = readQueryParameter(parameter, query);
    else if (parameter.in === 'header') found = readHeaderParameter(parameter, fieldValues(request.fields, parameter.name));
    else found = readCookieParameter(parameter, (cookies ??= cookiePairs(fieldValues(request.fields, 'cookie'))));
    yield [parameter, found];
  }
}

function decodeContent({ mediaType, encoding, schema }: MediaTypeEntry, text: string): Decoded | undefined {
  return mediaType && contentFor(mediaType).decode({ text }, { mediaType, encoding, ...(schema && { shape: schema.shape }) });
}

function requestPlace(parameter: Parameter, request: Request): Location {
  if (parameter.in === 'query' && !parameter.isWholeQuery) return placeOf(request, 'query', parameter.name);
  if (parameter.in === 'path' || parameter.isWholeQuery) return placeOf(request, 'target');
  return placeOf(request, 'field', parameter.in === 'cookie' ? 'Cookie' : parameter.name);
}

export function examineResponseHeaders(entry: ResponseEntry, response: Response, good?: ParameterValue[]): ParameterResult[] {
  const results: ParameterResult[] = [];
  for (const header of entry.headers) {
    const values = fieldValues(response.fields, header.name);
    const text = values.join(', ');
    const found: Found = header.content && values.length > 0 ? { kind: 'value', value: text, text } : readHeaderParameter(header, values);
    const result = judge(header, found, good);
    if (result) results.push({ parameter: header, instance: placeOf(response, 'field', header.name), ...result });
  }
  return results;
}

/** A parameter with `content` is one serialised document: its text, percent-decoded. */
function rawOf(
  parameter: Parameter,
  request: Request,
  query: ReturnType<typeof queryPairs>,
  pathValues: ReadonlyMap<string, string>,
): Found {
  if (parameter.isWholeQuery) return wholeQuery(parameter, request.target);
  const values =
    parameter.in === 'query'
      ? query.filter(([name]) => decodePercent(name, true) === parameter.name).map(([, value]) => decodePercent(value, true))
      : parameter.in === 'path'
        ? [decodePercent(pathValues.get(parameter.name) ?? '')]
        : parameter.in === 'header'
          ? fieldValues(request.fields, parameter.name)
          : cookiePairs(fieldValues(request.fields, 'cookie'))
              .filter(([name]) => name === parameter.name)
              .map(([, value]) => decodePercent(value));
  const text = values.at(-1);
  return text === undefined ? { kind: 'absent' } : { kind: 'value', value: text, text };
}

/** A form decodes its own escapes; any other document is escaped as a whole. */
function wholeQuery({ content }: Parameter, target: string): Found {
  const raw = /^[^?#]*\?([^#]*)/.exec(target)?.[1];
  if (!raw) return { kind: 'absent' };
  const text = content?.mediaType?.essence === 'application/x-www-form-urlencoded' ? raw : decodePercent(raw);
  return { kind: 'value', value: text, text };
}

function judge(
  parameter: Parameter,
  found: Found,
  good: ParameterValue[] | undefined,
): Pick<ParameterResult, 'text' | 'result'> | undefined {
  // A path that matched has all its values; a sample that shows the template has none.
  if (found.kind === 'absent') return parameter.required && parameter.in !== 'path' ? { text: '', result: { kind: 'missing' } } : undefined;
  if (found.kind === 'empty') {
    good?.push({ parameter });
    return undefined;
  }
  const { text } = found;
  if (found.kind === 'malformed') return { text, result: { kind: 'malformed', reason: found.reason } };
  let { value } = found;
  let { schema } = parameter;
  if (parameter.content) {
    schema = parameter.content.schema;
    const decoded = decodeContent(parameter.content, text);
    if (!decoded) return { text, result: { kind: 'unchecked', reason: `\`${parameter.content.range}\` is not a media type` } };
    if (decoded.kind === 'malformed') return { text, result: { kind: 'malformed', reason: decoded.message } };
    if (decoded.kind === 'unchecked') return { text, result: { kind: 'unchecked', reason: decoded.reason } };
    value = decoded.value;
  }
  if (!schema || schema.accepts(value, 'request')) {
    good?.push({ parameter, value });
    return undefined;
  }
  const judgement = schema.judge(value, 'request', `${subjects[parameter.in]} \`${parameter.name}\``);
  if (judgement.kind === 'unchecked') return { text, result: judgement };
  if (judgement.mismatches.length > 0) return { text, result: { kind: 'mismatch', mismatches: judgement.mismatches } };
  good?.push({ parameter, value });
  return undefined;
}

export function undocumentedQuery(operation: Operation, request: Request): UndocumentedName[] {
  const pairs = queryPairs(request.target);
  if (pairs.length === 0) return [];
  const keys = new Set(schemeNames(operation.security, 'query'));
  const parameters = operation.parameters.filter((parameter) => parameter.in === 'query');
  if (parameters.some(({ isWholeQuery }) => isWholeQuery)) return [];
  const names = [...new Set(pairs.map(([name]) => decodePercent(name, true)))];
  return names
    .filter((name) => !keys.has(name) && !parameters.some((parameter) => claimsQueryName(parameter, name)))
    .map((name) => ({ name, instance: placeOf(request, 'query', name), contract: operation.location }));
}

// Fields that belong to HTTP, to the connection or to the browser rather than to an API (IANA field name registry).
const general = new Set(
  'accept-ch accept-patch accept-post accept-ranges age allow alt-svc cache-control clear-site-data connection content-disposition content-encoding content-language content-length content-location content-range content-security-policy content-security-policy-report-only content-type cross-origin-embedder-policy cross-origin-opener-policy cross-origin-resource-policy date etag expect-ct expires keep-alive last-modified link location nel origin-agent-cluster p3p permissions-policy pragma preference-applied proxy-authenticate proxy-connection referrer-policy refresh report-to reporting-endpoints retry-after server server-timing set-cookie status strict-transport-security timing-allow-origin trailer transfer-encoding upgrade upgrade-insecure-requests vary via warning www-authenticate x-aspnet-version x-cache x-cache-hits x-content-type-options x-dns-prefetch-control x-download-options x-frame-options x-permitted-cross-domain-policies x-powered-by x-request-id x-robots-tag x-runtime x-served-by x-timer x-ua-compatible x-xss-protection'.split(
    ' ',
  ),
);
const isGeneral = (name: string): boolean => general.has(name) || /^(access-control-|cf-|x-amz-|x-azure-|sec-)/.test(name);

/** `withGeneral`: also fields of HTTP itself, which a consumer may rely on as little as on any other. */
export function undocumentedHeaders(entry: ResponseEntry, response: Response, withGeneral: boolean): UndocumentedName[] {
  const documented = new Set(entry.headers.map(({ name }) => name.toLowerCase()));
  const names = new Map<string, string>();
  for (const [name] of response.fields as readonly Field[]) {
    const lower = name.toLowerCase();
    if (!documented.has(lower) && (withGeneral ? lower !== 'content-type' : !isGeneral(lower))) names.set(lower, name);
  }
  return [...names].map(([lower, name]) => ({
    name,
    instance: placeOf(response, 'field', name),
    contract: entry.location,
    isGeneral: isGeneral(lower),
  }));
}
