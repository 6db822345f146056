// What `truce mock` serves: contracts named in the call or the config, or that come with Truce, each with the module that makes it behave.
import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContractConfig } from '../config/config.ts';
import { ImportError } from '../config/import-error.ts';
import type { LoadedConfig } from '../config/load.ts';
import { ModuleReading } from '../config/modules.ts';
import type { MockDefinition } from '../mock/define.ts';
import type { ServedContract } from '../mock/world.ts';
import { list, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { ReferencePolicy } from '../openapi/documents.ts';
import { loadContract, type LoadedContract } from '../openapi/load.ts';
import { findShipped, listShipped } from './shipped.ts';

export interface Wanted extends ContractConfig {
  /** Absolute path of the document. */
  readonly path: string;
  /** Absolute path of the module with the handlers. */
  readonly handlers?: string;
  readonly references: ReferencePolicy;
}

/** Names are ids of the config's contracts, of those that come with Truce, or paths; none: all of the config. Throws a UserError when nothing is to be served. */
export function chooseContracts(
  names: readonly string[],
  loaded: LoadedConfig | undefined,
  cwd: string,
  purpose: 'serve' | 'probe' = 'serve',
): readonly Wanted[] {
  const references = loaded?.config.references ?? {};
  const configured = (loaded?.config.contracts ?? []).map((entry): Wanted => {
    const options = typeof entry === 'string' ? { document: entry } : entry;
    const folder = loaded?.folder ?? cwd;
    return {
      ...options,
      references,
      path: resolve(folder, options.document),
      ...(options.mock !== undefined && { handlers: resolve(folder, options.mock) }),
    };
  });
  if (names.length === 0 && configured.length === 0)
    throw new UserError(`There is no contract to ${purpose}`, {
      hint: `Name a file, as in \`truce ${purpose === 'serve' ? 'mock' : purpose} openapi.yaml\`, write a \`truce.config.ts\` with \`contracts\`, or take one that comes with Truce: ${list(listShipped())}`,
    });
  return names.length === 0 ? configured : names.map((name) => chooseOne(name, configured, references, cwd));
}

function chooseOne(name: string, configured: readonly Wanted[], references: ReferencePolicy, cwd: string): Wanted {
  const path = resolve(cwd, name);
  const known = configured.find((one) => one.path === path) ?? configured.find((one) => idOf(one) === name);
  if (known) return known;
  if (existsSync(path) || /[./\\]/.test(name)) return { document: name, path, references };
  const shipped = findShipped(name);
  if (shipped) return { document: name, path: shipped.document, handlers: shipped.mock, references };
  const names = [...new Set([...configured.map(idOf), ...listShipped()])];
  throw new UserError(`There is no contract called ${quote(name)}`, { hint: `Name a file, or one of ${list(names, 10, 'or')}` });
}

/** As `loadContract` names it: the folder of `openapi.yaml`, or the file's name. */
const idOf = ({ id, path }: Wanted): string =>
  id ?? path.replace(/[/\\](openapi|api|index|contract)\.\w+$/i, '').replace(/^.*[/\\]|\.\w+$/g, '');

/** What is being loaded, and from which files: also from those that are missing or broken, so that mending them can be noticed. */
export class Sources {
  readonly modules: ModuleReading;
  readonly #files = new Set<string>();

  constructor(modules = new ModuleReading()) {
    this.modules = modules;
  }

  /** Absolute paths. */
  get files(): ReadonlySet<string> {
    return new Set([...this.#files, ...this.modules.files]);
  }

  add(path: string): void {
    this.#files.add(path);
  }

  addAll({ path, documents }: LoadedContract): void {
    this.add(path);
    for (const url of documents.urls) if (url.startsWith('file:')) this.add(fileURLToPath(url));
  }
}

/** Loads documents and handlers; `sources` learns their files, also when it fails. Throws a UserError for what cannot be loaded. */
export async function loadServed(wanted: readonly Wanted[], cwd: string, sources = new Sources()): Promise<readonly ServedContract[]> {
  const loading = wanted.map(async ({ path, id, handlers, references }) => {
    sources.add(path);
    const contract = await loadContract(path, { ...references, cwd, ...(id !== undefined && { id }) });
    sources.addAll(contract);
    if (handlers === undefined) return { contract };
    const mock = await importMock(handlers, cwd, sources.modules);
    if (mock.contract !== contract.id)
      throw new UserError(`${shownPath(handlers, cwd)} is the mock of ${quote(mock.contract)}, not of ${quote(contract.id)}`, {
        hint: 'Give the contract that `id` in the config, or name its own module',
      });
    return { contract, mock };
  });
  // Files are known only when all have come to an end.
  await Promise.allSettled(loading);
  return Promise.all(loading);
}

const shownPath = (path: string, cwd: string): string => relative(cwd, path).split(sep).join('/');

async function importMock(path: string, cwd: string, modules: ModuleReading): Promise<MockDefinition> {
  const shown = shownPath(path, cwd);
  let definition: unknown;
  try {
    definition = await modules.importDefault(path);
  } catch (error) {
    if (!existsSync(path))
      throw new UserError(`There is no mock at ${quote(shown, 200)}`, { hint: 'Check `mock` of the contract in the config' });
    throw error instanceof ImportError ? error.explain(`The mock ${quote(shown, 200)}`, cwd) : error;
  }
  if (!isDefinition(definition))
    throw new UserError(`The mock ${quote(shown, 200)} has no default export made by \`defineMock\``, {
      hint: 'Write `export default defineMock(contract, { … })`',
    });
  return definition;
}

const isDefinition = (value: unknown): value is MockDefinition =>
  typeof value === 'object' &&
  value !== null &&
  'handlers' in value &&
  'initial' in value &&
  'contract' in value &&
  typeof value.contract === 'string';
