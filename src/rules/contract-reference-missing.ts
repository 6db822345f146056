// A `$ref` that leads to nothing (OpenAPI 3.1.1 Reference Object, RFC 6901).
import { announced } from '../model/rule.ts';

export default announced({
  id: 'contract-reference-missing',
  severity: 'error',
  title: 'A reference leads nowhere',
  why: 'What depends on it is not judged, so the run ends with exit code 2.',
  fix: 'Correct the reference, or add what it names',
});
