// A query parameter the operation does not list.
import { rule } from '../model/rule.ts';

export default rule({
  id: 'request-query-undocumented',
  severity: 'info',
  strict: 'warning',
  claims: ['observed', 'expected', 'example'],
  title: 'A query parameter is not documented',
  why: 'It may do nothing, or something nobody wrote down.',
  fix: 'Document it, or stop sending it',
  message: ({ name }: { name: string }) => `Expected only documented query parameters, got \`${name.slice(0, 80)}\``,
  // A consumer that wrote the parameter down wants it to do something.
  *check({ exchange, request }) {
    const severity = exchange.claim === 'expected' ? ('warning' as const) : undefined;
    for (const { name, instance, contract } of request?.undocumentedQuery ?? [])
      yield { args: { name }, instance, contract, key: name.toLowerCase(), ...(severity && { severity }) };
  },
});
