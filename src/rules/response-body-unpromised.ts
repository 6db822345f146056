// A value the contract allows in a response body and the consumer does not expect (Pact matching rules against the Schema Object).
import { unpromisedValues } from '../model/promise-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'response-body-unpromised',
  severity: 'warning',
  claims: ['expected'],
  title: 'The contract allows more than the consumer expects',
  why: 'The consumer works as long as the provider happens to send what it expects; the contract lets it send something else.',
  fix: 'Let the consumer expect it too, or rule it out in the contract',
  message: ({ sentence }) => sentence,
  check: ({ response }) => unpromisedValues(response?.body),
});
