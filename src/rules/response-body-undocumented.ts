// A property or a whole response body that the contract does not mention.
import { bodyUndocumented } from '../model/body-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'response-body-undocumented',
  severity: 'warning',
  strict: 'error',
  claims: ['observed', 'expected', 'example'],
  title: 'Something in the response body is not documented',
  why: 'Nobody who reads the contract knows of it, so nobody tests it and anybody may remove it.',
  fix: 'Document it, say `additionalProperties: true` if names are free, or stop sending it',
  message: ({ sentence }) => sentence,
  // A consumer may rely on less than the contract promises, never on more.
  check: ({ exchange, response }) => bodyUndocumented(response?.body, exchange.claim === 'expected' ? 'error' : undefined),
});
