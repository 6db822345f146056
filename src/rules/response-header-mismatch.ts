// A response header that its schema does not allow (OpenAPI 3.1.1 Header Object).
import { parameterMismatches } from '../model/parameter-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'response-header-mismatch',
  severity: 'error',
  claims: ['observed', 'expected', 'example'],
  title: 'A response header does not fit its schema',
  why: 'A client generated from the contract reads it wrongly.',
  fix: 'Correct the value, or the schema',
  message: ({ sentence }) => sentence,
  check: ({ response }) => parameterMismatches(response?.headers, 'header'),
});
