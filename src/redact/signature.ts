// What is said of an exchange without the values it is said of: verdict, rules, severities and both places. This must not change.
import { createHash } from 'node:crypto';
import type { Judged } from '../judge/judge.ts';

/** `map` is put to pointers into the exchange, whose names may be personal data themselves. */
export function describeJudged({ outcome, findings }: Judged, map: (text: string) => string = (text) => text): string {
  const said = findings.map(
    ({ rule, severity, instance, contract }) =>
      `${rule} ${severity} ${map(instance?.pointer ?? '')} ${instance?.at ?? ''} ${contract?.source.uri ?? ''}#${contract?.pointer ?? ''}`,
  );
  return [outcome.verdict, ...said.toSorted()].join('\n');
}

/** Short enough to keep one for each exchange. */
export const signatureOf = (described: string): string => createHash('sha256').update(described).digest('base64').slice(0, 12);
