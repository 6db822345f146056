// `truce/jest`: importing it gives the global `expect` the matchers; `useContracts` and `startMock` register hooks of the file or block they are called in.
import type {} from 'expect';
import type { TruceMatchers } from './expectation.ts';
import { createFramework, type Framework } from './framework.ts';
import type { Matchers } from './matchers.ts';
import type { Hooks } from './mock-fixture.ts';

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

interface JestGlobals extends Hooks {
  readonly expect?: { extend(matchers: object): void; getState(): { readonly currentTestName?: string } };
}

/** Jest's globals are there where a test file or a file of `setupFilesAfterEnv` is run. */
const globals = globalThis as unknown as JestGlobals;
const framework = createFramework(
  () => globals,
  () => globals.expect?.getState().currentTestName !== undefined,
);
const matchers: Matchers = framework.matchers;
if (!globals.expect)
  throw new Error('`truce/jest` needs the global `expect` of jest: import it in a test file or name it in `setupFilesAfterEnv`');
globals.expect.extend({ ...matchers });

export const useContracts: Framework['useContracts'] = framework.useContracts;
export const startMock: Framework['startMock'] = framework.startMock;
