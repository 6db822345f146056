// A request body that its schema does not allow (OpenAPI 3.1.1 Schema Object, JSON Schema 2020-12).
import { bodyMismatches } from '../model/body-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'request-body-mismatch',
  severity: 'error',
  claims: ['observed', 'expected', 'example'],
  title: 'The request body does not fit its schema',
  why: 'A server that follows the contract refuses this request.',
  fix: 'Correct the value, or the schema',
  message: ({ sentence }) => sentence,
  // Entities that were read are often sent back whole; a consumer that wrote down what it sends chose each property.
  check: ({ exchange, request }) =>
    bodyMismatches(request?.body, {
      severity: exchange.claim === 'expected' ? 'warning' : 'info',
      words: 'to be sent by the provider only (`readOnly`), got it in a request',
    }),
});
