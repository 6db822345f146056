// The mock server: one port for all contracts, requests judged by the one validator, answers chosen by Prism and written in the client's media type.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contentFor } from '../content/index.ts';
import { findEntry } from '../judge/body.ts';
import { Judge } from '../judge/judge.ts';
import { findResponse, type Operation } from '../model/contract.ts';
import { type Exchange, fieldValues } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import { parseMediaType } from '../model/media-type.ts';
import { plain } from '../model/show.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { findLender } from './borrow.ts';
import { createEngine, type Engine, type EngineAnswer, type EngineRequest, type Refusal } from './prism.ts';
import { readAccept, readPreferences } from './preferences.ts';
import { receive, Refused } from './receive.ts';

export interface MockOptions {
  readonly contracts: readonly LoadedContract[];
  readonly host?: string;
  /** 0 picks a free one. */
  readonly port?: number;
  /** Answers invalid requests as if they were valid; the findings still travel in a header. */
  readonly lenient?: boolean;
  /** Bytes of a request body; 10 MB unless said otherwise. */
  readonly limit?: number;
}

export interface Mock {
  readonly url: string;
  close(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly fields: readonly (readonly [string, string])[];
  readonly body?: string | Uint8Array;
}

/** Starts the server. Throws when a contract has problems that stop judging, or the port is taken. */
export async function startMock(options: MockOptions): Promise<Mock> {
  const gateway = new Gateway(
    options,
    new Map(await Promise.all(options.contracts.map(async (contract) => [contract.id, await createEngine(contract)] as const))),
  );
  const server = createServer(
    { keepAliveTimeout: 5000, requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 64 * 1024 },
    (request, response) => void gateway.serve(request, response),
  );
  server.on('clientError', (_, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  const { host = '127.0.0.1', port = 0 } = options;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const { port: actual } = server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`, close: () => closeServer(server) };
}

async function closeServer(server: Server): Promise<void> {
  server.closeIdleConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

class Gateway {
  readonly #contracts: readonly LoadedContract[];
  readonly #engines: ReadonlyMap<string, Engine>;
  readonly #judge: Judge;
  readonly #options: MockOptions;

  constructor(options: MockOptions, engines: ReadonlyMap<string, Engine>) {
    this.#contracts = options.contracts;
    this.#engines = engines;
    this.#judge = new Judge(options.contracts, {});
    this.#options = options;
  }

  /** Answers whatever comes; never rejects. */
  async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    let reply: Reply;
    try {
      reply = await this.#reply(message);
    } catch (error) {
      if (error instanceof Refused)
        reply = { ...problem(error.status, error.message), fields: [...problem(error.status, '').fields, ['Connection', 'close']] };
      else reply = problem(500, `This is a bug in the mock: ${plain(error instanceof Error ? error.message : String(error))}`);
    }
    write(message, response, reply);
  }

  async #reply(message: IncomingMessage): Promise<Reply> {
    const exchange = await receive(message, this.#options.limit ?? 10 * 1024 * 1024);
    const { method = 'GET', url = '/' } = message;
    const operation = this.#find(method, url);
    if (!operation) return this.#unknown(method, url);
    const { findings } = this.#judge.judge(exchange);
    const errors = findings.filter(({ severity }) => severity === 'error');
    const { preferences } = readPreferences(fieldValues(exchange.request?.fields ?? [], 'prefer'));
    const { wait, ...wanted } = preferences;
    if (wait !== undefined) await new Promise((resolve) => setTimeout(resolve, wait));
    const isForced = wanted.code !== undefined || this.#options.lenient === true;
    const engine = this.#engines.get(operation.contract.id);
    if (!engine) throw new Error(`no engine for ${operation.contract.id}`);
    const asked: EngineRequest = {
      method: operation.method,
      path: operation.path,
      refusals: isForced ? [] : errors.map(refusalOf),
      accept: acceptFor(exchange, operation),
      dynamic: wanted.dynamic ?? false,
      ...(wanted.code !== undefined && { code: wanted.code }),
      ...(wanted.example !== undefined && { example: wanted.example }),
      ...(wanted.seed !== undefined && { seed: wanted.seed }),
    };
    const answer = await this.#borrow(await engine.answer(asked), asked, engine, operation);
    // Prism calls an example that does not exist an unknown error.
    if (answer.status === 500 && wanted.example !== undefined && wanted.code !== 500)
      return problem(404, `There is no example \`${plain(wanted.example, 80)}\` for what was asked`);
    const reply = encode(answer, operation);
    return { ...reply, fields: [...reply.fields, ...preferenceApplied(preferences), ...findingsField(errors)] };
  }

  async #borrow(answer: EngineAnswer, asked: EngineRequest, engine: Engine, operation: Operation): Promise<EngineAnswer> {
    const response = findResponse(operation, answer.status);
    const chosen = parseMediaType(contentTypeOf(answer) ?? '');
    const entry = chosen && response && findEntry(response.content, chosen);
    const contract = this.#contracts.find(({ id }) => id === operation.contract.id);
    const lender = entry && response && contract && !asked.dynamic ? findLender(contract, operation, response.key, entry) : undefined;
    if (!lender) return answer;
    const { body } = await engine.answer({ ...asked, accept: [lender.range] });
    return { ...answer, body };
  }

