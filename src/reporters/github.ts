// GitHub Actions workflow commands: an annotation per group of findings. The job summary is the markdown reporter's.
import { conclude, nouns } from '../model/conclusion.ts';
import type { Severity } from '../model/finding.ts';
import { counts, severities } from '../model/finding.ts';
import type { FindingGroup } from '../model/finding-group.ts';
import { groupFindings, showTimes } from '../model/finding-group.ts';
import { placeOf, showPlace } from '../model/place.ts';
import type { Reporter } from '../model/reporter.ts';
import { count, list, plain } from '../model/show.ts';

/** GitHub drops what one step annotates beyond this, per kind of annotation. */
const mostAnnotations = 10;
const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

const reporter: Reporter = {
  id: 'github',
  title: 'Annotations for GitHub Actions',
  *render(report) {
    const reasons = report.couldNotCheck.slice(0, mostAnnotations);
    for (const reason of reasons) yield `::error title=${escapeProperty('truce: could not check')}::${escapeData(plain(reason, 1000))}\n`;
    const groups = groupFindings(report.findings.filter(counts));
    const hidden: string[] = [];
    for (const severity of severities) {
      const own = groups.filter(({ first }) => first.severity === severity);
      const room = mostAnnotations - (severity === 'error' ? reasons.length : 0);
      for (const group of own.slice(0, room)) yield renderAnnotation(group);
      if (own.length > room) hidden.push(count(own.length - room, `more ${nouns[severity][0]}`, `more ${nouns[severity][1]}`));
    }
    // Plain lines: as annotations they would push others out.
    const more = report.couldNotCheck.length - reasons.length;
    if (more > 0) yield `truce: ${count(more, 'more reason')} why it could not check: see the job summary or the text report\n`;
    if (hidden.length > 0) yield `truce: ${list(hidden)} without an annotation: see the job summary or the text report\n`;
    yield `truce: ${conclude(report)}\n`;
  },
};
export default reporter;

function renderAnnotation(group: FindingGroup): string {
  const { severity, rule, about, message, instance, contract, fix } = group.first;
  // What a broker holds is no file of the repository, and GitHub would show the annotation nowhere.
  const isElsewhere = instance !== undefined && /^https?:\/\//i.test(instance.source.uri);
  const place = isElsewhere ? contract : (instance ?? contract);
  const properties: [string, string | number][] = [];
  if (place) {
    const { uri, line, column, end } = placeOf(place);
    properties.push(['file', uri], ['line', line]);
    // Columns hold within one line only.
    if (end && end.line > line) properties.push(['endLine', end.line]);
    else properties.push(['col', column], ...(end ? [['endColumn', end.column] as [string, number]] : []));
  }
  properties.push(['title', [plain(rule), plain(about)].filter((part) => part !== '').join('  ')]);
  const times = showTimes(group);
  const lines = [
    `${plain(message, 2000)}${times && ` (${times})`}`,
    ...(isElsewhere ? [`seen: ${plain(showPlace(placeOf(instance)), 400)} ${plain(instance.pointer, 400)}`] : []),
    ...(instance && contract && !isElsewhere
      ? [`contract: ${plain(showPlace(placeOf(contract)), 400)} #${plain(contract.pointer, 400)}`]
      : []),
    ...(fix ? [`fix: ${plain(fix, 1000)}`] : []),
  ];
  return `::${commands[severity]} ${properties.map(([name, value]) => `${name}=${escapeProperty(plain(String(value), 400))}`).join(',')}::${escapeData(lines.join('\n'))}\n`;
}

const escapeData = (text: string): string => text.toWellFormed().replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
