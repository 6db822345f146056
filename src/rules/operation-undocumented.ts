// A request below a known base path that no path and method of the contract answers to (OpenAPI 3.1.1 Paths Object).
import { placeOf } from '../model/exchange.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'operation-undocumented',
  severity: 'error',
  // An example names its operation itself.
  claims: ['observed', 'expected'],
  title: 'The operation is not documented',
  why: 'Somebody uses a part of the API that nobody wrote down, so nothing tells when it changes.',
  fix: 'Document the path and method, or stop using it',
  message: ({ reason }) => reason,
  *check({ exchange, match }) {
    if (match.kind !== 'undocumented-path' && match.kind !== 'undocumented-method') return;
    const instance = exchange.request ? placeOf(exchange.request, 'target') : exchange.location;
    yield { args: { reason: match.reason }, instance, key: match.reason, ...(match.location && { contract: match.location }) };
  },
});
