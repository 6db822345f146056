// The HTTP client of a probe (undici; RFC 9110, RFC 9112): one request, one whole answer as it came, or what happened instead. Redirects are answers, never followed.
import { EnvHttpProxyAgent } from 'undici';
import type { Field } from '../model/exchange.ts';
import { UserError } from '../model/user-error.ts';
import { explainFailure, type Failure, showSize, whyUnsendable } from './failure.ts';
import type { WireRequest } from './request-values.ts';

export interface ClientOptions {
  /** Milliseconds a connection, and then the whole answer, may take. */
  readonly timeout: number;
  /** Bytes of one answer's body that are read; the rest is not waited for. */
  readonly mostBytes: number;
  /** `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in any case, as curl takes them. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Answer {
  readonly startedAt: Date;
  /** Milliseconds from sending to the last byte, or to the failure. */
  readonly ms: number;
  /** 0 when none came. */
  readonly status: number;
  readonly statusText: string;
  readonly fields: readonly Field[];
  /** As sent, perhaps compressed; what came of it where there is a failure. */
  readonly body: Uint8Array;
  readonly failure?: Failure;
}

export class Client {
  readonly #agent: EnvHttpProxyAgent;
  readonly #options: ClientOptions;

  /** Throws a UserError for the address of a proxy that is none. */
  constructor(options: ClientOptions) {
    this.#options = options;
    const named = (name: string): string | undefined => options.env[name.toLowerCase()] ?? options.env[name];
    const proxy = (name: string): string | undefined => readProxy(name, named(name));
    const [http, https, none] = [proxy('HTTP_PROXY'), proxy('HTTPS_PROXY'), named('NO_PROXY')];
    this.#agent = new EnvHttpProxyAgent({
      // Without these undici would ask the environment itself.
      httpProxy: http ?? '',
      httpsProxy: https ?? http ?? '',
      noProxy: none ?? '',
      connect: { timeout: options.timeout },
      headersTimeout: 0,
      bodyTimeout: 0,
      // A connection the server has given up would make the next request fail for no fault of the instance.
      pipelining: 0,
    });
  }

  /** Sends to an origin such as `https://crm.example`; never throws for anything the other side does. */
  send(origin: string, request: WireRequest, signal?: AbortSignal): Promise<Answer> {
    const { timeout, mostBytes } = this.#options;
    const startedAt = new Date();
    const began = performance.now();
    const chunks: Buffer[] = [];
    let [size, status, statusText] = [0, 0, ''];
    let fields: readonly Field[] = [];
    return new Promise((resolve) => {
      let isDone = false;
      let abort: ((reason: Error) => void) | undefined;
      const end = (failure?: Failure): void => {
        if (isDone) return;
        isDone = true;
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        const ms = Math.round((performance.now() - began) * 10) / 10;
        resolve({ startedAt, ms, status, statusText, fields, body: Buffer.concat(chunks), ...(failure && { failure }) });
      };
      const give = (failure: Failure): void => {
        end(failure);
        abort?.(new Error(failure.message));
      };
      const onAbort = (): void => give({ kind: 'stopped', message: 'the run was stopped before the answer was whole' });
      const timer = setTimeout(() => {
        const what = status === 0 ? 'no answer came' : `the answer was not whole`;
        give({ kind: 'timeout', message: `${what} within ${timeout / 1000} seconds` });
      }, timeout);
      signal?.addEventListener('abort', onAbort);
      if (signal?.aborted) return onAbort();
      const unsendable = whyUnsendable(request);
      if (unsendable !== undefined) return end({ kind: 'unsent', message: unsendable });
      try {
        this.#agent.dispatch(
          {
            origin,
            path: request.target,
            method: request.method,
            headers: request.fields.flatMap(([name, value]) => [name, value]),
            body: request.body ?? null,
            reset: true,
          },
          {
            onRequestStart(controller) {
              abort = (reason) => controller.abort(reason);
              if (isDone) controller.abort(new Error('too late'));
            },
            onResponseStart(controller, statusCode, _, statusMessage) {
              // Interim answers (RFC 9110 §15.2) are none.
              if (statusCode < 200) return;
              status = statusCode;
              statusText = statusMessage ?? '';
              fields = pairsOf(controller.rawHeaders);
            },
            onResponseData(_, chunk) {
              size += chunk.length;
              if (size > mostBytes) give({ kind: 'too-large', message: `the answer has more than ${showSize(mostBytes)}` });
              else chunks.push(chunk);
            },
            onResponseEnd: () => end(),
            onResponseError: (_, error) => end(explainFailure(error, status)),
          },
        );
      } catch (error) {
        end(explainFailure(error instanceof Error ? error : new Error(String(error)), status));
      }
    });
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}

/** As curl takes it: `proxy.example:3128` is one for HTTP. It may hold a password, which is not repeated. */
function readProxy(name: string, value: string | undefined): string | undefined {
  if (value === undefined || value.trim() === '') return undefined;
  const address = value.includes('://') ? value.trim() : `http://${value.trim()}`;
  if (URL.canParse(address) && /^(https?|socks5h?):$/.test(new URL(address).protocol)) return address;
  throw new UserError(`The environment variable ${name} holds no address of a proxy`, { hint: 'Write `http://proxy.example:3128`' });
}

function pairsOf(raw: unknown): readonly Field[] {
  if (!Array.isArray(raw)) return [];
  const text = (item: unknown): string => (Buffer.isBuffer(item) ? item.toString('latin1') : String(item));
  const fields: Field[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) fields.push([text(raw[at]), text(raw[at + 1]).trim()]);
  return fields;
}
