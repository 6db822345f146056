// A required response header that was not sent (OpenAPI 3.1.1 Header Object).
import { missingParameters } from '../model/parameter-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'response-header-missing',
  severity: 'error',
  claims: ['observed', 'example'],
  title: 'A required response header is missing',
  why: 'Clients that rely on the contract look for it.',
  fix: 'Send it, or make it optional in the contract',
  message: ({ name }) => `Expected the header field \`${name}\`, it is missing`,
  check: ({ response }) => missingParameters(response?.headers, 'header'),
});
