// HAR 1.2: recorded exchanges become a log without credentials, without this machine's addresses and without its time.
import { gunzipSync } from 'node:zlib';
import type { Cookie, Entry, Har, Header, PostData } from 'har-format';
import type { Wire } from './recorder.ts';

export interface HarOptions {
  /** What stands for the loopback address, such as `https://online.superoffice.com`. */
  readonly origin: string;
  /** Write every response body in base64, as some exporters do. */
  readonly base64?: boolean;
}

type Fields = Wire['requestFields'];

const marker = 'REDACTED';
const secrets = /^(authorization|x-xsrf-token|so-apptoken)$/i;
/** Fields of one hop or of this HTTP library, which say nothing of the client. */
const hop = /^(connection|keep-alive|transfer-encoding|sec-fetch-mode)$/i;

export function renderHar(wires: readonly Wire[], options: HarOptions): string {
  const entries = wires.map((wire) => entryOf(wire, options));
  const har: Har = { log: { version: '1.2', creator: { name: 'scripts/record-evidence.ts', version: '1' }, entries } };
  return `${JSON.stringify(har, undefined, 2)}\n`;
}

function entryOf(wire: Wire, { origin, base64 = false }: HarOptions): Entry {
  const url = new URL(wire.target, origin);
  const fields = wire.requestFields.map(([name, value]): [string, string] => [name, name.toLowerCase() === 'host' ? url.host : value]);
  return {
    startedDateTime: wire.at.toISOString(),
    time: 12,
    request: {
      method: wire.method,
      url: url.href,
      httpVersion: 'HTTP/1.1',
      cookies: cookiesOf(wire.requestFields),
      headers: headersOf(fields),
      queryString: [...url.searchParams].map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: wire.requestBody.length,
      ...(wire.requestBody.length > 0 ? { postData: postDataOf(wire) } : {}),
    },
    response: {
      status: wire.status,
      statusText: wire.reason,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: headersOf(wire.responseFields),
      content: contentOf(wire, base64),
      redirectURL: '',
      headersSize: -1,
      bodySize: wire.responseBody.length,
    },
    cache: {},
    timings: { send: 1, wait: 10, receive: 1 },
    comment: wire.note,
  };
}

function contentOf(wire: Wire, base64: boolean): Entry['response']['content'] {
  const mimeType = valueOf(wire.responseFields, 'content-type');
  const sent = wire.responseBody;
  if (sent.length === 0) return { size: 0, mimeType };
  const zipped = valueOf(wire.responseFields, 'content-encoding') === 'gzip';
  const bytes = zipped ? gunzipSync(sent) : sent;
  const compression = zipped ? { compression: bytes.length - sent.length } : {};
  const body =
    base64 || mimeType.startsWith('image/') ? { text: bytes.toString('base64'), encoding: 'base64' } : { text: bytes.toString() };
  return { size: bytes.length, mimeType, ...compression, ...body };
}

/** As browsers export it: the text of a form with files has no room for the bytes of a file and leaves them out. */
function postDataOf(wire: Wire): PostData {
  const mimeType = valueOf(wire.requestFields, 'content-type');
  if (!mimeType.startsWith('multipart/')) return { mimeType, text: wire.requestBody.toString() };
  // One character per byte, so that no byte of a file can break the text around it.
  const text = wire.requestBody.toString('latin1').replace(/(; filename="[^"]*"\r\n(?:[^\r\n]+\r\n)*\r\n)[^]*?(?=\r\n--)/g, '$1');
  return { mimeType, text: Buffer.from(text, 'latin1').toString(), comment: 'The bytes of the file are left out' };
}

const valueOf = (fields: Fields, name: string): string => fields.find(([key]) => key.toLowerCase() === name)?.[1] ?? '';

function headersOf(fields: Fields): Header[] {
  return fields
    .filter(([name, value]) => !hop.test(name) && !(name.toLowerCase() === 'accept-language' && value === '*'))
    .map(([name, value]) => ({ name, value: redact(name, value) }));
}

/** A scheme and the name of a cookie stay: they are part of the contract, the secret is not. */
function redact(name: string, value: string): string {
  if (name.toLowerCase() === 'cookie') return value.replace(/=[^;]*/g, `=${marker}`);
  if (!secrets.test(name)) return value;
  const scheme = /^(\S+) \S/.exec(value)?.[1];
  return scheme ? `${scheme} ${marker}` : marker;
}

function cookiesOf(fields: Fields): Cookie[] {
  const sent = valueOf(fields, 'cookie');
  return sent === '' ? [] : sent.split(/;\s*/).map((pair) => ({ name: pair.split('=')[0] ?? '', value: marker }));
}
