// A request as values becomes one for the wire; whatever would be read back as something else is said, not sent.
import { contentFor } from '../content/index.ts';
import { defaultBoundary } from '../content/multipart-encode.ts';
import { readParameters } from '../judge/parameters.ts';
import type { Field } from '../model/exchange.ts';
import { isEqual, isRecord } from '../model/json-value.ts';
import { parseMediaType } from '../model/media-type.ts';
import { child, type Pointer } from '../model/pointer.ts';
import { plain, quote, show } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { matchTarget, requestOf } from './judge-request.ts';
import type { ParameterChoice, RequestValues, WireRequest } from './request-values.ts';
import {
  Unwritable,
  writeCookieParameter,
  writeHeaderParameter,
  writePathParameter,
  writeQueryParameter,
  writeWholeQuery,
} from './write-parameter.ts';

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** What cannot be written so that the one validator reads the same values is told as `unwritable`, a sentence without a final stop. */
export function writeRequest(values: RequestValues): WireRequest | { readonly unwritable: string } {
  try {
    const request = write(values);
    verifyParameters(values, request);
    verifyBody(values, request);
    return request;
  } catch (error) {
    if (error instanceof Unwritable || error instanceof UserError) return { unwritable: error.message };
    // A value nests deeper than JSON.stringify follows.
    if (error instanceof RangeError) return { unwritable: 'the value is nested too deeply to be written' };
    throw error;
  }
}

