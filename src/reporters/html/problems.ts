// Findings as the HTML report shows them: grouped by fingerprint, with both places, their code frames and the exchanges they were seen in.
import { frameOf } from '../../model/code-frame.ts';
import type { Finding } from '../../model/finding.ts';
import { groupFindings, showTimes } from '../../model/finding-group.ts';
import type { Location } from '../../model/location.ts';
import { placeOf, showPlace } from '../../model/place.ts';
import type { Report } from '../../model/report.ts';
import { plain } from '../../model/show.ts';
import type { FrameView, PlaceView, ProblemView } from './view.ts';

const mostProblems = 5000;
const mostExchanges = 50;
const mostRelated = 10;
/** Characters of a code frame beside the mark, and of the mark. */
const beside = 120;

/** One after the other, so that a large report is written in small pieces; ends with how many were left out. */
export function* viewProblems({ findings, evidence }: Report): Generator<ProblemView, number> {
  const files = new Map(evidence.map(({ uri }, at) => [uri, at]));
  // What is accepted comes last.
  const groups = [
    ...groupFindings(findings.filter((finding) => !finding.accepted)),
    ...groupFindings(findings.filter((finding) => finding.accepted)),
  ];
  const members = Map.groupBy(findings, keyOf);
  for (const group of groups.slice(0, mostProblems))
    yield viewProblem(group.first, showTimes(group), members.get(keyOf(group.first)) ?? [], files);
  return Math.max(0, groups.length - mostProblems);
}

const keyOf = ({ severity, fingerprint, accepted }: Finding): string => `${accepted ? 'accepted ' : ''}${severity} ${fingerprint}`;

function viewProblem(first: Finding, times: string, members: readonly Finding[], files: ReadonlyMap<string, number>): ProblemView {
  const { severity, rule, about, message, fix, fingerprint, operation, instance, contract, related, accepted, exchange } = first;
  const exchanges = new Map<string, readonly [number, string]>();
  const seenIn = new Set<number>();
  for (const finding of members) {
    const file = files.get(finding.exchange?.evidence ?? finding.instance?.source.uri ?? finding.contract?.source.uri ?? '');
    if (file !== undefined) seenIn.add(file);
    if (finding.exchange)
      exchanges.set(`${finding.exchange.index} ${finding.exchange.evidence}`, [file ?? -1, plain(finding.exchange.label, 120)]);
  }
  return {
    severity,
    rule: plain(rule),
    about: plain(about),
    message: plain(message, 2000),
    fix: plain(fix, 1000),
    fingerprint: plain(fingerprint),
    contract: operation?.contract ?? (instance ? '' : about),
    operation: plain(operation?.id ?? ''),
    times,
    files: [...seenIn],
    exchanges: [...exchanges.values()].slice(0, mostExchanges),
    moreExchanges: Math.max(0, exchanges.size - mostExchanges),
    ...(instance && { seen: { ...viewPlace(instance), label: exchange ? plain(exchange.label, 120) : '' } }),
    ...(contract && { said: viewPlace(contract) }),
    related: related
      .slice(0, mostRelated)
      .map((other) => ({ message: plain(other.message, 400), place: plain(showPlace(placeOf(other.location)), 400) })),
    ...(accepted && { accepted: `by ${accepted.by}: ${plain(accepted.reason, 400)}` }),
  };
}

function viewPlace(location: Location): PlaceView {
  const frame = location.pointer === '' ? undefined : viewFrame(location);
  return { place: plain(showPlace(placeOf(location)), 400), pointer: plain(location.pointer, 400), ...(frame && { frame }) };
}

function viewFrame(location: Location): FrameView | undefined {
  const frame = frameOf(location);
  if (!frame) return undefined;
  const { line, above, before, marked, after, below } = frame;
  const [head, mark, tail] = [[...before], [...marked], [...after]];
  return {
    line,
    above: above.map(trim),
    before: (head.length > beside ? '…' : '') + head.slice(-beside).join(''),
    marked: mark.slice(0, 2 * beside).join('') + (mark.length > 2 * beside ? '…' : ''),
    after: tail.slice(0, beside).join('') + (tail.length > beside ? '…' : ''),
    below: below.map(trim),
  };
}

const trim = (line: string): string => (line.length > beside ? `${[...line].slice(0, beside).join('')}…` : line);
