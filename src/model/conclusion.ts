// What a report comes to, in one sentence: the same words in every output for people.
import { count, list } from './show.ts';
import type { Severity } from './finding.ts';
import { severities } from './finding.ts';
import type { Report, Verdict } from './report.ts';

/** True when a finding of this severity makes the run fail. */
export const isFailing = (severity: Severity, failOn: Report['failOn']): boolean =>
  failOn !== 'never' && severities.indexOf(severity) <= severities.indexOf(failOn);

export const nouns: Readonly<Record<Severity, readonly [one: string, many: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  info: ['info', 'infos'],
};

/** `3 errors and 1 warning`; empty when there are none among `wanted`. */
export function showFindingCounts(report: Report, wanted: (severity: Severity) => boolean = () => true): string {
  return list(
    severities
      .filter((severity) => wanted(severity) && report.totals.findings[severity] > 0)
      .map((severity) => count(report.totals.findings[severity], ...nouns[severity])),
  );
}

/** `1 violates`, `2 violate`. */
export const showVerdictCount = (n: number, verdict: Verdict): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? verdict : verdict.replace(/s$/, '')}`;

/** The final sentence, with the meaning of the exit code; no final stop. */
export function conclude(report: Report): string {
  const { failOn, totals } = report;
  if (report.conclusion !== undefined) return report.conclusion;
  if (report.exitCode === 2) return 'Could not check: neither a pass nor a fail (exit code 2)';
  if (report.exitCode === 1) {
    const failing = showFindingCounts(report, (severity) => isFailing(severity, failOn));
    if (report.shortfalls) {
      const short = 'less is proved than `--min-coverage` asks for';
      return failing
        ? `Fails: ${failing} at or above \`--fail-on ${failOn}\`, and ${short} (exit code 1)`
        : `Fails: ${short} (exit code 1)`;
    }
    return `Fails: ${failing || 'findings'} at or above \`--fail-on ${failOn}\` (exit code 1)`;
  }
  const rest = showFindingCounts(report, (severity) => !isFailing(severity, failOn));
  if (rest && failOn === 'never') return `Passes because of \`--fail-on never\`, with ${rest} (exit code 0)`;
  if (rest) return `Passes: nothing at or above \`--fail-on ${failOn}\`, ${rest} below it (exit code 0)`;
  const checked = totals.verdicts.conforms + totals.verdicts.violates;
  if (totals.accepted > 0) return `Passes: ${count(checked, 'exchange')} checked, every finding is accepted (exit code 0)`;
  return `Conforms: ${count(checked, 'exchange')} checked, no findings (exit code 0)`;
}
