// The evidence formats there are; a new one is a file beside this and a line in this list.
import type { EvidenceFile, EvidenceFormat } from '../model/evidence.ts';
import { list } from '../model/show.ts';
import har from './har.ts';
import hoverfly from './hoverfly.ts';
import http from './http.ts';
import ndjson from './ndjson.ts';
import nock from './nock.ts';
import pact from './pact.ts';
import postman from './postman.ts';
import sample from './sample.ts';
import vcr from './vcr.ts';
import wiremock from './wiremock.ts';

export const evidenceFormats: readonly EvidenceFormat[] = [har, ndjson, http, postman, vcr, pact, nock, wiremock, hoverfly, sample];

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

/** Why no format knows a file: a sentence that lists those there are. */
export function explainUnknown({ uri, size }: EvidenceFile): string {
  const titles = list(
    evidenceFormats.map(({ title }) => title),
    evidenceFormats.length,
    'or',
  );
  const what = size === 0 ? 'the file is empty' : `it is none of these: ${titles}`;
  return `The format of \`${uri}\` is not known: ${what}`;
}
