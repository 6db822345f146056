// What has changed between an earlier run and this one: findings by fingerprint, and what was tried.
import type { Finding, Severity } from '../model/finding.ts';
import { counts, severities } from '../model/finding.ts';
import type { Report, TriedCase } from '../model/report.ts';
import { list, plain } from '../model/show.ts';
import type { EarlierFinding, EarlierReport } from './earlier-report.ts';

export interface Change {
  readonly fingerprint: string;
  readonly severity: Severity;
  readonly rule: string;
  readonly about: string;
  readonly message: string;
  readonly times: number;
}

/** All texts are as they came; whoever prints them makes them safe. */
export interface Comparison {
  /** `last.json` */
  readonly earlier: string;
  /** Why the two runs may not be comparable; sentences without a final stop. */
  readonly remarks: readonly string[];
  readonly appeared: readonly Change[];
  /** What showed them was sent again and judged, and they are not there any more. */
  readonly gone: readonly Change[];
  /** They are not there, but nothing that showed them was sent this time, or no answer to it could be judged. */
  readonly unjudged: readonly Change[];
  /** Problems that are in both, accepted at most in one. */
  readonly stayed: number;
  /** `operation, check`: tried then and not now. */
  readonly dropped: readonly string[];
  /** Tried now and not then. */
  readonly added: readonly string[];
}

type Compared = Pick<Finding, 'fingerprint' | 'severity' | 'rule' | 'about' | 'message'>;

export function compareReports(earlier: EarlierReport, report: Report): Comparison {
  const before = groupsOf(earlier.findings.filter(({ isAccepted }) => !isAccepted));
  const now = groupsOf(report.findings.filter(counts));
  // What is accepted is there all the same.
  const there = new Set(report.findings.map(({ fingerprint }) => fingerprint));
  const known = new Set(earlier.findings.map(({ fingerprint }) => fingerprint));
  const missing = [...before].filter(([fingerprint]) => !there.has(fingerprint));
  const isJudged = judgedIn(earlier, report);
  const hasChecks = earlier.outcomes.some(({ tried }) => tried);
  const then = triedIn(earlier.outcomes, hasChecks);
  const today = triedIn(
    report.outcomes.map(({ operation, tried }) => ({ operation: operation?.id, tried })),
    hasChecks,
  );
  return {
    earlier: earlier.uri,
    remarks: remarksOn(earlier, report),
    appeared: sorted([...now].filter(([fingerprint]) => !known.has(fingerprint)).map(([, group]) => changeOf(group))),
    gone: sorted(missing.filter(([, group]) => group.some(isJudged)).map(([, group]) => changeOf(group))),
    unjudged: sorted(missing.filter(([, group]) => !group.some(isJudged)).map(([, group]) => changeOf(group))),
    stayed: [...known].filter((fingerprint) => there.has(fingerprint) && (before.has(fingerprint) || now.has(fingerprint))).length,
    dropped: [...then].filter((one) => !today.has(one)).toSorted(),
    added: [...today].filter((one) => !then.has(one)).toSorted(),
  };
}

const groupsOf = <One extends Compared>(findings: readonly One[]): Map<string, One[]> =>
  Map.groupBy(findings, ({ fingerprint }) => fingerprint);

function changeOf(group: readonly Compared[]): Change {
  const [worst] = group.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const { fingerprint = '', severity = 'info', rule = '', about = '', message = '' } = worst ?? {};
  return { fingerprint, severity, rule, about, message, times: group.length };
}

const sorted = (changes: readonly Change[]): Change[] =>
  changes.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || (key(a) < key(b) ? -1 : 1));
const key = ({ about, rule, fingerprint }: Change): string => `${about} ${rule} ${fingerprint}`;

/** Was what showed a finding sent again and judged? By its case; for what belongs to none by its operation; what belongs to no exchange always is. */
function judgedIn(earlier: EarlierReport, report: Report): (finding: EarlierFinding) => boolean {
  const keyOf = ({ operation, check, case: name }: TriedCase): string => JSON.stringify([operation, check, name]);
  const cases = new Map(earlier.outcomes.map(({ exchange, tried }) => [exchange, tried]));
  const { judged = [], unchecked = [] } = Object.groupBy(report.outcomes, ({ verdict }) => (verdict === 'unchecked' ? verdict : 'judged'));
  const keysOf = (outcomes: Report['outcomes']): Set<string> => new Set(outcomes.flatMap(({ tried }) => (tried ? [keyOf(tried)] : [])));
  const now = keysOf(judged).difference(keysOf(unchecked));
  const operations = new Set(judged.map(({ operation }) => operation?.id));
  return ({ exchange, operation }) => {
    const tried = exchange === undefined ? undefined : cases.get(exchange);
    if (tried) return now.has(keyOf(tried));
    return exchange === undefined || operation === undefined || operations.has(operation);
  };
}

/** `operation, check`; the operation alone where the earlier run does not know its checks. */
function triedIn(outcomes: readonly Pick<EarlierReport['outcomes'][number], 'operation' | 'tried'>[], hasChecks: boolean): Set<string> {
  return new Set(
    outcomes.flatMap(({ operation, tried }) => {
      if (hasChecks) return tried ? [`${tried.operation}, ${tried.check}`] : [];
      return operation === undefined ? [] : [operation];
    }),
  );
}

function remarksOn({ contracts, truce, outcomes }: EarlierReport, report: Report): string[] {
  const remarks: string[] = [];
  const name = ({ id, version }: EarlierReport['contracts'][number]): string => plain(`${id} ${version}`.trim(), 100);
  const [then, now] = [contracts.map(name), report.contracts.map(name)];
  const own = report.contracts[0]?.id;
  if (!contracts.some(({ id }) => id === own))
    remarks.push(
      `The earlier run was about another contract (${list(then) || 'none'} then, ${list(now)} now): findings of different contracts have nothing in common`,
    );
  else if (then.join() !== now.join())
    remarks.push(
      `The contract has changed (${list(then)} then, ${list(now)} now): a finding whose place in the document has moved is gone and new`,
    );
  if (truce !== report.tool.version)
    remarks.push(`The earlier run was made by Truce ${plain(truce, 40) || 'of an unknown version'}, this one by ${report.tool.version}`);
  if (!outcomes.some(({ tried }) => tried))
    remarks.push('The earlier report does not say which checks were tried: only operations can be compared');
  return remarks;
}
