// A random request over which an instance failed becomes the smallest one found over which it fails in the same way.
import type { Attempt, Case, Send } from './case.ts';
import type { Check, CheckFinding, CheckOptions } from './check.ts';
import { fixedPlaces, showRequestPlace } from './prepare.ts';
import { Halt } from './session.ts';
import type { OperationSettings } from './settings.ts';
import { shrinkFailure } from './shrink.ts';

/** Requests that are spent on one failure. */
const budget = 40;

export interface ShrinkCaseOptions {
  readonly check: Check;
  readonly checkOptions: CheckOptions;
  readonly settings: OperationSettings;
  readonly send: (send: Send) => Promise<Attempt>;
}

/** Findings about the smallest request instead of those given; unchanged where nothing smaller fails, or nothing more may be sent. */
export async function shrinkCase(
  one: Case,
  given: readonly CheckFinding[],
  { check, checkOptions, settings, send }: ShrinkCaseOptions,
): Promise<readonly CheckFinding[]> {
  const [first] = one.sends;
  const [finding] = given;
  if (!first || !finding || first.rewrite) return given;
  const values = finding.attempt.send.values;
  const fixed = fixedPlaces(one.operation, settings, values).map(showRequestPlace);
  let smallest: readonly CheckFinding[] = given;
  const isFailing = async (candidate: typeof values): Promise<boolean> => {
    const attempt = await send({ ...first, values: candidate });
    const found = [...check.judge({ case: one, attempts: [attempt] }, checkOptions)].filter(({ key }) => key === finding.key);
    if (found.length > 0) smallest = found;
    return found.length > 0;
  };
  try {
    const { steps } = await shrinkFailure(values, isFailing, { budget, fixed });
    const note = `the smallest of ${steps + 1} requests that do so`;
    return steps === 0 ? given : smallest.map((found) => ({ ...found, message: `${found.message} (${note})` }));
  } catch (error) {
    if (error instanceof Halt) return smallest;
    throw error;
  }
}
