// Writes exchanges in every format that can hold them: what the tools themselves would have written. Only for tests; the product writes HAR; long, because each format is written once.
import { dump } from 'js-yaml';
import { type Content, type Exchange, type Field, fieldValue, type Request, type Response } from '../../src/model/exchange.ts';
import { HarExchangeWriter } from '../../src/record/har-exchange.ts';

export interface FormatWriter {
  readonly name: string;
  readonly file: string;
  /** The id of the reader that must recognise it. */
  readonly reader: string;
  /** What the format's exchanges claim; stubs are examples whatever they were made of. */
  readonly claim: 'observed' | 'example';
  /** False where the format has no place for the body as it is. */
  holds(exchange: Exchange): boolean;
  write(exchanges: readonly Exchange[]): string | Uint8Array;
}

type Message = Request | Response;

const textOf = (content: Content | undefined): string | undefined => {
  if (content?.form === 'text') return content.text;
  if (content?.form !== 'bytes') return undefined;
  const text = Buffer.from(content.bytes).toString('utf8');
  return Buffer.from(text).equals(Buffer.from(content.bytes)) ? text : undefined;
};
const bytesOf = (content: Content | undefined): Buffer =>
  content?.form === 'text' ? Buffer.from(content.text) : content?.form === 'bytes' ? Buffer.from(content.bytes) : Buffer.alloc(0);
const isKnown = ({ content }: { content?: Content }): boolean => content?.form !== 'unknown' && content?.form !== 'value';
const isText = ({ content }: { content?: Content }): boolean => !content || textOf(content) !== undefined;
const isWhole = ({ request, response, problem }: Exchange): boolean => !problem && request !== undefined && response !== undefined;
/** A bare form of the body would be taken for a compressed one. */
const both = (exchange: Exchange, check: (message: Message) => boolean): boolean =>
  isWhole(exchange) && check(exchange.request as Request) && check(exchange.response as Response);
const parts = ({ request, response }: Exchange): { request: Request; response: Response } => ({
  request: request as Request,
  response: response as Response,
});

function listed(fields: readonly Field[]): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const [name, value] of fields) (values[name] ??= []).push(value);
  return values;
}

const ndjsonBody = ({ content }: Message): object => {
  if (!content) return {};
  if (content.form === 'unknown') return { bodyMissing: content.reason };
  const text = content.form === 'text' ? content.text : undefined;
  return text === undefined ? { bodyBase64: bytesOf(content).toString('base64'), bodyDecoded: true } : { body: text };
};

/** JSON that is written where other JSON stands must keep its digits: it is put in as text. */
class RawJson {
  readonly #texts: string[] = [];
  add(text: string): string {
    return `@raw${this.#texts.push(text) - 1}@`;
  }
  fill(json: string): string {
    return json.replace(/"@raw(\d+)@"/g, (_, index: string) => this.#texts[Number(index)] ?? '');
  }
}
const isContainer = (text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
};

const isCompressed = ({ fields }: Message): boolean => fieldValue(fields, 'content-encoding') !== undefined;

function rawMessage(line: string, { fields, content }: Message): Buffer {
  const body = bytesOf(content);
  const own = fields.filter(([name]) => !/^(content-length|transfer-encoding)$/i.test(name));
  const head = [line, ...own.map(([name, value]) => `${name}: ${value}`), `Content-Length: ${body.length}`, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head), body, Buffer.from('\r\n')]);
}

const har = new HarExchangeWriter([]);

