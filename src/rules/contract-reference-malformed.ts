// A `$ref` that is no URI, or that leads back to itself without ever reaching a value.
import { announced } from '../model/rule.ts';

export default announced({
  id: 'contract-reference-malformed',
  severity: 'error',
  title: 'A reference cannot be followed',
  why: 'What depends on it is not judged, so the run ends with exit code 2.',
  fix: 'Point the reference at the object that is meant',
});
