// Which names carry credentials: those the contracts' security schemes use, and those every API gives to credentials.
import type { Contract } from '../model/contract.ts';
import type { IsSecret } from '../model/content.ts';
import type { Shape } from '../model/shape.ts';

/** Names in lower case for header fields, as they are for query parameters and cookies. */
export interface SecretNames {
  readonly headers: ReadonlySet<string>;
  readonly query: ReadonlySet<string>;
}

/** The names of all apiKey schemes of all operations: a key sent to the wrong operation is still a key. */
export function secretNamesOf(contracts: readonly Contract[]): SecretNames {
  const headers = new Set<string>();
  const query = new Set<string>();
  for (const { operations } of contracts) {
    for (const { security } of operations) {
      for (const { in: where, name } of (security?.alternatives ?? []).flat()) {
        if (where === 'header' && name !== undefined) headers.add(name.toLowerCase());
        if (where === 'query' && name !== undefined) query.add(name);
      }
    }
  }
  return { headers, query };
}

const credential =
  /^(x-)?(auth|authorization|credentials?|jwt|otp|sid|sig|signature|assertion|clientassertion|passphrase|passwd|pwd|sessionid|(access|api|app|auth|bearer|csrf|id|private|refresh|security|session|subscription|xsrf)?(key|token)|.*(password|passwort|secret|accesstoken|refreshtoken|apikey|authtoken))$/i;

/** True for names such as `access_token`, `api-key`, `client_secret` and `newPassword`; `pageToken` and `key` alone are none. */
export const soundsSecret = (name: string): boolean =>
  name.length < 100 && name !== 'key' && credential.test(name.replace(/[._\s[\]-]/g, ''));

/** A described member is as secret as its contract says; of one that nobody describes only the name can tell. */
export const isSecretMember: IsSecret = (name, shape) => (shape ? isSensitive(shape) : name !== undefined && soundsSecret(name));

export const isSensitive = (shape: Shape): boolean => shape.sensitive || shape.format === 'password';
