// SARIF 2.1.0 output: what the standard requires of every object we write, and where code scanning will put a result.
import type { Log, Region, Result } from 'sarif';
import { describe, expect, it } from 'vitest';
import sarif from '../../src/reporters/sarif.ts';
import { createMany, options, reports } from './shared-report.ts';
import type { Report } from '../../src/model/report.ts';

const run = (report: Report) => {
  const log: Log = JSON.parse([...sarif.render(report, options)].join(''));
  expect(log.version).toBe('2.1.0');
  expect(log.runs).toHaveLength(1);
  return log.runs[0]!;
};

function expectRegion(region: Region | undefined): void {
  const { startLine = 0, startColumn = 0, endLine = startLine, endColumn } = region ?? {};
  expect(startLine).toBeGreaterThan(0);
  expect(startColumn).toBeGreaterThan(0);
  expect(endLine).toBeGreaterThanOrEqual(startLine);
  if (endLine === startLine && endColumn !== undefined) expect(endColumn).toBeGreaterThanOrEqual(startColumn);
}

describe.each(Object.entries(reports).filter(([name]) => name !== 'many'))('%s', (_, report) => {
  const { tool, results = [], invocations = [], columnKind, originalUriBaseIds } = run(report);

  it('has a rule, a message, places and a fingerprint for every result', () => {
    expect(results).toHaveLength(report.findings.length);
    for (const result of results) {
      expect(tool.driver.rules?.[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
      expect(['error', 'warning', 'note']).toContain(result.level);
      expect(result.message.text).toBeTruthy();
      expect(result.partialFingerprints?.['truce/v1']).toMatch(/^[0-9a-f]{16}$/);
      for (const { physicalLocation } of [...(result.locations ?? []), ...(result.relatedLocations ?? [])]) {
        expectRegion(physicalLocation?.region);
        expect(physicalLocation?.artifactLocation?.uri).toMatch(/^[\w.~%/!*'()-]+$/);
        expect(Object.keys(originalUriBaseIds ?? {})).toContain(physicalLocation?.artifactLocation?.uriBaseId);
      }
      expect(new Set(result.relatedLocations?.map(({ id }) => id)).size).toBe(result.relatedLocations?.length ?? 0);
    }
  });

  it('says whether the run could check', () => {
    expect(invocations).toHaveLength(1);
    expect(invocations[0]).toMatchObject({ executionSuccessful: report.exitCode !== 2, exitCode: report.exitCode });
    expect(columnKind).toBe('utf16CodeUnits');
  });

  it('has help for every rule', () => {
    for (const rule of tool.driver.rules ?? []) expect(rule.help?.text).toContain(`truce explain ${rule.id}`);
  });
});

describe('a result', () => {
  const { results = [] } = run(reports['kinds'] ?? reports['empty']!);
  const of = (rule: string): Result | undefined => results.find(({ ruleId }) => ruleId === rule);

  it('is where the evidence is, and relates to the contract', () => {
    const result = of('response-body-mismatch');
    expect(result?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'contracts/superoffice/recordings/traffic.har', uriBaseId: '%SRCROOT%' },
      region: { startLine: 8, startColumn: 129, endLine: 8, endColumn: 138 },
    });
    expect(result?.relatedLocations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('contracts/superoffice/openapi.yaml');
  });

  it('is suppressed where the finding is accepted, and only there', () => {
    expect(results.filter(({ suppressions }) => suppressions !== undefined)).toHaveLength(2);
    expect(of('request-body-missing')?.suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'The sample of the vendor lacks it' },
    ]);
  });

  it('is in the contract where no evidence is concerned', () => {
    const { results: others = [] } = run(reports['unchecked'] ?? reports['empty']!);
    expect(others[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('contracts/superoffice/openapi.yaml');
  });
});

describe('a great many findings', () => {
  it('stop at 25,000, worst first, and the rest is told', () => {
    const report = createMany(30_000);
    const { results = [], invocations = [] } = run({ ...report, failOn: 'error' });
    expect(results).toHaveLength(25_000);
    expect(results.filter(({ level }) => level === 'error')).toHaveLength(20_000);
    expect(invocations[0]?.toolExecutionNotifications?.[0]?.message.text).toBe(
      '5,000 findings beyond the first 25,000 not in this file: the json reporter has all',
    );
  });
});
