// A response body that should have been judged and could not be.
import { bodyUnchecked } from '../model/body-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'response-body-unchecked',
  severity: 'warning',
  claims: ['observed', 'expected', 'example'],
  title: 'The response body was not judged',
  why: 'An exchange that was not judged proves nothing, whatever its colour.',
  fix: 'Record the body, mend the schema, or use a media type Truce reads',
  message: ({ sentence }) => sentence,
  check: ({ response }) => bodyUnchecked(response?.body, response?.ruleProblems),
});
