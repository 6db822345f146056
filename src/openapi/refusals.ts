// Contracts that nobody can work with: two of one name, since reports, states and prefixes tell them apart by it, and one that is broken.
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

/** Throws a UserError when the contract has errors; `consequence` ends the hint, such as `the mock does not serve a broken contract`. */
export function refuseBroken(contract: LoadedContract, consequence: string): void {
  contract.verify();
  const problem = contract.problems().find(({ severity }) => severity === 'error');
  if (problem) throw new UserError(problem.message, { location: problem.location, hint: `${problem.fix}; ${consequence}` });
}
