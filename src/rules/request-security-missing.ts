// No credential for any of the security alternatives (OpenAPI 3.1.1 Security Requirement Object).
import type { SecurityScheme } from '../model/contract.ts';
import { rule } from '../model/rule.ts';
import { list } from '../model/show.ts';

export default rule({
  id: 'request-security-missing',
  severity: 'error',
  claims: ['observed', 'expected'],
  title: 'The request carries no credential the contract asks for',
  why: 'Either the operation is open and the contract says otherwise, or the recording was stripped of what made it work.',
  fix: 'Send the credential, add `{}` to `security` if access is open, or leave a marker such as `REDACTED` when stripping recordings',
  message: ({ wanted }: { wanted: readonly (readonly SecurityScheme[])[] }) =>
    `Expected a credential for ${list(
      wanted.filter((schemes) => schemes.length > 0).map((schemes) => schemes.map(({ key }) => `\`${key}\``).join(' with ')),
      8,
      'or',
    )}, got none`,
  *check({ request }) {
    const security = request?.security;
    if (security?.kind === 'missing') yield { args: { wanted: security.wanted }, instance: security.instance, contract: security.contract };
  },
});
