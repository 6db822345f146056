// What of an exchange decides which contract it is held against, kept so that the choice can be made again without reading the evidence.
import { findMatch, type Routed } from '../judge/find-match.ts';
import type { Contract, Match, NoMatch } from '../model/contract.ts';
import type { Exchange } from '../model/exchange.ts';

/** Exchanges that are routed alike, and where they were routed to. */
export interface Route {
  readonly asking: Routed;
  readonly answer: string;
}

/** What two exchanges have in common that are always routed alike. */
export const routeKey = ({ claim, operation, unmatched, request }: Exchange): string =>
  JSON.stringify([
    claim,
    operation,
    unmatched,
    request && [request.method, request.target, request.complete, request.isPattern, fieldsThatCount(request)],
  ]);

/** The fields of other requests may hold credentials, and nobody asks for them. */
const fieldsThatCount = ({ method, fields }: NonNullable<Exchange['request']>) => (method === 'OPTIONS' ? fields : []);

export function routeOf(exchange: Exchange, contracts: readonly Contract[]): Route {
  const { claim, operation, unmatched, request } = exchange;
  const asking: Routed = {
    claim,
    ...(operation && { operation }),
    ...(unmatched !== undefined && { unmatched }),
    ...(request && {
      request: {
        method: request.method,
        target: request.target,
        complete: request.complete,
        fields: fieldsThatCount(request),
        ...(request.isPattern && { isPattern: request.isPattern }),
      },
    }),
  };
  return { asking, answer: answerTo(asking, contracts) };
}

/** True when the same contract is chosen among these, or none for the same reason. */
export const isRoutedAlike = ({ asking, answer }: Route, contracts: readonly Contract[]): boolean => answerTo(asking, contracts) === answer;

function answerTo(asking: Routed, contracts: readonly Contract[]): string {
  const found = findMatch(asking, contracts);
  if (found.kind === 'match') return `match ${found.operation.contract.id}`;
  return [found.kind, found.reason, found.location?.source.uri, found.location?.pointer].join('\n');
}

/** The contracts a verdict rests on: that of the operation, or those whose documents are named as lacking it. */
export function contractsBehind<C extends Contract & { readonly documents: { readonly all: readonly { readonly uri: string }[] } }>(
  match: Match | NoMatch,
  contracts: readonly C[],
): readonly C[] {
  if (match.kind === 'match') return contracts.filter(({ id }) => id === match.operation.contract.id);
  const uri = match.location?.source.uri;
  return uri === undefined ? [] : contracts.filter(({ documents }) => documents.all.some((document) => document.uri === uri));
}
