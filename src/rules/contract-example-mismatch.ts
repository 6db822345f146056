// An example, or a default, of a parameter, header or schema that its own schema does not allow.
import { announced } from '../model/rule.ts';

export default announced({
  id: 'contract-example-mismatch',
  severity: 'error',
  title: 'An example does not fit its schema',
  why: 'People copy examples before they read schemas, and mock servers answer with them.',
  fix: 'Correct the example, or the schema',
});
