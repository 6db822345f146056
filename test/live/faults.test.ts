// Each real-world fault of an imitated vendor is found by a named check.
import { describe, expect, it } from 'vitest';
import { type Fault, faults, type FaultId } from '../instances/faults/index.ts';
import { runProbe } from './run-probe.ts';

/** The check or rule that finds a fault; `left`: the run says what it could not remove; `halted`: it says why it ended. */
const finders: Readonly<Record<FaultId, string>> = {
  'null-200': 'error response-body-mismatch',
  'select-string': 'error response-body-mismatch',
  'offset-less-dates': 'error response-body-mismatch',
  'wrong-date-format': 'error response-body-mismatch',
  'missing-required-field': 'error response-body-mismatch',
  'extra-undocumented-field': 'nothing',
  'json-xml-disagree': 'error representations-agree',
  'truncated-json': 'error response-body-malformed|error answer-complete',
  'wrong-content-type': 'error response-media-type-undocumented',
  'echo-credentials': 'error credentials-kept-secret',
  'plain-text-401': 'error response-media-type-undocumented|warning response-body-undocumented',
  'error-500': 'error invalid-request-refused',
  'missing-name-500': 'error invalid-request-refused',
  'accepts-invalid': 'error invalid-request-refused',
  'accepts-any-media-type': 'error media-type-refused',
  'form-of-anything': 'warning media-type-refused',
  'drops-unordered-xml': 'nothing',
  'ignored-accept': 'error accept-honoured',
  'no-401': 'error credentials-required',
  'no-405': 'error undocumented-method-refused',
  'rate-limit': 'error response-status-undocumented',
  slow: 'info response-time',
  'dropping-connections': 'error answer-complete',
  hanging: 'error answer-complete',
  'gzip-broken': 'error response-body-malformed|error answer-complete',
  'huge-body': 'error answer-complete',
  'redirect-other-host': 'error valid-request-accepted',
  'lost-update': 'error workflow-succeeds',
  'not-idempotent-put': 'error put-idempotent',
  'ignores-precondition': 'error precondition-honoured',
  'delete-fails': 'left',
  'crash-mid-workflow': 'halted',
};

/** `POST` promises no idempotence, also where it replaces. */
const exceptions: Readonly<Record<string, string>> = { 'not-idempotent-put of odyssee': 'nothing' };

const cases = (Object.entries(finders) as [FaultId, string][]).flatMap(([fault, finder]) =>
  faults[fault].vendors.map((vendor) => ({ fault, vendor, finder: exceptions[`${fault} of ${vendor}`] ?? finder })),
);

describe('a fault', () => {
  it.each(cases)('$fault of $vendor: $finder', async ({ fault, vendor, finder }) => {
    // Each second answer is a refusal that asks for a second of patience; one operation is enough to see it.
    const few = fault === 'rate-limit' ? ['--checks', 'media-type-refused'] : [];
    const wanted: Fault = fault === 'slow' ? 'slow=60' : fault;
    const result = await runProbe(vendor, {
      faults: [wanted],
      arguments: [...few, '--time-budget', '50', '--generate', fault === 'missing-name-500' ? '200' : '8'],
    });
    const all = finder === 'left' ? result.out : finder === 'halted' ? result.couldNotCheck.join('\n') : result.found.join('\n');
    const sentence =
      finder === 'left' ? 'left behind: [1-9]' : finder === 'halted' ? 'Not everything was tried|left behind' : `^(${finder})$`;
    expect(all).toMatch(finder === 'nothing' ? '' : new RegExp(sentence, 'm'));
  });
});
