// An Accept field that takes none of the media types the response has (RFC 9110 §12.5.1); judged of consumers, who choose it.
import { rule } from '../model/rule.ts';
import { list, quote } from '../model/show.ts';

export default rule({
  id: 'request-accept-mismatch',
  severity: 'error',
  claims: ['expected'],
  title: 'The consumer accepts no media type the response has',
  why: 'A provider that follows the contract answers 406, or something the consumer says it cannot read.',
  fix: 'Accept a documented media type, or document this one',
  message: ({ accept, documented }: { accept: string; documented: readonly string[] }) =>
    `Expected Accept to take ${list(
      documented.map((range) => `\`${range}\``),
      8,
      'or',
    )}, got ${quote(accept)}`,
  *check({ request }) {
    if (!request?.unacceptable) return;
    const { accept, documented, instance, contract } = request.unacceptable;
    yield { args: { accept, documented }, instance, contract };
  },
});
