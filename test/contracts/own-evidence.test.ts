// The evidence that ships with the contracts gets the verdicts it should, and what neither document nor server sends is rejected.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, gather, loadContract, openEvidence } from '../../src/index.ts';
import type { LoadedContract } from '../../src/openapi/load.ts';

const root = new URL('../../', import.meta.url).pathname;
const operations: Readonly<Record<string, readonly string[]>> = {
  superoffice: ['saveContactEntity', 'putContactEntity'],
  onlyoffice: ['createPerson', 'updatePerson'],
  odyssee: ['saveContact'],
};

const filesOf = (vendor: string, kind: string, ending: RegExp): string[] =>
  readdirSync(`${root}contracts/${vendor}/${kind}`)
    .filter((name) => ending.test(name))
    .map((name) => `contracts/${vendor}/${kind}/${name}`);

const judge = (contract: LoadedContract, files: readonly string[]) =>
  gather(
    check({
      contracts: [contract],
      evidence: files.map((uri) => ({ kind: 'file' as const, uri, open: () => openEvidence(root + uri, uri) })),
    }),
    { contracts: [contract], failOn: 'error' },
  );

describe.each(Object.keys(operations))('%s', (vendor) => {
  const load = (): Promise<LoadedContract> => loadContract(`contracts/${vendor}/openapi.yaml`, { cwd: root });

  it('documents exactly its operations', async () => {
    const contract = await load();
    expect(contract.operations.map(({ id }) => id).toSorted()).toEqual([...(operations[vendor] ?? [])].toSorted());
  });

  it('conforms in its samples, recordings and pacts, and every operation has all three', async () => {
    const contract = await load();
    for (const [kind, ending] of [
      ['samples', /./],
      ['recordings', /\.har$/],
      ['pacts', /\.json$/],
    ] as const) {
      const report = judge(contract, filesOf(vendor, kind, ending));
      expect(report.findings.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
      // A consumer may rely on more than is promised, and may be able to send more than is allowed: warnings, and true ones.
      const warnings = report.findings.filter(({ severity }) => severity === 'warning').map(({ rule }) => rule);
      expect(warnings.filter((rule) => kind !== 'pacts' || !/-unpromised$|^request-(body|path)-mismatch$/.test(rule))).toEqual([]);
      expect(report.totals.verdicts.violates + report.totals.verdicts.unchecked).toBe(0);
      const judged = new Set(report.outcomes.filter(({ verdict }) => verdict === 'conforms').map(({ operation }) => operation?.id));
      expect([...judged].toSorted()).toEqual([...(operations[vendor] ?? [])].toSorted());
    }
  });

  it('conforms in its own examples', async () => {
    const contract = await load();
    const report = gather(check({ contracts: [contract], evidence: [{ kind: 'examples', contract }] }), {
      contracts: [contract],
      failOn: 'error',
    });
    expect(report.findings.map(({ message }) => message)).toEqual([]);
    expect(report.totals.verdicts.conforms).toBe(report.totals.exchanges);
    expect(report.totals.exchanges).toBeGreaterThan(5);
  });
});

describe('what neither the document nor the server sends', () => {
  const mutants: readonly [vendor: string, operation: string, status: string, sample: string, from: RegExp, to: string][] = [
    [
      'superoffice',
      'putContactEntity',
      '200',
      'putContactEntity.200.document.json',
      /"UpdatedDate": "[^"]*"/,
      '"UpdatedDate": "2023-02-30T00:00:00"',
    ],
    ['superoffice', 'putContactEntity', '200', 'putContactEntity.200.document.json', /"NoMailing": false/, '"NoMailing": "false"'],
    ['superoffice', 'saveContactEntity', '200', 'saveContactEntity.200.document.json', /"ContactId": \d+/, '"ContactId": 2147483648'],
    [
      'onlyoffice',
      'createPerson',
      '201',
      'createPerson.201.document.json',
      /"created": "[^"]*"/,
      '"created": "2021-13-26T04:36:28.5400491Z"',
    ],
    ['onlyoffice', 'createPerson', '201', 'createPerson.201.document.json', /"isCompany": false/, '"isCompany": "false"'],
    ['onlyoffice', 'updatePerson', '200', 'updatePerson.200.document.json', /"shareType": 0/, '"shareType": 3'],
    ['onlyoffice', 'createPerson', '201', 'createPerson.201.document.xml', /<created>[^<]*</, '<created>yesterday<'],
    ['odyssee', 'saveContact', '200', 'saveContact.200.document.json', /"archived": true/, '"archived": "true"'],
    [
      'odyssee',
      'saveContact',
      '200',
      'saveContact.200.document.json',
      /"modified_dateutc": "[^"]*"/,
      '"modified_dateutc": "2026-01-11 21:03:21Z"',
    ],
    ['odyssee', 'saveContact', '200', 'saveContact.200.document.json', /"contact_picture": "[^"]*"/, '"contact_picture": "QEA"'],
    ['odyssee', 'saveContact', '200', 'saveContact.200.document.xml', /<lastname>[^<]*<\/lastname>/, ''],
  ];

  it.each(mutants)('%s %s %s: %s with %s as %s', async (vendor, operation, status, sample, from, to) => {
    const contract = await loadContract(`contracts/${vendor}/openapi.yaml`, { cwd: root });
    const text = readFileSync(`${root}contracts/${vendor}/samples/${sample}`, 'utf8');
    expect(text).toMatch(from);
    const folder = mkdtempSync(join(tmpdir(), 'truce-'));
    const name = `${operation}.${status}.mutant.${sample.split('.').at(-1)}`;
    writeFileSync(join(folder, name), text.replace(from, to));
    const report = gather(
      check({ contracts: [contract], evidence: [{ kind: 'file', uri: name, open: () => openEvidence(join(folder, name), name) }] }),
      { contracts: [contract], failOn: 'error' },
    );
    rmSync(folder, { recursive: true });
    expect(report.outcomes.map(({ verdict }) => verdict)).toEqual(['violates']);
    expect(report.findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual(['response-body-mismatch']);
  });
});
