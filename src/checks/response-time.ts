// Did answers take longer than the budget? Reported, never a failure: it depends on the network in between.
import type { Check } from '../live/check.ts';

export default {
  id: 'response-time',
  severity: 'info',
  title: 'An answer took longer than the budget',
  why: "A consumer that waits in the user's face gives up; the contract says nothing of time, so it is only told.",
  fix: 'Look where the time goes, or give another budget with --time-budget',
  sends: 'nothing of its own: it looks at every request',
  *judge({ attempts }, { timeBudget }) {
    for (const attempt of attempts) {
      if (attempt.failure || attempt.ms <= timeBudget) continue;
      yield {
        message: `Expected an answer within ${timeBudget} ms, it took ${Math.round(attempt.ms)} ms`,
        attempt,
        part: 'response',
        key: 'time',
      };
    }
  },
} satisfies Check;
