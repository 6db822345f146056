// The admin API below `/__truce/`: journal, state, faults, coverage, health, and Pact provider states. JSON in and out.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { plain, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { type Coverage } from './coverage.ts';
import type { Faults } from './faults.ts';
import { harOf } from './har-journal.ts';
import type { Journal } from './journal.ts';
import { listOperations } from './operations.ts';
import { replyWithPage } from './page.ts';
import { changeProviderState } from './provider-states.ts';
import { receive, Refused } from './receive.ts';
import { Body, problem, type Reply } from './reply.ts';
import { prepare, transmit } from './send.ts';
import type { States } from './state.ts';
import { EventStreams } from './streams.ts';
import type { World } from './world.ts';

export const adminPrefix = '/__truce';

export interface AdminParts {
  readonly states: States;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly coverage: Coverage;
  readonly world: () => World;
  readonly url: () => string;
  /** Needed for every call when set. */
  readonly token?: string;
  readonly reset: () => Promise<void>;
  /** The last attempt to load changed files. */
  readonly reloaded: () => { readonly at: string; readonly error?: string } | undefined;
  readonly prefix: boolean;
  readonly version: string;
  readonly startedAt: Date;
}

type Handle = (request: { readonly query: URLSearchParams; readonly body: Buffer }) => Reply | Promise<Reply>;

export class Admin {
  readonly #parts: AdminParts;
  readonly #routes: ReadonlyMap<string, Handle>;
  readonly #streams: EventStreams;

  constructor(parts: AdminParts) {
    this.#parts = parts;
    this.#streams = new EventStreams(parts.journal);
    this.#routes = routesOf(parts);
  }

