// Where the consumer tests write: contracts/<vendor>/pacts, or the same tree below PACTS_DIR.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The vendor's folder of pacts, emptied: pact-js merges into a file that exists, and a dropped interaction would stay for ever. */
export function emptyPactsFolder(vendor: string): string {
  const folder = join(process.env['PACTS_DIR'] || import.meta.dirname, vendor, 'pacts');
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name.endsWith('.json')) rmSync(join(folder, name));
  return folder;
}
