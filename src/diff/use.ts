// Does a message hold a value at the place of a change? What is read or sent there tells whom the change is about, also where it fits.
import type { BodyExamination, Examination } from '../model/examination.ts';
import type { Exchange } from '../model/exchange.ts';
import type { OperationReference } from '../model/finding.ts';
import { tokensOf } from '../model/pointer.ts';
import { changesOf, isSameStatus, type SiteIndex } from './attribution.ts';
import type { Change } from './change.ts';
import type { Told } from './touch-counter.ts';

/** The changes of the operation whose place in a body is filled. */
export function changesUsed(examination: Examination, operation: OperationReference, sites: SiteIndex): ReadonlySet<Change> {
  const used = new Set<Change>();
  const { request, response, exchange } = examination;
  const bodies: Readonly<Record<string, BodyExamination | undefined>> = { request: request?.body, response: response?.body };
  for (const { change, site } of changesOf(operation, sites)) {
    const body = bodies[change.side];
    if (!body || used.has(change) || site.part?.kind !== 'body' || !isSameStatus(site, exchange)) continue;
    if (body.value !== undefined && holds(body.value, tokensOf(site.path))) used.add(change);
  }
  return used;
}

/** `*` stands for any item or member. */
function holds(value: unknown, tokens: readonly string[], at = 0): boolean {
  const token = tokens[at];
  if (token === undefined) return true;
  if (typeof value !== 'object' || value === null) return false;
  if (token === '*') return Object.values(value).some((inner) => holds(inner, tokens, at + 1));
  return Object.hasOwn(value, token) && holds((value as Record<string, unknown>)[token], tokens, at + 1);
}

/** A property that is gone is no longer promised to who reads it, and no longer understood of who sends it, though nothing may rule it out. */
export function lossOf(change: Change, exchange: Exchange, who: string): Told | undefined {
  if (!change.id.endsWith('-property-removed')) return undefined;
  const isReader = change.side === 'response';
  if (isReader && exchange.claim !== 'expected') return undefined;
  const name = /^`[^`]*`/.exec(change.message)?.[0] ?? 'the property';
  return {
    effect: 'may break',
    who,
    evidence: exchange.evidence,
    label: exchange.label,
    claim: exchange.claim,
    rule: change.id,
    message: isReader ? `It reads ${name}, which nothing promises any more` : `It sends ${name}, which the contract no longer knows`,
    ...((isReader ? exchange.response : exchange.request) && {
      location: (isReader ? exchange.response : exchange.request)?.location ?? exchange.location,
    }),
  };
}
