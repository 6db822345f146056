// How fast and how long a probe goes on: requests per second, budgets, and patience with 429 and 503 (RFC 9110 §10.2.3, RFC 6585 §4).
import { type Field, fieldValue } from '../model/exchange.ts';
import { grouped } from '../model/show.ts';

export interface PaceOptions {
  /** Requests per second. */
  readonly rate: number;
  readonly mostRequests: number;
  /** Milliseconds of the whole run, cleaning up aside. */
  readonly mostTime: number;
  /** Milliseconds that are waited at most where an instance asks for patience. */
  readonly longestWait: number;
}

export class Pace {
  readonly #options: PaceOptions;
  readonly #began = performance.now();
  #next = 0;
  #sent = 0;

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  get sent(): number {
    return this.#sent;
  }

  /** Why nothing more may be sent; undefined while something may. */
  exhausted(): string | undefined {
    const { mostRequests, mostTime } = this.#options;
    if (this.#sent >= mostRequests) return `the budget of ${grouped(mostRequests)} requests is used up (--max-requests)`;
    return performance.now() - this.#began >= mostTime
      ? `the time of ${grouped(Math.round(mostTime / 1000))} seconds is used up (--max-time)`
      : undefined;
  }

  /** Waits for the turn of the next request and counts it. */
  async turn(signal?: AbortSignal): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.#next);
    this.#next = at + 1000 / this.#options.rate;
    this.#sent++;
    if (at > now) await wait(at - now, signal);
  }

  /** Milliseconds to wait before the same request is sent again; undefined when it is not to be. `tries` counts those made. */
  patience(status: number, fields: readonly Field[], tries: number): number | undefined {
    if ((status !== 429 && status !== 503) || tries >= 4) return undefined;
    const asked = retryAfter(fieldValue(fields, 'retry-after'));
    // A 503 that names no time is a broken server as likely as a busy one.
    if (asked === undefined && status === 503 && tries >= 2) return undefined;
    const pause = asked ?? 1000 * 2 ** (tries - 1);
    return pause <= this.#options.longestWait ? pause : undefined;
  }
}

// The three forms of RFC 9110 §5.6.7, of which the last names no time zone.
const httpDate = /^[A-Z][a-z]{2,8}(, \d\d[ -][A-Z][a-z]{2}[ -]\d{2,4} \d\d:\d\d:\d\d GMT| [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4})$/;

/** `Retry-After` in milliseconds: seconds or an HTTP-date, which may have passed; undefined for anything else. */
export function retryAfter(value: string | undefined, now = Date.now()): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = httpDate.test(text) ? Date.parse(text.endsWith('GMT') ? text : `${text} GMT`) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** What a timer of Node can count; beyond that it would ring at once. */
const longestTimer = 2 ** 31 - 1;

/** Ends early, without an error, when the signal says so. */
export const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(ms, longestTimer));
    signal?.addEventListener('abort', done);
  });
