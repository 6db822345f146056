// Properties a consumer relies on that the contract does not promise to send (`required`); one finding for each interaction.
import { unpromisedProperties } from '../model/promise-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'response-property-unpromised',
  severity: 'warning',
  claims: ['expected'],
  title: 'The consumer relies on properties that may be left out',
  why: 'What is not `required` need not come, and a consumer that reads it without asking breaks on the day it does not.',
  fix: 'List it under `required` if the provider always sends it, or let the consumer do without; `--promise off` silences this',
  message: ({ sentence }) => sentence,
  check: ({ response }) => unpromisedProperties(response?.body),
});
