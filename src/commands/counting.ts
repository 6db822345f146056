// What a run counts for the evidence matrix: of every part of a file on its own, since only the merge knows whether it is one, and of the rest.
import type { EvidenceInput } from '../check.ts';
import { Collector } from '../matrix/collector.ts';
import { type JoinOptions, joinMatrix } from '../matrix/join.ts';
import { mergeMatrices } from '../matrix/merge.ts';
import type { Matrix } from '../model/matrix.ts';
import type { Counted } from '../model/run-record.ts';
import type { LoadedContract } from '../openapi/load.ts';

export class Counting {
  /** Of all that is no part of a file. */
  readonly collector = new Collector();
  readonly #contracts: readonly LoadedContract[];
  readonly #parts: { readonly of: number; readonly start: number; readonly collector: Collector }[] = [];
  readonly #options: JoinOptions;
  #counts: readonly Counted[] | undefined;

  constructor(contracts: readonly LoadedContract[], options: JoinOptions = {}) {
    this.#contracts = contracts;
    this.#options = options;
  }

  /** The input with a collector of its own where it is a part; `of`: its place among the units. */
  prepare(input: EvidenceInput, of: number): EvidenceInput {
    if (input.kind === 'examples' || !input.portion) return input;
    const collector = new Collector();
    this.#parts.push({ of, start: input.portion.start, collector });
    return { ...input, collector };
  }

  /** To be asked at the end. */
  get counts(): readonly Counted[] {
    return (this.#counts ??= [
      { matrix: this.#join(this.collector) },
      ...this.#parts.map(({ of, start, collector }) => ({ part: { of, start }, matrix: this.#join(collector) })),
    ]);
  }

  #join(collector: Collector): Matrix {
    return joinMatrix(collector, this.#contracts, this.#options);
  }

  get matrix(): Matrix {
    const [first, ...others] = this.counts.map(({ matrix }) => matrix);
    return others.length === 0 ? (first as Matrix) : (mergeMatrices(this.counts.map(({ matrix }) => matrix)) as Matrix);
  }
}
