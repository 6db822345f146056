// Common Test Report Format (specification 0.0.0): a test per exchange, so that a report counts what the verdicts count. No times: the same run is the same text.
import { createPlaceFinder, placeOf } from '../model/place.ts';
import type { Report } from '../model/report.ts';
import { stringify } from '../model/report-values.ts';
import type { Reporter } from '../model/reporter.ts';
import { plain } from '../model/show.ts';
import { type Case, createSuites, describeFindings, type Suite } from '../model/test-cases.ts';

type Status = 'passed' | 'failed' | 'skipped' | 'pending' | 'other';

/** `unchecked` is neither passed nor failed; why a run could not check must not look like a pass. */
const statuses: Readonly<Record<Case['kind'], Status>> = { passed: 'passed', failure: 'failed', skipped: 'skipped', error: 'other' };
const statusOf = ({ kind, type }: Case): Status => (type === 'could-not-check' ? 'failed' : statuses[kind]);

const reporter: Reporter = {
  id: 'ctrf',
  title: 'Common Test Report Format (ctrf.io)',
  *render(report) {
    const suites = createSuites(report);
    const head = { reportFormat: 'CTRF', specVersion: '0.0.0', generatedBy: `truce ${report.tool.version}` };
    yield '{\n';
    for (const [key, value] of Object.entries(head)) yield `  "${key}": ${stringify(value)},\n`;
    yield `  "results": {\n    "tool": ${stringify(report.tool)},\n    "summary": ${stringify(summarise(suites, report))},\n    "tests": [`;
    const findPlace = createPlaceFinder();
    let separator = '\n      ';
    for (const suite of suites) {
      for (const one of suite.cases) {
        yield separator + stringify(describeTest(suite, one, findPlace));
        separator = ',\n      ';
      }
    }
    yield '\n    ]\n  }\n}\n';
  },
};
export default reporter;

function summarise(suites: readonly Suite[], { exitCode, failOn, totals }: Report): object {
  const counted: Record<Status, number> = { passed: 0, failed: 0, skipped: 0, pending: 0, other: 0 };
  let tests = 0;
  for (const { cases } of suites) {
    for (const one of cases) {
      tests++;
      counted[statusOf(one)]++;
    }
  }
  return { tests, ...counted, suites: suites.length, start: 0, stop: 0, extra: { exitCode, failOn, totals } };
}

function describeTest({ name: suite }: Suite, one: Case, findPlace: Parameters<typeof describeFindings>[1]): object {
  const { name, kind, type, message, failing, noted, outcome } = one;
  const place = failing[0]?.instance ?? failing[0]?.contract;
  const labels = {
    ...(outcome && { evidence: outcome.exchange.evidence, claim: outcome.exchange.claim, verdict: outcome.verdict }),
    ...(outcome?.operation && { contract: outcome.operation.contract, operation: outcome.operation.id }),
    ...(failing.length > 0 && { rules: [...new Set(failing.map(({ rule }) => rule))] }),
  };
  return {
    name: plain(name, 400).toWellFormed() || type,
    ...(outcome && { testId: `${outcome.exchange.evidence}#${outcome.exchange.index}` }),
    status: statusOf(one),
    duration: 0,
    suite: [plain(suite, 400).toWellFormed() || 'truce'],
    ...(kind !== 'passed' && { message: plain(message, 2000).toWellFormed(), rawStatus: type }),
    ...(failing.length > 0 && { trace: describeFindings(failing, findPlace).toWellFormed() }),
    ...(noted.length > 0 && { stdout: describeFindings(noted, findPlace).toWellFormed().split('\n') }),
    ...(outcome && { filePath: outcome.exchange.evidence }),
    ...(place && { line: placeOf(place).line }),
    type: 'contract',
    ...(Object.keys(labels).length > 0 && { labels }),
  };
}
