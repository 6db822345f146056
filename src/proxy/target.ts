// The server that is recorded: where it is, and connections to it, with or without TLS.
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';

export interface Target {
  /** Scheme and authority, such as `https://crm.example:8443`. */
  readonly origin: string;
  /** As the Host field has it. */
  readonly authority: string;
  /** Before every path: empty, or `/api` without a slash at its end. */
  readonly basePath: string;
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
}

/** Reads the URL of a target. Throws a UserError for one that is none, or holds credentials. */
export function readTarget(text: string): Target {
  const hint = 'As in `--target https://crm.example` or `--target http://127.0.0.1:8080/api`';
  let url: URL;
  try {
    url = new URL(text);
  } catch (error) {
    throw new UserError(`\`--target\` takes the URL of a server, got ${quote(text.replace(/\/\/[^/@]*@/, '//…@'), 100)}`, {
      hint,
      cause: error,
    });
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new UserError(`\`--target\` takes a URL with http or https, got ${quote(url.protocol, 40)}`, { hint });
  if (url.username !== '' || url.password !== '')
    throw new UserError('`--target` holds a user name or password', {
      hint: 'Leave it out: clients send their own credentials, and those pass through',
    });
  if (url.search !== '' || url.hash !== '')
    throw new UserError('`--target` has a query or a fragment, which cannot stand before the paths clients ask for', { hint });
  const isSecure = url.protocol === 'https:';
  return {
    origin: url.origin,
    authority: url.host,
    basePath: url.pathname.replace(/\/+$/, ''),
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (isSecure ? 443 : 80)),
    isSecure,
  };
}

/** Opens a connection; events tell how that goes. */
export type Dial = () => Socket;

/** Certificates are held against those of Node, of NODE_EXTRA_CA_CERTS and of the system; `insecure`: against none. */
export function dialerOf(target: Target, { insecure }: { readonly insecure: boolean }): Dial {
  const { host, port, isSecure } = target;
  const address = { host, port, allowHalfOpen: true, noDelay: true, keepAlive: true };
  if (!isSecure) return () => connectPlain(address);
  let secureContext: SecureContext | undefined;
  return () => {
    secureContext ??= createSecureContext(
      insecure ? {} : { ca: [...new Set([...getCACertificates('default'), ...getCACertificates('system')])] },
    );
    // A name in the certificate is asked for by SNI, which has no form for addresses (RFC 6066 §3).
    const isAddress = /^[\d.]+$|:/.test(host);
    return connectTls({
      ...address,
      secureContext,
      rejectUnauthorized: !insecure,
      ALPNProtocols: ['http/1.1'],
      ...(!isAddress && { servername: host }),
    });
  };
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there'],
  ['ENOTFOUND', 'its name is not known'],
  ['EAI_AGAIN', 'its name could not be looked up'],
  ['EHOSTUNREACH', 'there is no way to it'],
  ['ENETUNREACH', 'there is no way to it'],
  ['ETIMEDOUT', 'it did not answer in time'],
  ['ECONNRESET', 'it reset the connection'],
  ['EPIPE', 'it closed the connection'],
  ['EMFILE', 'too many files are open here'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['EPROTO', 'it does not speak TLS as it should'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'it does not speak TLS'],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'it does not speak TLS'],
]);

/** Why a connection failed, without a subject's name: `nothing listens there`. */
export function explainConnection(error: unknown): string {
  const inner = error instanceof AggregateError && error.errors[0] instanceof Error ? (error.errors[0] as Error) : error;
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : '';
  if (/^(DEPTH_ZERO_)?SELF_SIGNED|UNABLE_TO_(VERIFY|GET)/.test(code)) return `nobody known has signed its certificate (${code})`;
  return reasons.get(code) ?? (code || 'the connection failed');
}
