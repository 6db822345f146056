// A response body that cannot be read as its media type, or that two readers would read differently (RFC 8259, XML 1.0).
import { bodyMalformations } from '../model/body-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'response-body-malformed',
  severity: 'error',
  claims: ['observed', 'expected', 'example'],
  title: 'The response body is malformed',
  why: 'What cannot be read cannot be judged, and what can be read in two ways will be.',
  fix: 'Mend what writes the body, or its Content-Type',
  message: ({ sentence }) => sentence,
  check: ({ response }) => bodyMalformations(response?.body),
});
