// A response body that its schema does not allow (OpenAPI 3.1.1 Schema Object, JSON Schema 2020-12).
import { bodyMismatches } from '../model/body-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'response-body-mismatch',
  severity: 'error',
  claims: ['observed', 'expected', 'example'],
  title: 'The response body does not fit its schema',
  why: 'A client generated from the contract cannot read this answer, or reads it wrongly.',
  fix: 'Correct the value, or the schema',
  message: ({ sentence }) => sentence,
  check: ({ response }) =>
    bodyMismatches(response?.body, { severity: 'warning', words: 'to be sent by the client only (`writeOnly`), got it in a response' }),
});
