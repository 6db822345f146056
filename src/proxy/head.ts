// Heads of HTTP/1.1 messages (RFC 9112 §3 to §5): read strictly, kept line by line as they came, so that whatever is not changed stays as it was.
import type { Field } from '../model/exchange.ts';
import { quote } from '../model/show.ts';

/** One field line: name and value without white space around it, and the line as it was sent, without its end. */
export interface FieldLine {
  readonly name: string;
  readonly value: string;
  readonly raw: string;
}

export interface RequestHead {
  readonly method: string;
  readonly target: string;
  /** `1.1` or `1.0`. */
  readonly version: string;
  readonly lines: readonly FieldLine[];
}

export interface ResponseHead {
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  /** The status line as it was sent, without its end. */
  readonly start: string;
  readonly lines: readonly FieldLine[];
}

/** What is no HTTP, or could be read in two ways. The message says what is wrong, without a subject: `has two Content-Length fields`. */
export class Malformed extends Error {
  readonly status: number;
  constructor(message: string, status = 400) {
    super(message);
    this.name = 'Malformed';
    this.status = status;
  }
}

/** Bytes of a head; Node's own limit is 16 KB, some gateways send more. */
export const longestHead = 128 * 1024;

const endOfHead = Buffer.from('\r\n\r\n');
const tokenPattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const requestPattern = /^([!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}) ([\x21-\x7e\x80-\xff]+) HTTP\/(\d\.\d)$/;
const statusPattern = /^HTTP\/(\d\.\d) ([1-9]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/;
const valuePattern = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Gathers the bytes of a head out of pieces. */
export class HeadGatherer {
  #bytes = Buffer.alloc(0);
  #size = 0;

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  /**
   * Takes what belongs to the head from `bytes` at `from`; the head's text (one character a byte, without the empty line) once it is whole.
   * Throws Malformed for one that is too long.
   */
  take(bytes: Buffer, from: number): { readonly next: number; readonly text?: string } {
    if (this.#size === 0) {
      const end = bytes.indexOf(endOfHead, from);
      if (end >= 0) {
        refuseLong(end - from);
        return { next: end + 4, text: bytes.toString('latin1', from, end) };
      }
    }
    const before = this.#size;
    this.#append(bytes.subarray(from));
    // The empty line may be cut anywhere: the last three bytes are looked at again.
    const end = this.#bytes.subarray(0, this.#size).indexOf(endOfHead, Math.max(0, before - 3));
    refuseLong(end < 0 ? this.#size : end);
    if (end < 0) return { next: bytes.length };
    this.#size = 0;
    return { next: from + end + 4 - before, text: this.#bytes.toString('latin1', 0, end) };
  }

  #append(piece: Buffer): void {
    const size = this.#size + piece.length;
    if (size > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(size, 2 * this.#bytes.length, 1024));
      this.#bytes.copy(larger, 0, 0, this.#size);
      this.#bytes = larger;
    }
    piece.copy(this.#bytes, this.#size);
    this.#size = size;
  }
}

function refuseLong(size: number): void {
  if (size > longestHead) throw new Malformed(`has a head of more than ${longestHead >> 10} KB`, 431);
}

/** Throws Malformed. */
export function readRequestHead(text: string): RequestHead {
  const [start = '', ...rest] = text.split('\r\n');
  const [, method, target, version] = requestPattern.exec(start) ?? [];
  if (method === undefined || target === undefined || version === undefined)
    throw new Malformed('begins with what is no request line of HTTP');
  if (version !== '1.1' && version !== '1.0') throw new Malformed(`is in HTTP/${version}, and only HTTP/1.1 and 1.0 are passed on`, 505);
  return { method, target, version, lines: rest.map(readLine) };
}

/** Throws Malformed. */
export function readResponseHead(text: string): ResponseHead {
  const [start = '', ...rest] = text.split('\r\n');
  const [, version, status, reason = ''] = statusPattern.exec(start) ?? [];
  if (version === undefined || status === undefined) throw new Malformed(`begins with ${describeBeginning(start)}`);
  if (version !== '1.1' && version !== '1.0') throw new Malformed(`is in HTTP/${version}`);
  return { version, status: Number(status), reason, start, lines: rest.map(readLine) };
}

function readLine(raw: string): FieldLine {
  const colon = raw.indexOf(':');
  const name = raw.slice(0, Math.max(0, colon));
  const value = raw.slice(colon + 1);
  // Folded lines, white space before the colon and control characters are read differently by different programs (RFC 9112 §5.1, §5.2).
  if (colon < 1 || !tokenPattern.test(name) || !valuePattern.test(value))
    throw new Malformed(`has a field line that is none${tokenPattern.test(name) ? `: ${quote(name, 60)}` : ''}`);
  return { name, value: value.replace(/^[\t ]+|[\t ]+$/g, ''), raw };
}

/** What speaks there, for a sentence; nothing is quoted that could be a secret. */
export function describeBeginning(text: string): string {
  if (/^[\x14-\x17]\x03/.test(text)) return 'TLS: it wants `https`';
  if (text.startsWith('SSH-')) return 'SSH, which is no HTTP';
  if (/^HTTP\/\d/.test(text)) return `\`${/^HTTP\/[\d.]{1,4}/.exec(text)?.[0]}\` and no status line of HTTP/1.1`;
  return 'what is no HTTP';
}

/** Could these be the first bytes of a response? */
export const mayBeResponse = (bytes: Buffer): boolean => 'HTTP/1.'.startsWith(bytes.toString('latin1', 0, 7));

export const fieldsOf = (lines: readonly FieldLine[]): Field[] => lines.map(({ name, value }) => [name, value]);

/** The members of a list field, in lower case (RFC 9110 §5.6.1). */
export function listOf(lines: readonly FieldLine[], name: string): string[] {
  const members: string[] = [];
  for (const line of lines)
    if (line.name.length === name.length && line.name.toLowerCase() === name)
      for (const member of line.value.split(',')) {
        const text = member.trim().toLowerCase();
        if (text !== '') members.push(text);
      }
  return members;
}

export const writeHead = (start: string, lines: readonly FieldLine[]): Buffer =>
  Buffer.from(`${start}\r\n${lines.map(({ raw }) => `${raw}\r\n`).join('')}\r\n`, 'latin1');
