// Is every request that breaks the contract refused with a documented 4xx, never carried out and never a crash?
import { findResponse } from '../model/contract.ts';
import { isSuccess } from '../live/case.ts';
import type { Check } from '../live/check.ts';
import { excuseOf, showStatus } from '../live/verdicts.ts';

export default {
  id: 'invalid-request-refused',
  severity: 'error',
  title: 'An invalid request is accepted, or crashes the instance',
  why: 'What is accepted against the contract is stored as bad data, and a 5xx tells the client that trying again may help.',
  fix: 'Refuse it with a documented 4xx, or allow it in the contract',
  sends: 'generated requests with exactly one violation each',
  *plan({ variants }) {
    for (const { name, values, isValid, isRandom, breaks, rewrite } of variants()) {
      if (isValid) continue;
      yield { name, isRandom, sends: [{ values, isDeliberate: true, ...(breaks && { breaks }), ...(rewrite && { rewrite }) }] };
    }
  },
  *judge({ attempts: [attempt] }) {
    if (!attempt || attempt.failure || excuseOf(attempt)) return;
    const { status, send } = attempt;
    const { operation } = send.values;
    const what = send.breaks?.what ?? 'a request that breaks the contract';
    const contract = send.breaks?.contract ?? operation.location;
    if (isSuccess(status))
      yield {
        message: `Expected ${what} to be refused with 4xx, got ${showStatus(attempt)}`,
        attempt,
        part: 'status',
        contract,
        key: 'accepted',
      };
    else if (status >= 500)
      yield {
        message: `Expected ${what} to be refused with 4xx, got ${showStatus(attempt)}: the instance failed over it`,
        attempt,
        part: 'status',
        contract,
        key: 'failed',
      };
    else if (status >= 400 && operation.responses.length > 0 && !findResponse(operation, status))
      yield {
        severity: 'warning',
        message: `Expected ${what} to be refused with a documented status, got ${showStatus(attempt)}`,
        attempt,
        part: 'status',
        contract: operation.responsesLocation,
        key: 'undocumented',
      };
  },
} satisfies Check;
