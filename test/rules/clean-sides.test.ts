// No rule has a word about a side of which nothing is to be told; the judge relies on that and does not ask them.
import { expect, it } from 'vitest';
import type { BodyExamination, Examination, RequestExamination, ResponseExamination } from '../../src/model/examination.ts';
import { isCleanRequest, isCleanResponse } from '../../src/model/examination.ts';
import type { Operation } from '../../src/model/contract.ts';
import type { Location } from '../../src/model/location.ts';
import { rules } from '../../src/rules/index.ts';

const location: Location = { source: { uri: 'a', syntax: 'json', position: () => ({ line: 1, column: 1 }), lines: () => [] }, pointer: '' };
const body: BodyExamination = {
  states: [{ kind: 'judged' }],
  instance: location,
  contract: location,
  mismatches: [],
  undocumented: [],
  misdirected: [],
  gaps: [],
  notes: [],
  at: () => location,
};
const request: RequestExamination = {
  request: { method: 'GET', target: '/a', fields: [], complete: true, location },
  parameters: [],
  parameterValues: [],
  undocumentedQuery: [],
  security: { kind: 'met' },
  ruleProblems: [],
  body,
};
const response: ResponseExamination = {
  response: { status: 200, fields: [], complete: true, location },
  entry: { key: '200', location, headers: [], content: [] },
  isByDefault: false,
  ruleProblems: [],
  headers: [],
  headerValues: [],
  undocumentedHeaders: [],
  body,
};
const operation = { responses: [], responsesLocation: location } as unknown as Operation;
const examination: Examination = {
  exchange: { evidence: 'a', index: 0, label: 'a', claim: 'observed', location },
  match: { kind: 'match', operation, pathValues: new Map(), score: 1 },
  operation,
  request,
  response,
};

it('says nothing about clean sides', () => {
  expect([isCleanRequest(request), isCleanResponse(response)]).toEqual([true, true]);
  for (const rule of rules) expect(rule.run(examination), rule.id).toEqual([]);
});
