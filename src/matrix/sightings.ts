// What a collector counted as plain data, for other threads and for runs that are merged: it holds nothing of the evidence but its counts and dates.
import type { Contract } from '../model/contract.ts';
import type { Collector } from './collector.ts';
import type { PlainCount } from './count.ts';
import { countsOf, type OperationNode } from './operation-node.ts';

export interface OperationSightings {
  /** `METHOD /path` of the contract. */
  readonly operation: string;
  readonly counts: readonly (readonly [key: string, count: PlainCount])[];
  readonly consumers?: readonly string[];
  /** Statuses that came, by the key that documents them. */
  readonly statuses?: Readonly<Record<string, readonly number[]>>;
}

/** JSON-safe; `contract` is the id. Only what was seen is in it. */
export interface Sightings {
  readonly contracts: readonly { readonly contract: string; readonly operations: readonly OperationSightings[] }[];
}

const nameOf = ({ operation }: OperationNode): string => `${operation.method} ${operation.path}`;

/** Everything a collector counted so far. */
export function writeSightings(collector: Collector, contracts: readonly Contract[]): Sightings {
  return {
    contracts: contracts.map((contract) => ({
      contract: contract.id,
      operations: collector
        .touched(contract)
        .filter(({ isTouched }) => isTouched)
        .map(writeOperation),
    })),
  };
}

function writeOperation(node: OperationNode): OperationSightings {
  const counts: [string, PlainCount][] = [];
  for (const [key, count] of countsOf(node, false)) {
    const { plain } = count;
    if (plain) counts.push([JSON.stringify(key), plain]);
  }
  const statuses = node.statuses
    .filter(({ seen }) => seen.size > 0)
    .map(({ entry, seen }) => [entry.key, [...seen].toSorted((a, b) => a - b)] as const);
  return {
    operation: nameOf(node),
    counts,
    ...(node.consumers.size > 0 && { consumers: [...node.consumers].toSorted() }),
    ...(statuses.length > 0 && { statuses: Object.fromEntries(statuses) }),
  };
}

/** Adds what was counted elsewhere against the same contracts. What these contracts do not promise is left out. */
export function addSightings(collector: Collector, contracts: readonly Contract[], sightings: Sightings): void {
  const byId = new Map(contracts.map((contract) => [contract.id, contract]));
  for (const { contract: id, operations } of sightings.contracts) {
    const contract = byId.get(id);
    if (!contract) continue;
    const byName = new Map(contract.operations.map((operation) => [`${operation.method} ${operation.path}`, operation]));
    for (const entry of operations) {
      const operation = byName.get(entry.operation);
      if (operation) addOperation(collector.node(operation), entry);
    }
  }
}

function addOperation(node: OperationNode, { counts, consumers = [], statuses = {} }: OperationSightings): void {
  const known = new Map([...countsOf(node, true)].map(([key, count]) => [JSON.stringify(key), count]));
  for (const [key, count] of counts) known.get(key)?.add(count);
  for (const consumer of consumers) node.consumers.add(consumer);
  for (const { entry, seen } of node.statuses) for (const status of statuses[entry.key] ?? []) seen.add(status);
}
