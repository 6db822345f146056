// A Content-Type that the response has no Media Type Object for (RFC 9110 §8.3, OpenAPI 3.1.1 `content`).
import { mediaTypeUndocumented } from '../model/body-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'response-media-type-undocumented',
  severity: 'error',
  claims: ['observed', 'expected', 'example'],
  title: 'The media type of the response is not documented',
  why: 'A reader chooses its parser by this field; the contract offers none for this one.',
  fix: 'Send a documented media type, or document this one',
  message: ({ sentence }) => sentence,
  check: ({ response }) => mediaTypeUndocumented(response?.body, response?.response),
});
