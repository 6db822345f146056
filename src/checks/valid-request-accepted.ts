// Is every request that the contract calls valid accepted?
import { isSuccess } from '../live/case.ts';
import type { Check } from '../live/check.ts';
import { excuseOf, isPromisedRedirect, isRefusedByState, showStatus } from '../live/verdicts.ts';

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
      if (isValid) yield { name, isRandom, isGenerated: true, sends: [{ values, isDeliberate: false }] };
  },
  *judge({ case: { isGenerated = false }, attempts: [attempt] }) {
    if (!attempt || attempt.failure || isSuccess(attempt.status) || isPromisedRedirect(attempt) || excuseOf(attempt)) return;
    const { operation } = attempt.send.values;
    const isByState = isRefusedByState(attempt);
    yield {
      ...(isByState && { severity: isGenerated ? 'info' : 'warning' }),
      message: `Expected a valid request to be accepted, got ${showStatus(attempt)}${isByState ? ', which is documented: it may name something that is not there' : ''}`,
      attempt,
      part: 'status',
      contract: operation.location,
      key: String(attempt.status),
    };
  },
} satisfies Check;