export const formatWriters: readonly FormatWriter[] = [
  {
    name: 'har',
    file: 'a.har',
    reader: 'har',
    claim: 'observed',
    holds: isWhole,
    write: (exchanges) =>
      JSON.stringify({ log: { version: '1.2', creator: { name: 'x', version: '1' }, entries: exchanges.map((one) => har.write(one)) } }),
  },
  {
    name: 'polly',
    file: 'recording.har',
    reader: 'har',
    claim: 'observed',
    holds: (exchange) => both(exchange, isKnown) && isText(exchange.request as Request),
    write: (exchanges) =>
      JSON.stringify({
        log: {
          _recordingName: 'x',
          creator: { comment: 'persister:fs', name: 'Polly.JS', version: '6.0.6' },
          entries: exchanges.map((exchange, index) => {
            const { request, response } = parts(exchange);
            const body = bytesOf(response.content);
            const isHex = isCompressed(response) && body.length > 0;
            const header = ([name, value]: Field) => ({ _fromType: 'array', name, value });
            return {
              _id: `id${index}`,
              _order: 0,
              cache: {},
              request: {
                bodySize: 0,
                cookies: [],
                headers: request.fields.map(header),
                httpVersion: 'HTTP/1.1',
                method: request.method,
                ...(request.content && {
                  postData: { mimeType: fieldValue(request.fields, 'content-type') ?? '', params: [], text: textOf(request.content) },
                }),
                queryString: [],
                url: request.target,
              },
              response: {
                bodySize: body.length,
                content: {
                  mimeType: fieldValue(response.fields, 'content-type') ?? '',
                  size: body.length,
                  ...(isHex
                    ? { _isBinary: true, encoding: 'base64', text: JSON.stringify([body.toString('base64')]) }
                    : textOf(response.content) === undefined
                      ? body.length > 0
                        ? { encoding: 'base64', text: body.toString('base64') }
                        : {}
                      : { text: textOf(response.content) }),
                },
                cookies: [],
                headers: response.fields.map(header),
                status: response.status,
                statusText: '',
              },
              startedDateTime: '2026-01-02T03:04:05.678Z',
              time: 3,
            };
          }),
          pages: [],
          version: '1.2',
        },
      }),
  },
  {
    name: 'ndjson',
    file: 'a.ndjson',
    reader: 'ndjson',
    claim: 'observed',
    holds: isWhole,
    write: (exchanges) =>
      exchanges
        .map((exchange) => {
          const { request, response } = parts(exchange);
          return `${JSON.stringify({
            request: { method: request.method, url: request.target, headers: request.fields, ...ndjsonBody(request) },
            response: { status: response.status, headers: response.fields, ...ndjsonBody(response) },
            startedAt: '2026-01-02T03:04:05.678Z',
          })}\n`;
        })
        .join(''),
  },
  {
    name: 'http',
    file: 'a.http',
    reader: 'http',
    claim: 'observed',
    holds: (exchange) => both(exchange, isKnown),
    write: (exchanges) =>
      Buffer.concat(
        exchanges.flatMap((exchange) => {
          const { request, response } = parts(exchange);
          return [
            Buffer.from('###\r\n'),
            rawMessage(`${request.method} ${request.target} HTTP/1.1`, request),
            rawMessage(`HTTP/1.1 ${response.status} X`, response),
          ];
        }),
      ),
  },
  {
    name: 'postman',
    file: 'a.postman_collection.json',
    reader: 'postman',
    claim: 'observed',
    holds: (exchange) => both(exchange, isKnown) && both(exchange, isText) && (exchange.response?.fields.length ?? 0) > 0,
    write: (exchanges) =>
      JSON.stringify({
        info: { _postman_id: 'x', name: 'x', schema: 'https://schema.example/json/collection/v2.1.0/collection.json' },
        item: exchanges.map((exchange, index) => {
          const { request, response } = parts(exchange);
          const header = ([key, value]: Field) => ({ key, value });
          const own = {
            method: request.method,
            header: request.fields.map(header),
            ...(request.content && { body: { mode: 'raw', raw: textOf(request.content) } }),
            url: { raw: request.target },
          };
          const saved = {
            name: 'saved',
            originalRequest: own,
            code: response.status,
            header: response.fields.map(header),
            body: textOf(response.content) ?? null,
            responseTime: 12,
          };
          return { name: `folder ${index}`, item: [{ name: 'request', request: own, response: [saved] }] };
        }),
      }),
  },
  {
    name: 'vcr.py',
    file: 'a.yaml',
    reader: 'vcr',
    claim: 'observed',
    holds: (exchange) => both(exchange, isKnown),
    write: (exchanges) =>
      dump({
        interactions: exchanges.map((exchange) => {
          const { request, response } = parts(exchange);
          const body = ({ content }: Message) => textOf(content) ?? (content ? new Uint8Array(bytesOf(content)) : null);
          return {
            request: { body: body(request), headers: listed(request.fields), method: request.method, uri: request.target },
            response: {
              body: { string: body(response) ?? '' },
              headers: listed(response.fields),
              status: { code: response.status, message: 'X' },
            },
          };
        }),
        version: 1,
      }),
  },
  {
    name: 'vcr',
    file: 'a.yml',
    reader: 'vcr',
    claim: 'observed',
    holds: (exchange) => both(exchange, isKnown),
    write: (exchanges) =>
      `---\n${dump(
        {
          http_interactions: exchanges.map((exchange) => {
            const { request, response } = parts(exchange);
            const body = ({ content }: Message) =>
              textOf(content) === undefined && content
                ? { encoding: 'ASCII-8BIT', base64_string: bytesOf(content).toString('base64') }
                : { encoding: 'UTF-8', string: textOf(content) ?? '' };
            return {
              request: { method: request.method.toLowerCase(), uri: request.target, body: body(request), headers: listed(request.fields) },
              response: { status: { code: response.status, message: 'X' }, headers: listed(response.fields), body: body(response) },
              recorded_at: 'Fri, 02 Jan 2026 03:04:05 GMT',
            };
          }),
          recorded_with: 'VCR 6.3.1',
        },
        { lineWidth: 60 },
      )}`,
  },
  {
    name: 'betamax',
    file: 'a.json',
    reader: 'vcr',
    claim: 'observed',
    holds: (exchange) => both(exchange, isKnown),
    write: (exchanges) =>
      JSON.stringify({
        http_interactions: exchanges.map((exchange) => {
          const { request, response } = parts(exchange);
          const body = ({ content }: Message) =>
            textOf(content) === undefined && content
              ? { encoding: 'utf-8', base64_string: bytesOf(content).toString('base64') }
              : { encoding: 'utf-8', string: textOf(content) ?? '' };
          return {
            request: { body: body(request), headers: listed(request.fields), method: request.method, uri: request.target },
            response: {
              body: body(response),
              headers: listed(response.fields),
              status: { code: response.status, message: 'X' },
              url: request.target,
            },
            recorded_at: '2026-01-02T03:04:05',
          };
        }),
        recorded_with: 'betamax/0.9.0',
      }),
  },
  {
    name: 'nock',
    file: 'a.json',
    reader: 'nock',
    claim: 'example',
    holds: (exchange) => both(exchange, isKnown) && isText(exchange.request as Request),
    write: (exchanges) => {
      const raw = new RawJson();
      const recordings = exchanges.map((exchange) => {
        const { request, response } = parts(exchange);
        const [, scope = '', path = ''] = /^([a-z]+:\/\/[^/?#]+)?(.*)$/is.exec(request.target) ?? [];
        const body = ({ content, fields }: Message) => {
          const text = textOf(content);
          const isJson = /json/i.test(fieldValue(fields, 'content-type') ?? '');
          return text === undefined
            ? content
              ? bytesOf(content).toString('hex')
              : ''
            : isJson && isContainer(text) && !isCompressed({ fields } as Message)
              ? raw.add(text)
              : text;
        };
        return {
          scope: scope === '' ? scope : `${scope}${/:\d+$/.test(scope) ? '' : scope.startsWith('https') ? ':443' : ':80'}`,
          method: request.method,
          path,
          body: body(request),
          status: response.status,
          response: body(response),
          rawHeaders: response.fields.flat(),
          reqheaders: listed(request.fields),
          responseIsBinary: response.content !== undefined && textOf(response.content) === undefined,
        };
      });
      return raw.fill(JSON.stringify(recordings, null, 2));
    },
  },
  {
    name: 'wiremock',
    file: 'a.json',
    reader: 'wiremock',
    claim: 'example',
    holds: (exchange) => both(exchange, isKnown),
    write: (exchanges) => {
      const raw = new RawJson();
      const mappings = exchanges.map((exchange) => {
        const { request, response } = parts(exchange);
        const text = textOf(response.content);
        const sent = textOf(request.content);
        const isJson = /json/i.test(fieldValue(request.fields, 'content-type') ?? '') && sent !== undefined && isContainer(sent);
        return {
          request: {
            method: request.method,
            url: request.target,
            headers: Object.fromEntries(request.fields.map(([name, value]) => [name, { equalTo: value }])),
            ...(request.content && {
              bodyPatterns: [
                isJson
                  ? { equalToJson: raw.add(sent) }
                  : sent === undefined
                    ? { binaryEqualTo: bytesOf(request.content).toString('base64') }
                    : { equalTo: sent },
              ],
            }),
          },
          response: {
            status: response.status,
            headers: listed(response.fields),
            ...(response.content &&
              (text === undefined
                ? { base64Body: bytesOf(response.content).toString('base64') }
                : isContainer(text)
                  ? { jsonBody: raw.add(text) }
                  : { body: text })),
          },
        };
      });
      return raw.fill(JSON.stringify({ mappings }, null, 1));
    },
  },
  {
    name: 'hoverfly',
    file: 'a.json',
    reader: 'hoverfly',
    claim: 'example',
    holds: (exchange) => both(exchange, isKnown) && isText(exchange.request as Request),
    write: (exchanges) =>
      JSON.stringify({
        data: {
          pairs: exchanges.map((exchange) => {
            const { request, response } = parts(exchange);
            const [, scheme, host, path = '', query = ''] = /^(?:([a-z]+):\/\/([^/?#]+))?([^?#]*)\??(.*)$/is.exec(request.target) ?? [];
            const exact = (value: string) => [{ matcher: 'exact', value }];
            const text = textOf(response.content);
            return {
              request: {
                path: exact(path),
                method: exact(request.method),
                ...(host !== undefined && { destination: exact(host), scheme: exact(scheme ?? '') }),
                ...(query !== '' && { deprecatedQuery: exact(query) }),
                headers: Object.fromEntries(request.fields.map(([name, value]) => [name, exact(value)])),
                ...(request.content && { body: exact(textOf(request.content) ?? '') }),
              },
              response: {
                status: response.status,
                body: text ?? bytesOf(response.content).toString('base64'),
                encodedBody: text === undefined && response.content !== undefined,
                headers: listed(response.fields),
                templated: false,
              },
            };
          }),
          globalActions: { delays: [] },
        },
        meta: { schemaVersion: 'v5.2', hoverflyVersion: 'v1.9.0', timeExported: '2026-01-02T03:04:05Z' },
      }),
  },
];
