// One event a line, in the order of the run, for programs that read while it is written; schemas/ndjson.schema.json lists the members.
import type { Finding } from '../model/finding.ts';
import { createPlaceFinder } from '../model/place.ts';
import type { Report } from '../model/report.ts';
import { describeEvidence, describeFinding, describeOutcome, stringify } from '../model/report-values.ts';
import type { Reporter } from '../model/reporter.ts';

/** The version of the shape; a new one only where a reader of the old one would break. */
const version = 1;

const reporter: Reporter = {
  id: 'ndjson',
  title: 'For programs: an event a line (schemas/ndjson.schema.json)',
  *render(report) {
    for (const [event, value] of eventsOf(report)) yield `${stringify({ event, ...value })}\n`;
  },
};
export default reporter;

const keyOf = ({ evidence, index }: { evidence: string; index: number }): string => `${index} ${evidence}`;

function* eventsOf(report: Report): Iterable<[event: string, value: object]> {
  const { tool, failOn, contracts, evidence, outcomes, findings, remarks, totals, couldNotCheck, exitCode, bailed } = report;
  const findPlace = createPlaceFinder();
  const describe = (finding: Finding): [string, object] => ['finding', describeFinding(finding, findPlace)];
  // Findings wait for the line they belong to: that of their exchange, else that of their file, else the end.
  const waiting = Map.groupBy(findings, ({ exchange, side, about }) => (exchange ? keyOf(exchange) : side === 'evidence' ? about : ''));
  const take = (key: string): readonly Finding[] => {
    const taken = waiting.get(key) ?? [];
    waiting.delete(key);
    return taken;
  };
  yield ['run', { version, tool, failOn, contracts }];
  let next = 0;
  for (const file of evidence) {
    yield ['evidence', describeEvidence(file)];
    for (const outcome of outcomes.slice(next, (next += file.exchanges))) {
      yield ['outcome', describeOutcome(outcome)];
      yield* take(keyOf(outcome.exchange)).map(describe);
    }
    if (file.uri !== '') yield* take(file.uri).map(describe);
  }
  for (const outcome of outcomes.slice(next)) {
    yield ['outcome', describeOutcome(outcome)];
    yield* take(keyOf(outcome.exchange)).map(describe);
  }
  for (const rest of waiting.values()) for (const finding of rest) yield describe(finding);
  for (const { severity, message } of remarks) yield ['remark', { severity, message }];
  yield ['end', { exitCode, bailed, totals, couldNotCheck }];
}
