// Which operation of which contract an exchange belongs to; of an exchange that belongs to none, why.
import type { Contract, Match, NoMatch, Operation } from '../model/contract.ts';
import { type Exchange, fieldValue, type Request } from '../model/exchange.ts';
import { plain } from '../model/show.ts';
import { decodePercent } from '../openapi/parameters.ts';

/** What of an exchange decides about its operation. */
export type Routed = Pick<Exchange, 'claim' | 'operation' | 'unmatched'> & { readonly request?: RoutedRequest };
export type RoutedRequest = Pick<Request, 'method' | 'target' | 'fields' | 'complete' | 'isPattern' | 'isDeliberate'>;

/** Which contract and which operation; between templates of one shape it is not settled yet. */
export function findMatch(exchange: Routed, contracts: readonly Contract[]): Match | NoMatch {
  const { request, operation: named } = exchange;
  if (named) {
    for (const contract of contracts) {
      const operation = named.contract === undefined || named.contract === contract.id ? contract.operation(named.id) : undefined;
      if (operation) return { kind: 'match', operation, pathValues: pathValuesOf(operation, request), score: 3 };
    }
    return { kind: 'unmatched', reason: `no contract has an operation \`${named.id.slice(0, 80)}\`` };
  }
  if (exchange.unmatched !== undefined) return { kind: 'unmatched', reason: exchange.unmatched };
  if (!request) return { kind: 'unmatched', reason: 'it holds no request, so nothing says which operation it belongs to' };
  if (request.method === 'OPTIONS' && fieldValue(request.fields, 'access-control-request-method') !== undefined)
    return { kind: 'unmatched', reason: 'it is a CORS preflight request, which no contract documents' };
  let best: Match | NoMatch | undefined;
  for (const contract of contracts) {
    const found = request.isPattern ? matchPattern(request, contract) : contract.match(request.method, request.target);
    if (!best || rank(found) > rank(best)) best = found;
  }
  if (request.isDeliberate && best && best.kind !== 'match')
    return { kind: 'unmatched', reason: `it was sent on purpose to see how it is refused: ${plain(best.reason, 160)}` };
  if (best && (best.kind !== 'unmatched' || (request.isPattern && request.method === 'ANY'))) return best;
  const asked = `\`${plain(`${request.method} ${withoutSecrets(request.target)}`, 160)}\``;
  // A pact is about this provider: what no contract has is what a consumer relies on in vain.
  if (exchange.claim === 'expected')
    return {
      kind: 'undocumented-path',
      reason: `A consumer relies on ${asked}, which no path of the contract matches`,
      ...(best?.location && { location: best.location }),
    };
  return { kind: 'unmatched', reason: `no contract has a path for ${asked}` };
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];

/** A stub may answer to any method, which is plain where the path has one operation; a segment `{…}` of its path has no value. */
function matchPattern({ method, target }: RoutedRequest, contract: Contract): Match | NoMatch {
  let found = contract.match(method, target);
  if (method === 'ANY') {
    const all = methods.map((one) => contract.match(one, target)).filter((one) => one.kind === 'match');
    const [only] = all;
    if (only && all.every(({ operation }) => operation === only.operation)) found = only;
    else if (only) {
      const reason = `it answers to any method, and \`${only.operation.path}\` has several operations`;
      return { kind: 'unmatched', reason };
    }
  }
  if (found.kind !== 'match') return found;
  const pathValues = new Map([...found.pathValues].filter(([, value]) => !decodePercent(value).includes('{')));
  return { ...found, pathValues };
}

/** Queries and user information may hold credentials. */
export const withoutSecrets = (target: string): string => target.replace(/[?#].*$/s, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');

/** A sample of a whole request has a target too; one that shows the template itself (`/Contact/{id}`) gives no values. */
function pathValuesOf(operation: Operation, request: RoutedRequest | undefined): ReadonlyMap<string, string> {
  const found = request?.complete ? operation.contract.match(operation.method, request.target) : undefined;
  if (found?.kind !== 'match' || found.operation !== operation) return new Map();
  return new Map([...found.pathValues].filter(([name, value]) => decodePercent(value) !== `{${name}}`));
}

const ranks = { unmatched: 0, 'undocumented-path': 0.1, 'undocumented-method': 0.2, match: 1 } as const;
const rank = (found: Match | NoMatch): number => ranks[found.kind] + (found.kind === 'match' ? found.score : 0);
