// A recorded exchange as text of HTTP/1.1 (RFC 9112 §2), for people: controls visible, long parts cut with their length told, binary said.
import { isUtf8 } from 'node:buffer';
import type { Content, Exchange, Field } from '../model/exchange.ts';
import { count, plain, visible } from '../model/show.ts';

export interface ExchangeText {
  readonly request: string;
  /** One line in brackets where there was no whole answer. */
  readonly response: string;
}

const mostCharacters = 4000;
const mostLines = 120;
const mostFields = 60;
const mostOfField = 500;
/** Of a body that is no text, in hexadecimal. */
const mostBytes = 32;

/** The recording holds no credentials, so neither does the text. */
export function writeExchange({ request, response, told, problem }: Exchange): ExchangeText {
  const version = /^HTTP\/\d(\.\d)?$/i.exec(told?.httpVersion ?? '')?.[0] ?? 'HTTP/1.1';
  return {
    request: request
      ? message(`${line(request.method)} ${line(originForm(request.target))} ${version}`, request.fields, request.content)
      : '(the recording does not hold the request)',
    response: response
      ? message(`${version} ${response.status} ${line(told?.statusText ?? '')}`.trimEnd(), response.fields, response.content)
      : `(no whole answer: ${plain(problem?.message ?? 'the recording holds none', 300)})`,
  };
}

const originForm = (target: string): string => {
  const path = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  return path === '' ? '/' : path;
};

function message(start: string, fields: readonly Field[], content: Content | undefined): string {
  const shown = fields.slice(0, mostFields).map(([name, value]) => `${line(name)}: ${line(value)}`.trimEnd());
  const more = fields.length - mostFields;
  if (more > 0) shown.push(`(and ${count(more, 'more field')})`);
  const body = content && writeContent(content);
  return [start, ...shown, ...(body === undefined || body === '' ? [] : ['', body])].join('\n');
}

function writeContent(content: Content): string {
  if (content.form === 'unknown') return `(a body that the recording does not hold: ${plain(content.reason, 300)})`;
  if (content.form === 'text') return writeText(content.text, Buffer.byteLength(content.text));
  if (content.form === 'value') return writeText(JSON.stringify(content.value) ?? '', undefined);
  const { bytes } = content;
  if (isUtf8(bytes)) {
    const text = new TextDecoder().decode(bytes);
    if (!/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text)) return writeText(text, bytes.length);
  }
  const first = Buffer.from(bytes.subarray(0, mostBytes))
    .toString('hex')
    .replace(/..(?!$)/g, '$& ');
  return `(a binary body of ${count(bytes.length, 'byte')}; in hexadecimal it begins with ${first})`;
}

function writeText(text: string, bytes: number | undefined): string {
  const lines = text.slice(0, mostCharacters).split('\n');
  const isCut = text.length > mostCharacters || lines.length > mostLines;
  const shown = visible(
    lines
      .slice(0, mostLines)
      .join('\n')
      .replaceAll('\r\n', '\n')
      .replace(/[\ud800-\udbff]$/, ''),
  );
  if (!isCut) return shown;
  const size = bytes === undefined ? '' : `, ${count(bytes, 'byte')}`;
  return `${shown}\n(cut here: the whole body has ${count(text.length, 'character')}${size})`;
}

function line(text: string): string {
  const one = visible(text).replace(/[\n\t]/g, (char) => (char === '\n' ? '\\u000a' : ' '));
  return one.length > mostOfField
    ? `${one.slice(0, mostOfField).replace(/[\ud800-\udbff]$/, '')}… (${count(one.length, 'character')})`
    : one;
}
