// The systematic variations of a request: everything that can be changed in one place, in document order.
import type { Operation } from '../../model/contract.ts';
import { judgeRequest } from '../judge-request.ts';
import { readNothing } from '../read-request.ts';
import type { RequestValues } from '../request-values.ts';
import { writeRequest } from '../write-request.ts';
import { candidatesOf } from './candidates.ts';
import { Chance } from './chance.ts';
import { Impossible } from './impossible.ts';
import { makeRequest, withoutReadOnly } from './make-request.ts';
import { fixedPointers } from './places.ts';
import { Settling } from './settle.ts';
import type { Variation, VariationOptions } from './variation.ts';
import { grouped } from '../../model/show.ts';

/** Variations of one operation at most, unless said otherwise. */
export const mostVariations = 2000;

/**
 * Every variation of `base`, which comes first as `as given`. Each one differs from it in one place, was written, and was judged by the
 * one validator; what is not what it should be is dropped and told.
 */
export function* variations(base: RequestValues, options: VariationOptions = {}): Generator<Variation> {
  const settling = new Settling(options);
  const { most = mostVariations, seed = 1, fixed = [] } = options;
  const plain = sendable(base, fixed);
  const given = settling.settle({ name: 'as given', place: 'nothing', values: plain });
  // What is not right to begin with has no single violations.
  if (!given) return;
  yield given;
  let count = 1;
  const tools = {
    maker: { contract: base.operation.contract, chance: new Chance(seed), fullness: 0 },
    skipped: (name: string, reason: string): void => void settling.drop(name, true, reason),
  };
  for (const candidate of candidatesOf(plain, tools)) {
    if (count >= most) return settling.drop('everything further', true, `${grouped(most)} variations of one operation are enough`);
    const variation = settling.settle(candidate);
    if (!variation) continue;
    count++;
    yield variation;
  }
}

/**
 * `base` with what is required and missing made up; what it has stays. For a request read from evidence, whose reading names what is
 * unknown. `impossible` is a sentence without a final stop.
 */
export function completeRequest(base: RequestValues, seed = 1): RequestValues | { readonly impossible: string } {
  const { operation } = base;
  try {
    const { body, ...rest } = makeRequest(operation, { contract: operation.contract, chance: new Chance(seed), fullness: 0 }, base);
    return body && (base.body || operation.requestBody?.required) ? { ...rest, body } : rest;
  } catch (error) {
    if (error instanceof Impossible) return { impossible: error.message };
    throw error;
  }
}

/** Without what only the provider sends. */
function sendable(values: RequestValues, fixed: readonly string[]): RequestValues {
  const { body } = values;
  if (!body?.entry.schema) return values;
  return { ...values, body: { ...body, value: withoutReadOnly(body.value, body.entry.schema.shape, fixedPointers(fixed, 'body')) } };
}

/** The smallest values are tried first; an empty form or list is one that cannot be sent. */
const fullnesses = [0, 0.3, 0.3, 0.6, 0.6, 1];

/**
 * A request of an operation that the contract allows: the document's own examples where it has some, as little as possible otherwise.
 * `impossible` says why there is none.
 */
export function smallestRequest(operation: Operation, seed = 1): RequestValues | { readonly impossible: string } {
  const chance = new Chance(seed);
  const known = readNothing(operation).values;
  let impossible: string | undefined;
  for (const fullness of fullnesses) {
    try {
      const values = makeRequest(operation, { contract: operation.contract, chance, fullness }, fullness === 0 ? known : undefined);
      const { body: _, ...bodiless } = values;
      for (const candidate of values.body && !operation.requestBody?.required ? [values, bodiless] : [values]) {
        const request = writeRequest(candidate);
        const verdict = 'unwritable' in request ? request : judgeRequest(operation, request);
        if ('kind' in verdict && verdict.kind === 'accepted') return candidate;
        impossible ??=
          'unwritable' in verdict
            ? verdict.unwritable
            : verdict.kind === 'refused'
              ? verdict.findings[0]?.message
              : verdict.kind === 'unchecked'
                ? verdict.reason
                : undefined;
      }
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
      impossible ??= error.message;
    }
  }
  return { impossible: impossible ?? 'no request of it was found' };
}
