// A report as test cases, for outputs that were made for test runners: a suite per evidence file, a case per exchange, none left out.
import { failsRun } from './conclusion.ts';
import type { Finding } from './finding.ts';
import type { Location } from './location.ts';
import { reasonOf } from './outcome-reason.ts';
import type { Place } from './place.ts';
import { placeOf, showPlace } from './place.ts';
import type { Outcome, Report } from './report.ts';
import { count, plain } from './show.ts';

/** Findings written out per case. */
const mostFindings = 20;

export interface Case {
  readonly name: string;
  readonly classname: string;
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  readonly type: string;
  /** The exchange it is about; absent for what concerns a whole file, a contract or the run. */
  readonly outcome?: Outcome;
  readonly message: string;
  /** Findings that make it fail. */
  readonly failing: readonly Finding[];
  /** Findings that do not: below `failOn`, or accepted. */
  readonly noted: readonly Finding[];
}

export interface Suite {
  readonly name: string;
  readonly cases: Case[];
}

/** Suites in the order of the evidence, then what belongs to none. */
export function createSuites(report: Report): Suite[] {
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
    const failing = failsRun(finding, report.failOn);
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
  const failing = findings.filter((finding) => failsRun(finding, failOn));
  const kind =
    verdict === 'unchecked' && !exchange.isPending
      ? 'error'
      : failing.length > 0
        ? 'failure'
        : verdict === 'unmatched' || verdict === 'unchecked'
          ? 'skipped'
          : 'passed';
  const [first] = failing;
  const others = failing.length > 1 ? ` (and ${count(failing.length - 1, 'more finding')})` : '';
  return {
    outcome,
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

/** For people, some lines each; `findPlace`: for places in contracts, which come up again and again. */
export function describeFindings(findings: readonly Finding[], findPlace: (location: Location) => Place): string {
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
  return lines.join('\n');
}
