// Who we are to a broker (PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD); the environment is the only way in.
import { UserError } from '../model/user-error.ts';
import { encodeAll } from './address.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Credentials {
  /** Value of the Authorization field (RFC 6750, RFC 7617); undefined: none. */
  readonly authorization?: string;
  /** The variable they came from, for sentences. */
  readonly from?: string;
  /** Text without the secrets, in whatever form somebody else put them there. */
  hide(text: string): string;
}

/** Shorter ones would make sentences unreadable and keep nothing secret. */
const shortestSecret = 4;

/** Throws a UserError for credentials that contradict each other or cannot be sent; it never quotes them. */
export function readCredentials(env: Environment, address: URL): Credentials {
  const token = env['PACT_BROKER_TOKEN']?.trim() || undefined;
  const username = env['PACT_BROKER_USERNAME']?.replace(/[\r\n]+$/, '') || decode(address.username) || undefined;
  const password = (env['PACT_BROKER_PASSWORD'] || decode(address.password)).replace(/[\r\n]+$/, '');
  if (token !== undefined && username !== undefined)
    throw new UserError('The broker is given a token and a user name, and only one of them can be sent', {
      hint: 'Unset PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD',
    });
  if (username === undefined && password !== '')
    throw new UserError('PACT_BROKER_PASSWORD is set without PACT_BROKER_USERNAME', { hint: 'Set both, or PACT_BROKER_TOKEN alone' });
  if (token !== undefined) {
    if (!/^[\x21-\x7e]+$/.test(token))
      throw new UserError('PACT_BROKER_TOKEN holds white space or other characters that no token has', {
        hint: 'Copy the token again, without quotes and line breaks',
      });
    return { authorization: `Bearer ${token}`, from: 'PACT_BROKER_TOKEN', hide: hiderOf([token]) };
  }
  if (username === undefined) return { hide: (text) => text };
  if (username.includes(':'))
    throw new UserError('PACT_BROKER_USERNAME holds a colon, which Basic authentication cannot send', { hint: 'Use a token' });
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  return { authorization: `Basic ${basic}`, from: 'PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD', hide: hiderOf([password, basic]) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function hiderOf(secrets: readonly string[]): Credentials['hide'] {
  const forms = secrets.filter((secret) => secret.length >= shortestSecret).flatMap(formsOf);
  return (text) => forms.reduce((hidden, form) => hidden.replaceAll(form, '…'), text);
}

/** As it is, in JSON, and in addresses (RFC 3986 §2, also with digits in lower case, and as forms write it). */
function formsOf(secret: string): string[] {
  const encoded = [encodeURIComponent(secret), encodeAll(secret), encodeURI(secret)];
  const addresses = [...encoded, ...encoded.map((form) => form.replaceAll('%20', '+'))];
  const lower = addresses.map((form) => form.replace(/%../g, (digits) => digits.toLowerCase()));
  return [...new Set([secret, JSON.stringify(secret).slice(1, -1), ...addresses, ...lower])];
}