  #find(method: string, url: string): Operation | undefined {
    let best: { operation: Operation; score: number } | undefined;
    for (const contract of this.#contracts) {
      const match = contract.match(method, url);
      if (match.kind === 'match' && (!best || match.score > best.score)) best = match;
    }
    return best?.operation;
  }

  /** RFC 9110 §9.3.7 and §15.5.6: what is there under another method, or nothing. */
  #unknown(method: string, url: string): Reply {
    const allowed = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'TRACE'].filter((other) => this.#find(other, url));
    if (allowed.length === 0) return problem(404, `No contract has a path for ${plain(`${method} ${url.replace(/\?.*$/, '')}`, 160)}`);
    if (allowed.includes('GET')) allowed.push('HEAD');
    const allow = ['Allow', [...allowed, 'OPTIONS'].join(', ')] as const;
    if (method === 'OPTIONS') return { status: 204, fields: [allow] };
    const { status, fields, body = '' } = problem(405, `${plain(method, 20)} is not documented here; ${allow[1]} are`);
    return { status, fields: [...fields, allow], body };
  }
}

function refusalOf({ rule, message, instance }: Finding): Refusal {
  const code = rule.startsWith('request-security') ? 401 : rule.startsWith('request-media-type') ? 415 : 422;
  return { code, message, path: (instance?.pointer ?? '').split('/').slice(1) };
}

/** The URL's ending decides where the server lets it (extension `x-path-suffixes`), else Accept does. */
function acceptFor({ request }: Exchange, operation: Operation): string[] {
  const ending = /\.(json|xml)(?:$|[?#])/.exec(request?.target ?? '')?.[1];
  const documented = operation.responses.flatMap(({ content }) => content.flatMap(({ mediaType }) => mediaType ?? []));
  const forced =
    ending === undefined || operation.path.endsWith(ending)
      ? undefined
      : documented.find(({ subtype, suffix }) => subtype === ending || suffix === ending);
  return forced ? [forced.essence] : readAccept(fieldValues(request?.fields ?? [], 'accept'));
}

const contentTypeOf = ({ fields }: EngineAnswer): string | undefined => fields.find(([name]) => name.toLowerCase() === 'content-type')?.[1];

/** Writes the value in the media type Prism chose, by the same schema that judges it. */
function encode(answer: EngineAnswer, operation: Operation): Reply {
  const { status, fields, body } = answer;
  const chosen = contentTypeOf(answer);
  const others = fields.filter(([name]) => name.toLowerCase() !== 'content-type');
  if (body === undefined || status === 204 || status === 304) return { status, fields: others };
  const mediaType = parseMediaType(chosen ?? 'application/json');
  if (!mediaType) throw new Error(`${chosen} is no media type`);
  const format = contentFor(mediaType);
  const entry = findEntry(findResponse(operation, status)?.content ?? [], mediaType);
  const isReady = typeof body === 'string' && format.id !== 'json';
  const text = isReady
    ? body
    : format.encode?.(body, { mediaType, encoding: new Map(), ...(entry?.schema && { shape: entry.schema.shape }) });
  if (text === undefined) throw new Error(`nothing writes ${mediaType.essence}`);
  const type =
    chosen && (mediaType.parameters.has('charset') || format.id === 'binary') ? chosen : `${chosen ?? 'application/json'}; charset=utf-8`;
  return { status, fields: [['Content-Type', type], ...others], body: text };
}

function preferenceApplied(preferences: object): (readonly [string, string])[] {
  const applied = Object.entries(preferences).map(([name, value]) => `${name}=${name === 'wait' ? Number(value) / 1000 : String(value)}`);
  return applied.length > 0 ? [['Preference-Applied', applied.join(', ')]] : [];
}

/** What was wrong with the request, for clients whose documented error has no room for it: at most a few lines, one header. */
function findingsField(errors: readonly Finding[]): (readonly [string, string])[] {
  if (errors.length === 0) return [];
  const shown = errors.slice(0, 5).map(({ rule, message }) => ({ rule, message: plain(message, 300) }));
  // Header fields carry ASCII: everything else is escaped the JSON way.
  const text = JSON.stringify(shown).replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [['Truce-Findings', text]];
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
};

/** RFC 9457. */
function problem(status: number, detail: string): Reply {
  return {
    status,
    fields: [['Content-Type', 'application/problem+json']],
    body: JSON.stringify({ type: 'about:blank', title: titles[status] ?? 'Error', status, detail }),
  };
}

function write(message: IncomingMessage, response: ServerResponse, { status, fields, body }: Reply): void {
  if (response.destroyed) return;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const origin = message.headers.origin;
  const cors: (readonly [string, string])[] = origin === undefined ? [] : corsFields(message, origin);
  const all = [...fields, ...cors, ...(bytes ? [['Content-Length', String(bytes.length)] as const] : [])];
  for (const [name, value] of all) response.appendHeader(name, value);
  response.statusCode = status;
  if (bytes && message.method !== 'HEAD') response.end(bytes);
  else response.end();
}

/** Fetch Standard, CORS protocol: names are listed, because `*` means nothing beside credentials. */
function corsFields(message: IncomingMessage, origin: string): (readonly [string, string])[] {
  const method = message.headers['access-control-request-method'];
  const wanted = message.headers['access-control-request-headers'];
  return [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Credentials', 'true'],
    ['Access-Control-Expose-Headers', 'Truce-Findings, Preference-Applied, ETag, Location, Retry-After'],
    ['Vary', 'Origin'],
    ...(method === undefined
      ? []
      : ([
          ['Access-Control-Allow-Methods', method],
          ['Access-Control-Max-Age', '600'],
        ] as const)),
    ...(wanted === undefined ? [] : ([['Access-Control-Allow-Headers', wanted]] as const)),
  ];
}
