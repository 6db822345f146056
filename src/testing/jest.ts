// `truce/jest`: importing it gives `expect` the matchers, the global one and that of `@jest/globals`, which are one; `useContracts` and `startMock` register hooks of the file or block they are called in.
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type {} from 'expect';
import type { TruceMatchers } from './expectation.ts';
import { createFramework, type Framework } from './framework.ts';

export { loadContracts } from './contracts.ts';
export type { JournalEntry } from '../mock/journal.ts';
export type { MockFixture, MockFixtureOptions } from './mock-fixture.ts';
export type { ContractOptions } from './responses.ts';
export type { SchemaOptions } from './named-schema.ts';

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends TruceMatchers<R, T> {}
}
declare global {
  namespace jest {
    interface Matchers<R, T = {}> extends TruceMatchers<R, T> {}
  }
}

const framework = createFramework(
  () => ({ beforeAll, beforeEach, afterEach, afterAll }),
  () => expect.getState().currentTestName !== undefined,
);
expect.extend(framework.matchers as object as Parameters<typeof expect.extend>[0]);

export const useContracts: Framework['useContracts'] = framework.useContracts;
export const startMock: Framework['startMock'] = framework.startMock;
