// The three shipped contracts and every request that ships beside them.
import { readdirSync } from 'node:fs';
import { detectFormat } from '../../src/evidence/index.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { readExamples } from '../../src/openapi/examples.ts';
import { type LoadedContract, loadContract } from '../../src/openapi/load.ts';
import { openEvidence } from '../../src/source/read.ts';

const root = new URL('../../', import.meta.url).pathname;

export const vendors = ['superoffice', 'onlyoffice', 'odyssee'] as const;

export const vendorContract = (vendor: string): Promise<LoadedContract> =>
  loadContract(`${root}contracts/${vendor}/openapi.yaml`, { cwd: root });

/** Requests of samples, recordings and of the document itself. */
export function requestsOf(vendor: string, contract: LoadedContract): Exchange[] {
  const files = ['samples', 'recordings'].flatMap((folder) =>
    readdirSync(`${root}contracts/${vendor}/${folder}`).map((name) => `contracts/${vendor}/${folder}/${name}`),
  );
  const recorded = files.flatMap((uri) => {
    const file = openEvidence(root + uri, uri);
    return [...(detectFormat(file)?.read(file, () => undefined) ?? [])];
  });
  return [...recorded, ...readExamples(contract)].filter(({ request }) => request !== undefined);
}
