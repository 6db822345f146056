// Is a body of a media type that the operation does not document answered with 415 (RFC 9110 §15.5.16)?
import type { Check } from '../live/check.ts';
import { excuseOf, showStatus } from '../live/verdicts.ts';

const invented = 'application/vnd.truce.unknown';

export default {
  id: 'media-type-refused',
  severity: 'error',
  title: 'A body of an unknown media type is not refused with 415',
  why: 'A server that guesses what a body means stores what nobody sent.',
  fix: 'Answer 415, or document the media type',
  sends: `a valid body that calls itself ${invented}`,
  *plan({ operation, bases }) {
    const base = bases.find(({ values }) => values.body);
    if (!base || operation.requestBody?.content.some(({ range }) => range === '*/*' || range === 'application/*')) return;
    yield {
      name: invented,
      sends: [
        {
          values: base.values,
          isDeliberate: true,
          breaks: { what: `a body of the media type ${invented}` },
          rewrite: (request) => ({
            ...request,
            fields: request.fields.map(([name, value]) => (name.toLowerCase() === 'content-type' ? [name, invented] : [name, value])),
          }),
        },
      ],
    };
  },
  *judge({ attempts: [attempt] }) {
    if (!attempt || attempt.failure || attempt.status === 415 || excuseOf(attempt)) return;
    const { status, send } = attempt;
    yield {
      severity: status >= 400 && status < 500 ? 'warning' : 'error',
      message: `Expected ${send.breaks?.what ?? 'it'} to be answered with 415, got ${showStatus(attempt)}`,
      attempt,
      part: 'status',
      contract: send.values.operation.requestBody?.location ?? send.values.operation.location,
      key: status >= 200 && status < 300 ? 'accepted' : status >= 500 ? 'failed' : 'other',
    };
  },
} satisfies Check;
