// A parameter that should have been judged and could not be.
import { uncheckedParameters } from '../model/parameter-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'request-parameter-unchecked',
  severity: 'warning',
  claims: ['observed', 'expected', 'example'],
  title: 'A parameter was not judged',
  why: 'An exchange that was not judged proves nothing, whatever its colour.',
  fix: 'Mend the schema of the parameter',
  message: ({ sentence }) => sentence,
  check: ({ request }) => uncheckedParameters(request?.parameters),
});
