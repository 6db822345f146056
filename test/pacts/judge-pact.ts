// Judges a pact given as a value, or as text, against an OpenAPI document given as a value, as `truce check` does.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, gather, loadContract, openEvidence } from '../../src/index.ts';
import type { CheckOptions, Report } from '../../src/index.ts';

export async function judgePact(
  document: unknown,
  pact: unknown,
  options: Pick<CheckOptions, 'severities' | 'strict'> = {},
): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'truce-pact-'));
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'openapi.json'), JSON.stringify(document));
    writeFileSync(join(folder, 'pact.json'), typeof pact === 'string' ? pact : JSON.stringify(pact));
    const contract = await loadContract('openapi.json', { cwd: folder, id: 'api' });
    const evidence = [{ kind: 'file' as const, uri: 'pact.json', open: () => openEvidence(join(folder, 'pact.json'), 'pact.json') }];
    return gather(check({ contracts: [contract], evidence, ...options }), { contracts: [contract], failOn: 'error' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
