// The public API; re-exports only.
export { check, type CheckEvent, type CheckOptions, type EvidenceInput } from './check.ts';
export { defineConfig, type BrokerConfig, type Config, type ContractConfig, type WaiverConfig } from './config/config.ts';
export { gather, type GatherOptions } from './report.ts';
export { loadContract, type LoadedContract, type LoadOptions } from './openapi/load.ts';
export { openEvidence } from './source/read.ts';
export { reporterById, reporters } from './reporters/index.ts';
export { rules, ruleById } from './rules/index.ts';
export { UserError } from './model/user-error.ts';
export { defineMock, type Answer, type Call, type Handler, type MockDefinition, type MockRequest, type Respond } from './mock/define.ts';
export type { Claim, Exchange, Request, Response } from './model/exchange.ts';
export type { Contract, Operation } from './model/contract.ts';
export type { ContractToken, OperationTypes } from './model/operation-types.ts';
export type { Finding, Severity } from './model/finding.ts';
export type { Outcome, Report, Verdict } from './model/report.ts';
export type { RenderOptions, Reporter } from './model/reporter.ts';
