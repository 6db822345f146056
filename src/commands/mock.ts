// `truce mock`: starts the mock server for contracts from the arguments or the config, says what it serves, and drains on a signal.
import { relative, resolve, sep } from 'node:path';
import { findConfig, readConfig } from '../config/load.ts';
import type { Mock } from '../mock/server.ts';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { Io } from './io.ts';
import { listenAt } from './listening.ts';
import { keepServing, type Loaded } from './reloading.ts';
import { chooseContracts, loadServed, Sources } from './served.ts';

export interface MockArguments {
  readonly contracts: readonly string[];
  readonly port: number;
  readonly host: string;
  readonly lenient: boolean;
  readonly prefix: boolean;
  readonly json: boolean;
  /** Loads everything again when a file of it changes. */
  readonly watch: boolean;
  /** JSON file that keeps the state. */
  readonly state?: string;
  /** HAR of what consumers sent. */
  readonly journal?: string;
  /** Each `operationId=fault`, such as `createPerson=latency=100..300`. */
  readonly faults: readonly string[];
}

/** Operations of one contract that are worth printing. */
const mostShown = 20;

/** Serves until `stopped` settles; answers with the exit code. Throws a UserError for usage, contracts and a port that is taken. */
export async function runMock(args: MockArguments, io: Io, stopped: Promise<void>): Promise<0> {
  const configPath = findConfig(io.cwd);
  const load = async (sources: Sources): Promise<Loaded> => {
    if (configPath !== undefined) sources.add(configPath);
    const loaded =
      configPath === undefined
        ? undefined
        : await readConfig(configPath, shownPath(configPath, io.cwd), (path) => sources.modules.importDefault(path));
    const contracts = await loadServed(chooseContracts(args.contracts, loaded, io.cwd), io.cwd, sources);
    return { contracts, faults: { ...loaded?.config.mock?.faults, ...readFaults(args.faults) } };
  };
  const sources = new Sources();
  const startedAt = Date.now();
  const { contracts, faults } = await load(sources);
  const { startMock } = await import('../mock/server.ts');
  const token = io.env['TRUCE_MOCK_TOKEN'];
  const mock = await listenAt(
    () =>
      startMock({
        contracts,
        host: args.host,
        port: args.port,
        lenient: args.lenient,
        prefix: args.prefix,
        faults,
        ...(args.state !== undefined && { stateFile: resolve(io.cwd, args.state) }),
        ...(args.journal !== undefined && { journalFile: resolve(io.cwd, args.journal) }),
        ...(token && { token }),
        log: io.err,
      }),
    args,
  );
  const serving = keepServing({ mock, load, sources, startedAt, isWatching: args.watch, io });
  if (args.json)
    io.out(
      `${JSON.stringify({ url: mock.url, contracts: mock.contracts.map(({ id }) => id), ...(mock.token !== undefined && { token: mock.token }) })}\n`,
    );
  else io.out(await banner(mock, args.prefix));
  await stopped;
  await serving.close();
  await mock.close();
  return 0;
}

const shownPath = (path: string, cwd: string): string => relative(cwd, path).split(sep).join('/') || path;

function readFaults(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [operation = '', fault] = text.split(/=(.*)/s);
      if (fault === undefined || operation === '')
        throw new UserError(`Expected \`--fault\` to name an operation and a fault, got ${quote(text)}`, {
          hint: 'As in `--fault createPerson=latency=100..300` or `--fault "*=error=0.1"`',
        });
      return [operation, fault];
    }),
  );
}

async function banner(mock: Mock, prefix: boolean): Promise<string> {
  const { listOperations } = await import('../mock/operations.ts');
  const { url, contracts, token } = mock;
  const lines = [`Serving ${contracts.map(({ id }) => id).join(', ')} on ${url}`];
  const operations = listOperations(contracts, url, prefix);
  for (const { id, title } of contracts) {
    lines.push('', `${title} (${id})`);
    const own = operations.filter(({ contract }) => contract === id);
    for (const operation of own.slice(0, mostShown)) lines.push(`  ${operation.id}`, `    ${operation.curl}`);
    if (own.length > mostShown) lines.push(`  … and ${own.length - mostShown} more: ${url}/__truce/operations`);
  }
  lines.push('', `Journal, state and faults: ${url}/__truce/${token === undefined ? '' : `?token=${token}`}`, 'Stop with Ctrl-C.', '');
  return lines.join('\n');
}
