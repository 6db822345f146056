// What a test's HTTP client knows of an exchange, in one shape for all clients (one file in clients/ is one of them).
import type { Field } from '../model/exchange.ts';

/** A body as far as the client hands it over. `value`: already parsed; `unknown`: there may have been one, but it cannot be seen. */
export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What is known of the request; an absent member is not known. */
export interface Sent {
  readonly method?: string;
  /** Absolute URL or path with query. */
  readonly target?: string;
  readonly fields?: readonly Field[];
  readonly body?: Body;
}

export interface Received {
  readonly status: number;
  readonly fields: readonly Field[];
  readonly body: Body;
  readonly sent: Sent;
}

export interface Client {
  /** As sentences name it, with its article: `a fetch Response`. */
  readonly name: string;
  recognises(value: object): boolean;
  /** Reads the response so that the test can still read it; a promise only where the body is a stream. */
  read(value: object): Received | Promise<Received>;
}

export type Loose = Record<string, unknown>;
export const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

/** Fields from whatever holds them: Headers, an iterable of pairs, or an object whose repeated fields are lists. */
export function fieldsOf(headers: unknown): Field[] {
  if (!isLoose(headers)) return [];
  const toJson = headers['toJSON'];
  const pairs = (
    Symbol.iterator in headers
      ? [...(headers as unknown as Iterable<readonly [string, unknown]>)]
      : Object.entries(typeof toJson === 'function' ? (toJson.call(headers) as object) : headers)
  ) as readonly (readonly [string, unknown])[];
  return pairs.flatMap(([name, value]) => {
    if (value === undefined || value === null || typeof value === 'function') return [];
    return (Array.isArray(value) ? (value as unknown[]) : [value]).map((one) => [String(name), String(one).trim()] as const);
  });
}

/** A body given as text, bytes or a value. */
export function bodyOf(data: unknown): Body {
  if (data === undefined || data === null || data === '') return { kind: 'none' };
  if (typeof data === 'string') return { kind: 'text', text: data };
  if (ArrayBuffer.isView(data)) return { kind: 'bytes', bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
  if (Object.prototype.toString.call(data) === '[object ArrayBuffer]') return { kind: 'bytes', bytes: new Uint8Array(data as ArrayBuffer) };
  if (Object.prototype.toString.call(data) === '[object URLSearchParams]')
    return { kind: 'text', text: (data as URLSearchParams).toString() };
  if (isLoose(data) && ['pipe', 'stream', 'getReader', 'append'].some((name) => typeof data[name] === 'function'))
    return { kind: 'unknown', reason: 'it was sent as a stream or a form that can be read only once' };
  return { kind: 'value', value: data };
}

/** What node's ClientRequest or IncomingMessage (`http`, also below axios, supertest and inject) knows of a request. */
export function sentBy(request: unknown): Sent {
  if (!isLoose(request)) return {};
  const { method, path, url, getHeaders, headers } = request;
  const target = typeof path === 'string' ? path : typeof url === 'string' ? url : undefined;
  const known = typeof getHeaders === 'function' ? (getHeaders.call(request) as unknown) : headers;
  return {
    ...(typeof method === 'string' && { method }),
    ...(target !== undefined && { target }),
    ...(isLoose(known) && { fields: fieldsOf(known) }),
  };
}
