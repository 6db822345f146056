// `truce/testing`: the matchers for frameworks that have no entry point of their own; re-exports only.
export { loadContracts, type Held } from './contracts.ts';
export { createFramework, type Framework } from './framework.ts';
export type { JournalEntry } from '../mock/journal.ts';
export { createMatchers, type Matchers } from './matchers.ts';
export type { Hooks, MockFixture, MockFixtureOptions } from './mock-fixture.ts';
export type { SchemaOptions } from './named-schema.ts';
export type { ContractOptions } from './responses.ts';
export type { MatcherResult } from './verdict.ts';
