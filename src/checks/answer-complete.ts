// Does every request get a whole answer in time (RFC 9112 §8)?
import type { Check } from '../live/check.ts';
import { isOwnFailure } from '../live/failure.ts';

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);

export default {
  id: 'answer-complete',
  severity: 'error',
  title: 'An answer is missing or breaks off',
  why: 'A client gets an error of its network library instead of a status, and cannot know whether the request was carried out.',
  fix: 'Look into the log of the instance at that moment; a proxy in between may have cut it',
  sends: 'nothing of its own: it looks at every request',
  *judge({ attempts }) {
    for (const attempt of attempts) {
      const content = attempt.exchange?.response?.content;
      // Where a contract marks secrets, a body that cannot be read is not recorded, and so not judged by the rules.
      const malformed = attempt.examination?.response?.body.states.find((state) => state.kind === 'malformed');
      if (content?.form === 'unknown' && !malformed)
        yield { message: `Expected a body that can be read, but ${content.reason}`, attempt, part: 'body', key: 'unreadable' };
      if (malformed)
        yield {
          message: `Expected a body that can be read, but ${lowerFirst(malformed.message)}`,
          attempt,
          part: 'body',
          key: 'malformed',
        };
      if (attempt.failure && !isOwnFailure(attempt.failure))
        yield { message: `Expected a whole answer, but ${attempt.failure.message}`, attempt, part: 'response', key: attempt.failure.kind };
    }
  },
} satisfies Check;
