// A change of a contract: what it was and what it is, both places, what it means, and whom of the given evidence it touches.
import type { Claim } from '../model/exchange.ts';
import type { OperationReference } from '../model/finding.ts';
import type { Location } from '../model/location.ts';
import type { Pointer } from '../model/pointer.ts';
import type { ChangeId, ChangeSide, Level } from './catalogue.ts';

/** Where a change takes effect: a schema that many operations share is one change with many sites. */
export interface Site {
  readonly operation: OperationReference;
  /** `PUT /contacts/{id} → 200`. */
  readonly about: string;
  /** Key of the Responses Object. */
  readonly status?: string;
  /** What of the message: `body`, or a parameter or header by its name. */
  readonly part?: { readonly kind: 'body' | 'parameter' | 'header'; readonly name: string };
  /** Into the value of the part; `*` stands for any item and for any further property. */
  readonly path: Pointer;
}

/**
 * Evidence that fits the old contract and not the new one. `breaks`: somebody's request or expectation; `may break`: a warning;
 * `contradicts`: a provider was recorded doing what the new contract says it does not.
 */
export interface Touch {
  readonly effect: 'breaks' | 'may break' | 'contradicts';
  /** How many exchanges of this consumer or file; what follows is the first of them. */
  readonly exchanges: number;
  /** Consumer of the pact; the file otherwise. */
  readonly who: string;
  readonly evidence: string;
  readonly label: string;
  readonly claim: Claim;
  readonly rule: string;
  readonly message: string;
  readonly location?: Location;
}

export interface Change {
  readonly id: ChangeId;
  readonly side: ChangeSide;
  /** By direction alone, whoever uses it. */
  readonly level: Level;
  /** One sentence without a final stop: what it was, what it is. */
  readonly message: string;
  /** Why it counts as breaking although nobody can tell. */
  readonly reason?: string;
  readonly old?: Location;
  readonly new?: Location;
  /** Empty for changes of the contract as a whole. */
  readonly sites: readonly Site[];
}
