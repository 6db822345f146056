// What `truce suggest` says to people: which findings an Overlay answers, which stay, which operations turn green.
import { count, plain } from '../model/show.ts';
import type { Refusal, Suggestion, Tally } from '../suggest/suggest.ts';

const most = 50;

/** Before and after, for standard output. */
export function showChange({ actions, before, after }: Suggestion): string {
  const vanished = [...before.findings].filter(([fingerprint]) => !after.findings.has(fingerprint));
  const stays = [...after.findings].filter(([fingerprint]) => before.findings.has(fingerprint));
  const fresh = [...after.findings].filter(([fingerprint]) => !before.findings.has(fingerprint));
  const turned = [...after.green].filter((id) => before.red.has(id)).toSorted();
  const lines = [
    `With ${count([...actions.values()].flat().length, 'action')} applied to a copy, ${count(before.exchanges, 'exchange')} judged again:`,
    `  before  ${verdicts(before)}`,
    `  after   ${verdicts(after)}`,
    ...section('Vanishes', vanished),
    ...section('Stays', stays),
    ...section('New', fresh),
    ...(turned.length > 0 ? ['', 'Turns green', ...turned.map((id) => `  ${plain(id, 120)}`)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const verdicts = ({ verdicts: all, findings }: Tally): string => {
  const total = [...findings.values()].reduce((sum, one) => sum + one.count, 0);
  return `${all.conforms} conform · ${all.violates} violate · ${all.unmatched} unmatched · ${all.unchecked} unchecked · ${count(total, 'finding')}`;
};

function section(
  title: string,
  entries: readonly (readonly [string, Tally['findings'] extends ReadonlyMap<string, infer Entry> ? Entry : never])[],
): string[] {
  if (entries.length === 0) return [];
  const shown = entries
    .slice(0, most)
    .map(
      ([, { finding, count: times }]) =>
        `  ${finding.rule}  ${finding.about}${times > 1 ? ` (${times} times)` : ''}\n    ${finding.message}`,
    );
  return ['', title, ...shown, ...(entries.length > most ? [`  and ${entries.length - most} more`] : [])];
}

/** What is left to people, for standard error. */
export function showRefusals(refusals: readonly Refusal[]): string {
  if (refusals.length === 0) return '';
  const lines = refusals.slice(0, most).map(({ cluster: { rule, place, name, member, exchanges }, reason }) => {
    const what = member || (name === rule ? '' : name);
    return `  ${rule}${what ? ` ${plain(what, 80)}` : ''} (${count(exchanges, 'exchange')})${place ? ` at ${place.source.uri}#${plain(place.pointer, 160)}` : ''}\n    ${reason}`;
  });
  if (refusals.length > most) lines.push(`  and ${refusals.length - most} more`);
  return `Not suggested:\n${lines.join('\n')}\n`;
}
