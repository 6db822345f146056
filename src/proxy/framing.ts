// Where a message body ends (RFC 9112 §6 and §7): by length, by chunks with trailers, or with the connection. What could end in two places is refused.
import type { Field } from '../model/exchange.ts';
import { type FieldLine, listOf, Malformed, type RequestHead, type ResponseHead } from './head.ts';

export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly length: number }
  | { readonly kind: 'chunked' }
  /** Until the sender closes the connection. */
  | { readonly kind: 'close' };

const none: Framing = { kind: 'none' };

/** Throws Malformed. */
export function frameRequest({ lines, version }: RequestHead): Framing {
  const { codings, length } = measure(lines, version);
  if (codings.length === 0) return length === undefined || length === 0 ? none : { kind: 'length', length };
  if (codings.at(-1) !== 'chunked')
    throw new Malformed('has a Transfer-Encoding that does not end in `chunked`, so nobody knows where it ends');
  return { kind: 'chunked' };
}

/** Throws Malformed. */
export function frameResponse({ lines, version, status }: ResponseHead, method: string): Framing {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return none;
  const { codings, length } = measure(lines, version);
  if (codings.length > 0) return codings.at(-1) === 'chunked' ? { kind: 'chunked' } : { kind: 'close' };
  if (length === undefined) return { kind: 'close' };
  return length === 0 ? none : { kind: 'length', length };
}

/** Is the body coded for the transfer by more than chunks? What it holds cannot be told then. */
export const isTransferCoded = (lines: readonly FieldLine[]): boolean =>
  listOf(lines, 'transfer-encoding').some((coding) => coding !== 'chunked');

function measure(lines: readonly FieldLine[], version: string): { readonly codings: readonly string[]; readonly length?: number } {
  const codings = listOf(lines, 'transfer-encoding');
  const lengths = lines.filter(({ name }) => name.length === 14 && name.toLowerCase() === 'content-length');
  if (codings.length > 0) {
    if (lengths.length > 0) throw new Malformed('has both Content-Length and Transfer-Encoding');
    if (version === '1.0') throw new Malformed('has a Transfer-Encoding, which HTTP/1.0 does not know');
    if (codings.filter((coding) => coding === 'chunked').length > 1) throw new Malformed('is chunked twice');
    return { codings };
  }
  if (lengths.length > 1) throw new Malformed('has two Content-Length fields');
  const text = lengths[0]?.value;
  if (text !== undefined && !/^\d{1,15}$/.test(text)) throw new Malformed(`has a Content-Length that is no number of bytes`);
  return { codings, ...(text !== undefined && { length: Number(text) }) };
}

const longestLine = 8 * 1024;
const longestTrailers = 64 * 1024;

/** Steps over the bytes of a body as they come and hands out what is content. */
export class BodyReader {
  readonly framing: Framing;
  readonly trailers: Field[] = [];
  isDone: boolean;
  readonly #onContent: (bytes: Buffer) => void;
  #state: 'size' | 'data' | 'data end' | 'trailers' = 'size';
  #left: number;
  #line = '';
  #trailerSize = 0;

  constructor(framing: Framing, onContent: (bytes: Buffer) => void) {
    this.framing = framing;
    this.isDone = framing.kind === 'none';
    this.#left = framing.kind === 'length' ? framing.length : 0;
    this.#onContent = onContent;
  }

  /** Takes what belongs to the body from `bytes` at `from`; answers with the offset behind it. Throws Malformed. */
  take(bytes: Buffer, from: number): number {
    if (this.isDone) return from;
    if (this.framing.kind === 'chunked') return this.#takeChunks(bytes, from);
    if (this.framing.kind === 'close') {
      this.#onContent(from === 0 ? bytes : bytes.subarray(from));
      return bytes.length;
    }
    const next = this.#takeContent(bytes, from);
    this.isDone = this.#left === 0;
    return next;
  }

  #takeContent(bytes: Buffer, from: number): number {
    const next = Math.min(bytes.length, from + this.#left);
    if (next > from) this.#onContent(bytes.subarray(from, next));
    this.#left -= next - from;
    return next;
  }

  #takeChunks(bytes: Buffer, from: number): number {
    let at = from;
    while (at < bytes.length && !this.isDone) {
      if (this.#state === 'data') {
        at = this.#takeContent(bytes, at);
        if (this.#left === 0) this.#state = 'data end';
        continue;
      }
      const end = bytes.indexOf(0x0a, at);
      this.#line += bytes.toString('latin1', at, end < 0 ? bytes.length : end + 1);
      if (this.#line.length > longestLine) throw new Malformed('has a line between its chunks that never ends');
      if (end < 0) return bytes.length;
      at = end + 1;
      const line = this.#line;
      this.#line = '';
      if (!line.endsWith('\r\n')) throw new Malformed('has a line between its chunks that does not end in CR LF');
      this.#takeLine(line.slice(0, -2));
    }
    return at;
  }

  #takeLine(line: string): void {
    if (this.#state === 'size') {
      const size = /^([0-9A-Fa-f]{1,12})[\t ]*(?:;[\t\x20-\x7e\x80-\xff]*)?$/.exec(line)?.[1];
      if (size === undefined) throw new Malformed('has a chunk whose size is no number');
      this.#left = Number.parseInt(size, 16);
      this.#state = this.#left === 0 ? 'trailers' : 'data';
    } else if (this.#state === 'data end') {
      if (line !== '') throw new Malformed('has a chunk that is longer than its size says');
      this.#state = 'size';
    } else if (line === '') this.isDone = true;
    else {
      this.#trailerSize += line.length;
      const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([\t\x20-\x7e\x80-\xff]*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined || this.#trailerSize > longestTrailers)
        throw new Malformed('has a trailer that is none');
      this.trailers.push([name, value.trimEnd()]);
    }
  }
}
