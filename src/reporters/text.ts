// The report for people: findings grouped by fingerprint, then the evidence, what could not be judged, and the conclusion; a function per section (hence its length).
import { conclude, showFindingCounts, showVerdictCount } from '../model/conclusion.ts';
import { counts, type Finding, isPending } from '../model/finding.ts';
import { groupFindings } from '../model/finding-group.ts';
import type { Report } from '../model/report.ts';
import { verdicts } from '../model/report.ts';
import type { Reporter } from '../model/reporter.ts';
import { count, grouped, list, plain } from '../model/show.ts';
import { renderEvidence } from './text/evidence-table.ts';
import { renderFindingLine } from './text/finding-line.ts';
import { renderGroup } from './text/group.ts';
import { renderMatrix, renderShortfalls } from './text/matrix.ts';
import type { Paint } from './text/paint.ts';
import { createPaint, renderNote, renderParagraph } from './text/paint.ts';
import { renderUnjudged } from './text/unjudged.ts';

const mostGroups = 50;
const mostRemarks = 30;

const reporter: Reporter = {
  id: 'text',
  title: 'For people: findings with both places, totals, conclusion',
  usesMatrix: 'terminal',
  *render(report, { color, width, frames, quiet, matrix = 'compact', isMatrixBrief = false }) {
    const paint = createPaint(color, width);
    yield* renderFindings(report, paint, frames);
    const sections = [
      renderAccepted(report, paint),
      quiet ? [] : renderEvidence(report, paint),
      quiet ? [] : renderUnjudged(report, paint),
      quiet ? [] : renderMatrix(report, paint, isMatrixBrief ? 'brief' : matrix),
      renderShortfalls(report, paint),
      renderTotals(report, paint),
      renderRemarks(report, paint, quiet),
      renderConclusion(report, paint),
    ];
    yield sections
      .filter((lines) => lines.length > 0)
      .map((lines) => `${lines.join('\n')}\n`)
      .join('\n')
      .toWellFormed();
  },
};
export default reporter;

/** The findings alone, as the report begins with them; for failures in tests. */
export const showFindings = (
  findings: readonly Finding[],
  { color, width, frames }: { readonly color: boolean; readonly width: number; readonly frames: boolean },
): string => [...renderFindings({ findings }, createPaint(color, width), frames)].join('').trimEnd();

/** One finding in one line, seen `times` times so far; for output that comes while something runs. */
export const showFindingLine = (finding: Finding, times: number, color: boolean): string =>
  renderFindingLine(finding, times, createPaint(color, Number.POSITIVE_INFINITY));

function* renderFindings(report: Pick<Report, 'findings'>, paint: Paint, frames: boolean): Iterable<string> {
  const groups = [...groupFindings(report.findings.filter(counts)), ...groupFindings(report.findings.filter(isPending))];
  const explained = new Set<string>();
  for (const group of groups.slice(0, mostGroups)) {
    const help = !explained.has(group.first.rule);
    explained.add(group.first.rule);
    yield `${renderGroup(group, paint, { frames, help }).join('\n')}\n\n`.toWellFormed();
  }
  const hidden = groups.slice(mostGroups);
  if (hidden.length === 0) return;
  const findings = hidden.reduce((sum, group) => sum + group.findings, 0);
  const text = `and ${count(hidden.length, 'more problem')} (${count(findings, 'finding')}) not shown: \`--reporter json\` has all`;
  yield `${renderParagraph(paint, [{ text, style: paint.strong }], 0).join('\n')}\n\n`.toWellFormed();
}

/** Reasons of waivers shown; the others are counted. */
const mostReasons = 10;

function renderAccepted(report: Report, paint: Paint): string[] {
  const accepted = report.findings.filter((finding) => !counts(finding));
  if (accepted.length === 0) return [];
  const words = { waiver: 'by a waiver', baseline: 'by the baseline', pending: 'of pending pacts' } as const;
  const by = (['waiver', 'baseline', 'pending'] as const).flatMap((way) => {
    const findings = accepted.filter((finding) => finding.accepted?.by === way).length;
    return findings > 0 ? [`${count(findings, 'finding')} ${words[way]}`] : [];
  });
  const reasons = Map.groupBy(
    accepted.filter((finding) => finding.accepted?.by === 'waiver'),
    (finding) => `${finding.rule}: ${finding.accepted?.reason ?? ''}`,
  );
  return [
    ...renderParagraph(paint, [{ text: 'accepted', style: paint.strong }, { text: `  ${list(by)}` }], 0),
    ...[...reasons]
      .slice(0, mostReasons)
      .flatMap(([reason, group]) =>
        renderParagraph(paint, [{ text: `× ${grouped(group.length)}  ${plain(reason, 300)}`, style: paint.dim }]),
      ),
  ];
}

function renderTotals(report: Report, paint: Paint): string[] {
  const { exchanges, verdicts: by, accepted } = report.totals;
  const findings = showFindingCounts(report) || 'none';
  return [
    ...renderNote(
      paint,
      'exchanges',
      [grouped(exchanges), ...verdicts.filter((verdict) => by[verdict] > 0).map((verdict) => showVerdictCount(by[verdict], verdict))].join(
        ' · ',
      ),
    ),
    ...renderNote(paint, 'findings', accepted > 0 ? `${findings}, ${grouped(accepted)} accepted` : findings),
  ];
}

function renderRemarks(report: Report, paint: Paint, quiet: boolean): string[] {
  const remarks = report.remarks.filter(({ severity }) => !quiet || severity !== 'info');
  return [
    ...remarks
      .slice(0, mostRemarks)
      .flatMap(({ severity, message }) =>
        renderParagraph(paint, [{ text: severity, style: paint.severity[severity] }, { text: `  ${plain(message, 1000)}` }], 0),
      ),
    ...(remarks.length > mostRemarks
      ? renderParagraph(paint, [{ text: `and ${count(remarks.length - mostRemarks, 'more remark')}` }], 0)
      : []),
  ];
}

function renderConclusion(report: Report, paint: Paint): string[] {
  const symbol = ['✓', '✗', '!'][report.exitCode] ?? '!';
  const style = report.exitCode === 0 ? paint.good : paint.bad;
  const reasons = report.couldNotCheck.slice(0, mostRemarks);
  const more = report.couldNotCheck.length - reasons.length;
  return [
    ...reasons.flatMap((reason) => renderParagraph(paint, [{ text: `- ${plain(reason, 1000)}` }])),
    ...(more > 0 ? renderParagraph(paint, [{ text: `- and ${count(more, 'more reason')}` }]) : []),
    ...(report.bailed ? renderParagraph(paint, [{ text: 'Stopped early by `--bail`: what came after was not read' }], 0) : []),
    ...renderParagraph(paint, [{ text: `${symbol} ${conclude(report)}`, style }], 0),
  ];
}
