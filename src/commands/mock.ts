// `truce mock`: starts the mock server for contracts from the arguments or the config, says what it serves, and drains on a signal.
import { resolve } from 'node:path';
import type { LoadedConfig } from '../config/load.ts';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { type LoadedContract, loadContract } from '../openapi/load.ts';
import type { Io } from './io.ts';

export interface MockArguments {
  readonly contracts: readonly string[];
  readonly port: number;
  readonly host: string;
  readonly lenient: boolean;
  readonly json: boolean;
}

/** Serves until `stopped` settles; answers with the exit code. Throws a UserError for usage, contracts and a port that is taken. */
export async function runMock(args: MockArguments, loaded: LoadedConfig | undefined, io: Io, stopped: Promise<void>): Promise<0> {
  const contracts = await loadAll(args, loaded, io);
  refuseBroken(contracts);
  refuseClashes(contracts);
  const { startMock } = await importMock();
  const mock = await start(() => startMock({ contracts, host: args.host, port: args.port, lenient: args.lenient }), args);
  if (args.json) io.out(`${JSON.stringify({ url: mock.url, contracts: contracts.map(({ id }) => id) })}\n`);
  else io.out(banner(mock.url, contracts));
  await stopped;
  await mock.close();
  return 0;
}

async function loadAll(args: MockArguments, loaded: LoadedConfig | undefined, io: Io): Promise<LoadedContract[]> {
  const named = args.contracts.map((path) => resolve(io.cwd, path));
  const configured = (loaded?.config.contracts ?? []).map((entry) =>
    resolve(loaded?.folder ?? io.cwd, typeof entry === 'string' ? entry : entry.document),
  );
  const paths = named.length > 0 ? named : configured;
  if (paths.length === 0)
    throw new UserError('There is no contract to serve', {
      hint: 'Name one, as in `truce mock openapi.yaml`, or write a `truce.config.ts` with `contracts`',
    });
  return Promise.all(paths.map((path) => loadContract(path, { cwd: io.cwd })));
}

/** A mock that answers by half a contract would teach its users something that is not there. */
function refuseBroken(contracts: readonly LoadedContract[]): void {
  for (const contract of contracts) {
    contract.verify();
    const problem = contract.problems().find(({ severity }) => severity === 'error');
    if (problem)
      throw new UserError(problem.message, {
        location: problem.location,
        hint: `${problem.fix}; the mock does not start on a broken contract`,
      });
  }
}

function refuseClashes(contracts: readonly LoadedContract[]): void {
  const seen = new Map<string, LoadedContract>();
  for (const contract of contracts) {
    for (const { method, path } of contract.operations) {
      const key = `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`;
      const other = seen.get(key);
      if (other && other !== contract)
        throw new UserError(`Two contracts claim ${method} ${path}: ${other.uri} and ${contract.uri}`, { hint: 'Serve them on two ports' });
      seen.set(key, contract);
    }
  }
}

/** Prism is large and optional, so it is loaded only here. */
async function importMock(): Promise<typeof import('../mock/gateway.ts')> {
  try {
    return await import('../mock/gateway.ts');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes('@stoplight')) {
      throw new UserError('The mock needs Prism, which is not installed', {
        hint: 'Run `npm install @stoplight/prism-http@5.16.0`',
        cause: error,
      });
    }
    throw error;
  }
}

async function start<T>(action: () => Promise<T>, { host, port }: MockArguments): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EADDRINUSE')
      throw new UserError(`Port ${port} of ${host} is taken`, { hint: 'Choose another with `--port`; 0 picks a free one', cause: error });
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new UserError(`Nothing can listen on ${quote(host, 100)}, port ${port}: ${code}`, {
        hint: 'Check `--host` and `--port`',
        cause: error,
      });
    throw error;
  }
}

function banner(url: string, contracts: readonly LoadedContract[]): string {
  const lines = [`Serving ${contracts.map(({ id }) => id).join(', ')} on ${url}`];
  for (const contract of contracts) {
    lines.push('', `${contract.title} (${contract.id})`);
    for (const operation of contract.operations) {
      const path = operation.path.replace(/\{[^}]*\}/g, '1');
      const content = operation.requestBody?.content[0]?.range;
      const body = content === undefined ? '' : ` -H 'Content-Type: ${content}' -d @body`;
      const credential = operation.security ? " -H 'Authorization: Basic dTpw'" : '';
      lines.push(`  ${operation.id}`, `    curl -i -X ${operation.method} '${url}${path}'${credential}${body}`);
    }
  }
  return `${lines.join('\n')}\n\nStop with Ctrl-C.\n`;
}
