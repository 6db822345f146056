// Which operations consumers called, with which outcomes: counted as it happens.
import type { Contract, Operation } from '../model/contract.ts';

export interface OperationCoverage {
  readonly contract: string;
  readonly id: string;
  readonly requests: number;
  /** Number of answers by status; `0` where a fault reset the connection. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests that violated the contract. */
  readonly violations: number;
}

interface Count {
  requests: number;
  violations: number;
  readonly statuses: Map<number, number>;
}

export class Coverage {
  readonly #counts = new Map<string, Count>();

  count({ contract, id }: Operation, status: number, isViolation: boolean): void {
    const key = `${contract.id}\n${id}`;
    let count = this.#counts.get(key);
    if (!count) this.#counts.set(key, (count = { requests: 0, violations: 0, statuses: new Map() }));
    count.requests++;
    if (isViolation) count.violations++;
    count.statuses.set(status, (count.statuses.get(status) ?? 0) + 1);
  }

  /** Every operation of the contracts; `untouched` are those nobody called. */
  report(contracts: readonly Contract[]): { readonly operations: readonly OperationCoverage[]; readonly untouched: readonly string[] } {
    const operations = contracts.flatMap((contract) =>
      contract.operations.map(({ id }): OperationCoverage => {
        const { requests = 0, violations = 0, statuses = new Map<number, number>() } = this.#counts.get(`${contract.id}\n${id}`) ?? {};
        return { contract: contract.id, id, requests, violations, statuses: Object.fromEntries(statuses) };
      }),
    );
    return { operations, untouched: operations.filter(({ requests }) => requests === 0).map(({ id }) => id) };
  }

  clear(): void {
    this.#counts.clear();
  }
}
