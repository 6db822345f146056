// A result is a success only when every interaction was judged and nothing counts against it: each combination of verdict, severity and acceptance.
import { describe, expect, it } from 'vitest';
import type { FetchedPact } from '../../src/broker/fetch-pact.ts';
import { resultsIn } from '../../src/broker/verification-result.ts';
import type { Acceptance, Finding, Severity } from '../../src/model/finding.ts';
import type { Report, Verdict } from '../../src/model/report.ts';
import { finding, outcome, report } from '../reporters/shared-report.ts';

const uri = 'https://broker.example/pacts/1';
const pact = (interactions = 1): FetchedPact => ({
  uri,
  selected: { url: new URL(uri), name: '', isPending: false, isWip: false, notices: [] },
  bytes: new Uint8Array(),
  interactions: Array.from({ length: interactions }, (_, at) => ({ id: `id${at}`, description: `number ${at}` })),
});
const exchange = { evidence: uri, index: 0, label: 'interaction 0', claim: 'expected' } as const;
const found = (severity: Severity, by?: Acceptance['by']): Finding =>
  finding('response-body-mismatch', severity, { exchange, ...(by && { accepted: { by, reason: 'because' } }) });
const isSuccess = (verdict: Verdict, findings: Finding[], failOn: Report['failOn'] = 'error'): boolean =>
  resultsIn(report({ outcomes: [outcome(exchange, verdict, 'why')], findings, failOn }))(pact()).success;

describe('success', () => {
  it.each<[Verdict, Finding[], Report['failOn'], boolean]>([
    ['conforms', [], 'error', true],
    ['conforms', [found('warning')], 'error', true],
    ['conforms', [found('warning')], 'warning', false],
    ['conforms', [found('info')], 'info', false],
    ['violates', [found('error')], 'error', false],
    ['violates', [found('error')], 'never', false],
    ['conforms', [found('error', 'waiver')], 'error', true],
    ['conforms', [found('error', 'baseline')], 'error', true],
    ['violates', [found('error', 'pending')], 'error', false],
    // An interaction that the pact itself calls pending: the run goes on, the result is a failure, as the real verifier has it.
    ['violates', [found('warning')], 'error', false],
    ['violates', [], 'error', false],
    ['unchecked', [], 'error', false],
    ['unchecked', [found('info')], 'error', false],
    ['unchecked', [found('info', 'waiver')], 'error', true],
    ['unchecked', [found('info', 'waiver'), found('info', 'pending')], 'error', false],
    ['unmatched', [], 'error', false],
  ])('%s with %j and failOn %s: %s', (verdict, findings, failOn, success) => {
    expect(isSuccess(verdict, findings, failOn)).toBe(success);
  });
});

describe('what is told', () => {
  it('names the interaction, the part, the sentence and the place', () => {
    const { testResults } = resultsIn(report({ outcomes: [outcome(exchange, 'violates')], findings: [found('error')] }))(pact());
    expect(testResults).toEqual([
      {
        interactionId: 'id0',
        interactionDescription: 'number 0',
        success: false,
        mismatches: [
          {
            attribute: 'body',
            description: expect.stringContaining('(response-body-mismatch)') as string,
            identifier: expect.any(String) as string,
          },
        ],
      },
    ]);
  });

  it('says why nothing was judged, and that interactions are missing', () => {
    const reasons = (result: ReturnType<ReturnType<typeof resultsIn>>) =>
      result.testResults.flatMap(({ exceptions = [] }) => exceptions.map(({ message }) => message));
    expect(reasons(resultsIn(report({ outcomes: [outcome(exchange, 'unchecked', 'It is a message')] }))(pact()))).toEqual([
      'It is a message',
    ]);
    expect(reasons(resultsIn(report({ outcomes: [outcome(exchange, 'conforms')] }))(pact(2)))).toEqual([
      'Not every interaction was judged',
    ]);
    expect(reasons(resultsIn(report({}))(pact(1), ['No contract']))).toEqual(['No contract']);
    expect(reasons(resultsIn(report({}))(pact(0)))).toEqual(['The pact holds no interaction']);
  });

  it('does not take what was found in another pact', () => {
    const other = { ...exchange, evidence: `${uri}0` };
    const findings = [finding('response-body-mismatch', 'error', { exchange: other })];
    expect(resultsIn(report({ outcomes: [outcome(exchange, 'conforms'), outcome(other, 'violates')], findings }))(pact()).success).toBe(
      true,
    );
  });
});
