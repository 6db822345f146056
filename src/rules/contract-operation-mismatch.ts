// An `operationId` used twice (OpenAPI 3.1.1 Operation Object).
import { announced } from '../model/rule.ts';

export default announced({
  id: 'contract-operation-mismatch',
  severity: 'error',
  title: 'An operationId is used twice',
  why: 'Samples, mocks and reports name operations by this id; the second one cannot be reached.',
  fix: 'Give every operation its own operationId',
});
