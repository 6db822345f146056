// A finding: data with two addresses, the place in the evidence and the place in the contract.
import type { Claim } from './exchange.ts';
import type { Location } from './location.ts';

export type Severity = 'error' | 'warning' | 'info';
export const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** Whom the finding is about. `evidence`: the file itself, before anybody could judge an exchange. */
export type Side = 'request' | 'response' | 'operation' | 'contract' | 'evidence';

/** Why a finding does not count: a waiver of the config, an entry of the baseline file, or a pact that its broker calls pending. */
export interface Acceptance {
  readonly by: 'waiver' | 'baseline' | 'pending';
  readonly reason: string;
}

/** Enough of an exchange to name it in a report. */
export interface ExchangeReference {
  readonly evidence: string;
  readonly index: number;
  readonly label: string;
  readonly claim: Claim;
  /** Of an interaction of a pact, as it stands there. */
  readonly description?: string;
  /** Of an interaction of a pact: it may fail without failing the run. */
  readonly isPending?: boolean;
  /** Provider states and comments of an interaction of a pact. */
  readonly given?: readonly string[];
  readonly comments?: readonly string[];
}

export interface OperationReference {
  readonly contract: string;
  /** `operationId`, or `METHOD /path` where the document gives none. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
}

export interface Finding {
  /** Rule id: side-part-problem. */
  readonly rule: string;
  readonly severity: Severity;
  readonly side: Side;
  /** One sentence without a final stop: what the contract says, then what was seen. */
  readonly message: string;
  /** What to do about it; markdown code ticks allowed. */
  readonly fix: string;
  /** Place in the evidence; absent for findings about a contract alone. */
  readonly instance?: Location;
  /** Place in the contract; absent where no contract is concerned. */
  readonly contract?: Location;
  /** Further places that help, such as the other branches of a failed `oneOf`. */
  readonly related: readonly { readonly message: string; readonly location: Location }[];
  readonly exchange?: ExchangeReference;
  readonly operation?: OperationReference;
  /** For people: `PUT /api/v1/Contact/{id} → 200`; empty when no operation is concerned. */
  readonly about: string;
  /** 16 hex digits of rule, contract, operation and both generalised pointers: no values, no line numbers. */
  readonly fingerprint: string;
  readonly accepted?: Acceptance;
  /** How it is seen again at a live instance: lines for a shell, credentials as names of variables. */
  readonly replay?: { readonly command?: string; readonly curl: string };
}

/** A finding that counts towards the verdict and the exit code. */
export const counts = (finding: Finding): boolean => finding.accepted === undefined;

/** A finding of a pending pact: it does not count, and is shown all the same. */
export const isPending = (finding: Finding): boolean => finding.accepted?.by === 'pending';
