// A fingerprint of everything a contract consists of, so that machines that judge by different texts are told apart.
import { createHash } from 'node:crypto';
import type { LoadedContract } from '../openapi/load.ts';

/** SHA-256 over the documents, whatever their line ends. */
export function hashContract({ documents }: LoadedContract): string {
  const hash = createHash('sha256');
  for (const { uri, source } of documents.all) hash.update(`${uri}\n${source.lines(1, Number.MAX_SAFE_INTEGER).join('\n')}\n`);
  return hash.digest('hex');
}
