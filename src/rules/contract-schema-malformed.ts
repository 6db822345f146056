// A Schema Object that cannot be used: a keyword with an impossible value, a pattern that is no regular expression.
import { announced } from '../model/rule.ts';

export default announced({
  id: 'contract-schema-malformed',
  severity: 'error',
  title: 'A schema cannot be used',
  why: 'What depends on it is not judged, so the run ends with exit code 2.',
  fix: 'Correct the keyword at the place shown',
});
