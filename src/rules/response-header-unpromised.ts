// A response header a consumer relies on that the contract does not promise, or not as the consumer expects it (OpenAPI 3.1.1 Header Object).
import { unpromisedHeaders } from '../model/promise-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'response-header-unpromised',
  severity: 'warning',
  claims: ['expected'],
  title: 'The consumer relies on a header the contract does not promise',
  why: 'A header that is not `required` need not come, and one that is may have any value its schema allows.',
  fix: 'Say `required: true` if the provider always sends it, or let the consumer do without; `--promise off` silences this',
  message: ({ sentence }) => sentence,
  check: ({ response }) => unpromisedHeaders(response?.headers),
});
