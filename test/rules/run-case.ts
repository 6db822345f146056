// Runs one folder as a check: `contract.*` against every other file in it, with positions, as plain data.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, type CheckOptions } from '../../src/check.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Location } from '../../src/model/location.ts';
import type { Report } from '../../src/model/report.ts';
import { announcedRule, fingerprintOf } from '../../src/judge/judge.ts';
import { UserError } from '../../src/model/user-error.ts';
import type { ReferencePolicy } from '../../src/openapi/documents.ts';
import { type LoadedContract, loadContract } from '../../src/openapi/load.ts';
import { openEvidence } from '../../src/source/read.ts';
import { gather } from '../../src/report.ts';

/** options.json of a case: how the command was called. */
export type CaseOptions = Pick<CheckOptions, 'strict' | 'strictUnmatched' | 'severities'> & { readonly references?: ReferencePolicy };

// Folders of a case hold what the contract refers to.
const notEvidence = /^(contract\.|findings\.json$|options\.json$|\.)/;

export function readOptions(folder: string): CaseOptions {
  const path = join(folder, 'options.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as CaseOptions) : {};
}

/** The contract of a case, or the finding the command reports when it cannot be loaded. */
async function load(folder: string, name: string, references: ReferencePolicy): Promise<LoadedContract | Finding> {
  try {
    return await loadContract(join(folder, name), { cwd: folder, id: 'contacts', ...references });
  } catch (error) {
    if (!(error instanceof UserError) || !error.location) throw error;
    const { id, severity, fix } = announcedRule('contract-document-malformed');
    return {
      rule: id,
      severity,
      side: 'contract',
      message: error.message,
      fix: error.hint ?? fix,
      contract: error.location,
      related: [],
      about: name,
      fingerprint: fingerprintOf(id, name, '', error.location, undefined),
    };
  }
}

/** Checks a case folder; `reverse` hands over the evidence files in the opposite order. */
export async function runCase(folder: string, reverse = false): Promise<Report> {
  const { references = {}, ...options } = readOptions(folder);
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .toSorted();
  const contractName = names.find((name) => name.startsWith('contract.'));
  if (contractName === undefined) throw new Error(`${folder} has no contract.*`);
  const loaded = await load(folder, contractName, references);
  const contracts = 'rule' in loaded ? [] : [loaded];
  const files = names.filter((name) => !notEvidence.test(name));
  const evidence = (reverse ? files.toReversed() : files).map((uri) => ({
    kind: 'file' as const,
    uri,
    open: () => openEvidence(join(folder, uri), uri),
  }));
  const examples = files.length === 0 ? contracts.map((contract) => ({ kind: 'examples' as const, contract })) : [];
  const events = check({ contracts, evidence: [...evidence, ...examples], ...options });
  return gather('rule' in loaded ? [{ kind: 'finding', finding: loaded, stopsJudging: true }, ...events] : events, {
    contracts,
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
