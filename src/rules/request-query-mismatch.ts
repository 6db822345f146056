// A query parameter that its schema or style does not allow (OpenAPI 3.1.1 Parameter Object).
import { parameterMismatches } from '../model/parameter-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'request-query-mismatch',
  severity: 'error',
  claims: ['observed', 'expected', 'example'],
  title: 'A query parameter does not fit its schema',
  why: 'A server that follows the contract refuses this request.',
  fix: 'Correct the value, or the schema',
  message: ({ sentence }) => sentence,
  check: ({ request }) => parameterMismatches(request?.parameters, 'query'),
});
