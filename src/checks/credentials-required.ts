// Is a request without credentials, or with wrong ones, answered with 401 or 403 (RFC 9110 §15.5.2, §15.5.4)?
import type { Check } from '../live/check.ts';
import { excuseOf, showStatus } from '../live/verdicts.ts';

export default {
  id: 'credentials-required',
  severity: 'error',
  title: 'The instance answers without the credentials it should ask for',
  why: 'Whoever reaches it can read and write what the contract says is protected.',
  fix: 'Answer 401, or say in the contract that the operation is open',
  sends: 'a valid request without credentials, and one with wrong ones',
  *plan({ operation, bases: [base] }) {
    const alternatives = operation.security?.alternatives ?? [];
    if (!base || alternatives.length === 0 || alternatives.some((schemes) => schemes.length === 0)) return;
    const send = (credentials: 'none' | 'wrong', what: string) => ({
      values: base.values,
      isDeliberate: true,
      credentials,
      breaks: { what },
    });
    yield { name: 'no credentials', sends: [send('none', 'a request without credentials')] };
    yield { name: 'wrong credentials', sends: [send('wrong', 'a request with wrong credentials')] };
  },
  *judge({ attempts: [attempt] }) {
    if (!attempt || attempt.failure || attempt.status === 401 || attempt.status === 403 || excuseOf(attempt)) return;
    yield {
      severity: attempt.status >= 400 && attempt.status < 500 ? 'warning' : 'error',
      message: `Expected ${attempt.send.breaks?.what ?? 'it'} to be answered with 401 or 403, got ${showStatus(attempt)}`,
      attempt,
      part: 'status',
      contract: attempt.send.values.operation.security?.location ?? attempt.send.values.operation.location,
      key: attempt.send.credentials ?? '',
    };
  },
} satisfies Check;
