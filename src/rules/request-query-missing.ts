// A required query parameter that was not sent (OpenAPI 3.1.1 Parameter Object, `required`).
import { missingParameters } from '../model/parameter-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'request-query-missing',
  severity: 'error',
  claims: ['observed', 'expected', 'example'],
  title: 'A required query parameter is missing',
  why: 'A server that follows the contract refuses this request.',
  fix: 'Send it, or make it optional in the contract',
  message: ({ name }) => `Expected the query parameter \`${name}\`, it is missing`,
  check: ({ request }) => missingParameters(request?.parameters, 'query'),
});
