// An exchange that no contract covers; a finding only with `--strict-unmatched`, because recordings of browsers hold much else.
import { placeOf } from '../model/exchange.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'operation-unchecked',
  severity: 'error',
  claims: ['observed', 'example'],
  title: 'No contract covers the exchange',
  why: 'You asked with `--strict-unmatched` that every exchange belongs to a contract.',
  fix: 'Add the contract with `--contract`, document the operation, or take the exchange out of the evidence',
  message: ({ reason }) => `Expected a contract that covers this exchange, but ${reason}`,
  *check({ exchange, match }) {
    if (match.kind !== 'unmatched') return;
    yield { args: { reason: match.reason }, instance: exchange.request ? placeOf(exchange.request, 'target') : exchange.location };
  },
});
