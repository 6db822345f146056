// HTTP as brokers are spoken to: credentials for their own host alone, bounded redirects, retries, time and size, and a sentence for every failure.
import { setTimeout as pause } from 'node:timers/promises';
import { plain } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { showAddress } from './address.ts';
import type { Credentials } from './credentials.ts';
import { explainNetwork, explainStatus, isPassing } from './explain-failure.ts';

export type Method = 'GET' | 'POST' | 'PUT';

export interface Answer {
  /** Where it came from, after redirects. */
  readonly url: URL;
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

export interface ClientOptions {
  readonly address: URL;
  readonly credentials: Credentials;
  /** Milliseconds one request may take, its body included. */
  readonly timeout: number;
  readonly userAgent: string;
  /** How often a request is sent again after a failure that may pass. */
  readonly retries: number;
}

const mostRedirects = 5;
/** Before the second try, in milliseconds; doubled for each further one. */
const firstWait = 500;
const longestWait = 30_000;
const redirects = new Set([301, 302, 303, 307, 308]);
/** Bytes of an answer that is only to be quoted. */
const mostQuoted = 64 * 1024;

export class BrokerClient {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  get address(): URL {
    return this.#options.address;
  }

  /** Text of the broker's, fit for a terminal: one line, no secrets. */
  quote(text: string, limit = 1000): string {
    return plain(this.#options.credentials.hide(text), limit);
  }

  /** `limit` is in bytes. Throws a UserError for every answer but a whole one of status 2xx. */
  async get(url: URL, { accept, limit }: { accept: string; limit: number }): Promise<Answer> {
    return this.#follow('GET', url, { accept, limit });
  }

  /** Throws a UserError like `get`, and when the link leads to another host: nothing is written there. */
  async send(method: 'POST' | 'PUT', url: URL, body: unknown, limit: number): Promise<Answer> {
    if (url.origin !== this.address.origin)
      throw new UserError(`The broker asks for a ${method} to another host, ${this.quote(url.origin)}, and nothing is sent there`, {
        hint: 'Give the address that its links begin with, or correct the base URL in the settings of the broker',
      });
    return this.#follow(method, url, { accept: halTypes, limit, body: JSON.stringify(body) });
  }

  async #follow(method: Method, first: URL, request: Wanted): Promise<Answer> {
    let url = first;
    for (let hops = 0; hops <= mostRedirects; hops++) {
      this.#allow(url);
      const { status, headers, bytes } = await this.#persist(method, url, request);
      if (!redirects.has(status)) {
        if (status >= 200 && status < 300) return { url, bytes, contentType: headers.get('content-type') ?? '' };
        const wasAnonymous = url.origin !== this.address.origin;
        throw explainStatus({
          status,
          method,
          url,
          text: new TextDecoder().decode(bytes),
          credentials: this.#options.credentials,
          wasAnonymous,
        });
      }
      const target = headers.get('location') ?? '';
      if (!URL.canParse(target, url.href))
        throw new UserError(`The broker redirects ${method} ${this.#show(url)} to nowhere (status ${status})`);
      const next = new URL(target, url);
      if (method !== 'GET' && (status < 307 || next.origin !== this.address.origin))
        throw new UserError(`The broker redirects ${method} ${this.#show(url)} to ${this.#show(next)}, where it is not sent again`, {
          hint: 'Give the address it redirects to as `--broker`',
        });
      url = next;
    }
    throw new UserError(`The broker redirects ${this.#show(first)} more than ${mostRedirects} times`, {
      hint: 'Open the address in a browser; a proxy or a login page may stand before the broker',
    });
  }

  #allow(url: URL): void {
    if (url.protocol === 'http:' || url.protocol === 'https:') return;
    throw new UserError(`A link of the broker leads to a \`${plain(url.protocol, 20)}\` address, which is not followed`);
  }

  /** Tries again while the failure may pass by itself. */
  async #persist(method: Method, url: URL, request: Wanted): Promise<Received> {
    for (let attempt = 0; ; attempt++) {
      const wait = attempt < this.#options.retries ? Math.min(firstWait * 2 ** attempt, longestWait) : undefined;
      try {
        const received = await this.#once(method, url, request);
        if (wait === undefined || ![429, 502, 503, 504].includes(received.status)) return received;
        await pause(waitOf(received.headers.get('retry-after')) ?? wait);
      } catch (error) {
        if (wait === undefined || !isPassing(error)) throw this.#networkError(error, url);
        await pause(wait);
      }
    }
  }

  async #once(method: Method, url: URL, { accept, limit, body }: Wanted): Promise<Received> {
    const { credentials, timeout, userAgent } = this.#options;
    const isOwnHost = url.origin === this.address.origin;
    const bare = new URL(url);
    bare.username = bare.password = '';
    const response = await fetch(bare, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeout),
      headers: {
        accept,
        'user-agent': userAgent,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(isOwnHost && credentials.authorization !== undefined && { authorization: credentials.authorization }),
      },
      ...(body !== undefined && { body }),
    });
    const isWanted = response.ok && !/\bhtml\b/i.test(response.headers.get('content-type') ?? '');
    const bytes = await readBody(response, isWanted ? limit : mostQuoted, isWanted);
    if (bytes) return { status: response.status, headers: response.headers, bytes };
    throw new UserError(`The broker answers ${this.#show(url)} with more than ${Math.round(limit / 1e6)} MB`, {
      hint: 'Check the address; a pact is not that large',
    });
  }

  #networkError(error: unknown, url: URL): Error {
    if (error instanceof UserError) return error;
    return explainNetwork({ error, url, timeout: this.#options.timeout, quote: (text) => this.quote(text, 200) });
  }

  #show(url: URL): string {
    return this.quote(url.protocol.startsWith('http') ? showAddress(url) : `${url.protocol}…`, 400);
  }
}

export const halTypes = 'application/hal+json, application/json;q=0.9';

interface Wanted {
  readonly accept: string;
  readonly limit: number;
  readonly body?: string;
}

interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** Retry-After (RFC 9110 §10.2.3), in milliseconds and within reason. */
function waitOf(text: string | null): number | undefined {
  if (text === null) return undefined;
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), longestWait);
}

/** Undefined: more than `limit` bytes came, and the whole was wanted. */
async function readBody(response: Response, limit: number, whole: boolean): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) return whole ? undefined : Buffer.concat(chunks).subarray(0, limit);
  }
  return Buffer.concat(chunks);
}
