// The evidence formats there are; a new one is a file beside this and a line in this list.
import type { EvidenceFile, EvidenceFormat } from '../model/evidence.ts';
import har from './har.ts';
import pact from './pact.ts';
import sample from './sample.ts';

export const evidenceFormats: readonly EvidenceFormat[] = [har, pact, sample];

/** The format whose mark is plainest in the content; undefined when none knows the file. */
export function detectFormat(file: EvidenceFile): EvidenceFormat | undefined {
  let best: EvidenceFormat | undefined;
  let certainty = 0;
  for (const format of evidenceFormats) {
    const answer = format.detect(file);
    if (answer > certainty) [best, certainty] = [format, answer];
  }
  return best;
}
