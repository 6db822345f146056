// `truce/vitest`: importing it gives `expect` the matchers; `useContracts` and `startMock` register hooks of the file or block they are called in.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TruceMatchers } from './expectation.ts';
import { createFramework, type Framework } from './framework.ts';
import { type MockFixture, type MockFixtureOptions, RunningMock } from './mock-fixture.ts';

export { loadContracts } from './contracts.ts';
export type { JournalEntry } from '../mock/journal.ts';
export type { MockFixture, MockFixtureOptions } from './mock-fixture.ts';
export type { ContractOptions } from './responses.ts';
export type { SchemaOptions } from './named-schema.ts';

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends TruceMatchers<R, T> {}
}

const framework = createFramework(() => ({ beforeAll, beforeEach, afterEach, afterAll }));
expect.extend({ ...framework.matchers });

export const useContracts: Framework['useContracts'] = framework.useContracts;
export const startMock: Framework['startMock'] = framework.startMock;

/** `test` with the fixture `mock`: `const test = testWithMock({ contracts: ['openapi.yaml'] })`. The mock starts when the first test of the file asks for it. */
export const testWithMock = (options: MockFixtureOptions = {}) =>
  test.extend<{ running: RunningMock; mock: MockFixture }>({
    running: [
      // Vitest reads the names of the fixtures it depends on from the first parameter, which has to be a pattern.
      // oxlint-disable-next-line no-empty-pattern
      async ({}, use) => {
        const running = new RunningMock(options);
        await running.start();
        await use(running);
        await running.close();
      },
      { scope: 'file' },
    ],
    mock: async ({ running }, use) => {
      await running.reset();
      await use(running);
      await running.check();
    },
  });
