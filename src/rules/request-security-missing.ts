// No credential for any of the security alternatives (OpenAPI 3.1.1 Security Requirement Object).
import type { SecurityScheme } from '../model/contract.ts';
import { rule } from '../model/rule.ts';
import { showAlternatives } from '../model/security-words.ts';
import { list } from '../model/show.ts';

export default rule({
  id: 'request-security-missing',
  severity: 'error',
  claims: ['observed', 'expected'],
  title: 'The request carries no credential the contract asks for',
  why: 'Either the operation is open and the contract says otherwise, or the recording was stripped of what made it work.',
  fix: 'Send the credential, add `{}` to `security` if access is open, or leave a marker such as `REDACTED` when stripping recordings',
  message: ({ wanted, given }: { wanted: readonly (readonly SecurityScheme[])[]; given: readonly string[] }) =>
    `Expected a credential for ${showAlternatives(wanted)}, got ${given.length > 0 ? `only ${list(given.map((key) => `\`${key}\``))}` : 'none'}`,
  *check({ request }) {
    const security = request?.security;
    if (security?.kind !== 'missing') return;
    const { wanted, given, instance, contract } = security;
    yield { args: { wanted, given }, instance, contract };
  },
});
