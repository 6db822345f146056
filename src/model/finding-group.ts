// Findings with one fingerprint are one problem seen many times; reporters for people print it once.
import { count } from './show.ts';
import type { Finding, Severity } from './finding.ts';
import { severities } from './finding.ts';

export interface FindingGroup {
  /** The finding that stands first in the evidence. */
  readonly first: Finding;
  readonly findings: number;
  /** Different exchanges among them. */
  readonly exchanges: number;
}

const uriOf = ({ exchange, instance, contract }: Finding): string =>
  exchange?.evidence ?? instance?.source.uri ?? contract?.source.uri ?? '';

// No positions here: they cost a scan of the file each, and most findings of a large run are never printed.
function comparePlaces(a: Finding, b: Finding): number {
  const [left, right] = [uriOf(a), uriOf(b)];
  if (left !== right) return left < right ? -1 : 1;
  return (a.exchange?.index ?? -1) - (b.exchange?.index ?? -1);
}

/** Groups sorted by severity, then by the place of their first finding. */
export function groupFindings(findings: Iterable<Finding>): FindingGroup[] {
  const groups = new Map<string, { first: Finding; findings: number; exchanges: Set<string> }>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.fingerprint}`;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { first: finding, findings: 0, exchanges: new Set() }));
    else if (comparePlaces(finding, group.first) < 0) group.first = finding;
    group.findings += 1;
    if (finding.exchange) group.exchanges.add(`${finding.exchange.index} ${finding.exchange.evidence}`);
  }
  const rank = (severity: Severity): number => severities.indexOf(severity);
  return [...groups.values()]
    .map((group) => ({ ...group, exchanges: group.exchanges.size }))
    .sort((a, b) => rank(a.first.severity) - rank(b.first.severity) || comparePlaces(a.first, b.first));
}

/** `× 214 exchanges`; empty for a problem seen once. */
export function showTimes({ findings, exchanges }: FindingGroup): string {
  if (findings < 2) return '';
  if (exchanges < 2) return `× ${count(findings, 'place')}`;
  return findings === exchanges ? `× ${count(exchanges, 'exchange')}` : `× ${count(findings, 'place')} in ${count(exchanges, 'exchange')}`;
}
