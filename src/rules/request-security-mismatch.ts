// A credential of a scheme the operation does not accept (RFC 9110 §11.4, OpenAPI 3.1.1 Security Requirement Object).
import type { SecurityScheme } from '../model/contract.ts';
import { rule } from '../model/rule.ts';
import { showAlternatives } from '../model/security-words.ts';

export default rule({
  id: 'request-security-mismatch',
  severity: 'error',
  claims: ['observed', 'expected'],
  title: 'The request uses another authentication scheme than the contract',
  why: 'A server that follows the contract answers 401.',
  fix: 'Use a documented scheme, or document this one',
  message: ({ wanted, seen }: { wanted: readonly (readonly SecurityScheme[])[]; seen: string }) =>
    `Expected a credential for ${showAlternatives(wanted)}, got ${seen} in Authorization`,
  *check({ request }) {
    const security = request?.security;
    if (security?.kind === 'mismatch')
      yield { args: { wanted: security.wanted, seen: security.seen }, instance: security.instance, contract: security.contract };
  },
});
