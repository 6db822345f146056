// Requests no operation answers to: nothing is there (404), it is there under another method (405), or the question is which methods are (OPTIONS).
import type { Field } from '../model/exchange.ts';
import type { Outcome } from '../model/report.ts';
import { plain } from '../model/show.ts';
import type { Received } from './receive.ts';
import { problem, type Reply } from './reply.ts';
import type { World } from './world.ts';

/** RFC 9110 §9.3.7 and §15.5.6: what is there under another method, or nothing. */
export function answerWithoutRoute(
  world: World,
  { method }: Received,
  target: string,
  isPreflight: boolean,
): { readonly reply: Reply; readonly outcome: Outcome; readonly findings: readonly [] } {
  const allowed = world.routes.allowed(target);
  const path = plain(`${method} ${target.replace(/[?#].*$/s, '')}`, 160);
  const outcome = (reason: string): Outcome => ({
    exchange: { evidence: '<mock>', index: 0, label: 'request', claim: 'observed' },
    verdict: 'unmatched',
    reason,
  });
  if (allowed.length === 0) {
    const detail = `No contract has a path for ${path}`;
    return { reply: problem(404, detail), outcome: outcome(detail), findings: [] };
  }
  const allow: Field = ['Allow', allowed.join(', ')];
  if (method === 'OPTIONS')
    return {
      reply: { status: 204, fields: [allow] },
      outcome: outcome(isPreflight ? 'it is a CORS preflight request' : 'the mock itself answers OPTIONS'),
      findings: [],
    };
  const detail = `${plain(method, 20)} is not documented here; ${allow[1]} are`;
  return { reply: problem(405, detail, { fields: [allow] }), outcome: outcome(detail), findings: [] };
}
