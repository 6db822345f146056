// No response body where the contract has one.
import { bodyMissing } from '../model/body-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'response-body-missing',
  severity: 'error',
  claims: ['observed', 'example'],
  title: 'The response body is missing',
  why: 'A client that parses the answer fails on nothing at all.',
  fix: 'Send the documented content, or document a response without `content`',
  message: ({ sentence }) => sentence,
  // Servers commonly leave the body of an error away, and clients go by the status.
  *check({ response }) {
    const isError = (response?.response.status ?? 0) >= 400;
    for (const violation of bodyMissing(response?.body)) yield { ...violation, ...(isError && { severity: 'warning' as const }) };
  },
});
