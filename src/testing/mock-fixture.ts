// The mock server of a test file: started before its tests, reset around each, closed behind the last.
import type { JournalEntry } from '../mock/journal.ts';
import { rethrow } from './matchers.ts';
import { type MockProcess, startProcess } from './mock-child.ts';

/** What the fixture needs of a test framework. */
export interface Hooks {
  beforeAll(action: () => Promise<void>, timeout?: number): void;
  beforeEach(action: () => Promise<void>): void;
  afterEach(action: () => Promise<void>): void;
  afterAll(action: () => Promise<void>): void;
}

export interface MockFixtureOptions {
  /** OpenAPI documents, or ids of the config's contracts; those of the nearest `truce.config.*` when absent. */
  readonly contracts?: readonly string[];
  /** Folder that paths and the search for a config start from; the current one unless said otherwise. */
  readonly cwd?: string;
  /** Requests that violate their contract fail the test that sent them. */
  readonly failOnViolation?: boolean;
  /** Further arguments of `truce mock`, such as `['--lenient']`. */
  readonly arguments?: readonly string[];
}

export interface MockFixture {
  /** `http://127.0.0.1:PORT`. Throws an Error before the first `beforeAll` has run. */
  readonly url: string;
  /** What was asked since the test began, in order. */
  journal(): Promise<readonly JournalEntry[]>;
  /** What the contract objects to in it. */
  findings(): Promise<JournalEntry['findings']>;
  /** Replaces the state, by contract id. */
  setState(state: Readonly<Record<string, unknown>>): Promise<void>;
  state(): Promise<Readonly<Record<string, unknown>>>;
  /** Faults by operationId or `*`, such as `{ '*': 'latency=100..300' }`, until the test ends. */
  setFaults(faults: Readonly<Record<string, string>>): Promise<void>;
  /** Brings about a provider state the mock's handlers define. */
  given(state: string, params?: Readonly<Record<string, unknown>>): Promise<void>;
  reset(): Promise<void>;
}

/** Milliseconds the start may take: Prism alone needs one and a half seconds, more on a busy machine. */
const startTime = 60_000;

export class RunningMock implements MockFixture {
  readonly #options: MockFixtureOptions;
  #server: MockProcess | undefined;

  constructor(options: MockFixtureOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { contracts = [], arguments: more = [], cwd } = this.#options;
    this.#server = await startProcess([...contracts, ...more], cwd).catch(rethrow);
  }

  async close(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
  }

  /** Throws an Error with every finding when a request of the test violated its contract and the options say so. */
  async check(): Promise<void> {
    if (!this.#options.failOnViolation || !this.#server) return;
    const violating = (await this.journal()).filter(({ verdict }) => verdict === 'violates' || verdict === 'unmatched');
    if (violating.length === 0) return;
    throw new Error(`Expected every request to satisfy the contract, but\n${violating.map(show).join('\n')}`);
  }

  get url(): string {
    return this.#running.url;
  }

  get #running(): MockProcess {
    if (!this.#server) throw new Error('The mock has not been started yet: ask for it inside a test or a hook');
    return this.#server;
  }

  async journal(): Promise<readonly JournalEntry[]> {
    const { entries } = (await this.#running.admin('GET', 'journal')) as { entries: JournalEntry[] };
    return entries;
  }

  async findings(): Promise<JournalEntry['findings']> {
    return (await this.journal()).flatMap(({ findings }) => findings);
  }

  async setState(state: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#running.admin('PUT', 'state', state);
  }

  async state(): Promise<Readonly<Record<string, unknown>>> {
    return (await this.#running.admin('GET', 'state')) as Record<string, unknown>;
  }

  async setFaults(faults: Readonly<Record<string, string>>): Promise<void> {
    await this.#running.admin('PUT', 'faults', faults);
  }

  async given(state: string, params: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.#running.admin('POST', 'states', { state, params, action: 'setup' });
  }

  async reset(): Promise<void> {
    await this.#running.admin('POST', 'reset');
  }
}

/** One request and what is wrong with it, as lines. */
function show({ request, reason, findings }: JournalEntry): string {
  const lines = findings
    .filter(({ severity }) => severity === 'error')
    .map(
      ({ rule, message, contract, fix }) =>
        `    error ${rule}: ${message}\n${contract === undefined ? '' : `      contract  ${contract}\n`}      fix       ${fix}`,
    );
  return [`  ${request.method} ${request.target}`, ...(lines.length > 0 ? lines : [`    ${reason ?? 'no contract covers it'}`])].join('\n');
}

/** Registers the hooks; call it at the top of a file or a describe block. */
export function startMockWith(hooks: Hooks, options: MockFixtureOptions = {}): MockFixture {
  const mock = new RunningMock(options);
  hooks.beforeAll(() => mock.start(), startTime);
  hooks.beforeEach(() => mock.reset());
  hooks.afterEach(() => mock.check());
  hooks.afterAll(() => mock.close());
  return mock;
}
