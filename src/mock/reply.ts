// What the gateway answers, before it is written: a status, fields, and bytes that may be kept and sent again.
import { gzipSync } from 'node:zlib';
import { contentFor } from '../content/index.ts';
import { findEntry } from '../judge/body.ts';
import { findResponse, type Operation } from '../model/contract.ts';
import type { Field } from '../model/exchange.ts';
import { type MediaType, parseMediaType } from '../model/media-type.ts';

export interface Reply {
  readonly status: number;
  /** Without Content-Length, which depends on how it is sent. */
  readonly fields: readonly Field[];
  readonly body?: Body;
}

/** Bytes, and their gzip once somebody wanted it. */
export class Body {
  readonly bytes: Buffer;
  #zipped: Buffer | undefined;

  constructor(content: string | Uint8Array) {
    this.bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  }

  get zipped(): Buffer {
    return (this.#zipped ??= gzipSync(this.bytes, { level: 5 }));
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** RFC 9457. */
export function problem(
  status: number,
  detail: string,
  more: { readonly fields?: readonly Field[]; readonly members?: object } = {},
): Reply {
  return {
    status,
    fields: [['Content-Type', 'application/problem+json'], ...(more.fields ?? [])],
    body: new Body(JSON.stringify({ type: 'about:blank', title: titles[status] ?? 'Error', status, detail, ...more.members })),
  };
}

export const isContentType = ([name]: Field): boolean => name.toLowerCase() === 'content-type';

/** Writes a value in a media type, by the same schema that judges it. Throws when nothing writes that type. */
export function encode(
  value: unknown,
  contentType: string | undefined,
  operation: Operation,
  status: number,
): { field: Field; body: Body } {
  const mediaType = parseMediaType(contentType ?? 'application/json');
  if (!mediaType) throw new Error(`${contentType} is no media type`);
  const format = contentFor(mediaType);
  const entry = findEntry(findResponse(operation, status)?.content ?? [], mediaType);
  const isReady = value instanceof Uint8Array || (typeof value === 'string' && format.id !== 'json');
  const content = isReady
    ? value
    : format.encode?.(value, { mediaType, encoding: entry?.encoding ?? new Map(), ...(entry?.schema && { shape: entry.schema.shape }) });
  if (content === undefined) throw new Error(`nothing writes ${mediaType.essence}`);
  const charset = mediaType.parameters.get('charset');
  const isText = format.id !== 'binary' && format.id !== 'multipart';
  const type = isText && charset === undefined ? `${contentType ?? 'application/json'}; charset=utf-8` : (contentType ?? mediaType.essence);
  return { field: ['Content-Type', type], body: new Body(typeof content === 'string' ? inCharset(content, mediaType) : content) };
}

/** Only the charsets Node writes; every other one is documented in vain, and UTF-8 is sent under its name no more than anywhere else. */
function inCharset(text: string, { parameters }: MediaType): Uint8Array {
  const charset = parameters.get('charset')?.toLowerCase();
  if (charset === 'iso-8859-1' || charset === 'latin1') return Buffer.from(text, 'latin1');
  if (charset === 'utf-16le' || charset === 'utf-16') return Buffer.from(`\ufeff${text}`, 'utf16le');
  return Buffer.from(text);
}
