// Two path templates that match the same requests (OpenAPI 3.1.1 Paths Object).
import { announced } from '../model/rule.ts';

export default announced({
  id: 'contract-path-mismatch',
  severity: 'warning',
  title: 'Two paths cannot be told apart',
  why: 'Which one answers is a matter of luck in most tools.',
  fix: 'Join the path items, or tell them apart by a literal segment',
});
