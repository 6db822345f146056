// SARIF 2.1.0 for code scanning: rules with help, results with regions in both files, suppressions for accepted findings.
import type { Invocation, Notification, ReportingDescriptor } from 'sarif';
import type { Finding } from '../model/finding.ts';
import { severities } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import type { RenderOptions, Reporter } from '../model/reporter.ts';
import { count, grouped } from '../model/show.ts';
import { createPlaceFinder } from '../model/place.ts';
import { describeResult, levels, messageText } from './sarif/result.ts';

/** What code scanning takes in one run. */
const mostResults = 25_000;

const reporter: Reporter = {
  id: 'sarif',
  title: 'SARIF 2.1.0 for code scanning',
  *render(report, { rule }) {
    // The worst come first, so that they are not the ones beyond the limit.
    const results = severities
      .flatMap((severity) => report.findings.filter((finding) => finding.severity === severity))
      .slice(0, mostResults);
    const ruleIndexes = new Map<string, number>();
    for (const finding of results) if (!ruleIndexes.has(finding.rule)) ruleIndexes.set(finding.rule, ruleIndexes.size);
    const rules = [...ruleIndexes.keys()].map((id) => describeRule(id, results, rule));
    const driver = { name: 'Truce', version: report.tool.version, semanticVersion: report.tool.version, rules };
    yield '{\n"$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n"version": "2.1.0",\n"runs": [{\n';
    yield `"tool": ${stringify({ driver })},\n`;
    yield `"invocations": ${stringify([describeInvocation(report, report.findings.length - results.length)])},\n`;
    yield `"originalUriBaseIds": ${stringify({ '%SRCROOT%': { description: { text: 'The folder the check was run in' } } })},\n`;
    yield '"columnKind": "utf16CodeUnits",\n"results": [';
    const findPlace = createPlaceFinder();
    let separator = '\n';
    for (const finding of results) {
      yield separator + stringify(describeResult(finding, ruleIndexes.get(finding.rule) ?? -1, findPlace));
      separator = ',\n';
    }
    yield '\n]\n}]\n}\n';
  },
};
export default reporter;

const stringify = (value: unknown): string => JSON.stringify(value).replaceAll('\u007f', '\\u007f');

function describeRule(id: string, results: readonly Finding[], rule: RenderOptions['rule']): ReportingDescriptor {
  const level = levels[results.find((finding) => finding.rule === id)?.severity ?? 'error'];
  const known = rule(id);
  const help = `Run \`truce explain ${id}\` for the whole page.`;
  return {
    id,
    defaultConfiguration: { level },
    ...(known && { shortDescription: { text: known.title }, fullDescription: { text: known.why } }),
    help: known
      ? { text: `${known.why}\n\nFix: ${known.fix}\n\n${help}`, markdown: `${known.why}\n\n**Fix:** ${known.fix}\n\n${help}` }
      : { text: help },
  };
}

function describeInvocation(report: Report, omitted: number): Invocation {
  const note = (level: Notification['level'], text: string): Notification => ({ level, message: { text: messageText(text) } });
  return {
    executionSuccessful: report.exitCode !== 2,
    exitCode: report.exitCode,
    toolExecutionNotifications: [
      ...report.couldNotCheck.map((reason) => note('error', reason)),
      ...(omitted > 0
        ? [
            note(
              'warning',
              `${count(omitted, 'finding')} beyond the first ${grouped(mostResults)} not in this file: the json reporter has all`,
            ),
          ]
        : []),
      ...(report.bailed ? [note('warning', 'Stopped early by --bail: what came after was not read')] : []),
      ...report.remarks.map(({ severity, message }) => note(levels[severity], message)),
    ],
  };
}
