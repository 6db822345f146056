// Contracts that were loaded once and serve as long as their files stay what they were.
import { fileURLToPath } from 'node:url';
import { type LoadOptions, type LoadedContract, loadContract } from '../openapi/load.ts';
import { stampOf, stampSince } from '../source/stamp.ts';

interface Kept {
  readonly contract: LoadedContract;
  /** The files of the contract with their state before they were read; those on the network count as unchanging. */
  readonly stamps: ReadonlyMap<string, string>;
  /** Problems that are there whatever evidence comes. */
  readonly problems: number;
}

export class Shelf {
  readonly #kept = new Map<string, Kept>();

  /** As `loadContract`; the same contract as the last time where no file of it changed. */
  async load(path: string, options: LoadOptions): Promise<LoadedContract> {
    const key = JSON.stringify([path, options]);
    const known = this.#kept.get(key);
    if (known && [...known.stamps].every(([file, stamp]) => stampOf(file) === stamp)) return known.contract;
    this.#kept.delete(key);
    const since = Date.now();
    const early = new Map((known ? [...known.stamps.keys()] : [path]).map((file) => [file, stampOf(file)]));
    const contract = await loadContract(path, options);
    const stamps = new Map(filesOf(contract).map((file) => [file, early.get(file) ?? stampSince(file, since)]));
    contract.verify();
    this.#kept.set(key, { contract, stamps, problems: contract.problems().length });
    return contract;
  }

  /** Absolute paths of all documents, also of those that are referred to and are not there. */
  get files(): ReadonlySet<string> {
    return new Set([...this.#kept.values()].flatMap(({ stamps }) => [...stamps.keys()]));
  }

  /** All others are not wanted any more. */
  keep(contracts: readonly LoadedContract[]): void {
    for (const [key, { contract }] of this.#kept) if (!contracts.includes(contract)) this.#kept.delete(key);
  }

  /** Takes contracts down of which evidence has shown problems, since they would outlive that evidence; true when there was one. */
  recall(contracts: ReadonlySet<LoadedContract>): boolean {
    const before = this.#kept.size;
    for (const [key, { contract, problems }] of this.#kept)
      if (contracts.has(contract) && contract.problems().length > problems) this.#kept.delete(key);
    return this.#kept.size < before;
  }
}

const filesOf = ({ path, documents }: LoadedContract): string[] => [
  ...new Set([path, ...documents.urls.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url))]),
];