  /** Never rejects. */
  async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    let reply: Reply | undefined;
    let last = false;
    try {
      reply = await this.#answer(message, response);
    } catch (error) {
      last = error instanceof Refused && error.status !== 413;
      if (error instanceof Refused) reply = problem(error.status, error.message);
      else if (error instanceof UserError)
        reply = problem(400, error.hint === undefined ? error.message : `${error.message}. ${error.hint}`);
      else reply = problem(500, plain(error instanceof Error ? error.message : String(error)));
    }
    if (reply) await transmit(message, response, prepare(message, reply, { last }));
  }

  /** Ends what would otherwise keep the server from closing. */
  close(): void {
    this.#streams.close();
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<Reply | undefined> {
    const url = new URL(message.url ?? '/', 'http://mock.invalid');
    const refusal = this.#refuse(message, url);
    if (refusal) return refusal;
    const path = url.pathname.slice(adminPrefix.length) || '/';
    const method = message.method === 'HEAD' ? 'GET' : (message.method ?? 'GET');
    if (method === 'GET' && path === '/journal/stream') {
      this.#streams.open(response, Number(message.headers['last-event-id'] ?? url.searchParams.get('since') ?? Number.NaN));
      return undefined;
    }
    const handle = this.#routes.get(`${method} ${path}`);
    if (handle) {
      const { body } = await receive(message, 64 * 1024 * 1024);
      return handle({ query: url.searchParams, body });
    }
    const allowed = [...this.#routes.keys()].filter((key) => key.endsWith(` ${path}`)).map((key) => key.split(' ')[0] ?? '');
    if (allowed.length === 0) return problem(404, `The admin API has nothing at ${plain(url.pathname, 120)}; docs/mock.md lists it`);
    const allow = ['Allow', [...allowed, 'OPTIONS'].join(', ')] as const;
    return method === 'OPTIONS' ? { status: 204, fields: [allow] } : problem(405, `Here are ${allow[1]}`, { fields: [allow] });
  }

  /** Without a token only this machine's own pages and tools may come: a foreign page in a browser, or a name that was bound to this address, may not. */
  #refuse({ headers, method = 'GET' }: IncomingMessage, url: URL): Reply | undefined {
    const { token } = this.#parts;
    if (token !== undefined) {
      const given = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1] ?? url.searchParams.get('token') ?? '';
      // The page itself holds nothing and asks for the token.
      if (isSame(given, token) || (method === 'GET' && /^\/__truce\/?$/.test(url.pathname))) return undefined;
      return problem(401, 'The admin API of this mock needs its token, which was printed at the start', {
        fields: [['WWW-Authenticate', 'Bearer']],
      });
    }
    if (!isLoopback(headers.host))
      return problem(403, `The admin API answers on this machine only, not to ${quote(headers.host ?? '', 80)}`);
    if (headers.origin !== undefined && !isLoopback(headers.origin.replace(/^[a-z]+:\/\//, '')))
      return problem(403, `The admin API does not answer to pages of ${quote(headers.origin, 80)}`);
    return undefined;
  }
}

/** `localhost:4010`, `127.0.0.1`, `[::1]:80`; nothing at all is a tool that sends no Host. */
export const isLoopback = (authority: string | undefined): boolean =>
  authority === undefined || /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)(?::\d+)?$/i.test(authority);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (given: string, token: string): boolean => timingSafeEqual(digest(given), digest(token));

const json = (value: unknown, status = 200): Reply => ({
  status,
  fields: [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Cache-Control', 'no-store'],
  ],
  body: new Body(JSON.stringify(value)),
});
const done: Reply = { status: 204, fields: [] };

function routesOf(parts: AdminParts): Map<string, Handle> {
  const { states, faults, journal, coverage, world } = parts;
  return new Map<string, Handle>([
    ['GET /', replyWithPage],
    ['GET /health', () => json(healthOf(parts))],
    ['GET /operations', () => json(listOperations(world().contracts, parts.url(), parts.prefix))],
    ['GET /journal', ({ query }) => json(journal.after(numberIn(query, 'since')))],
    [
      'GET /journal.har',
      () => ({
        status: 200,
        fields: [
          ['Content-Type', 'application/json; charset=utf-8'],
          ['Content-Disposition', 'attachment; filename="journal.har"'],
          ['Cache-Control', 'no-store'],
        ],
        body: new Body(JSON.stringify(harOf(journal, world().contracts, parts.version))),
      }),
    ],
    ['DELETE /journal', () => (journal.clear(), done)],
    ['GET /state', () => json(states.all())],
    [
      'PUT /state',
      async ({ body }) => {
        states.replace(objectIn(body, 'the state'));
        await states.settle();
        return json(states.all());
      },
    ],
    ['POST /reset', async () => (await parts.reset(), done)],
    ['GET /faults', () => json(faults.all())],
    [
      'PUT /faults',
      ({ body }) => {
        const texts = objectIn(body, 'the faults');
        const wrong = Object.entries(texts).find(([, text]) => typeof text !== 'string');
        if (wrong)
          throw new UserError(`Expected the fault of ${quote(wrong[0])} to be a text`, { hint: 'As in `latency=100..300 error=0.1`' });
        faults.replace(texts as Record<string, string>);
        return json(faults.all());
      },
    ],
    ['DELETE /faults', () => (faults.replace({}), done)],
    ['GET /coverage', () => json(coverage.report(world().contracts))],
    [
      'POST /states',
      async ({ query, body }) => {
        await changeProviderState(world(), states, objectIn(body, 'the provider state'), query.get('contract') ?? undefined);
        return json({});
      },
    ],
  ]);
}

function healthOf({ world, startedAt, version, reloaded }: AdminParts): object {
  const reload = reloaded();
  return {
    status: 'ok',
    version,
    uptime: Math.round((Date.now() - startedAt.getTime()) / 1000),
    contracts: world().contracts.map(({ id, title, version: of, uri, operations }) => ({
      id,
      title,
      version: of,
      document: uri,
      operations: operations.length,
    })),
    ...(reload && { reload }),
  };
}

function numberIn(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? '0';
  if (!/^\d{1,15}$/.test(text)) throw new UserError(`Expected \`${name}\` to be a number, got ${quote(text)}`);
  return Number(text);
}

function objectIn(body: Buffer, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch (error) {
    throw new UserError(`Expected ${what} as JSON: ${plain(error instanceof Error ? error.message : String(error))}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UserError(`Expected ${what} to be a JSON object`);
  return value as Record<string, unknown>;
}
