// What a report comes to, in one sentence: the same words in every output for people.
import { count, grouped, list } from './show.ts';
import { counts, type Finding, severities, type Severity } from './finding.ts';
import type { Report, Verdict } from './report.ts';

/** True when a finding of this severity makes the run fail. */
export const isFailing = (severity: Severity, failOn: Report['failOn']): boolean =>
  failOn !== 'never' && severities.indexOf(severity) <= severities.indexOf(failOn);

/** True when this finding makes the run fail: it counts, is severe enough, and no pending interaction is what it is about. */
export const failsRun = (finding: Finding, failOn: Report['failOn']): boolean =>
  counts(finding) && finding.exchange?.isPending !== true && isFailing(finding.severity, failOn);

export const nouns: Readonly<Record<Severity, readonly [one: string, many: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['info', 'infos'],
};

/** `3 errors and 1 warning`; empty when there are none. */
export function showFindingCounts({ totals: { findings } }: Report): string {
  return showCounts(findings);
}

type Counts = Readonly<Record<Severity, number>>;

const showCounts = (by: Counts): string =>
  list(severities.filter((severity) => by[severity] > 0).map((severity) => count(by[severity], ...nouns[severity])));

/** Findings that make the run fail, and the others that count. */
function divideFindings({ findings, failOn, totals }: Report): { failing: Counts; rest: Counts } {
  const failing = { error: 0, warning: 0, info: 0 };
  for (const finding of findings) if (failsRun(finding, failOn)) failing[finding.severity]++;
  const { error, warning, info } = totals.findings;
  return { failing, rest: { error: error - failing.error, warning: warning - failing.warning, info: info - failing.info } };
}

/** `1 violates`, `2 violate`. */
export const showVerdictCount = (n: number, verdict: Verdict): string => `${grouped(n)} ${n === 1 ? verdict : verdict.replace(/s$/, '')}`;

/** The final sentence, with the meaning of the exit code; no final stop. */
export function conclude(report: Report): string {
  const { failOn, totals } = report;
  if (report.conclusion !== undefined) return report.conclusion;
  if (report.exitCode === 2) return 'Could not check: neither a pass nor a fail (exit code 2)';
  const divided = divideFindings(report);
  if (report.exitCode === 1) {
    const failing = showCounts(divided.failing);
    if (report.shortfalls) {
      const short = 'less is proved than `--min-coverage` asks for';
      return failing
        ? `Fails: ${failing} at or above \`--fail-on ${failOn}\`, and ${short} (exit code 1)`
        : `Fails: ${short} (exit code 1)`;
    }
    return `Fails: ${failing || 'findings'} at or above \`--fail-on ${failOn}\` (exit code 1)`;
  }
  const checked = totals.verdicts.conforms + totals.verdicts.violates;
  if (checked === 0 && totals.exchanges > 0 && report.outcomes.every(({ exchange }) => exchange.isPending)) return concludePending(report);
  const rest = showCounts(divided.rest);
  if (rest && failOn === 'never') return `Passes because of \`--fail-on never\`, with ${rest} (exit code 0)`;
  const isBelow = severities.every((severity) => divided.rest[severity] === 0 || !isFailing(severity, failOn));
  if (rest && isBelow) return `Passes: nothing at or above \`--fail-on ${failOn}\`, ${rest} below it (exit code 0)`;
  if (rest) return `Passes: nothing at or above \`--fail-on ${failOn}\` but what is pending, ${rest} in all (exit code 0)`;
  if (totals.accepted > 0) return `Passes: ${count(checked, 'exchange')} checked, every finding is accepted (exit code 0)`;
  return `Conforms: ${count(checked, 'exchange')} checked, no findings (exit code 0)`;
}

/** Pending interactions never fail a run, not even where no contract covers one of them; that nothing was judged has to be said. */
function concludePending({ totals: { exchanges, verdicts: by } }: Report): string {
  const parts = list(
    (['unmatched', 'unchecked'] as const).filter((verdict) => by[verdict] > 0).map((verdict) => showVerdictCount(by[verdict], verdict)),
  );
  const who =
    exchanges === 1
      ? 'the only interaction is pending, and it could not be judged'
      : `all ${grouped(exchanges)} interactions are pending, and none of them could be judged`;
  return `Passes: ${who}: ${parts} (exit code 0)`;
}
