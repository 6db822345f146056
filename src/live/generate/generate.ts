// Random requests of an operation: valid ones made from its schemas, and invalid ones that differ from a valid one by one violation.
import type { Operation } from '../../model/contract.ts';
import type { RequestValues } from '../request-values.ts';
import { candidatesOf } from './candidates.ts';
import { Chance } from './chance.ts';
import { Impossible } from './impossible.ts';
import { makeRequest } from './make-request.ts';
import { Settling } from './settle.ts';
import type { Candidate, Dropped, Variation } from './variation.ts';

export interface GenerateOptions {
  /** Requests wanted; fewer come where the contract has no more to give, which `dropped` is told. */
  readonly count: number;
  /** The same seed gives the same requests. */
  readonly seed: number;
  /** Where fixed places come from, and what is kept where nothing can be made. */
  readonly base?: RequestValues;
  /** `path.id`, `body#/ContactId`: kept as `base` has them. */
  readonly fixed?: readonly string[];
  /** Share of invalid requests, 0 to 1; a half unless said otherwise. */
  readonly invalid?: number;
  readonly dropped?: (dropped: Dropped) => void;
}

/** Attempts for each request that is wanted. */
const attempts = 5;

/** Random requests, deterministic for a seed; each one was written and judged by the one validator. */
export function* generate(operation: Operation, options: GenerateOptions): Generator<Variation> {
  const { count, seed, base, fixed = [], invalid = 0.5 } = options;
  const settling = new Settling(options);
  const chance = new Chance(seed);
  const { contract } = operation;
  let failures = 0;
  for (let made = 0; made < count && failures < attempts * 4;) {
    const name = `random ${made + 1} of seed ${seed}`;
    const wantsInvalid = chance.isLikely(invalid);
    const variation = attempt(name, wantsInvalid);
    if (variation) {
      made++;
      failures = 0;
      yield variation;
    } else failures++;
    if (failures === attempts * 4)
      settling.drop(
        `random ${made + 1} to ${count} of seed ${seed}`,
        !wantsInvalid,
        'too many attempts in a row gave nothing that can be sent',
      );
  }

  function attempt(name: string, wantsInvalid: boolean): Variation | undefined {
    const maker = { contract, chance: new Chance(chance.next()), fullness: chance.pick([0.2, 0.5, 0.8]) };
    let values: RequestValues;
    try {
      values = makeRequest(operation, maker, base, fixed);
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
      return settling.drop(name, !wantsInvalid, error.message);
    }
    if (!wantsInvalid) return settling.settle({ name, place: 'nothing', values });
    return violate(name, values, maker);
  }

  function violate(name: string, values: RequestValues, maker: Parameters<typeof makeRequest>[1]): Variation | undefined {
    // Only a request that is right has a single violation.
    const own = new Settling({
      dropped: ({ reason }) => void settling.drop(name, false, `the request it would be made of is none: ${reason}`),
    });
    if (!own.settle({ name, place: 'nothing', values })) return undefined;
    const wrong: Candidate[] = [];
    for (const candidate of candidatesOf(values, { maker: { ...maker, fullness: 0 }, skipped: () => undefined })) {
      if (candidate.breaks) wrong.push(candidate);
      if (wrong.length >= mostWrong) break;
    }
    if (wrong.length === 0) return settling.drop(name, false, 'the contract refuses nothing that could be changed');
    for (let tries = 0; tries < attempts; tries++) {
      const candidate = maker.chance.pick(wrong);
      const variation = settling.settle({ ...candidate, name: `${name}: ${candidate.name}` });
      if (variation) return variation;
    }
    return undefined;
  }
}

/** Violations of one request among which one is chosen. */
const mostWrong = 500;
