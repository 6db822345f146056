// Outcomes and findings as JSON values, for outputs that programs read; schemas/report.schema.json lists their members.
import type { Finding } from './finding.ts';
import type { Location } from './location.ts';
import { reasonOf } from './outcome-reason.ts';
import type { Place } from './place.ts';
import { placeOf } from './place.ts';
import type { EvidenceSummary, Outcome } from './report.ts';

/** JSON that is safe to print: what a terminal would obey is escaped, the value stays the same. */
export const stringify = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

export const describeEvidence = ({ uri, format, claim, exchanges }: EvidenceSummary): object => ({
  uri,
  format,
  claim: claim ?? null,
  exchanges,
});

export function describeOutcome(outcome: Outcome): object {
  const { exchange, operation, status, verdict, tried } = outcome;
  return {
    evidence: exchange.evidence,
    index: exchange.index,
    label: exchange.label,
    claim: exchange.claim,
    contract: operation?.contract ?? null,
    operation: operation?.id ?? null,
    method: operation?.method ?? null,
    path: operation?.path ?? null,
    status: status ?? null,
    verdict,
    reason: reasonOf(outcome) ?? null,
    ...(tried && { tried }),
    ...(exchange.isPending && { pending: true }),
    ...(exchange.given && exchange.given.length > 0 && { given: exchange.given }),
    ...(exchange.comments && exchange.comments.length > 0 && { comments: exchange.comments }),
  };
}

/** `findPlace`: for places in contracts, which come up again and again. */
export function describeFinding(finding: Finding, findPlace: (location: Location) => Place): object {
  const { rule, severity, side, message, fix, instance, contract, related, exchange, operation, about, fingerprint, accepted, replay } =
    finding;
  return {
    rule,
    severity,
    side,
    evidence: exchange?.evidence ?? (side === 'evidence' ? instance?.source.uri : undefined) ?? null,
    index: exchange?.index ?? null,
    operation: operation?.id ?? null,
    about,
    instance: instance ? flatten(placeOf(instance)) : null,
    contract: contract ? flatten(findPlace(contract)) : null,
    message,
    fix,
    fingerprint,
    related: related.map((other) => ({ message: other.message, ...flatten(findPlace(other.location)) })),
    ...(accepted && { accepted }),
    ...(replay && { replay }),
  };
}

export const flatten = ({ uri, pointer, line, column, within }: Place): object => ({
  uri,
  pointer,
  line,
  column,
  ...(within && { within: describeWithin(within) }),
});

const describeWithin = ({ pointer, line, column, within }: Place): object => ({
  pointer,
  line,
  column,
  ...(within && { within: describeWithin(within) }),
});
