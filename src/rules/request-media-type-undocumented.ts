// A Content-Type that the request has no Media Type Object for (RFC 9110 §8.3, OpenAPI 3.1.1 `content`).
import { mediaTypeUndocumented } from '../model/body-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'request-media-type-undocumented',
  severity: 'error',
  claims: ['observed', 'expected', 'example'],
  title: 'The media type of the request is not documented',
  why: 'A reader chooses its parser by this field; the contract offers none for this one.',
  fix: 'Send a documented media type, or document this one',
  message: ({ sentence }) => sentence,
  check: ({ request }) => mediaTypeUndocumented(request?.body, request?.request),
});
