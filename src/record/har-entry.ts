// A finished exchange on the wire becomes an entry of a HAR 1.2 log that holds no credentials and is judged as the exchange itself would be.
import type { Content, Cookie, Entry, Header, PostData } from 'har-format';
import { type Contract, findResponse, type Operation } from '../model/contract.ts';
import { type Field, fieldValue, fieldValues } from '../model/exchange.ts';
import { cookiePairs, decodePercent } from '../openapi/parameters.ts';
import { type HarBody, writeBody } from './har-body.ts';
import { describeBody } from './redact-body.ts';
import { FieldRedactor, withoutUser } from './redact-fields.ts';
import { type SecretNames, secretNamesOf, sensitiveNamesOf, sensitiveNamesOfAll } from './secret-names.ts';

/** What passed over the wire, as it did: nothing decoded, nothing left out. */
export interface WireExchange {
  readonly startedAt: Date;
  /** Milliseconds from the first byte of the request to the last of the response. */
  readonly ms: number;
  readonly request: {
    readonly method: string;
    /** Origin form, `/path?query`; an absolute URL is taken as it is. */
    readonly target: string;
    /** Scheme and authority as the client addressed them, such as `http://127.0.0.1:4010`. */
    readonly origin: string;
    /** Such as `HTTP/1.1`. */
    readonly httpVersion: string;
    readonly fields: readonly Field[];
    readonly body: Uint8Array;
    /** Set when the body is not at hand: its size in bytes as far as it came, and why. `body` is empty then. */
    readonly left?: LeftOut;
    /** Fields behind a chunked body (RFC 9110 §6.5). */
    readonly trailers?: readonly Field[];
  };
  readonly response: {
    /** 0 when none came. */
    readonly status: number;
    readonly statusText: string;
    /** Where it is another than the request's. */
    readonly httpVersion?: string;
    readonly fields: readonly Field[];
    /** As sent, perhaps compressed; empty for an answer to HEAD. */
    readonly body: Uint8Array;
    readonly left?: LeftOut;
    readonly trailers?: readonly Field[];
    /** Set when the response ended before it was whole: what happened. Nothing of its body is kept then. */
    readonly aborted?: string;
  };
  /** The operation the request belongs to: it knows which members and parameters are sensitive. */
  readonly operation?: Operation;
  /** The response was made by `truce mock`. */
  readonly provider?: 'mock';
  /** The request was sent wrong on purpose. */
  readonly isDeliberate?: true;
  /** Why nobody may judge it, such as an end in the middle. */
  readonly unjudged?: string;
  readonly comment?: string;
}

export interface LeftOut {
  readonly size: number;
  readonly why: string;
}

/** Writes entries for exchanges that belong to some contracts; what is a credential in one of them is one everywhere. */
export class HarEntryWriter {
  readonly #contracts: readonly Contract[];
  readonly #names: SecretNames;
  #members: ReadonlySet<string> | undefined;

  constructor(contracts: readonly Contract[]) {
    this.#contracts = contracts;
    this.#names = secretNamesOf(contracts);
  }

