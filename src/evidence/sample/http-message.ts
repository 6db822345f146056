// A raw HTTP/1.1 message written down in a file (RFC 9112 §2 to §5), leniently: LF or CRLF, no version, a target without its slash.
import type { EvidenceFile } from '../../model/evidence.ts';
import type { Content, Field, MessagePart, Request, Response } from '../../model/exchange.ts';
import { sliceFile } from '../../model/file-slices.ts';
import { fixedPlace } from '../../model/fixed-place.ts';
import type { Location, Syntax } from '../../model/location.ts';
import { parseMediaType } from '../../model/media-type.ts';
import { show } from '../../model/show.ts';

const requestLine = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|CONNECT|QUERY) +(\S+)(?: +HTTP\/\d(?:\.\d)?)? *$/;
const statusLine = /^HTTP\/\d(?:\.\d)? +([1-9]\d\d)(?: .*)?$/;
const fieldLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/;
/** A longer start is not the first line of a message. */
const longestLine = 65_536;

export interface HttpMessage {
  readonly request?: Request;
  readonly response?: Response;
  readonly problem?: string;
}

/** Undefined when the first line is neither a request line nor a status line. */
export function parseHttpMessage(file: EvidenceFile, bytes: Uint8Array): HttpMessage | undefined {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const lines = readLines(bytes, start);
  const first = lines.next();
  if (first.done) return undefined;
  const request = requestLine.exec(first.value.text);
  const status = request ? null : statusLine.exec(first.value.text);
  if (!request && !status) return undefined;
  const fields: Field[] = [];
  const numbers = new Map<string, number>();
  let number = 1;
  let end = first.value.end;
  for (const line of lines) {
    number++;
    end = line.end;
    if (line.text === '') break;
    const previous = fields.at(-1);
    const field = fieldLine.exec(line.text);
    // Obsolete line folding (RFC 9112 §5.2): a line that begins with white space goes on.
    if (/^[ \t]/.test(line.text) && previous) fields[fields.length - 1] = [previous[0], `${previous[1]} ${line.text.trim()}`];
    else if (field) {
      fields.push([field[1] ?? '', field[2] ?? '']);
      numbers.set((field[1] ?? '').toLowerCase(), number);
    } else return { problem: `line ${number} should be a header field or empty, and is ${show(line.text)}` };
  }
  const location = { source: file.source(), pointer: '' };
  const content = readContent(file, bytes, end, fields);
  const place = (part: MessagePart, name = ''): Location => {
    const line = part === 'field' ? numbers.get(name.toLowerCase()) : 1;
    return line === undefined ? location : fixedPlace(location.source, { line, column: 1 });
  };
  const rest = { fields, ...(content && { content }), complete: true, location, place };
  if (status) return { response: { status: Number(status[1]), ...rest } };
  const [, method = '', target = ''] = request ?? [];
  return { request: { method, target: /^(\/|https?:|\*$)/i.test(target) ? target : `/${target}`, ...rest } };
}

function* readLines(bytes: Uint8Array, from: number): Generator<{ text: string; end: number }> {
  for (let at = from; at < bytes.length;) {
    const found = bytes.indexOf(10, at);
    const stop = found < 0 ? bytes.length : found;
    if (stop - at > longestLine) return;
    const text = new TextDecoder('latin1').decode(bytes.subarray(at, stop)).replace(/\r$/, '');
    at = found < 0 ? stop : found + 1;
    yield { text, end: at };
  }
}

function readContent(file: EvidenceFile, bytes: Uint8Array, offset: number, fields: readonly Field[]): Content | undefined {
  const body = bytes.subarray(offset);
  if (body.length === 0) return undefined;
  const slices = sliceFile({ uri: file.uri, size: bytes.length, read: (start, length) => bytes.subarray(start, start + length) });
  const source = slices.slice({ syntax: syntaxOf(fields), prefix: '', offset, length: body.length });
  return { form: 'bytes', bytes: body, verbatim: true, location: { source, pointer: '' } };
}

function syntaxOf(fields: readonly Field[]): Syntax {
  const value = fields.findLast(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const type = value === undefined ? undefined : parseMediaType(value);
  if (type?.subtype === 'json' || type?.suffix === 'json') return 'json';
  return type?.subtype === 'xml' || type?.suffix === 'xml' ? 'xml' : 'text';
}
