// A request to an operation as values, before it is written down for the wire; what is generated, varied and shrunk.
import type { MediaTypeEntry, Operation, Parameter } from '../model/contract.ts';
import type { Field } from '../model/exchange.ts';

export interface ParameterChoice {
  readonly parameter: Parameter;
  readonly value: unknown;
}

export interface RequestValues {
  readonly operation: Operation;
  /** Those that are sent, in document order; path parameters are always among them. */
  readonly parameters: readonly ParameterChoice[];
  readonly body?: {
    readonly entry: MediaTypeEntry;
    /** A concrete type of the entry's range, as Content-Type will say it. */
    readonly mediaType: string;
    readonly value: unknown;
  };
}

/** A request ready for the wire, without credentials, host and what a client adds by itself (RFC 9112). */
export interface WireRequest {
  readonly method: string;
  /** Origin form below the base path of the instance: begins with `/`, percent-encoded. */
  readonly target: string;
  readonly fields: readonly Field[];
  readonly body?: Uint8Array;
}
