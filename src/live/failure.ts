// Why there is no whole answer (RFC 9112 §8), in a sentence, and whose fault it is.
import { plain } from '../model/show.ts';
import type { WireRequest } from './request-values.ts';

/**
 * `refused`: no connection came about, so nothing arrived; `dropped`: it ended early; `timeout`; `too-large`; `malformed`: it is no HTTP.
 * No fault of the instance: `stopped`: nobody waited for the answer; `unsent`: the request cannot be sent as it is; `unread`: the answer is
 * fine, and the HTTP client cannot read it.
 */
export interface Failure {
  readonly kind: 'refused' | 'dropped' | 'timeout' | 'too-large' | 'malformed' | 'stopped' | 'unsent' | 'unread';
  /** One sentence without a final stop. */
  readonly message: string;
}

/** It says nothing about the instance. */
export const isOwnFailure = (failure: Failure | undefined): boolean =>
  failure !== undefined && /^(stopped|unsent|unread)$/.test(failure.kind);

export const showSize = (bytes: number): string => (bytes >= 1 << 20 ? `${bytes >> 20} MB` : `${Math.ceil(bytes / 1024)} KB`);

const certificate = (what: string): string => `its certificate ${what}`;
const named = 'name the CA in NODE_EXTRA_CA_CERTS';

const refusals: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing accepts connections there',
  ENOTFOUND: 'the name of the host is not known',
  EAI_AGAIN: 'the name of the host could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'no connection came about in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection came about in time',
  CERT_HAS_EXPIRED: certificate('has expired'),
  CERT_NOT_YET_VALID: certificate('is not valid yet'),
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate(`is signed by itself: ${named}`),
  SELF_SIGNED_CERT_IN_CHAIN: certificate(`chain ends in an unknown CA: ${named}`),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate(`comes from an unknown CA: ${named}`),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate(`comes from an unknown CA: ${named}`),
  ERR_TLS_CERT_ALTNAME_INVALID: certificate('is for another host'),
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there: the address may begin with http://',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS there: the address may begin with http://',
};

/** `status`: that of the answer as far as it came, else 0. */
export function explainFailure(error: Error, status: number): Failure {
  const code = codeOf(error);
  const known = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  if (known !== undefined) return { kind: 'refused', message: known };
  const proxy = /^Proxy response \((\d+)\)/.exec(error.message)?.[1];
  if (proxy !== undefined)
    return {
      kind: 'refused',
      message: `the proxy answered ${proxy}${proxy === '407' ? ': it wants credentials' : ' and makes no connection'}`,
    };
  if (/^(ERR_SSL_|EPROTO)/.test(code)) return { kind: 'refused', message: `no TLS connection came about (${plain(code, 60)})` };
  if (code.startsWith('HPE_') || error.name === 'HTTPParserError')
    return { kind: 'malformed', message: `the answer is no HTTP: ${plain(error.message, 100)}` };
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH')
    return { kind: 'malformed', message: 'the answer is no HTTP: its body is not as long as Content-Length says' };
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return { kind: 'too-large', message: 'the answer has more than 16 KB of fields' };
  // A server may send it unasked (RFC 9110 §15.2.1); undici gives up there.
  if (code === 'UND_ERR_SOCKET' && error.message === 'bad response')
    return { kind: 'unread', message: 'it began with 100 Continue, which nobody had asked for: the HTTP client of Truce reads no further' };
  if (status !== 0) return { kind: 'dropped', message: 'the connection ended before the answer was whole' };
  if (/^(ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_ABORTED|UND_ERR_CLOSED)$/.test(code))
    return { kind: 'dropped', message: 'the connection ended without an answer' };
  if (/^UND_ERR_(INVALID_ARG|NOT_SUPPORTED|REQ_CONTENT_LENGTH_MISMATCH)$/.test(code))
    return { kind: 'unsent', message: `the request cannot be sent: ${plain(error.message, 100)}` };
  return { kind: 'dropped', message: `there is no answer: ${plain(error.message, 120)}` };
}

/** Of the error, or of the first that made it: names that stand for several addresses give one error for each. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner instanceof Error && inner !== error ? codeOf(inner) : '';
}

/** Why the request is no HTTP (RFC 9110 §5.5, §5.6.2); values, which may be credentials, are not repeated. */
export function whyUnsendable({ fields }: WireRequest): string | undefined {
  for (const [name, value] of fields) {
    if (!/^[!#$%&'*+.^`|~\w-]+$/.test(name))
      return `the request cannot be written as HTTP: ${plain(JSON.stringify(name), 60)} is no name of a field`;
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
      return `the request cannot be written as HTTP: its field ${name} holds a character that no field can have`;
  }
  return undefined;
}
