// A response header the contract does not list; fields that belong to HTTP itself do not count.
import { rule } from '../model/rule.ts';

export default rule({
  id: 'response-header-undocumented',
  severity: 'info',
  strict: 'warning',
  claims: ['observed', 'expected', 'example'],
  title: 'A response header is not documented',
  why: 'Clients cannot rely on what the contract does not promise.',
  fix: 'Document it under `headers`, or stop sending it',
  message: ({ name }: { name: string }) => `Expected only documented header fields, got \`${name.slice(0, 80)}\``,
  *check({ exchange, response }) {
    for (const { name, instance, contract, isGeneral } of response?.undocumentedHeaders ?? []) {
      // A consumer relies on it: that HTTP knows the field does not mean that the provider sends it.
      const severity = isGeneral ? ('warning' as const) : ('error' as const);
      yield { args: { name }, instance, contract, key: name.toLowerCase(), ...(exchange.claim === 'expected' && { severity }) };
    }
  },
});
