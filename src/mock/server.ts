// The mock server: one port, all contracts, limits against what is slow or huge, an end that lets running exchanges finish.
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LoadedContract } from '../openapi/load.ts';
import { sentenceOf, UserError } from '../model/user-error.ts';
import { version } from '../version.ts';
import { Admin, adminPrefix, isLoopback } from './admin.ts';
import { Coverage } from './coverage.ts';
import { Faults } from './faults.ts';
import { Gateway } from './gateway.ts';
import { HarJournal } from './har-journal.ts';
import { Journal, type JournalEntry } from './journal.ts';
import { States } from './state.ts';
import { buildWorld, type ServedContract, type World } from './world.ts';

export interface MockOptions {
  readonly contracts: readonly ServedContract[];
  /** Address to listen on; 127.0.0.1 unless said otherwise. */
  readonly host?: string;
  /** 0, the default, picks a free one. */
  readonly port?: number;
  /** Answers invalid requests as if they were valid; the findings still travel in a header and stand in the journal. */
  readonly lenient?: boolean;
  /** Each contract below `/<contract>/`. */
  readonly prefix?: boolean;
  /** Bytes of a request body; 10 MB unless said otherwise. */
  readonly limit?: number;
  /** JSON file that keeps the state. */
  readonly stateFile?: string;
  /** HAR that grows by every exchange, without credentials. */
  readonly journalFile?: string;
  /** Fault by operationId or `*`, such as `latency=100..300 error=0.1`. */
  readonly faults?: Readonly<Record<string, string>>;
  /** Guards the admin API; made by chance when the host is not loopback and none is given. */
  readonly token?: string;
  /** Exchanges the journal holds; 1000 unless said otherwise. */
  readonly maxJournal?: number;
  /** The clock handlers see. */
  readonly now?: () => Date;
  /** Bugs, for people. */
  readonly log?: (text: string) => void;
}

export interface Mock {
  readonly url: string;
  readonly token?: string;
  readonly contracts: readonly LoadedContract[];
  /** State as at the beginning, journal and coverage empty, faults as at the start. */
  reset(): Promise<void>;
  journal(): readonly JournalEntry[];
  state(): Readonly<Record<string, unknown>>;
  /** Replaces the states that are named. Throws a UserError for a contract that is not served. */
  setState(values: Readonly<Record<string, unknown>>): Promise<void>;
  /**
   * Serves other contracts from the next request on, once Prism has read them too; state, journal and what is being answered stay.
   * `faults` are those at the start from now on. Rejects with a UserError and keeps everything as it is when they cannot be served.
   */
  reload(contracts: readonly ServedContract[], faults?: Readonly<Record<string, string>>): Promise<void>;
  /** Told by whoever watches files: why the last reload failed, or that it did not. */
  noteReload(error?: string): void;
  /** Finishes what is being answered (at most ten seconds) and ends. */
  close(): Promise<void>;
}

const mostPatience = 10_000;

/** Starts the server. Throws a UserError for contracts, faults or a state it cannot serve, and Node's error when the port is taken. */
export async function startMock(options: MockOptions): Promise<Mock> {
  const { host = '127.0.0.1', port = 0, prefix = false, now = () => new Date(), log = () => undefined } = options;
  const states = new States(options.stateFile);
  const faults = new Faults(options.faults);
  const journal = new Journal(options.maxJournal);
  const coverage = new Coverage();
  const token = options.token ?? (isLoopback(host.includes(':') ? `[${host}]` : host) ? undefined : randomBytes(18).toString('base64url'));
  let reloaded: { at: string; error?: string } | undefined;
  let url = '';
  let har: HarJournal | undefined;

  const first = buildWorld(options.contracts, prefix);
  faults.refuseStrangers(first.contracts);
  states.begin(initialOf(first));
  // The first answer waits for Prism, the start does not.
  first.ready.catch((error: unknown) => log(`truce: ${error instanceof UserError ? sentenceOf(error) : String(error)}\n`));
  let reloading: Promise<unknown> = Promise.resolve();
  const reload = async (contracts: readonly ServedContract[], texts?: Readonly<Record<string, string>>): Promise<void> => {
    const world = buildWorld(contracts, prefix);
    await world.ready;
    const beginFaults = faults.prepare(world.contracts, texts);
    states.begin(initialOf(world));
    beginFaults();
    har?.serve(world.contracts);
    gateway.world = world;
    journal.detach(world.contracts);
  };
  if (options.journalFile !== undefined)
    har = new HarJournal(options.journalFile, options.journalFile, first.contracts, version, ({ message, hint }) =>
      log(`truce: ${message}\n${hint === undefined ? '' : `  ${hint}\n`}`),
    );
  const gateway = new Gateway(first, {
    states,
    faults,
    journal,
    coverage,
    ...(har && { har }),
    lenient: options.lenient ?? false,
    limit: options.limit ?? 10 * 1024 * 1024,
    now,
    log,
  });
  const reset = async (): Promise<void> => {
    states.reset();
    faults.reset();
    journal.clear();
    coverage.clear();
    await states.settle();
  };
  const admin = new Admin({
    states,
    faults,
    journal,
    coverage,
    world: () => gateway.world,
    url: () => url,
    ...(token !== undefined && { token }),
    reset,
    reloaded: () => reloaded,
    prefix,
    version,
    startedAt: now(),
  });
  const server = createServer(
    {
      keepAliveTimeout: 60_000,
      requestTimeout: 30_000,
      headersTimeout: 10_000,
      connectionsCheckingInterval: 2000,
      maxHeaderSize: 64 * 1024,
    },
    (message, response) => {
      const { url: target = '/' } = message;
      const isAdmin = target.startsWith(adminPrefix) && /^[/?#]|^$/.test(target.slice(adminPrefix.length, adminPrefix.length + 1));
      void (isAdmin ? admin : gateway).serve(message, response);
    },
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) return;
    const status = { HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large', ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout' }[
      error.code ?? ''
    ];
    socket.end(`HTTP/1.1 ${status ?? '400 Bad Request'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  // More connections than Node's default of waiting ones: test suites open hundreds at once.
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ port, host, backlog: 4096 }, resolve));
  } catch (error) {
    har?.close();
    throw error;
  }
  url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    ...(token !== undefined && { token }),
    get contracts() {
      return gateway.world.contracts;
    },
    reset,
    journal: () => journal.after().entries,
    state: () => states.all(),
    async setState(values) {
      states.replace(values);
      await states.settle();
    },
    reload(contracts, texts) {
      const done = reloading.then(() => reload(contracts, texts));
      reloading = done.catch(() => undefined);
      return done;
    },
    noteReload(error) {
      reloaded = { at: now().toISOString(), ...(error !== undefined && { error }) };
    },
    async close() {
      gateway.isEnding = true;
      admin.close();
      await closeServer(server);
      har?.close();
    },
  };
}

/** What the state of each contract with handlers begins as. */
const initialOf = ({ served }: World): ReadonlyMap<string, () => unknown> =>
  new Map([...served].flatMap(([id, { mock }]) => (mock ? [[id, mock.initial] as const] : [])));

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), mostPatience);
  await closed;
  clearTimeout(timer);
}
