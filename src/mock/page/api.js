// The admin API below /__truce/ as the page uses it, with the token of a guarded mock.

/** @typedef {readonly [name: string, value: string]} Field */
/** @typedef {{ fields: readonly Field[], body?: string, bodySize: number }} Message */
/** @typedef {{ rule: string, severity: string, message: string, side: string, pointer?: string, contract?: string, fix: string }} JournalFinding */
/** @typedef {{ number: number, at: string, ms: number, request: Message & { method: string, target: string }, response: Message & { status: number },
 *    operation?: { contract: string, id: string, method: string, path: string }, verdict: string, reason?: string,
 *    findings: readonly JournalFinding[], fault?: string }} Entry */
/** @typedef {{ status: string, version: string, contracts: { id: string, title: string, version: string, document: string, operations: number }[],
 *    uptime: number, reload?: { at: string, error?: string } }} Health */
/** @typedef {{ contract: string, id: string, method: string, path: string, summary?: string, url: string, statuses: (string | number)[],
 *    example?: { mediaType: string, body: string }, headers: Field[] }} OfferedOperation */
/** @typedef {{ contract: string, id: string, requests: number, statuses: Record<string, number>, violations: number }} Covered */

/** An answer of the admin API that is no success, in its own words. */
export class Refusal extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const key = 'truce-token';

/** Moves the token from the address bar, where it would end up in histories and screenshots, into the tab's own storage. */
export function keepToken() {
  const address = new URL(location.href);
  const token = address.searchParams.get('token');
  if (token === null) return;
  sessionStorage.setItem(key, token);
  address.searchParams.delete('token');
  history.replaceState(null, '', address);
}

export const forgetToken = () => sessionStorage.removeItem(key);

/**
 * @param {string} path below /__truce/
 * @param {{ method?: string, headers?: Record<string, string>, body?: string, signal?: AbortSignal }} [options]
 * @returns {Promise<Response>} Throws a Refusal for every status but 2xx, and what fetch throws when nobody answers
 */
export async function ask(path, { headers = {}, ...options } = {}) {
  const token = sessionStorage.getItem(key);
  const response = await fetch(`/__truce/${path}`, {
    ...options,
    cache: 'no-store',
    headers: {
      ...headers,
      ...(options.body !== undefined && { 'Content-Type': 'application/json' }),
      ...(token !== null && { Authorization: `Bearer ${token}` }),
    },
  });
  if (!response.ok) throw new Refusal(response.status, await readDetail(response));
  return response;
}

/** @param {Response} response */
async function readDetail(response) {
  const text = await response.text();
  try {
    const { detail, title } = JSON.parse(text);
    if (typeof (detail ?? title) === 'string') return detail ?? title;
  } catch {
    // Not a problem document (RFC 9457): its text is all there is.
  }
  return `The mock answered ${response.status}${text === '' ? '' : `: ${text.slice(0, 500)}`}`;
}

/** @param {string} path @returns {Promise<any>} */
export const read = async (path) => (await ask(path)).json();

/** @param {string} path @param {unknown} value */
export const replace = (path, value) => ask(path, { method: 'PUT', body: JSON.stringify(value) });
