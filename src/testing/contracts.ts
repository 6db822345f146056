// The contracts a test file works with: loaded once, from documents it names or from the config, and judged by as the config says.
import { createAcceptor } from '../config/accept.ts';
import type { Config } from '../config/config.ts';
import { readBaseline } from '../config/baseline.ts';
import { findConfig, readConfig } from '../config/load.ts';
import type { JudgeOptions } from '../judge/judge.ts';
import { UserError } from '../model/user-error.ts';
import { type LoadedContract, loadContract } from '../openapi/load.ts';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importElsewhere } from './import-elsewhere.ts';

/** Contracts, and how the config wants exchanges judged by them. */
export interface Held {
  readonly contracts: readonly LoadedContract[];
  readonly judging: JudgeOptions;
}

/**
 * Loads OpenAPI documents (paths from the current folder, or `file:` URLs), or without any those of the nearest `truce.config.*`,
 * with its severities, waivers and baseline. Throws a UserError for a document or config that cannot be used.
 */
export async function loadContracts(...documents: readonly (string | URL)[]): Promise<Held> {
  if (documents.length > 0) {
    const paths = documents.map((document) =>
      document instanceof URL || document.startsWith('file:') ? fileURLToPath(document) : document,
    );
    return { contracts: await Promise.all(paths.map((path) => loadContract(path))), judging: {} };
  }
  const path = findConfig('.');
  if (path === undefined)
    throw new UserError('There is no `truce.config.*` at or above the current folder', {
      hint: "Write one, or name the document, as in `useContracts('openapi.yaml')`",
    });
  const { config, folder } = await readConfig(path, relative(resolve('.'), path).split(sep).join('/'), importElsewhere);
  const { network, outside } = config.references ?? {};
  const contracts = await Promise.all(
    (config.contracts ?? []).map((entry) => {
      const { document, id } = typeof entry === 'string' ? { document: entry, id: undefined } : entry;
      return loadContract(resolve(folder, document), {
        ...(id !== undefined && { id }),
        ...(network !== undefined && { network }),
        ...(outside !== undefined && { outside }),
      });
    }),
  );
  if (contracts.length === 0) throw new UserError('The config names no contract', { hint: 'Add `contracts` to it' });
  return { contracts, judging: judgingBy(config, folder) };
}

function judgingBy(config: Config, folder: string): JudgeOptions {
  const { rules, strict, waivers = [], baseline = 'truce-baseline.json' } = config;
  const { accept } = createAcceptor(waivers, readBaseline(join(folder, baseline), baseline), new Date().toISOString().slice(0, 10));
  return { accept, ...(rules && { severities: rules }), ...(strict !== undefined && { strict }) };
}

/** What `useContracts` of a test file registered. */
export class ContractRegistry {
  #held: Held | undefined;
  #loading: Promise<Held> | undefined;
  #failure: unknown;

  /** Begins to load; what was registered before is replaced. */
  use(...documents: readonly (string | URL)[]): Promise<Held> {
    this.#held = undefined;
    this.#failure = undefined;
    const loading = loadContracts(...documents);
    this.#loading = loading;
    loading.then(
      (held) => this.#loading === loading && (this.#held = held),
      (error: unknown) => (this.#failure = error),
    );
    return loading;
  }

  /** The loaded contracts. Throws a UserError when there are none, or not yet. */
  get(): Held {
    if (this.#held) return this.#held;
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#loading)
      throw new UserError('The contracts are still being loaded', {
        hint: 'Call `useContracts(…)` at the top of the file, or `await` it inside a test',
      });
    throw new UserError('No contract is known to this test', {
      hint: "Call `useContracts('openapi.yaml')` at the top of the file, or `useContracts()` for those of the config",
    });
  }
}
