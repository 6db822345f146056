// JUnit XML, in the subset every CI reads: a suite per evidence file, a case per exchange. Long because the cases and their XML are read together.
import { isFailing } from '../model/conclusion.ts';
import type { Finding } from '../model/finding.ts';
import { counts } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import type { Place } from '../model/place.ts';
import { reasonOf } from '../model/outcome-reason.ts';
import { createPlaceFinder, placeOf, showPlace } from '../model/place.ts';
import type { Outcome, Report } from '../model/report.ts';
import type { Reporter } from '../model/reporter.ts';
import { count, plain } from '../model/show.ts';

/** Findings written out per case. */
const mostFindings = 20;

const reporter: Reporter = {
  id: 'junit',
  title: 'JUnit XML for CI servers',
  *render(report) {
    const suites = createSuites(report);
    const sum = (kind: Case['kind']): number => suites.reduce((total, suite) => total + countCases(suite, kind), 0);
    const tests = suites.reduce((total, { cases }) => total + cases.length, 0);
    yield '<?xml version="1.0" encoding="UTF-8"?>\n';
    yield `<testsuites${attributes({ name: 'truce', tests, failures: sum('failure'), errors: sum('error'), skipped: sum('skipped'), time: 0 })}>\n`;
    const findPlace = createPlaceFinder();
    for (const suite of suites) yield* renderSuite(suite, findPlace);
    yield '</testsuites>\n';
  },
};
export default reporter;

type FindPlace = (location: Location) => Place;

interface Case {
  readonly name: string;
  readonly classname: string;
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  readonly type: string;
  readonly message: string;
  /** Findings that make it fail. */
  readonly failing: readonly Finding[];
  /** Findings that do not: below `failOn`, or accepted. */
  readonly noted: readonly Finding[];
}

interface Suite {
  readonly name: string;
  readonly cases: Case[];
}

const countCases = ({ cases }: Suite, kind: Case['kind']): number => cases.filter((one) => one.kind === kind).length;

function createSuites(report: Report): Suite[] {
  const suites = new Map<string, Suite>(report.evidence.map(({ uri }) => [uri, { name: uri, cases: [] }]));
  const suiteOf = (name: string): Suite => {
    const known = suites.get(name);
    if (known) return known;
    const suite = { name, cases: [] };
    suites.set(name, suite);
    return suite;
  };
  const byExchange = Map.groupBy(report.findings, ({ exchange }) => (exchange ? `${exchange.index} ${exchange.evidence}` : ''));
  for (const outcome of report.outcomes) {
    const key = `${outcome.exchange.index} ${outcome.exchange.evidence}`;
    const findings = byExchange.get(key) ?? [];
    byExchange.delete(key);
    suiteOf(outcome.exchange.evidence).cases.push(createCase(outcome, findings, report.failOn));
  }
  // What concerns no exchange, or one without an outcome, is a case of the file it is about.
  for (const finding of [...byExchange.values()].flat()) {
    const failing = counts(finding) && isFailing(finding.severity, report.failOn);
    const uri =
      finding.exchange?.evidence ??
      (finding.side === 'evidence' ? finding.instance : finding.contract)?.source.uri ??
      finding.instance?.source.uri ??
      'truce';
    const texts = { name: finding.about || finding.rule, classname: finding.side, type: finding.rule, message: finding.message };
    suiteOf(uri).cases.push({
      ...texts,
      kind: failing ? 'failure' : 'passed',
      failing: failing ? [finding] : [],
      noted: failing ? [] : [finding],
    });
  }
  const reasons = report.couldNotCheck.map((message, at): Case => ({
    name: `reason ${at + 1}`,
    classname: 'truce',
    kind: 'error',
    type: 'could-not-check',
    message,
    failing: [],
    noted: [],
  }));
  if (reasons.length > 0) suiteOf('could not check').cases.push(...reasons);
  return [...suites.values()];
}

function createCase(outcome: Outcome, findings: readonly Finding[], failOn: Report['failOn']): Case {
  const { exchange, operation, status, verdict } = outcome;
  const failing = findings.filter((finding) => counts(finding) && isFailing(finding.severity, failOn));
  const kind = verdict === 'unchecked' ? 'error' : failing.length > 0 ? 'failure' : verdict === 'unmatched' ? 'skipped' : 'passed';
  const [first] = failing;
  const others = failing.length > 1 ? ` (and ${count(failing.length - 1, 'more finding')})` : '';
  return {
    name: [exchange.label, operation && `${operation.method} ${operation.path}`, status !== undefined && `→ ${status}`]
      .filter(Boolean)
      .join(' '),
    classname: operation ? `${operation.contract}.${operation.id}` : verdict,
    kind,
    type: kind === 'failure' && first ? first.rule : verdict,
    message: kind === 'failure' && first ? `${plain(first.message, 1000)}${others}` : (reasonOf(outcome) ?? 'no reason given'),
    failing,
    noted: findings.filter((finding) => !failing.includes(finding)),
  };
}

function* renderSuite(suite: Suite, findPlace: FindPlace): Iterable<string> {
  const { name, cases } = suite;
  const failures = countCases(suite, 'failure');
  yield `  <testsuite${attributes({ name, tests: cases.length, failures, errors: countCases(suite, 'error'), skipped: countCases(suite, 'skipped'), time: 0 })}>\n`;
  for (const one of cases) yield renderCase(one, findPlace);
  yield '  </testsuite>\n';
}

function renderCase({ name, classname, kind, type, message, failing, noted }: Case, findPlace: FindPlace): string {
  const head = `    <testcase${attributes({ name, classname, time: 0 })}`;
  const lines: string[] = [];
  if (kind === 'skipped') lines.push(`      <skipped${attributes({ message })}/>`);
  else if (kind !== 'passed') lines.push(`      <${kind}${attributes({ message, type })}>${describe(failing, findPlace)}</${kind}>`);
  if (noted.length > 0) lines.push(`      <system-out>${describe(noted, findPlace)}</system-out>`);
  return lines.length > 0 ? `${head}>\n${lines.join('\n')}\n    </testcase>\n` : `${head}/>\n`;
}

function describe(findings: readonly Finding[], findPlace: FindPlace): string {
  const lines = findings
    .slice(0, mostFindings)
    .flatMap(({ severity, rule, about, message, instance, contract, fix, accepted }) => [
      `${severity} ${rule}  ${plain(about)}`,
      `  ${plain(message, 2000)}`,
      ...(instance ? [`  seen      ${plain(showPlace(placeOf(instance)), 400)}  ${plain(instance.pointer, 400)}`] : []),
      ...(contract ? [`  contract  ${plain(showPlace(findPlace(contract)), 400)}  #${plain(contract.pointer, 400)}`] : []),
      ...(fix ? [`  fix       ${plain(fix, 1000)}`] : []),
      ...(accepted ? [`  accepted  by ${accepted.by}: ${plain(accepted.reason, 400)}`] : []),
    ]);
  if (findings.length > mostFindings) lines.push(`and ${count(findings.length - mostFindings, 'more finding')}`);
  return escapeXml(lines.join('\n'));
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(typeof value === 'string' ? plain(value, 2000) : String(value))}"`)
    .join('');

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 §2.2: what no document may hold, even as a reference, becomes U+FFFD. */
const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\uFFFD')
    .replace(/[&<>"]/g, (char) => entities[char] ?? char);
