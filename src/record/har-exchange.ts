// An exchange of any evidence becomes an entry of a HAR 1.2 log that is judged as it is, without credentials.
import type { Entry } from 'har-format';
import type { Contract } from '../model/contract.ts';
import type { Content, Exchange, Field, Request, Response } from '../model/exchange.ts';
import { examine } from '../judge/examine.ts';
import { HarEntryWriter, type WireExchange } from './har-entry.ts';

/** Where the evidence tells no date: HAR wants one, and this is nobody's. */
const noDate = '1970-01-01T00:00:00.000Z';

/** What of a message the writer of wire exchanges gets, and what is put back afterwards. */
interface Prepared {
  readonly fields: readonly Field[];
  readonly body: Uint8Array;
}

export class HarExchangeWriter {
  readonly #contracts: readonly Contract[];
  readonly #writer: HarEntryWriter;

  constructor(contracts: readonly Contract[]) {
    this.#contracts = contracts;
    this.#writer = new HarEntryWriter(contracts);
  }

  /** Undefined where there is no request to write: a HAR is a log of those. */
  write(exchange: Exchange): Entry | undefined {
    const { request, response, told = {}, claim, provider } = exchange;
    if (!request || (request.isPattern && !isConcrete(request)) || exchange.unmatched !== undefined || exchange.operation) return undefined;
    const { startedAt = noDate, duration = 0, httpVersion = '', statusText = '', comment } = told;
    const date = new Date(startedAt);
    const { operation } = exchange.problem ? {} : examine(exchange, this.#contracts);
    const asked = prepare(request);
    const answered = prepare(response);
    const wire: WireExchange = {
      startedAt: Number.isNaN(date.getTime()) ? new Date(noDate) : date,
      ms: duration,
      request: { method: request.method, target: request.target, origin: '', httpVersion, ...asked },
      response: { status: response?.status ?? 0, statusText, ...answered },
      ...(operation && { operation }),
      ...(provider && { provider }),
      ...(comment !== undefined && { comment }),
    };
    const entry = this.#writer.write(wire);
    // As it was told: its precision and its time zone are part of it.
    if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(startedAt) && !Number.isNaN(date.getTime())) entry.startedDateTime = startedAt;
    restore(entry.request, entry.request.postData, request);
    if (response) restore(entry.response, entry.response.content, response);
    if (request.content?.form === 'unknown')
      Object.assign(entry.request, { postData: { mimeType: typeOf(request), ...lossOf(request.content) }, bodySize: -1 });
    if (response?.content?.form === 'unknown')
      Object.assign(entry.response, { content: { size: -1, mimeType: typeOf(response), ...lossOf(response.content) }, bodySize: -1 });
    if (exchange.problem) Object.assign(entry.response, { _error: exchange.problem.message });
    const truce = {
      ...(claim === 'example' && { claim }),
      ...(request.isPattern && { request: 'pattern' }),
      ...(!response && !exchange.problem && { response: 'none' }),
    };
    if (Object.keys(truce).length > 0) Object.assign(entry, { _truce: { ...(provider && { provider }), ...truce } });
    return entry;
  }
}

/** Does a stub name one request, not many? */
const isConcrete = ({ method, target }: Request): boolean => method !== 'ANY' && !/\{[^{}]*\}/.test(target.replace(/\?.*$/s, ''));

/**
 * Bodies are decoded already: neither their coding nor, where they are text, their charset is to be undone again. Both are put back
 * by `restore`.
 */
function prepare(message: Request | Response | undefined): Prepared {
  if (!message) return { fields: [], body: new Uint8Array() };
  const { content } = message;
  const fields = message.fields
    .filter(([name]) => !isCoding(name))
    .map(([name, value]): Field => [name, isText(content) && isType(name) ? withoutCharset(value) : value]);
  return { fields, body: bytesOf(content) };
}

const lossOf = ({ reason, isMalformed }: Extract<Content, { form: 'unknown' }>): object =>
  isMalformed ? { _undecodable: reason } : { _left: reason };

const isCoding = (name: string): boolean => /^content-encoding$/i.test(name);
const isType = (name: string): boolean => /^content-type$/i.test(name);
const isText = (content: Content | undefined): boolean => content?.form === 'text' || content?.form === 'value';
const withoutCharset = (type: string): string => type.replace(/;\s*charset\s*=\s*("[^"]*"|[^;\s]*)/gi, '');
const typeOf = ({ fields }: Request | Response): string => fields.findLast(([name]) => isType(name))?.[1] ?? '';

function bytesOf(content: Content | undefined): Uint8Array {
  if (content?.form === 'text') return Buffer.from(content.text);
  if (content?.form === 'bytes') return content.bytes;
  return content?.form === 'value' ? Buffer.from(JSON.stringify(content.value)) : new Uint8Array();
}

type Written = Entry['request'] | Entry['response'];

function restore(written: Written, body: object | undefined, message: Request | Response): void {
  const { content, fields } = message;
  for (const [index, [name, value]] of fields.entries()) {
    const header = { name, value };
    if (isCoding(name)) written.headers.splice(index, 0, header);
    else if (isType(name)) written.headers[index] = header;
  }
  if (!body) return;
  const held = body as { mimeType?: string; text?: string; encoding?: string; _decoded?: boolean };
  held.mimeType = typeOf(message);
  if (!isText(content) || held.encoding !== 'base64' || held.text === undefined) return;
  held.text = Buffer.from(held.text, 'base64').toString('utf8');
  delete held.encoding;
  delete held._decoded;
}
