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
  *check({ response }) {
    for (const { name, instance, contract } of response?.undocumentedHeaders ?? [])
      yield { args: { name }, instance, contract, key: name.toLowerCase() };
  },
});
