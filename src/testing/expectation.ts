// The types of the matchers as tests see them, for the declarations of both frameworks.
import type { ContractOptions } from './responses.ts';
import type { SchemaOptions } from './named-schema.ts';

/** A response whose body is a stream, so that the matcher has to be awaited. */
interface Streamed {
  readonly bodyUsed: boolean;
}

/** `Promise<void>` for the responses of fetch and undici's `request()`, what the framework gives for all others. */
export type Settled<R, T> = T extends Streamed | { readonly body: Streamed } ? Promise<void> : R;

export interface TruceMatchers<R, T> {
  /** The exchange this response ends conforms to the contract. Await it for responses of fetch and undici. */
  toSatisfyContract(options?: ContractOptions): Settled<R, T>;
  /** Another name of `toSatisfyContract`, that of jest-openapi. */
  toSatisfyApiSpec(options?: ContractOptions): Settled<R, T>;
  /** The value conforms to the schema of that name below `components.schemas`. */
  toSatisfySchemaInApiSpec(name: string, options?: SchemaOptions): R;
}
