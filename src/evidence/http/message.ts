// The messages of one raw exchange (RFC 9112 §2 to §7), leniently: LF or CRLF, no version, placeholders, what editors' clients add.
import { readTold, Unreadable } from '../../model/entry-reading.ts';
import { type Exchange, type Field, fieldValue, type MessagePart, type Request } from '../../model/exchange.ts';
import type { FileSlices } from '../../model/file-slices.ts';
import { fixedPlace } from '../../model/fixed-place.ts';
import type { Location } from '../../model/location.ts';
import { fillPlaceholders, targetOf } from '../../model/placeholders.ts';
import { show } from '../../model/show.ts';
import { type Block, type Extent, lineAt, nextLine } from './blocks.ts';
import { readContent } from './content.ts';
import { fieldLine, requestLine, statusLine } from './lines.ts';

export interface RawFile {
  /** One character for each byte. */
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly slices: FileSlices;
  /** Of the whole exchange. */
  readonly location: Location;
  readonly variables: ReadonlyMap<string, string>;
}

/** Throws an Unreadable where the lines are no messages. */
export function readBlock({ request: asked, response: answered }: Block, file: RawFile): Partial<Exchange> {
  const request = asked && readRequest(asked, file);
  if (!answered) return { ...(request && { request }), claim: 'example' };
  const { first, rest } = readMessage(answered, file);
  const { written: _, ...message } = rest;
  const [, version, status = '', statusText] = statusLine.exec(first) ?? [];
  const told = readTold({ httpVersion: version, statusText, startedAt: undefined, duration: undefined, comment: undefined });
  return { ...(request && { request }), response: { status: Number(status), ...message }, ...told };
}

function readRequest(extent: Extent, file: RawFile): Request {
  const { first, continued, rest } = readMessage(extent, file);
  const [, method = '', url = ''] = requestLine.exec(first) ?? [];
  if (method === '') throw new Unreadable(`begins with ${show(first)}, which is neither a request line nor a status line`);
  const filled = fillPlaceholders(url + continued, file.variables);
  const target = targetOf(filled);
  const host = fieldValue(rest.fields, 'host');
  const isWhole = /^https?:\/\//i.test(target) || target === '*';
  const origin = target.startsWith('/') ? (host === undefined ? '' : `http://${host}`) : 'http://';
  const whole = isWhole ? target : origin + target;
  const isOpen = filled.missing.length > 0 || rest.fields.length < rest.written;
  return { method, target: whole, ...rest, ...(isOpen && { isPattern: true as const }) };
}

const decode = (line: string): string => {
  const utf8 = Buffer.from(line, 'latin1').toString('utf8');
  return utf8.includes('\ufffd') ? line : utf8;
};

function readMessage({ start, end }: Extent, file: RawFile) {
  const { text, slices, location, variables } = file;
  const fields: Field[] = [];
  const offsets = new Map<string, number>();
  let continued = '';
  const first = decode(lineAt(text, start));
  let at = nextLine(text, start);
  for (let line = lineAt(text, at); at < end && line !== ''; at = nextLine(text, at), line = lineAt(text, at)) {
    const field = fieldLine.exec(line);
    const previous = fields.at(-1);
    if (/^[ \t]+[?&]/.test(line) && !previous) continued += decode(line).trim();
    else if (/^(#|\/\/)/.test(line)) continue;
    else if (/^[ \t]/.test(line) && previous) fields[fields.length - 1] = [previous[0], `${previous[1]} ${decode(line).trim()}`];
    else if (field) {
      fields.push([field[1] ?? '', decode(field[2] ?? '')]);
      offsets.set((field[1] ?? '').toLowerCase(), at);
    } else throw new Unreadable(`has line ${slices.at(at).line}, which should be a header field or empty, and is ${show(decode(line))}`);
  }
  const known = fields
    .map(([name, value]): Field => [name, fillPlaceholders(value, variables).text])
    .filter(([name, value]) => !value.includes('{{') || /^(authorization|cookie)$/i.test(name));
  const content = at < end ? readContent(nextLine(text, at), end, known, file) : undefined;
  const place = (part: MessagePart, name = ''): Location => {
    const offset = part === 'field' ? offsets.get(name.toLowerCase()) : start;
    return offset === undefined ? location : fixedPlace(location.source, slices.at(offset));
  };
  const home = fixedPlace(location.source, slices.at(start));
  return {
    first,
    continued,
    rest: { fields: known, written: fields.length, ...(content && { content }), complete: true, location: home, place },
  };
}
