// Which names carry credentials: those the contracts' security schemes use, and those every API gives to credentials.
import type { Contract, Operation } from '../model/contract.ts';
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
  /^x?(amz)?(auth|authorization|credentials?|jwt|otp|sid|sig|signature|assertion|clientassertion|passphrase|passwd|pwd|sessionid|(access|api|app|auth|bearer|csrf|id|private|refresh|security|session|subscription|xsrf)?(key|token)|.*(password|passwort|secret|accesstoken|refreshtoken|apikey|authtoken))$/i;

/** True for names such as `access_token`, `api-key`, `client_secret` and `newPassword`; `pageToken` and `key` alone are none. */
export const soundsSecret = (name: string): boolean =>
  name.length < 100 && !/^\W*_*key_*\W*$/i.test(name) && credential.test(name.replace(/[._\s[\]-]/g, ''));

export const isSensitive = (shape: Shape): boolean => shape.sensitive || shape.format === 'password';

/** Does the contract call what a shape describes secret? */
export const isMarked: IsSecret = (_, shape) => shape !== undefined && isSensitive(shape);

/** A described member is as secret as its contract says; of one that nobody describes only the name can tell. */
export const secretMembers =
  (names: ReadonlySet<string>): IsSecret =>
  (name, shape) =>
    shape ? isSensitive(shape) : name !== undefined && (names.has(name) || soundsSecret(name));

/** Beyond this many schemas nobody looks further for marks: a document that large is made by a machine, which marks nothing. */
const mostShapes = 50_000;

const known = new WeakMap<Operation, ReadonlySet<string>>();

/** The names of the members an operation marks as sensitive: they are secret, too, where it does not describe them (another status, another media type). */
export function sensitiveNamesOf(operation: Operation): ReadonlySet<string> {
  let names = known.get(operation);
  if (!names) known.set(operation, (names = sensitiveNamesOfAll([operation])));
  return names;
}

/** The same for several operations at once. */
export function sensitiveNamesOfAll(operations: readonly Operation[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visited = new Set<Shape>();
  for (const { requestBody, responses } of operations)
    for (const entry of [...(requestBody?.content ?? []), ...responses.flatMap(({ content }) => content)])
      collect(entry.schema?.shape, names, visited);
  return names;
}

function collect(shape: Shape | undefined, names: Set<string>, visited: Set<Shape>): void {
  if (!shape || visited.has(shape) || visited.size > mostShapes) return;
  visited.add(shape);
  for (const [name, property] of shape.properties) {
    if (isSensitive(property)) names.add(name).add(property.xml.name ?? name);
    collect(property, names, visited);
  }
  const { patterns, additional, items, prefixItems } = shape;
  for (const inner of [...patterns.map((pattern) => pattern.shape), ...prefixItems, items]) collect(inner, names, visited);
  if (typeof additional === 'object') collect(additional, names, visited);
}
