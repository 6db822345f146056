// What people read of a redaction: verdicts that stayed, originals that were searched, and what is not there.
import { count, grouped } from '../model/show.ts';
import type { RedactReport } from '../redact/redact-file.ts';

/** Sentences of one kind that are printed. */
const mostTold = 20;

/** Lines without an end. */
export function summariseRedaction(report: RedactReport): string[] {
  const { exchanges, same, incomplete, originals, searched, unsearchable, found, failures, left } = report;
  const lines = [
    `verdicts: ${grouped(same)} of ${grouped(exchanges)} the same${
      incomplete > 0 ? `; of ${count(incomplete, 'entry', 'entries')} something is left out` : ''
    }`,
    `originals: ${count(searched, 'value')} searched in the output, ${found} found`,
  ];
  if (unsearchable > 0)
    lines.push(`not searched: ${grouped(unsearchable)} of ${grouped(originals)}, short, common or bytes; replaced in place`);
  return [...lines, ...shown(left), ...shown(failures)];
}

const shown = (sentences: readonly string[]): string[] => [
  ...sentences.slice(0, mostTold).map((sentence) => `  ${sentence}`),
  ...(sentences.length > mostTold ? [`  and ${sentences.length - mostTold} more`] : []),
];