  /** Never throws for anything the wire can carry. */
  write(exchange: WireExchange): Entry {
    const { startedAt, ms, operation, provider, unjudged, isDeliberate } = exchange;
    const redactor = new FieldRedactor(this.#names, operation);
    const comments = exchange.comment === undefined ? [] : [exchange.comment];
    const members = operation ? sensitiveNamesOf(operation) : this.#allMembers();
    const answer = writeResponse(exchange, redactor, members, comments);
    const asked = writeRequest(exchange, redactor, members, comments);
    return {
      startedDateTime: startedAt.toISOString(),
      time: ms,
      request: asked,
      response: answer,
      cache: {},
      timings: { send: 0, wait: ms, receive: 0 },
      ...(comments.length > 0 && { comment: comments.join('; ') }),
      ...((provider ?? unjudged ?? isDeliberate) !== undefined && {
        _truce: {
          ...(provider && { provider }),
          ...(isDeliberate && { request: 'deliberate' }),
          ...(unjudged !== undefined && { unjudged }),
        },
      }),
    };
  }

  /** What is sent to the wrong path may be what another one calls sensitive. */
  #allMembers(): ReadonlySet<string> {
    return (this.#members ??= sensitiveNamesOfAll(this.#contracts.flatMap(({ operations }) => operations)));
  }
}

function writeRequest(
  { request, operation }: WireExchange,
  redactor: FieldRedactor,
  names: ReadonlySet<string>,
  comments: string[],
): Entry['request'] {
  const { method, target, origin, httpVersion, fields, body, left, trailers } = request;
  const headers = fields.map((field) => redactor.requestField(field));
  const url = withoutUser(redactor.target(/^[a-z][a-z0-9+.-]*:\/\//i.test(target) ? target : origin + target));
  const mimeType = fieldValue(fields, 'content-type') ?? '';
  const described = describeBody(fieldValue(fields, 'content-type'), operation?.requestBody?.content ?? [], 'request', names);
  const written = left ? leave(left) : writeBody(body, fields, described);
  if (written.left !== undefined) comments.push(`the request body of ${written.size} bytes is left out: ${written.left}`);
  return {
    method,
    url,
    httpVersion,
    cookies: cookiePairs(fieldValues(headers, 'cookie')).map(([name, value]) => ({ name, value })),
    headers: headersOf(headers),
    queryString: queryOf(url),
    headersSize: -1,
    bodySize: left ? left.size : sizeOnWire(body, written),
    ...(trailers && { _trailers: headersOf(trailers.map((field) => redactor.requestField(field))) }),
    ...(written.size > 0 && { postData: { mimeType, ...textOf(written) } as PostData }),
  };
}

function writeResponse(
  { request, response, operation }: WireExchange,
  redactor: FieldRedactor,
  names: ReadonlySet<string>,
  comments: string[],
): Entry['response'] {
  const { status, statusText, fields, body, aborted, left, trailers } = response;
  const headers = fields.map((field) => redactor.responseField(field, status));
  const mimeType = fieldValue(fields, 'content-type');
  const described = describeBody(mimeType, (operation && findResponse(operation, status)?.content) ?? [], 'response', names);
  const passed = left?.size ?? body.length;
  const written: HarBody = aborted !== undefined ? { size: passed } : left ? leave(left) : writeBody(body, fields, described);
  if (aborted !== undefined)
    comments.push(
      status === 0 ? `there was no response: ${aborted}` : `the response was cut short after ${passed} bytes of its body: ${aborted}`,
    );
  if (written.left !== undefined) comments.push(`the response body of ${written.size} bytes is left out: ${written.left}`);
  const saved = written.size - passed;
  const content: Content = { size: written.size, ...(saved !== 0 && { compression: saved }), mimeType: mimeType ?? '', ...textOf(written) };
  return {
    status,
    statusText,
    httpVersion: response.httpVersion ?? request.httpVersion,
    cookies: fieldValues(headers, 'set-cookie').map(cookieOf),
    headers: headersOf(headers),
    content,
    redirectURL: fieldValue(headers, 'location') ?? '',
    headersSize: -1,
    bodySize: left ? left.size : sizeOnWire(body, written),
    ...(trailers && { _trailers: headersOf(trailers.map((field) => redactor.responseField(field, status))) }),
    ...(aborted !== undefined && { _error: aborted }),
  };
}

const leave = ({ size, why }: LeftOut): HarBody => ({ size, left: why });

/** A body that unpacks to nothing is none: readers would miss the one whose size they were told. */
const sizeOnWire = (body: Uint8Array, { size }: HarBody): number => (size === 0 && body.length > 0 ? -1 : body.length);

const headersOf = (fields: readonly Field[]): Header[] => fields.map(([name, value]) => ({ name, value }));

const textOf = ({ text, encoding, _decoded, _undecodable }: HarBody): object => ({
  ...(text !== undefined && { text }),
  ...(encoding && { encoding }),
  ...(_decoded && { _decoded }),
  ...(_undecodable !== undefined && { _undecodable }),
});

/** Decoded, one for each pair of the query. */
function queryOf(url: string): { name: string; value: string }[] {
  const whole = url.split('#', 1)[0] ?? '';
  const start = whole.indexOf('?');
  if (start < 0 || start === whole.length - 1) return [];
  const pairs = whole.slice(start + 1).split('&');
  return pairs
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return { name: decodePercent(name, true), value: decodePercent(value, true) };
    });
}

/** RFC 6265 §4.1.1. */
function cookieOf(field: string): Cookie {
  const [pair = '', ...attributes] = field.split(';').map((part) => part.trim());
  const equals = pair.indexOf('=');
  const cookie: Cookie = { name: equals < 0 ? '' : pair.slice(0, equals), value: pair.slice(equals + 1) };
  for (const attribute of attributes) {
    const [key = '', value = ''] = attribute.split(/=(.*)/s);
    const name = key.toLowerCase();
    if (name === 'path' || name === 'domain') cookie[name] = value;
    else if (name === 'httponly') cookie.httpOnly = true;
    else if (name === 'secure') cookie.secure = true;
    else if (name === 'expires' && !Number.isNaN(Date.parse(value))) cookie.expires = new Date(value).toISOString();
  }
  return cookie;
}
