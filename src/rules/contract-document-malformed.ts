// A contract that is no readable OpenAPI 3.0, 3.1 or 3.2 document.
import { announced } from '../model/rule.ts';

export default announced({
  id: 'contract-document-malformed',
  severity: 'error',
  title: 'The contract is not a readable OpenAPI document',
  why: 'Nothing can be held against a document that cannot be read, so the run ends with exit code 2.',
  fix: 'Mend the document at the place shown',
});