function write({ operation, parameters, body }: RequestValues): WireRequest {
  const of = (place: string): readonly ParameterChoice[] => parameters.filter(({ parameter }) => parameter.in === place);
  const fields: Field[] = of('header').map(({ parameter, value }) => {
    if (!token.test(parameter.name)) throw new Unwritable(`${quote(parameter.name)} is no name of a header field (RFC 9110 §5.1)`);
    return [parameter.name, writeHeaderParameter(parameter, value)];
  });
  const cookies = of('cookie').map(({ parameter, value }) => {
    if (!token.test(parameter.name)) throw new Unwritable(`${quote(parameter.name)} is no name of a cookie (RFC 6265 §4.1.1)`);
    return `${parameter.name}=${writeCookieParameter(parameter, value)}`;
  });
  if (cookies.length > 0) fields.push(['Cookie', cookies.join('; ')]);
  const query = of('query').flatMap(({ parameter, value }) =>
    parameter.isWholeQuery
      ? [writeWholeQuery(parameter, value)]
      : writeQueryParameter(parameter, value).map(([name, text]) => `${name}=${text}`),
  );
  const target = `${writePath(operation.path, of('path'))}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  const content = body && writeBody(body);
  if (content) fields.push(['Content-Type', content.mediaType]);
  return { method: operation.method.toUpperCase(), target, fields, ...(content && { body: content.bytes }) };
}

function writePath(template: string, choices: readonly ParameterChoice[]): string {
  const path = template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const choice = choices.find(({ parameter }) => parameter.name === name);
    if (!choice) throw new Unwritable(`the path parameter \`${name}\` has no value`);
    const text = writePathParameter(choice.parameter, choice.value);
    if (text === '') throw new Unwritable(`the path parameter \`${name}\` is empty, so that nothing would stand in its segment`);
    return text;
  });
  const encoded = path.replace(/[^A-Za-z0-9\-._~$!&'()*+,;=:@%/]/gu, (char) => encodeURIComponent(char.toWellFormed()));
  // Clients resolve such segments before anything is sent (RFC 3986 §5.2.4), also when they are percent-encoded (URL Standard).
  const dots = encoded.split('/').find((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
  if (dots !== undefined) throw new Unwritable(`a path segment ${quote(dots)} is resolved by clients and never sent`);
  return encoded;
}

function writeBody({ entry, mediaType: text, value }: NonNullable<RequestValues['body']>): { mediaType: string; bytes: Uint8Array } {
  const given = parseMediaType(text);
  if (!given || given.essence.includes('*')) throw new Unwritable(`${quote(text)} is no concrete media type`);
  const needsBoundary = given.type === 'multipart' && !given.parameters.has('boundary');
  const type = needsBoundary ? `${text}; boundary=${defaultBoundary}` : text;
  const mediaType = parseMediaType(type) ?? given;
  const charset = mediaType.parameters.get('charset');
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) throw new Unwritable(`bodies are written in UTF-8, not in ${quote(charset)}`);
  const { encoding, schema } = entry;
  const written = contentFor(mediaType).encode?.(value, { mediaType, encoding, ...(schema && { shape: schema.shape }) });
  if (written === undefined) throw new Unwritable(`nothing writes \`${mediaType.essence}\``);
  const bytes = typeof written === 'string' ? Buffer.from(written) : written;
  if (bytes.length === 0) throw new Unwritable(`${show(value)} as \`${mediaType.essence}\` is no body at all`);
  return { mediaType: type, bytes };
}

function verifyParameters({ operation, parameters }: RequestValues, wire: WireRequest): void {
  const match = matchTarget(operation, wire);
  if ('reason' in match) throw new Unwritable(plain(match.reason));
  const values = readParameters(operation, requestOf(wire), match.pathValues);
  const chosen = new Map(parameters.map(({ parameter, value }) => [`${parameter.in} ${parameter.name}`, value]));
  for (const { name, in: place, allowEmptyValue } of operation.parameters) {
    const key = `${place} ${name}`;
    const read = Object.hasOwn(values[place], name);
    const back = values[place][name];
    const wanted = chosen.get(key);
    if (!chosen.has(key)) {
      if (read)
        throw new Unwritable(
          `without it, the ${place} parameter \`${name}\` would be read as ${show(back)}, which is meant for another parameter`,
        );
    } else if (!read) {
      const isEmpty = allowEmptyValue && (wanted === '' || wanted === undefined || wanted === null);
      if (!isEmpty) throw new Unwritable(`the ${place} parameter \`${name}\` has no way to say ${show(wanted)}: nothing would be read`);
    } else if (!isEqual(back, plainOf(wanted)))
      throw new Unwritable(`the ${place} parameter \`${name}\` would be read as ${show(back)} instead of ${show(wanted)}`);
  }
}

function verifyBody({ body }: RequestValues, wire: WireRequest): void {
  const mediaType = parseMediaType(wire.fields.findLast(([name]) => name === 'Content-Type')?.[1] ?? '');
  if (!body || !wire.body || !mediaType) return;
  const { encoding, schema } = body.entry;
  const decoded = contentFor(mediaType).decode({ bytes: wire.body }, { mediaType, encoding, ...(schema && { shape: schema.shape }) });
  if (decoded.kind === 'malformed') throw new Unwritable(`the body would not be readable: ${plain(decoded.message)}`);
  // Nobody reads such a body, so nobody can misread it.
  if (decoded.kind === 'unchecked') return;
  const note = decoded.notes.find(({ severity, kind }) => severity === 'error' && kind !== 'duplicate-key');
  if (note) throw new Unwritable(`the body would be read in another way: ${plain(note.message)}`);
  const difference = differs(decoded.value, plainOf(body.value), new Set(decoded.skip), '');
  if (difference !== undefined)
    throw new Unwritable(`as \`${mediaType.essence}\` the body has no way to say what stands at ${quote(difference)}`);
}

/** As JSON has it: without members that are undefined. */
function plainOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainOf);
  if (!isRecord(value) || value instanceof Uint8Array) return value;
  return Object.fromEntries(membersOf(value).map(([key, member]) => [key, plainOf(member)]));
}

const membersOf = (value: Record<string, unknown>): [string, unknown][] =>
  Object.entries(value).filter(([, member]) => member !== undefined);

/** The first place where two values are not the same; `skip` names those that are only bytes. */
function differs(read: unknown, wanted: unknown, skip: ReadonlySet<Pointer>, at: Pointer): Pointer | undefined {
  if (skip.has(at) || isEqual(read, wanted)) return undefined;
  if (typeof read !== 'object' || typeof wanted !== 'object' || read === null || wanted === null) return at;
  if (Array.isArray(read) !== Array.isArray(wanted)) return at;
  for (const key of new Set([...Object.keys(read), ...Object.keys(wanted)])) {
    const own = child(at, key);
    if (Object.hasOwn(read, key) !== Object.hasOwn(wanted, key)) return own;
    const found = differs((read as Record<string, unknown>)[key], (wanted as Record<string, unknown>)[key], skip, own);
    if (found !== undefined) return found;
  }
  return undefined;
}
