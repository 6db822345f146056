// JUnit XML, in the subset every CI reads: a suite per evidence file, a case per exchange.
import type { Finding } from '../model/finding.ts';
import { createPlaceFinder } from '../model/place.ts';
import type { Reporter } from '../model/reporter.ts';
import { plain } from '../model/show.ts';
import { type Case, createSuites, describeFindings, type Suite } from '../model/test-cases.ts';

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

type FindPlace = Parameters<typeof describeFindings>[1];

const countCases = ({ cases }: Suite, kind: Case['kind']): number => cases.filter((one) => one.kind === kind).length;

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

const describe = (findings: readonly Finding[], findPlace: FindPlace): string => escapeXml(describeFindings(findings, findPlace));

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
