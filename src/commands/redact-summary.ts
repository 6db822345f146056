// What people read of a redaction: verdicts that stayed, originals that were searched, and what is not there.
import { count, grouped } from '../model/show.ts';
import type { RedactReport } from '../redact/redact-file.ts';

/** Sentences of one kind that are printed. */
const mostTold = 20;

/** Lines without an end. */
export function summariseRedaction({ exchanges, same, originals, searched, unsearchable, found, failures, left }: RedactReport): string[] {
  const lines = [
    `verdicts: ${grouped(same)} of ${grouped(exchanges)} the same`,
    `originals: ${count(searched, 'value')} searched in the output, ${found} found`,
  ];
  if (unsearchable > 0)
    lines.push(`not searched: ${count(unsearchable, 'value')} of ${grouped(originals)}, short, common or bytes; replaced where they stand`);
  return [...lines, ...shown(left), ...shown(failures)];
}

const shown = (sentences: readonly string[]): string[] => [
  ...sentences.slice(0, mostTold).map((sentence) => `  ${sentence}`),
  ...(sentences.length > mostTold ? [`  and ${sentences.length - mostTold} more`] : []),
];
