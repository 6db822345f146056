// Does the same PUT twice have the same answer (RFC 9110 §9.2.2)?
import { isSuccess } from '../live/case.ts';
import type { Check } from '../live/check.ts';
import { differences, excuseOf, showStatus, valueOf, volatileNames } from '../live/verdicts.ts';

export default {
  id: 'put-idempotent',
  severity: 'error',
  title: 'The same PUT twice does not have the same answer',
  why: 'Clients and proxies repeat a PUT after a broken connection; each repetition would change the resource again.',
  fix: 'Make the result of PUT depend on the request alone, not on how often it came',
  sends: 'a valid PUT, twice',
  *plan({ operation, bases: [base] }) {
    if (operation.method.toUpperCase() !== 'PUT' || !base) return;
    const send = { values: base.values, isDeliberate: false };
    yield { name: 'twice', sends: [send, send] };
  },
  *judge({ attempts: [first, second] }) {
    if (!first || !second || first.failure || second.failure || !isSuccess(first.status) || excuseOf(second)) return;
    const at = { attempt: second, contract: second.send.values.operation.location };
    if (second.status !== first.status && !isSuccess(second.status)) {
      yield {
        message: `Expected the same PUT again to be answered as before (${first.status}), got ${showStatus(second)}`,
        ...at,
        part: 'status',
        key: 'status',
      };
      return;
    }
    // 201 with the thing, then 204, is the same result (RFC 9110 §9.3.4).
    if (second.status !== first.status || valueOf(second) === undefined) return;
    for (const { pointer, message } of differences(valueOf(first), valueOf(second), volatileNames(second)))
      yield { message: `Expected the same PUT again to have the same result, but ${message}`, ...at, part: 'body', key: pointer };
  },
} satisfies Check;
