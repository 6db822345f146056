// The address of a broker: from the command line, the config or PACT_BROKER_BASE_URL; shown without anything that could be a secret.
import { UserError } from '../model/user-error.ts';
import type { Environment } from './credentials.ts';

/** Throws a UserError when there is none, it is no http or https address, or it holds credentials although it is no secret. */
export function readAddress(option: string | undefined, config: string | undefined, env: Environment): URL {
  const [text, name, mayHoldCredentials] =
    option !== undefined
      ? ([option, '`--broker`', false] as const)
      : config !== undefined
        ? ([config, '`broker.url` of the config', false] as const)
        : ([env['PACT_BROKER_BASE_URL'] || undefined, 'PACT_BROKER_BASE_URL', true] as const);
  if (text === undefined)
    throw new UserError('The address of the broker is not known', {
      hint: 'Give it as `--broker https://…`, as `broker.url` in the config, or as PACT_BROKER_BASE_URL',
    });
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    throw new UserError(`${name} is no http or https address`, { hint: 'It looks like https://broker.example.com' });
  const address = new URL(text);
  if (!mayHoldCredentials && (address.username !== '' || address.password !== ''))
    throw new UserError(`${name} holds credentials, which others can read there`, {
      hint: 'Set PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD',
    });
  address.search = '';
  address.hash = '';
  // Relative links start from the folder of the index.
  if (!address.pathname.endsWith('/')) address.pathname += '/';
  return address;
}

/** Scheme, host and path; without user info, query, and what the broker remembers of the selection in the path. */
export function showAddress(address: string | URL): string {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname.replace(/\/metadata\/[^/]+/, '')}`;
}

/** One part of a path or a query, with every character encoded that means something in an address (RFC 3986 §2.2). */
export const encodeAll = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
