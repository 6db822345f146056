// The report for programs, written piece by piece; its shape is published as schemas/report.schema.json, whose members it lists one by one (hence its length).
import type { Finding } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import type { Place } from '../model/place.ts';
import { createPlaceFinder, placeOf } from '../model/place.ts';
import { reasonOf } from '../model/outcome-reason.ts';
import type { Outcome } from '../model/report.ts';
import type { Reporter } from '../model/reporter.ts';

/** The version of the shape; a new one only where a reader of the old one would break. */
const version = 1;

const reporter: Reporter = {
  id: 'json',
  title: 'For programs: every outcome and every finding (schemas/report.schema.json)',
  *render(report) {
    const { tool, exitCode, failOn, contracts, evidence, totals, outcomes, findings, remarks, couldNotCheck, bailed } = report;
    yield '{\n';
    for (const [key, value] of Object.entries({ version, tool, exitCode, failOn, bailed, totals }))
      yield `  "${key}": ${stringify(value)},\n`;
    yield* renderArray('couldNotCheck', couldNotCheck, (reason) => reason, ',');
    yield* renderArray('contracts', contracts, (contract) => contract, ',');
    yield* renderArray(
      'evidence',
      evidence,
      ({ uri, format, claim, exchanges }) => ({ uri, format, claim: claim ?? null, exchanges }),
      ',',
    );
    yield* renderArray('remarks', remarks, (remark) => remark, ',');
    yield* renderArray('outcomes', outcomes, describeOutcome, ',');
    const findPlace = createPlaceFinder();
    yield* renderArray('findings', findings, (finding) => describeFinding(finding, findPlace), '');
    yield '}\n';
  },
};
export default reporter;

function* renderArray<Item>(key: string, items: readonly Item[], describe: (item: Item) => unknown, comma: string): Iterable<string> {
  yield `  "${key}": [`;
  let separator = '\n    ';
  for (const item of items) {
    yield separator + stringify(describe(item));
    separator = ',\n    ';
  }
  yield `${items.length > 0 ? '\n  ' : ''}]${comma}\n`;
}

/** JSON that is safe to print: what a terminal would obey is escaped, the value stays the same. */
export const stringify = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

export function describeOutcome(outcome: Outcome): object {
  const { exchange, operation, status, verdict } = outcome;
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
    ...(exchange.isPending && { pending: true }),
    ...(exchange.given && exchange.given.length > 0 && { given: exchange.given }),
    ...(exchange.comments && exchange.comments.length > 0 && { comments: exchange.comments }),
  };
}

export function describeFinding(finding: Finding, findPlace: (location: Location) => Place): object {
  const { rule, severity, side, message, fix, instance, contract, related, exchange, operation, about, fingerprint, accepted } = finding;
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
  };
}

const flatten = ({ uri, pointer, line, column, within }: Place): object => ({
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
