// Runs one folder as a check: `contract.*` against every other file in it, with positions, as plain data.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { check, type CheckOptions } from '../../src/check.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Location } from '../../src/model/location.ts';
import type { Report } from '../../src/model/report.ts';
import { loadContract } from '../../src/openapi/load.ts';
import { openEvidence } from '../../src/source/read.ts';
import { gather } from '../../src/report.ts';

const notEvidence = /^(contract\.|findings\.json$|options\.json$|README\.md$|\.)/;

/** Checks a case folder; `reverse` hands over the evidence files in the opposite order. */
export async function runCase(folder: string, options: Partial<CheckOptions> = {}, reverse = false): Promise<Report> {
  const names = readdirSync(folder).toSorted();
  const contractName = names.find((name) => name.startsWith('contract.'));
  if (contractName === undefined) throw new Error(`${folder} has no contract.*`);
  const contract = await loadContract(join(folder, contractName), { cwd: folder, id: 'contract' });
  const files = names.filter((name) => !notEvidence.test(name));
  const evidence = (reverse ? files.toReversed() : files).map((uri) => ({
    kind: 'file' as const,
    uri,
    open: () => openEvidence(join(folder, uri), uri),
  }));
  const examples = files.length === 0 ? [{ kind: 'examples' as const, contract }] : [];
  return gather(check({ contracts: [contract], evidence: [...evidence, ...examples], ...options }), {
    contracts: [contract],
    failOn: 'error',
  });
}

function place(location: Location | undefined): string | undefined {
  if (!location) return undefined;
  const { line, column } = location.source.position(location.pointer, location.at);
  return `${location.source.uri}:${line}:${column} ${location.source.within?.pointer ?? ''}#${location.pointer}`;
}

/** A finding as findings.json keeps it. */
export const describeFinding = (finding: Finding) => ({
  rule: finding.rule,
  severity: finding.severity,
  ...(finding.exchange && { exchange: `${finding.exchange.evidence}#${finding.exchange.index}` }),
  about: finding.about,
  message: finding.message,
  instance: place(finding.instance),
  contract: place(finding.contract),
  fingerprint: finding.fingerprint,
});
