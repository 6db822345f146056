// No request body where the contract has one.
import { bodyMissing } from '../model/body-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'request-body-missing',
  severity: 'error',
  claims: ['observed', 'expected', 'example'],
  title: 'The request body is missing',
  why: 'The other side waits for content that never comes.',
  fix: 'Send the body, or make it optional in the contract',
  message: ({ sentence }) => sentence,
  check: ({ request }) => bodyMissing(request?.body),
});
