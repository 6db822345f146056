// A run becomes a statement: its figures add up, nothing is cut off in silence, and what is no case is not offered to be tried alone.
import { describe, expect, it } from 'vitest';
import type { Attempt, Case } from '../../src/live/case.ts';
import type { Operation } from '../../src/model/contract.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { gatherStatement, type StatementInput } from '../../src/statement/gather.ts';
import { reports } from '../reporters/shared-report.ts';

const operation = { id: 'getNote', method: 'get', path: '/notes' } as Operation;
const caseOf = (id: string): Case => ({ id, check: 'one', name: 'plain', operation, sends: [] });
const exchange = (index: number) => ({ evidence: 'probe.har', index, label: `entry ${index}`, claim: 'observed' as const });
const finding = (index: number, rest: Partial<Finding> = {}): Finding =>
  ({
    rule: 'response-body-mismatch',
    severity: 'error',
    side: 'response',
    about: `about ${index}`,
    message: `message ${index}`,
    fingerprint: `print${index}`,
    related: [],
    exchange: exchange(index),
    ...rest,
  }) as Finding;

function gather(findings: readonly Finding[], rest: Partial<StatementInput> = {}, report: Partial<Report> = {}) {
  const outcomes: Report['outcomes'] = [{ exchange: exchange(0), verdict: 'conforms', status: 200 }];
  return gatherStatement({
    contract: { title: 'Notes', version: '1', uri: 'notes.yaml' },
    instance: 'https://crm.example',
    date: '2026-11-26',
    run: 'abcd1234',
    mark: 'truce-abcd1234',
    truce: '0.1.0',
    recording: 'probe.har',
    report: {
      ...reports['empty']!,
      findings,
      outcomes,
      totals: { ...reports['empty']!.totals, exchanges: 2 },
      couldNotCheck: [],
      ...report,
    },
    result: { tried: [{ case: caseOf('notes/getNote/one/plain'), attempts: [{ index: 0 } as Attempt] }], found: [], untried: [] },
    cleanup: { undone: 0, left: [], stays: new Map() },
    operations: [operation],
    checks: [{ id: 'one', title: 'One', plan: () => [] } as never],
    workflows: [],
    scope: { isWriting: true, withoutChecks: [], operations: 1, chosen: 1, generated: 0, seed: 1, isReplay: false },
    textOf: () => undefined,
    exchangesOf: () => new Map(),
    curlOf: () => 'curl x',
    replayOf: ({ id }) => `truce probe --only ${id}`,
    ...rest,
  });
}

describe('a statement of a run', () => {
  it('does not say that a deviation was seen in none of the cases', () => {
    expect(gather([finding(0)]).summary[0]).toContain('seen in 1 of 1 case (2 requests in all).');
    expect(gather([finding(1)]).summary[0]).toContain(
      'in 1 way (1 error), seen only in what prepares or removes things, not in the 1 case (2 requests in all).',
    );
  });

  it('says how much of a list it leaves out', () => {
    const own = Array.from({ length: 14 }, (_, n) => finding(n, { side: 'request' }));
    const couldNotCheck = Array.from({ length: 7 }, (_, n) => `Reason ${n}`);
    const left = Array.from({ length: 1000 }, (_, n) => ({ operation: 'POST /notes', subject: n, at: '', key: `${n}` })) as never;
    const untried = Array.from({ length: 41 }, (_, n) => ({ what: 'getNote', reason: `because of ${n}`, operation }));
    const statement = gather(
      own,
      { cleanup: { undone: 0, left, stays: new Map() }, result: { tried: [], found: [], untried } },
      { couldNotCheck },
    );
    expect(statement.own).toHaveLength(11);
    expect(statement.own.at(-1)).toBe('and 4 more: the report of the run has all');
    expect(statement.summary.at(-1)).toBe('2 more things could not be checked: the report of the run has all.');
    expect(statement.left).toMatchObject({ kept: 1000 });
    expect(statement.untried.at(-1)?.reason).toBe('1 other reason, which the output of the run has');
  });

  it('offers to try a case again, but not a step of a workflow', () => {
    const with_ = (one: Case) =>
      gather([finding(0)], {
        result: { tried: [{ case: one, attempts: [{ index: 0 } as Attempt] }], found: [], untried: [] },
      }).deviations[0]?.reproduce.map(({ what }) => what);
    expect(with_(caseOf('notes/getNote/one/workflow'))).toEqual(['the request', 'the case with Truce']);
    expect(with_({ ...caseOf('notes/getNote/workflow'), isStep: true })).toEqual(['the request']);
  });
});
