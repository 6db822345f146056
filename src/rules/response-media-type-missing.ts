// A response body without a Content-Type field (RFC 9110 §8.3).
import { mediaTypeMissing } from '../model/body-violations.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'response-media-type-missing',
  severity: 'warning',
  claims: ['observed', 'expected', 'example'],
  title: 'The response body has no media type',
  why: 'A reader has to guess what the bytes mean.',
  fix: 'Send a Content-Type field',
  message: ({ sentence }) => sentence,
  check: ({ response }) => mediaTypeMissing(response?.body),
});
