// A request that was never sent, held against its operation by the one validator: what a real one would be told.
import type { Match, Operation } from '../model/contract.ts';
import type { Examination } from '../model/examination.ts';
import type { Exchange, Request } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import { examineAs } from '../judge/examine.ts';
import { Judge } from '../judge/judge.ts';
import { fileSource } from '../source/text-source.ts';
import type { WireRequest } from './request-values.ts';

// Credentials are given when a request is sent; what only exists here has none.
const judge = new Judge([], { severities: { 'request-security-missing': 'off', 'request-security-mismatch': 'off' } });

const location: Location = { source: fileSource({ uri: '<request>', syntax: 'text', read: () => '' }), pointer: '' };

/** The request as evidence shows one. */
export const requestOf = ({ method, target, fields, body }: WireRequest): Request => ({
  method,
  target,
  fields,
  ...(body && { content: { form: 'bytes', bytes: body, verbatim: true, location } }),
  complete: true,
  location,
});

/** How the contract reads the target: as this operation, or `reason` says as what. */
export function matchTarget(operation: Operation, { method, target }: WireRequest): Match | { readonly reason: string } {
  const found = operation.contract.match(method, target);
  if (found.kind !== 'match') return { reason: found.reason };
  const own = [found, ...(found.rivals ?? [])].find(
    (match) => match.operation.method === operation.method && match.operation.path === operation.path,
  );
  if (own) return { kind: 'match', operation, pathValues: own.pathValues, score: own.score };
  return {
    reason: `the path \`${target.replace(/\?.*$/s, '').slice(0, 160)}\` is that of ${found.operation.method} ${found.operation.path}`,
  };
}

const exchangeOf = (request: Request): Exchange => ({
  evidence: '<request>',
  index: 0,
  label: `${request.method} request`,
  claim: 'observed',
  location,
  request,
});

/** Everything about the request as a request of `match`, without an answer. */
export const examineRequest = (match: Match, request: WireRequest): Examination => examineAs(exchangeOf(requestOf(request)), match);

/** `unchecked`: the contract cannot be used to tell. `findings` are the errors, of other severities none. */
export type RequestVerdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[]; readonly examination: Examination }
  | { readonly kind: 'unchecked'; readonly reason: string };

/** What the validator says of a request as one of `operation`. */
export function judgeRequest(operation: Operation, request: WireRequest): RequestVerdict {
  const match = matchTarget(operation, request);
  if ('reason' in match) return { kind: 'unchecked', reason: match.reason };
  const examination = examineRequest(match, request);
  const { outcome, findings } = judge.judgeExamined(examination);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { kind: 'refused', findings: errors, examination };
  return outcome.verdict === 'unchecked' ? { kind: 'unchecked', reason: outcome.reason ?? 'it was not judged' } : { kind: 'accepted' };
}
