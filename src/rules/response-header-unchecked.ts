// A response header that should have been judged and could not be.
import { uncheckedParameters } from '../model/parameter-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'response-header-unchecked',
  severity: 'warning',
  claims: ['observed', 'expected', 'example'],
  title: 'A response header was not judged',
  why: 'An exchange that was not judged proves nothing, whatever its colour.',
  fix: 'Mend the schema of the header',
  message: ({ sentence }) => sentence,
  check: ({ response }) => uncheckedParameters(response?.headers),
});
