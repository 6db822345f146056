// The matchers, for any test framework with an `expect.extend` like that of Jest.
import { UserError } from '../model/user-error.ts';
import { isLoose } from './client.ts';
import type { Held } from './contracts.ts';
import { judgeNamed, type SchemaOptions } from './named-schema.ts';
import { type ContractOptions, readResponse } from './responses.ts';
import { judgeReading, type MatcherResult } from './verdict.ts';

/** `expect.extend` takes it as it is. */
export interface Matchers {
  /** The exchange the response ends conforms to the contract. A promise where the body is a stream (fetch, undici). */
  toSatisfyContract(this: unknown, response: unknown, options?: ContractOptions): MatcherResult | Promise<MatcherResult>;
  /** Another name of `toSatisfyContract`, that of jest-openapi. */
  toSatisfyApiSpec(this: unknown, response: unknown, options?: ContractOptions): MatcherResult | Promise<MatcherResult>;
  /** The value conforms to the schema of that name below `components.schemas`. */
  toSatisfySchemaInApiSpec(this: unknown, value: unknown, name: string, options?: SchemaOptions): MatcherResult;
}

/**
 * Matchers that judge by the contracts given, or by those `held()` gives when a matcher is called.
 * They throw, also under `.not`, for what cannot be judged at all: no response, no contract, an operation nobody can tell.
 */
export function createMatchers(held: Held | readonly Held['contracts'][number][] | (() => Held)): Matchers {
  const get = (): Held => (typeof held === 'function' ? held() : 'contracts' in held ? held : { contracts: held, judging: {} });
  const toSatisfyContract: Matchers['toSatisfyContract'] = function (response, options = {}) {
    const color = isColored(this);
    return explain(() => {
      const known = get();
      const reading = readResponse(response, options, known.contracts);
      return reading instanceof Promise
        ? reading.then((read) => judgeReading(read, options, known, color)).catch(rethrow)
        : judgeReading(reading, options, known, color);
    });
  };
  return {
    toSatisfyContract,
    toSatisfyApiSpec: toSatisfyContract,
    toSatisfySchemaInApiSpec(value, name, options = {}) {
      const color = isColored(this);
      return explain(() => judgeNamed(value, name, options, get().contracts, color));
    },
  };
}

function explain<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    return rethrow(error);
  }
}

/** Test runners print the message alone, so the hint goes into it. */
export function rethrow(error: unknown): never {
  if (error instanceof UserError) throw new Error(error.hint === undefined ? error.message : `${error.message}\n  ${error.hint}`);
  throw error;
}

/** True when the framework colours what it prints: its `this.utils` then adds escapes to a text. */
function isColored(context: unknown): boolean {
  const utils = isLoose(context) ? context['utils'] : undefined;
  const paint = isLoose(utils) ? (utils['RECEIVED_COLOR'] ?? utils['EXPECTED_COLOR']) : undefined;
  return typeof paint === 'function' && paint('x') !== 'x';
}
