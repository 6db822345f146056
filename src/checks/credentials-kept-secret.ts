// Does the instance keep to itself the credentials it was sent?
import type { Check } from '../live/check.ts';

export default {
  id: 'credentials-kept-secret',
  severity: 'error',
  title: 'An answer holds the credentials of the request',
  why: 'Answers are logged, cached and shown; credentials in them are given away with all of that.',
  fix: 'Take them out of the answer; a debug setting may put them there',
  sends: 'nothing of its own: it looks at every answer',
  *judge({ attempts }, { holdsCredentials }) {
    for (const attempt of attempts) {
      const { response } = attempt.exchange ?? {};
      if (!response || attempt.placed.length === 0) continue;
      // A session is kept by its cookie, which the server is to send.
      const field = response.fields.find(([name, value]) => !/^set-cookie$/i.test(name) && holdsCredentials(value));
      if (field)
        yield {
          message: `Expected no credentials in an answer, got them in the field ${field[0]}`,
          attempt,
          part: { field: field[0] },
          key: field[0].toLowerCase(),
        };
      const { content } = response;
      if (
        content?.form === 'bytes' &&
        holdsCredentials(Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.byteLength).toString('latin1'))
      )
        yield { message: 'Expected no credentials in an answer, got them in the body', attempt, part: 'body', key: 'body' };
    }
  },
} satisfies Check;
