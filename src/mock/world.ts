// What one set of documents and handlers serves: built whole, refused whole, and swapped whole when files change.
import { Judge } from '../judge/judge.ts';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { refuseBroken, refuseTwins } from '../openapi/refusals.ts';
import { Answers } from './answers.ts';
import type { MockDefinition } from './define.ts';
import { createEngine, type Engine, requirePrism } from './prism.ts';
import { Routes } from './routes.ts';

/** A contract, and how its mock behaves when it does more than show the document's examples. */
export interface ServedContract {
  readonly contract: LoadedContract;
  readonly mock?: MockDefinition;
}

export interface Served extends ServedContract {
  readonly answers: Answers;
}

export interface World {
  readonly served: ReadonlyMap<string, Served>;
  readonly contracts: readonly LoadedContract[];
  readonly routes: Routes;
  readonly judge: Judge;
  /** Settles when every contract can be answered for; rejects with a UserError when Prism cannot read one. */
  readonly ready: Promise<unknown>;
}

/**
 * Throws a UserError when a contract has errors, two claim the same method and path (unless `prefix` keeps them apart),
 * handlers belong to no operation, or Prism is missing. Prism itself is loaded in the background: the first answer waits for it.
 */
export function buildWorld(served: readonly ServedContract[], prefix: boolean): World {
  requirePrism();
  const contracts = served.map(({ contract }) => contract);
  refuseTwins(contracts);
  for (const contract of contracts) refuseBroken(contract, 'the mock does not serve a broken contract');
  if (!prefix) refuseClashes(contracts);
  for (const { contract, mock } of served) if (mock) refuseStrangers(contract, mock);
  const engines = served.map(({ contract }) => createEngine(contract));
  const ready = Promise.all(engines);
  // Whoever waits is told; nobody may be waiting.
  ready.catch(() => undefined);
  return {
    served: new Map(
      served.map((entry, at) => [entry.contract.id, { ...entry, answers: new Answers(entry.contract, engines[at] as Promise<Engine>) }]),
    ),
    contracts,
    routes: new Routes(contracts, prefix),
    judge: new Judge(contracts, {}),
    ready,
  };
}

function refuseClashes(contracts: readonly LoadedContract[]): void {
  const seen = new Map<string, LoadedContract>();
  for (const contract of contracts) {
    for (const { method, path } of contract.operations) {
      const key = `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`;
      const other = seen.get(key);
      if (other && other !== contract)
        throw new UserError(`Two contracts claim ${method} ${path}: ${other.uri} and ${contract.uri}`, {
          hint: 'Start with `--prefix`, which serves each below its own name, or serve them on two ports',
        });
      seen.set(key, contract);
    }
  }
}

function refuseStrangers(contract: LoadedContract, { handlers }: MockDefinition): void {
  const stranger = Object.keys(handlers).find((id) => !contract.operation(id));
  if (stranger === undefined) return;
  throw new UserError(`The mock of ${contract.id} handles ${quote(stranger)}, which is no operation of ${contract.uri}`, {
    hint: `Its operations are ${contract.operations
      .slice(0, 10)
      .map(({ id }) => id)
      .join(', ')}`,
  });
}
