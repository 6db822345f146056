// `npm run record`: writes contracts/<vendor>/recordings/*.har (HAR 1.2) from the imitation instances of test/instances.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordOdyssee } from './record/odyssee.ts';
import { recordOnlyOffice } from './record/onlyoffice.ts';
import type { Recording } from './record/record.ts';
import { recordSuperOffice } from './record/superoffice.ts';

/** All recordings, in memory; the same text every time. */
export async function recordEvidence(): Promise<Recording[]> {
  return [...(await recordSuperOffice()), ...(await recordOnlyOffice()), ...(await recordOdyssee())];
}

if (import.meta.main) {
  const contracts = join(import.meta.dirname, '..', 'contracts');
  for (const { vendor, name, text } of await recordEvidence()) {
    const folder = join(contracts, vendor, 'recordings');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.har`), text);
    console.log(`contracts/${vendor}/recordings/${name}.har`);
  }
}
