// A Content-Type that is no media type (RFC 9110 §8.3.1).
import { mediaTypeMalformed } from '../model/body-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'request-media-type-malformed',
  severity: 'error',
  claims: ['observed', 'expected', 'example'],
  title: 'The Content-Type of the request is malformed',
  why: 'Servers and clients refuse it, or guess.',
  fix: 'Write `type/subtype`, with parameters as `; name=value`',
  message: ({ sentence }) => sentence,
  check: ({ request }) => mediaTypeMalformed(request?.body, request?.request),
});
