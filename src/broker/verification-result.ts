// What a broker is told of one pact (pb:publish-verification-results): a success only when every interaction was judged and nothing counts against it.
import { isFailing } from '../model/conclusion.ts';
import type { Finding } from '../model/finding.ts';
import type { Outcome, Report } from '../model/report.ts';
import { reasonOf } from '../model/outcome-reason.ts';
import type { FetchedPact } from './fetch-pact.ts';

export interface TestResult {
  readonly interactionId?: string;
  readonly interactionDescription?: string;
  readonly success: boolean;
  readonly mismatches?: readonly { readonly attribute: string; readonly description: string; readonly identifier: string }[];
  /** Why it could not be judged. */
  readonly exceptions?: readonly { readonly message: string }[];
}

export interface PactResult {
  readonly success: boolean;
  readonly testResults: readonly TestResult[];
}

const mostMismatches = 100;

/** Gives the result of one pact; `problems`: why it could not be judged at all, found outside of it. */
export type ResultOf = (pact: FetchedPact, problems?: readonly string[]) => PactResult;

/** The results in a report: what belongs to which pact is sorted once. */
export function resultsIn(report: Report): ResultOf {
  const outcomes = Map.groupBy(report.outcomes, ({ exchange }) => exchange.evidence);
  const findings = Map.groupBy(report.findings, ({ exchange, side, about }) => exchange?.evidence ?? (side === 'evidence' ? about : ''));
  return (pact, problems = []) => resultOf(pact, outcomes.get(pact.uri) ?? [], findings.get(pact.uri) ?? [], problems, report);
}

function resultOf(
  pact: FetchedPact,
  outcomes: readonly Outcome[],
  found: readonly Finding[],
  problems: readonly string[],
  report: Report,
): PactResult {
  const findings = Map.groupBy(found, ({ exchange }) => exchange?.index);
  const broken = (findings.get(undefined) ?? []).filter((finding) => isAgainst(finding, report)).map(({ message }) => message);
  const judged = outcomes.map((outcome) => testResultOf(outcome, pact, findings.get(outcome.exchange.index) ?? [], report));
  const reasons = [
    ...problems,
    ...broken,
    // An unread interaction must not be waved through either.
    ...(problems.length + broken.length === 0 && outcomes.length < pact.interactions.length ? ['Not every interaction was judged'] : []),
    ...(problems.length + broken.length + outcomes.length + pact.interactions.length === 0 ? ['The pact holds no interaction'] : []),
  ];
  const testResults = [...judged, ...reasons.map((message) => ({ success: false, exceptions: [{ message }] }))];
  return { success: testResults.every(({ success }) => success), testResults };
}

function testResultOf(
  { exchange, verdict, ...outcome }: Outcome,
  pact: FetchedPact,
  findings: readonly Finding[],
  report: Report,
): TestResult {
  const { id, description = exchange.label } = pact.interactions[exchange.index] ?? {};
  const named = { ...(id !== undefined && { interactionId: id }), interactionDescription: description };
  const failing = findings.filter((finding) => isAgainst(finding, report));
  // An error that was made milder for the run, as that of a pending interaction is, was still an error.
  const against = failing.length === 0 && verdict === 'violates' ? findings.filter(({ accepted }) => !accepted) : failing;
  if (against.length > 0 || verdict === 'violates')
    return { ...named, success: false, mismatches: against.slice(0, mostMismatches).map(describe) };
  // Somebody decided to live with what could not be judged.
  const isWaived = findings.length > 0 && findings.every(({ accepted }) => accepted && accepted.by !== 'pending');
  if (verdict === 'conforms' || isWaived) return { ...named, success: true };
  return { ...named, success: false, exceptions: [{ message: reasonOf({ exchange, verdict, ...outcome }) ?? 'It was not judged' }] };
}

const describe = ({ rule, message, instance }: Finding) => ({
  attribute: attributeOf(rule),
  description: `${message} (${rule})`,
  identifier: instance?.pointer ?? '',
});

/** Errors always count; `--fail-on` may only be stricter. What is pending did fail. */
const isAgainst = ({ severity, accepted }: Finding, { failOn }: Report): boolean =>
  (accepted === undefined || accepted.by === 'pending') && (severity === 'error' || isFailing(severity, failOn));

/** `response-body-mismatch` → `body`. */
const attributeOf = (rule: string): string => rule.split('-').slice(1, -1).join('-') || (rule.split('-')[0] ?? '');
