// The content of a raw message (RFC 9112 §6 and §7): as long as it says, in chunks, or up to what follows it.
import { type Content, type Field, fieldValue } from '../../model/exchange.ts';
import { bodyFromBytes, lostBody } from '../../model/held-body.ts';
import type { Syntax } from '../../model/location.ts';
import { parseMediaType } from '../../model/media-type.ts';
import { fillPlaceholders } from '../../model/placeholders.ts';
import type { RawFile } from './message.ts';

/** What clients in editors write behind a body: scripts for the response, and where it was saved. */
const afterwards = /(?:^|\r?\n)[ \t]*(?:>>?!? |<> |> \{%)[^]*$/;

/** `start` is the first byte behind the empty line, `end` the end of the message with the blank lines that follow it. */
export function readContent(start: number, end: number, fields: readonly Field[], file: RawFile): Content | undefined {
  const { text, bytes, slices, location, variables } = file;
  const stop = endOf(text.slice(start, end), fields) + start;
  if (stop <= start) return undefined;
  const source = slices.slice({ syntax: syntaxOf(fields), prefix: '', offset: start, length: stop - start });
  const home = { source, pointer: '' };
  const body = bytes.subarray(start, stop);
  const raw = text.slice(start, stop);
  const named = /^<@?\w*[ \t]+(\S.*)$/.exec(raw);
  if (named && !raw.includes('\n') && !/xml|html/i.test(fieldValue(fields, 'content-type') ?? ''))
    return lostBody('The body is in a file of its own', home);
  if (/\bchunked\b/i.test(fieldValue(fields, 'transfer-encoding') ?? '')) {
    const joined = joinChunks(raw);
    if (joined) return joined.length === 0 ? undefined : bodyFromBytes(joined, fields, location);
  }
  if (variables.size > 0 && raw.includes('{{')) {
    const filled = fillPlaceholders(Buffer.from(body).toString('utf8'), variables);
    if (filled.missing.length > 0) return lostBody('The body holds placeholders that have no value', home);
    return { form: 'bytes', bytes: Buffer.from(filled.text), verbatim: false, location: home };
  }
  const unpacked = bodyFromBytes(body, fields, home);
  return unpacked.form === 'bytes' && unpacked.bytes.length === body.length ? { ...unpacked, verbatim: true } : unpacked;
}

/** Content-Length is believed where nothing but white space follows. */
function endOf(rest: string, fields: readonly Field[]): number {
  const length = Number(fieldValue(fields, 'content-length') ?? Number.NaN);
  if (Number.isInteger(length) && length >= 0 && length <= rest.length && /^\s*$/.test(rest.slice(length))) return length;
  const cut = afterwards.exec(rest)?.index ?? rest.length;
  let stop = cut;
  while (stop > 0 && (rest[stop - 1] === '\n' || rest[stop - 1] === '\r')) stop--;
  return stop;
}

/** RFC 9112 §7.1; undefined where these are no chunks: many tools show the joined content under the old header fields. */
function joinChunks(raw: string): Buffer | undefined {
  const chunks: string[] = [];
  for (let at = 0; at < raw.length;) {
    const head = /^([0-9a-fA-F]{1,8})(?:;[^\r\n]*)?\r?\n?/.exec(raw.slice(at, at + 256));
    if (!head) return undefined;
    const size = Number.parseInt(head[1] ?? '', 16);
    at += head[0].length;
    if (size === 0) return Buffer.from(chunks.join(''), 'latin1');
    if (at + size > raw.length) return undefined;
    chunks.push(raw.slice(at, at + size));
    at += size;
    at += /^\r?\n/.exec(raw.slice(at, at + 2))?.[0].length ?? 0;
  }
  return undefined;
}

function syntaxOf(fields: readonly Field[]): Syntax {
  const type = parseMediaType(fieldValue(fields, 'content-type') ?? '');
  if (type?.subtype === 'json' || type?.suffix === 'json') return 'json';
  return type?.subtype === 'xml' || type?.suffix === 'xml' ? 'xml' : 'text';
}
