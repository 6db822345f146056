// Is a method that the path does not document answered with 405 and an Allow field (RFC 9110 §15.5.6)?
import { fieldValue } from '../model/exchange.ts';
import type { Operation } from '../model/contract.ts';
import { isSafe, isSuccess } from '../live/case.ts';
import { namesOwn } from '../live/plan.ts';
import type { Check } from '../live/check.ts';
import { excuseOf, showStatus } from '../live/verdicts.ts';

/** What writes only where this run may write anyway, and DELETE only where the path is that of a thing the run made: elsewhere it may empty a list. */
const candidates = (operation: Operation, hasOwnSubject: boolean): readonly string[] =>
  isSafe(operation.method.toUpperCase()) ? ['GET'] : ['GET', 'PATCH', 'PUT', 'POST', ...(hasOwnSubject ? ['DELETE'] : [])];

export default {
  id: 'undocumented-method-refused',
  severity: 'error',
  title: 'An undocumented method is not refused with 405',
  why: 'A method that works without being documented is a door nobody watches; one that crashes or is “not found” hides what the path can do.',
  fix: 'Answer 405 with an Allow field, or document the operation',
  sends: 'the methods a path does not document, without a body',
  *plan({ operation, settings, bases, methods, isFirstOfPath }) {
    const [base] = bases;
    if (!isFirstOfPath || !base) return;
    const isBare = !operation.path.includes('{');
    const { body: _, ...values } = base.values;
    for (const method of candidates(operation, namesOwn(operation, settings))) {
      if (methods.has(method) || (!isBare && !namesOwn(operation, settings))) continue;
      const withoutType = (fields: readonly (readonly [string, string])[]) =>
        fields.filter(([name]) => name.toLowerCase() !== 'content-type');
      yield {
        name: method,
        sends: [
          {
            values,
            isDeliberate: true,
            rewrite: ({ target, fields }) => ({ method, target, fields: withoutType(fields) }),
            breaks: { what: `${method}, which \`${operation.path}\` does not document,` },
          },
        ],
      };
    }
  },
  *judge({ attempts: [attempt] }) {
    if (!attempt || attempt.failure || excuseOf(attempt)) return;
    const { status, exchange } = attempt;
    const what = attempt.send.breaks?.what ?? 'an undocumented method';
    const allow = fieldValue(exchange?.response?.fields ?? [], 'allow');
    const at = { attempt, contract: attempt.send.values.operation.location };
    if (status === 405 && allow === undefined)
      yield {
        severity: 'warning',
        message: 'Expected 405 to name the methods there are in an Allow field, got none (RFC 9110 §15.5.6)',
        ...at,
        part: 'response',
        key: 'allow',
      };
    if (status === 405) return;
    const isRefused = status === 501 || (status >= 400 && status < 500);
    yield {
      severity: isSuccess(status) || status >= 500 ? 'error' : 'warning',
      message: `Expected ${what} to be answered with 405, got ${showStatus(attempt)}`,
      ...at,
      part: 'status',
      key: isSuccess(status) ? 'accepted' : isRefused ? 'other' : 'failed',
    };
  },
} satisfies Check;
