// A case: what one check wants to send to one operation, and what came of it.
import type { Operation } from '../model/contract.ts';
import type { Examination } from '../model/examination.ts';
import type { Location } from '../model/location.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Failure } from './failure.ts';
import type { CredentialUse, Placed } from './credentials.ts';
import type { RequestValues, WireRequest } from './request-values.ts';

/** A request of a case; the thing it is about and the mark of the run are put into the values before it is written. */
export interface Send {
  readonly values: RequestValues;
  /** A last change of the written request, for what values cannot say: another method, another media type, half a body. */
  readonly rewrite?: (request: WireRequest) => WireRequest;
  /** It breaks the contract, or the protocol, on purpose: it is not judged, only its answer is. */
  readonly isDeliberate: boolean;
  /** The thing it is about belongs to this run, or its author says that it is there. */
  readonly isAboutOwn?: boolean;
  /** `given` unless said otherwise. */
  readonly credentials?: CredentialUse;
  /** What it breaks. */
  readonly breaks?: {
    /** `a request without …`, for sentences. */
    readonly what: string;
    readonly contract?: Location;
  };
}

export interface Case {
  /** `<contract>/<operation>/<check>/<name>`; stable while document and seed are the same. */
  readonly id: string;
  readonly check: string;
  readonly name: string;
  readonly operation: Operation;
  readonly sends: readonly Send[];
  /** It is a step of a workflow and cannot be tried alone. */
  readonly isStep?: boolean;
  /** Nobody wrote it down. */
  readonly isGenerated?: boolean;
  /** It was made at random: over what it fails may be made smaller. */
  readonly isRandom?: boolean;
}

/** One request that went out, its last repetition where the instance asked for patience. */
export interface Attempt {
  readonly send: Send;
  readonly request: WireRequest;
  /** Credentials in it. */
  readonly placed: readonly Placed[];
  /** Number of its entry in the HAR. */
  readonly index: number;
  /** Where that stands in the HAR, in bytes. */
  readonly span: { readonly offset: number; readonly length: number };
  /** Milliseconds. */
  readonly ms: number;
  /** 0 when there was no answer. */
  readonly status: number;
  readonly failure?: Failure;
  /** As it came, secrets included: for looking at, never for printing. */
  readonly exchange?: Exchange;
  readonly examination?: Examination;
}

export interface Tried {
  readonly case: Case;
  /** As many as sends; fewer when one got no answer. */
  readonly attempts: readonly Attempt[];
}

export const isSafe = (method: string): boolean => /^(GET|HEAD|OPTIONS|TRACE|QUERY)$/.test(method);

/** The status of a success (RFC 9110 §15.3). */
export const isSuccess = (status: number): boolean => status >= 200 && status < 300;
