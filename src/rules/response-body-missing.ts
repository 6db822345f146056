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
  check: ({ response }) => bodyMissing(response?.body),
});
