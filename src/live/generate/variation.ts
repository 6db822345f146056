// What generation gives: requests that the contract allows or refuses, each with a name, and what was left out with its reason.
import type { Location } from '../../model/location.ts';
import type { RequestValues, WireRequest } from '../request-values.ts';

export interface Variation {
  /** The same for the same contract, base and seed: `without /emails`, `query limit = 0 (below minimum)`. */
  readonly name: string;
  /** By the one validator, which has judged the very request. */
  readonly isValid: boolean;
  readonly values: RequestValues;
  /** As it goes on the wire; where no values can say it (a body cut off, a parameter sent twice), `values` are those before. */
  readonly request: WireRequest;
  /** True where `request` is not what `values` are written as. */
  readonly isRaw?: true;
  /** Of an invalid one: the one keyword it is against. `place` is `query.limit`, `body#/name` or `body`. */
  readonly breaks?: { readonly keyword: string; readonly place: string; readonly contract: Location };
}

/** A variation that was not made, and why: a sentence without a final stop. */
export interface Dropped {
  readonly name: string;
  readonly isValid: boolean;
  readonly reason: string;
}

export interface VariationOptions {
  /** Places that stay as they are: `path.id`, `query.limit`, `header.X-Mark`, `body#/ContactId`. */
  readonly fixed?: readonly string[];
  /** Made-up values follow from it; 1 unless said otherwise. */
  readonly seed?: number;
  /** Variations of one operation at most; 2,000 unless said otherwise. */
  readonly most?: number;
  /** Told about everything that is left out. */
  readonly dropped?: (dropped: Dropped) => void;
}

/** Before it is written and judged. */
export interface Candidate {
  readonly name: string;
  readonly place: string;
  readonly values: RequestValues;
  readonly breaks?: { readonly keyword: string; readonly contract: Location };
  /** Every value stays what it is, only the writing changes: fixed places are kept. */
  readonly keeps?: true;
  /** What is done to the written request, for what no values can say; undefined: it cannot be done to this one. */
  readonly spoil?: (request: WireRequest) => WireRequest | undefined;
}
