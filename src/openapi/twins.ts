// Reports, states and prefixes tell contracts apart by their names, so no two may share one.
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { LoadedContract } from './load.ts';

/** Throws a UserError when two contracts share a name. */
export function refuseTwins(contracts: readonly LoadedContract[]): void {
  const seen = new Map<string, LoadedContract>();
  for (const contract of contracts) {
    const twin = seen.get(contract.id);
    if (twin)
      throw new UserError(`Two contracts are called ${quote(contract.id)}: ${twin.uri} and ${contract.uri}`, {
        hint: 'Give one of them an `id` in the config, or rename its file',
      });
    seen.set(contract.id, contract);
  }
}
