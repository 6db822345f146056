// Is every request that the contract calls valid accepted?
import { isSuccess } from '../live/case.ts';
import type { Check } from '../live/check.ts';
import { excuseOf, showStatus } from '../live/verdicts.ts';

export default {
  id: 'valid-request-accepted',
  severity: 'error',
  title: 'A valid request is refused',
  why: 'Consumers that keep to the contract are turned away; the contract promises more than the instance takes.',
  fix: 'Accept it, or say in the contract what else a request must fulfil',
  sends: 'every example, sample and generated valid request',
  *plan({ bases, variants }) {
    for (const { name, values } of bases) yield { name, sends: [{ values, isDeliberate: false }] };
    for (const { name, values, isValid, isRandom } of variants())
      if (isValid) yield { name, isRandom, sends: [{ values, isDeliberate: false }] };
  },
  *judge({ attempts: [attempt] }) {
    if (!attempt || attempt.failure || isSuccess(attempt.status) || excuseOf(attempt)) return;
    yield {
      message: `Expected a valid request to be accepted, got ${showStatus(attempt)}`,
      attempt,
      part: 'status',
      contract: attempt.send.values.operation.location,
      key: String(attempt.status),
    };
  },
} satisfies Check;
