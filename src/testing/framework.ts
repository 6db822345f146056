// What `truce/vitest` and `truce/jest` offer, made from the hooks of the framework.
import type { LoadedContract } from '../openapi/load.ts';
import { ContractRegistry } from './contracts.ts';
import { createMatchers, type Matchers, rethrow } from './matchers.ts';
import { type Hooks, type MockFixture, type MockFixtureOptions, startMockWith } from './mock-fixture.ts';

export interface Framework {
  readonly matchers: Matchers;
  /**
   * The contracts the matchers judge by: OpenAPI documents (from the current folder, or `file:` URLs), or those of `truce.config.*` without any.
   * At the top of a file it needs no `await`: the tests wait for it.
   */
  readonly useContracts: (...documents: readonly (string | URL)[]) => Promise<readonly LoadedContract[]>;
  /** Starts `truce mock` for the tests of this file or describe block. */
  readonly startMock: (options?: MockFixtureOptions) => MockFixture;
}

/** Milliseconds that loading contracts may take. */
const loadTime = 60_000;

/** `hooks` is asked when it is needed: outside of a test run there are none. `isInTest` is true while a test runs. */
export function createFramework(hooks: () => Hooks, isInTest: () => boolean = () => false): Framework {
  const registry = new ContractRegistry();
  return {
    matchers: createMatchers(() => registry.get()),
    useContracts(...documents) {
      const loading = registry.use(...documents).then(({ contracts }) => contracts, rethrow);
      // Whoever does not await it is told by the hook, or else by the first matcher.
      loading.catch(() => undefined);
      // Inside a test no hook can be registered, and none is needed where the promise is awaited.
      if (!isInTest()) hooks().beforeAll(async () => void (await loading), loadTime);
      return loading;
    },
    startMock: (options) => startMockWith(hooks(), options),
  };
}
