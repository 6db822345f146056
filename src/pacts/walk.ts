// One comparison of a body on its way through need and contract: how a place asks about the places below it.
import type { Domain } from '../model/domain.ts';
import type { Need } from './need.ts';
import type { Result } from './result.ts';

export interface Walk {
  /** At how many places further up several alternatives are being compared: what is below may be asked about once for each of them. */
  choices: number;
  /** The same may have been found twice, by two alternatives or for two items. */
  mayRepeat: boolean;
  /** Compares a place further down; results are kept by need, so that what many branches share is compared once. */
  descend(need: Need, domain: Domain): Result;
}
