// A status a consumer relies on that only `default` documents (OpenAPI 3.1.1 Responses Object).
import { placeOf } from '../model/exchange.ts';
import { rule } from '../model/rule.ts';

export default rule({
  id: 'response-status-unpromised',
  severity: 'warning',
  claims: ['expected'],
  title: 'The consumer relies on a status that is only documented by `default`',
  why: 'By `default` any status may come; nothing says that this one does.',
  fix: 'Document the status, or a range such as `4XX`',
  message: ({ status }: { status: number }) => `Expected the status to be documented, got ${status}, which only \`default\` stands for`,
  *check({ response }) {
    if (!response?.isByDefault || !response.entry) return;
    const { status } = response.response;
    yield { args: { status }, instance: placeOf(response.response, 'status'), contract: response.entry.location, key: String(status) };
  },
});
