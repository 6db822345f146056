// Cases are counted: by what was found of their answers, by what was not judged, by what was not tried; also where a smaller request tells of one.
import { describe, expect, it } from 'vitest';
import type { Attempt, Case } from '../../src/live/case.ts';
import type { Found, RunResult } from '../../src/live/run.ts';
import type { Operation } from '../../src/model/contract.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report, Verdict } from '../../src/model/report.ts';
import { tally } from '../../src/statement/tally.ts';
import { reports } from '../reporters/shared-report.ts';

const operation = { id: 'getNote', method: 'get', path: '/notes' } as Operation;
const other = { id: 'putNote', method: 'put', path: '/notes' } as Operation;
const attempt = (index: number): Attempt => ({ index }) as Attempt;
const caseOf = (name: string): Case => ({ id: `notes/getNote/one/${name}`, check: 'one', name, operation, sends: [] });
const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map(caseOf) as [Case, Case, Case, Case, Case];

const findingAt = (index: number, rest: Partial<Finding> = {}): Finding =>
  ({
    severity: 'error',
    side: 'response',
    related: [],
    exchange: { evidence: 'probe.har', index, label: '', claim: 'observed' },
    ...rest,
  }) as Finding;
const outcomes = (verdicts: readonly Verdict[]): Report['outcomes'] =>
  verdicts.map((verdict, index) => ({ exchange: { evidence: 'probe.har', index, label: '', claim: 'observed' }, verdict }));

const result: RunResult = {
  tried: [
    { case: a, attempts: [attempt(0)] },
    { case: b, attempts: [attempt(1), attempt(2)] },
    { case: c, attempts: [attempt(3)] },
    { case: d, attempts: [attempt(4)] },
  ],
  found: [
    { attempt: attempt(9), case: d, check: { id: 'one' } } as Found,
    { attempt: attempt(7), check: { id: 'workflow-succeeds' }, key: 'life/read' } as Found,
  ],
  untried: [
    { what: 'getNote, one: e', reason: 'the run was stopped', operation: e.operation },
    { what: 'getNote', reason: 'an example is not sent', operation },
    { what: 'putNote', reason: 'PUT is sent only with --write', operation: other },
    { what: 'workflow never', reason: 'the run was stopped' },
  ],
};

const rowsOf = (findings: readonly Finding[], verdicts: readonly Verdict[] = [], own = result) =>
  tally({
    result: own,
    report: { ...reports['empty']!, findings, outcomes: outcomes(verdicts) },
    checks: ['zero', 'one'],
    operations: [operation, other],
    workflows: ['life', 'never', 'fine'],
  });

describe('a tally', () => {
  it('counts a case once, whatever was found of its answers', () => {
    expect(rowsOf([findingAt(2), findingAt(2), findingAt(1)])).toEqual([
      { operation: 'GET /notes', check: 'one', tried: 4, conforms: 3, deviates: 1, untried: 1 },
      { operation: 'PUT /notes', check: '', tried: 0, conforms: 0, deviates: 0, untried: 1 },
      { operation: 'workflow life', check: 'workflow-succeeds', tried: 1, conforms: 0, deviates: 1, untried: 0 },
      { operation: 'workflow never', check: 'workflow-succeeds', tried: 0, conforms: 0, deviates: 0, untried: 1 },
      { operation: 'workflow fine', check: 'workflow-succeeds', tried: 1, conforms: 1, deviates: 0, untried: 0 },
    ]);
  });

  it('counts a case of which a smaller request is told', () => {
    expect(rowsOf([findingAt(9)])[0]).toMatchObject({ conforms: 3, deviates: 1 });
  });

  it('counts no remarks, nothing accepted, and nothing about requests', () => {
    const found = [
      findingAt(0, { severity: 'info' }),
      findingAt(1, { accepted: { by: 'waiver', reason: 'known' } }),
      findingAt(3, { side: 'request' }),
    ];
    expect(rowsOf(found)[0]).toMatchObject({ conforms: 4, deviates: 0 });
  });

  it('calls untried what was not judged and what has an excuse, unless it deviates', () => {
    const excused: RunResult = { ...result, untried: [{ what: 'getNote, one: a', reason: 'it was busy', operation }] };
    expect(rowsOf([], ['conforms', 'unchecked'], excused)[0]).toMatchObject({ tried: 2, conforms: 2, untried: 2 });
    expect(rowsOf([findingAt(0), findingAt(1)], ['conforms', 'unchecked'], excused)[0]).toMatchObject({ deviates: 2, untried: 0 });
  });
});
