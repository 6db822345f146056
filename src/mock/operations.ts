// The operations as somebody would try them: a URL with its parameters filled in, an example body, credentials, and the curl line of it all.
import type { Operation, Parameter, SchemaHandle } from '../model/contract.ts';
import { placeAt, step, entriesOf, isObject } from '../openapi/documents.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { contentFor } from '../content/index.ts';

export interface TryableOperation {
  readonly contract: string;
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary?: string;
  /** Where it answers, path parameters filled in. */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly requestTypes: readonly string[];
  readonly statuses: readonly string[];
  readonly example?: { readonly mediaType: string; readonly body: string };
  readonly curl: string;
}

export function listOperations(contracts: readonly LoadedContract[], url: string, prefix: boolean): TryableOperation[] {
  return contracts.flatMap((contract) =>
    contract.operations.map((operation) => describe(contract, operation, prefix ? `${url}/${encodeURIComponent(contract.id)}` : url)),
  );
}

function describe(contract: LoadedContract, operation: Operation, base: string): TryableOperation {
  const { id, method, path, parameters, requestBody, responses, security } = operation;
  const filled = path.replace(/\{([^}]*)\}/g, (_, name: string) =>
    encodeURIComponent(
      valueOf(
        contract,
        parameters.find((parameter) => parameter.in === 'path' && parameter.name === name),
      ),
    ),
  );
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map((parameter) => `${encodeURIComponent(parameter.name)}=${encodeURIComponent(valueOf(contract, parameter))}`);
  const url = `${base}${basePathOf(contract)}${filled}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  const example = exampleOf(contract, operation);
  const headers: [string, string][] = [
    ...credentialsOf(security),
    ...parameters.flatMap((parameter): [string, string][] =>
      parameter.in === 'header' && parameter.required ? [[parameter.name, valueOf(contract, parameter)]] : [],
    ),
    ...(example ? [['Content-Type', example.mediaType] as [string, string]] : []),
  ];
  const summary = textAt(contract, operation, 'summary');
  return {
    contract: contract.id,
    id,
    method,
    path,
    ...(summary !== undefined && { summary }),
    url,
    headers,
    requestTypes: (requestBody?.content ?? []).map(({ range }) => range),
    statuses: responses.map(({ key }) => key),
    ...(example && { example }),
    curl: curlOf(method, url, headers, example?.body),
  };
}

/** A path of the contract answers with or without a base path; a fixed one is shown, since that is what clients send. */
function basePathOf(contract: LoadedContract): string {
  const server = step(contract.root, 'servers', '0')?.value;
  const address = isObject(server) && typeof server['url'] === 'string' ? server['url'] : '';
  const path = address.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').replace(/\/$/, '');
  return path.includes('{') || !path.startsWith('/') ? '' : path;
}

function valueOf(contract: LoadedContract, parameter: Parameter | undefined): string {
  const place = parameter && placeOf(contract, parameter.location.source, parameter.location.pointer);
  const candidates = [
    step(place, 'example')?.value,
    entriesOf(step(place, 'examples')).map(([, one]) => step(contract.documents.follow(one), 'value')?.value)[0],
    step(place, 'schema', 'example')?.value,
    step(place, 'schema', 'examples', '0')?.value,
    step(place, 'schema', 'default')?.value,
    parameter?.schema?.shape.values[0],
  ];
  const found = candidates.find((value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean');
  if (found !== undefined) return String(found);
  if (parameter?.schema?.shape.format === 'uuid') return '5f0c6f7e-8d86-4d0b-9d8c-2f3d2f6f9b11';
  return parameter?.schema?.shape.types.has('string') && !parameter.schema.accepts('1', 'request') ? 'text' : '1';
}

function credentialsOf(security: Operation['security']): [string, string][] {
  const alternative = security?.alternatives[0] ?? [];
  return alternative.flatMap((scheme): [string, string][] => {
    if (scheme.kind === 'basic') return [['Authorization', 'Basic dTpw']];
    if (scheme.kind === 'bearer' || scheme.kind === 'oauth2' || scheme.kind === 'openIdConnect') return [['Authorization', 'Bearer token']];
    if (scheme.kind === 'apiKey' && scheme.in === 'header') return [[scheme.name ?? '', 'key']];
    if (scheme.kind === 'apiKey' && scheme.in === 'cookie') return [['Cookie', `${scheme.name}=key`]];
    return [];
  });
}

/** The first example of the request body that its own schema accepts, as text; JSON before everything else. */
function exampleOf(contract: LoadedContract, { requestBody }: Operation): { mediaType: string; body: string } | undefined {
  const entries = (requestBody?.content ?? []).toSorted((a, b) => Number(isJson(b.range)) - Number(isJson(a.range)));
  for (const { range, mediaType, schema, encoding, location } of entries) {
    if (!mediaType || mediaType.type === 'multipart') continue;
    const place = placeOf(contract, location.source, location.pointer);
    const named = entriesOf(step(place, 'examples')).map(([, one]) => step(contract.documents.follow(one), 'value')?.value);
    for (const value of [step(place, 'example')?.value, ...named]) {
      if (value === undefined || (typeof value !== 'string' && schema && !schema.accepts(value, 'request'))) continue;
      const format = contentFor(mediaType);
      if (typeof value === 'string' && format.id !== 'json') return { mediaType: range, body: value };
      const body = format.encode?.(shorten(value, schema), { mediaType, encoding, ...(schema && { shape: schema.shape }) });
      if (typeof body === 'string') return { mediaType: range, body };
    }
  }
  const [first] = entries;
  return first && { mediaType: first.range, body: '' };
}

/** Characters of JSON that can be read in a terminal and pasted. */
const pasteable = 300;

/** A long object is shown by what its schema requires and the first few texts and numbers, if the schema takes that. */
function shorten(value: unknown, schema: SchemaHandle | undefined): unknown {
  if (!schema || !isObject(value) || JSON.stringify(value).length <= pasteable) return value;
  const members = Object.entries(value);
  const isNeeded = ([name]: [string, unknown]): boolean =>
    !schema.accepts(Object.fromEntries(members.filter(([other]) => other !== name)), 'request');
  const kept = new Map(members.filter(isNeeded));
  for (const [name, member] of members) {
    if (kept.size >= 4) break;
    if ((typeof member === 'string' && member !== '') || typeof member === 'number') kept.set(name, member);
  }
  const short = Object.fromEntries(members.filter(([name]) => kept.has(name)));
  return schema.accepts(short, 'request') && JSON.stringify(short).length <= pasteable ? short : value;
}

const isJson = (range: string): boolean => /^application\/json\b/.test(range);

function placeOf(contract: LoadedContract, source: Operation['location']['source'], pointer: string) {
  const document = contract.documents.documentOf(source);
  return document && contract.documents.follow(placeAt(document, pointer));
}

function textAt(contract: LoadedContract, { location }: Operation, name: string): string | undefined {
  const value = step(placeOf(contract, location.source, location.pointer), name)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** For POSIX shells: single quotes, and a body that is too long to paste is left to the reader. */
function curlOf(method: string, url: string, headers: readonly (readonly [string, string])[], body: string | undefined): string {
  const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  const data =
    body === undefined ? [] : [body !== '' && body.length <= 4 * pasteable ? `--data-raw ${quote(body)}` : '--data-binary @body'];
  return [
    'curl -i',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    quote(url),
    ...headers.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...data,
  ].join(' ');
}
