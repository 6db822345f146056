// A response status the Responses Object does not list, exactly, by range or by `default` (OpenAPI 3.1.1 Responses Object).
import { rule } from '../model/rule.ts';
import { list } from '../model/show.ts';
import { placeOf } from '../model/exchange.ts';

/** What any HTTP server may answer to a method, an Accept or a media type it does not have (RFC 9110 §15.5.6, §15.5.7, §15.5.16). */
const protocolRefusals: ReadonlySet<number> = new Set([405, 406, 415]);

export default rule({
  id: 'response-status-undocumented',
  severity: 'error',
  claims: ['observed', 'expected', 'example'],
  title: 'The response status is not documented',
  why: 'A client generated from the contract has no branch for this status.',
  fix: 'Document the status, or a range such as `4XX`, or stop sending it',
  message: ({ status, documented }) =>
    `Expected the status to be ${documented.length > 0 ? list(documented, 8, 'or') : 'documented'}, got ${status}`,
  *check({ exchange, response, operation }) {
    if (!response || !operation || response.entry) return;
    yield {
      args: { status: response.response.status, documented: operation.responses.map(({ key }) => key) },
      instance: placeOf(response.response, 'status'),
      contract: operation.responsesLocation,
      ...(exchange.request?.isDeliberate && protocolRefusals.has(response.response.status) && { severity: 'info' as const }),
    };
  },
});
