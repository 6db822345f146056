// The HTTP client of a probe (undici; RFC 9110, RFC 9112): one request, one whole answer as it came, or what happened instead. Redirects are answers, never followed.
import { EnvHttpProxyAgent } from 'undici';
import type { Field } from '../model/exchange.ts';
import { plain } from '../model/show.ts';
import type { WireRequest } from './request-values.ts';

export interface ClientOptions {
  /** Milliseconds a connection, and then the whole answer, may take. */
  readonly timeout: number;
  /** Bytes of one answer's body that are read; the rest is not waited for. */
  readonly mostBytes: number;
  /** `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in any case, as curl takes them. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Why there is no whole answer. `refused`: no connection came about, so nothing arrived; `dropped`: it ended early; `timeout`; `too-large`; `malformed`: it is no HTTP. */
export interface Failure {
  readonly kind: 'refused' | 'dropped' | 'timeout' | 'too-large' | 'malformed';
  /** One sentence without a final stop. */
  readonly message: string;
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

  constructor(options: ClientOptions) {
    this.#options = options;
    const proxy = (name: string): string | undefined => options.env[name.toLowerCase()] ?? options.env[name];
    const [http, https, none] = [proxy('HTTP_PROXY'), proxy('HTTPS_PROXY'), proxy('NO_PROXY')];
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
      const onAbort = (): void => give({ kind: 'dropped', message: 'the run was stopped before the answer was whole' });
      const timer = setTimeout(() => {
        const what = status === 0 ? 'no answer came' : `the answer was not whole`;
        give({ kind: 'timeout', message: `${what} within ${timeout / 1000} seconds` });
      }, timeout);
      signal?.addEventListener('abort', onAbort);
      if (signal?.aborted) return onAbort();
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
              if (size > mostBytes) give({ kind: 'too-large', message: `the answer has more than ${mostBytes >> 20} MB` });
              else chunks.push(chunk);
            },
            onResponseEnd: () => end(),
            onResponseError: (_, error) => end(explain(error, status)),
          },
        );
      } catch (error) {
        end(explain(error instanceof Error ? error : new Error(String(error)), status));
      }
    });
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}

function pairsOf(raw: unknown): readonly Field[] {
  if (!Array.isArray(raw)) return [];
  const text = (item: unknown): string => (Buffer.isBuffer(item) ? item.toString('latin1') : String(item));
  const fields: Field[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) fields.push([text(raw[at]), text(raw[at + 1]).trim()]);
  return fields;
}

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing accepts connections there',
  ENOTFOUND: 'the name of the host is not known',
  EAI_AGAIN: 'the name of the host could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'no connection came about in time',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself: name the CA in NODE_EXTRA_CA_CERTS',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain ends in an unknown CA: name it in NODE_EXTRA_CA_CERTS',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an unknown CA: name it in NODE_EXTRA_CA_CERTS',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

function explain(error: Error, status: number): Failure {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = sentences[code];
  if (known !== undefined) return { kind: 'refused', message: known };
  if (code.startsWith('HPE_') || error.name === 'HTTPParserError')
    return { kind: 'malformed', message: `the answer is no HTTP: ${plain(error.message, 100)}` };
  if (status !== 0) return { kind: 'dropped', message: 'the connection ended before the answer was whole' };
  if (/^(ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_ABORTED|UND_ERR_CLOSED)$/.test(code))
    return { kind: 'dropped', message: 'the connection ended without an answer' };
  return { kind: 'dropped', message: `there is no answer: ${plain(error.message, 120)}` };
}
