// Sentences for what goes wrong between us and a broker: statuses, networks, certificates, time.
import { plain } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { showAddress } from './address.ts';
import type { Credentials } from './credentials.ts';

/** An answer of a status that is no success. */
export class StatusError extends UserError {
  readonly status: number;

  constructor(status: number, message: string, hint: string) {
    super(message, { hint });
    this.status = status;
  }
}

interface StatusFailure {
  readonly status: number;
  readonly method: string;
  readonly url: URL;
  /** What the broker said. */
  readonly text: string;
  readonly credentials: Credentials;
  /** The request went to another host and carried no credentials. */
  readonly wasAnonymous: boolean;
}

export function explainStatus({ status, method, url, text, credentials, wasAnonymous }: StatusFailure): StatusError {
  const at = `${method} ${plain(credentials.hide(showAddress(url)), 400)}`;
  const said = messageIn(text, credentials);
  const because = said === '' ? '' : `: ${said}`;
  if (status === 401)
    return new StatusError(
      status,
      `The broker refuses ${at} without valid credentials (status 401)`,
      wasAnonymous
        ? 'None were sent, because this is another host than that of `--broker`; give the address the broker itself uses'
        : credentials.from === undefined
          ? 'Set PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD'
          : `Check ${credentials.from}: set, sent and refused`,
    );
  if (status === 403)
    return new StatusError(
      status,
      `The broker knows who is asking and forbids ${at} (status 403)${because}`,
      'Give the user or the token the permission to do this in the broker',
    );
  if (status === 404)
    return new StatusError(status, `The broker has nothing at ${at} (status 404)`, 'Check the address of the broker and the names');
  return new StatusError(
    status,
    `The broker answers ${at} with status ${status}${because}`,
    hints.get(status) ?? (status >= 500 ? 'Try again later, or look into the log of the broker' : notBroker),
  );
}

export const notBroker = 'Check that this is the address of a Pact Broker, and what a proxy before it makes of its answers';

const wrongWords = 'Correct what the broker names: selectors, dates, names, the version or its branch';
const hints: ReadonlyMap<number, string> = new Map([
  [400, wrongWords],
  [409, 'The broker holds something else under this name already: give another version, or look it up in the broker'],
  [413, 'Allow larger requests in the broker, or in the proxy before it'],
  [422, wrongWords],
  [429, 'Try again later: the broker, or a proxy before it, takes only so many requests in a time'],
]);

/** What an error document says, in whichever of the broker's shapes; empty where it is a page for people. */
function messageIn(text: string, { hide }: Credentials): string {
  try {
    const value: unknown = JSON.parse(text);
    // Secrets may be escaped in the text, and are not any more in the value.
    return typeof value === 'object' && value !== null && Object.keys(value).length > 0 ? plain(hide(JSON.stringify(value)), 300) : '';
  } catch {
    return /^\s*</.test(text) ? '' : plain(hide(text), 200);
  }
}

const networkReasons: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there'],
  ['ENOTFOUND', 'there is no host of this name'],
  ['EAI_AGAIN', 'the name of the host cannot be looked up now'],
  ['ECONNRESET', 'the connection broke off'],
  ['EPIPE', 'the connection broke off'],
  ['UND_ERR_SOCKET', 'the connection broke off'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'the answer breaks off'],
  ['UND_ERR_CONNECT_TIMEOUT', 'the host does not answer'],
  ['ETIMEDOUT', 'the host does not answer'],
  ['EHOSTUNREACH', 'the host cannot be reached'],
  ['ENETUNREACH', 'the network cannot be reached'],
  ['UND_ERR_HEADERS_OVERFLOW', 'the header fields of the answer are too long'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'it does not speak TLS; the address may begin with http:'],
]);

/** Codes of OpenSSL for chains that end at nobody we trust. */
const untrusted = /^(SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF))/;
const passing = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT']);

function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) if ('code' in at && typeof at.code === 'string') return at.code;
  return '';
}

/** True when the same request may well succeed a moment later. */
export const isPassing = (error: unknown): boolean => passing.has(codeOf(error));

interface NetworkFailure {
  readonly error: unknown;
  readonly url: URL;
  /** Milliseconds. */
  readonly timeout: number;
  readonly quote: (text: string) => string;
}

export function explainNetwork({ error, url, timeout, quote }: NetworkFailure): UserError {
  const where = quote(showAddress(url));
  if (error instanceof Error && error.name === 'TimeoutError')
    return new UserError(`The broker did not answer ${where} within ${timeout / 1000} seconds`, {
      hint: 'Try again, or allow more with `broker.timeout` in the config',
      cause: error,
    });
  const code = codeOf(error);
  if (untrusted.test(code))
    return new UserError(`The broker at ${where} has a certificate that is not trusted`, {
      hint: 'Name the file with the certificate of your authority in NODE_EXTRA_CA_CERTS',
      cause: error,
    });
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
  return new UserError(`The broker cannot be reached at ${where}: ${networkReasons.get(code) ?? quote(code || cause)}`, {
    hint: 'Check the address; behind a proxy set HTTPS_PROXY, HTTP_PROXY and NO_PROXY',
    cause: error,
  });
}
