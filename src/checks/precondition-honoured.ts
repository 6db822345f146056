// Is a stale precondition answered with 412 and nothing changed (RFC 9110 §13.1.4, §15.5.13)?
import { findResponse, type Parameter } from '../model/contract.ts';
import { isSuccess } from '../live/case.ts';
import type { Check } from '../live/check.ts';
import { excuseOf, showStatus } from '../live/verdicts.ts';

/** No resource is that old, and no entity tag is called that. */
const stale: Readonly<Record<string, string>> = {
  'if-unmodified-since': 'Sat, 01 Jan 2000 00:00:00 GMT',
  'if-match': '"truce-no-such-tag"',
};

const preconditions = (parameters: readonly Parameter[]): readonly Parameter[] =>
  parameters.filter(({ in: where, name }) => where === 'header' && Object.hasOwn(stale, name.toLowerCase()));

export default {
  id: 'precondition-honoured',
  severity: 'error',
  title: 'A stale precondition does not stop the request',
  why: 'Two users who edit the same record overwrite each other without noticing.',
  fix: 'Compare the precondition before writing and answer 412, or take it out of the contract',
  sends: 'a valid request with a documented precondition that cannot hold',
  *plan({ operation, bases: [base] }) {
    if (!base || !findResponse(operation, 412)) return;
    for (const { name } of preconditions(operation.parameters)) {
      const value = stale[name.toLowerCase()] ?? '';
      yield {
        name,
        sends: [
          {
            values: { ...base.values, parameters: base.values.parameters.filter(({ parameter }) => parameter.name !== name) },
            isDeliberate: true,
            breaks: { what: `a request with the stale \`${name}: ${value}\`` },
            rewrite: (request) => ({
              ...request,
              fields: [...request.fields.filter(([field]) => field.toLowerCase() !== name.toLowerCase()), [name, value]],
            }),
          },
        ],
      };
    }
  },
  *judge({ case: { name }, attempts: [attempt] }) {
    if (!attempt || attempt.failure || attempt.status === 412 || excuseOf(attempt)) return;
    const { operation } = attempt.send.values;
    yield {
      severity: isSuccess(attempt.status) || attempt.status >= 500 ? 'error' : 'warning',
      message: `Expected ${attempt.send.breaks?.what ?? 'it'} to be answered with 412, got ${showStatus(attempt)}`,
      attempt,
      part: 'status',
      contract: operation.parameters.find((one) => one.name === name)?.location ?? operation.location,
      key: name,
    };
  },
} satisfies Check;
