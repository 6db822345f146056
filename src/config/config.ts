// The shape of `truce.config.*`, typed for `defineConfig` and published as schemas/config.schema.json.
import type { Severity } from '../model/finding.ts';
import type { PromiseKind } from '../model/matrix.ts';
import type { MatrixDetail } from '../model/reporter.ts';

export interface ContractConfig {
  /** OpenAPI document, relative to the config file. */
  readonly document: string;
  /** Name in reports; by default the folder of `openapi.yaml` or the file's own name. */
  readonly id?: string;
  /** Files, folders or globs that belong to this contract, relative to the config file. */
  readonly evidence?: readonly string[];
  /** Judge the document's own examples too; true unless said otherwise. */
  readonly examples?: boolean;
  /** What consumers call it in their pacts: whose pacts `truce check --broker` asks for. */
  readonly provider?: string;
  /** Module with `export default defineMock(…)`: how `truce mock` behaves for this contract; relative to the config file. */
  readonly mock?: string;
  /** `truce probe`. */
  readonly probe?: ProbeConfig;
}

/** How a live instance is probed. Credentials have no place here, only the names of the environment variables that hold them. */
export interface ProbeConfig {
  /** Arazzo document with workflows and `x-truce`, relative to the config file; `arazzo.yaml` beside the contract unless said otherwise. */
  readonly arazzo?: string;
  /** Environment variable by key of the security scheme; `TRUCE_<CONTRACT>_<SCHEME>` unless said otherwise. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** The only hosts that may be probed, `*.crm.example` too; any unless said otherwise. */
  readonly hosts?: readonly string[];
}

/** A Pact Broker, asked only with `--broker`. Credentials have no place here: they come from the environment. */
export interface BrokerConfig {
  readonly url?: string;
  /** Consumer version selectors as the broker takes them, such as `{ mainBranch: true }`. */
  readonly selectors?: readonly Readonly<Record<string, unknown>>[];
  /** Ask which pacts are pending; their failures are listed and do not fail the run. */
  readonly pending?: boolean;
  /** Judge pacts of other branches since this day (`YYYY-MM-DD`), too; they are pending. */
  readonly wipSince?: string;
  /** Seconds one request may take; 30 unless said otherwise. */
  readonly timeout?: number;
}

/** A finding that is known and allowed for a reason. All given conditions must hold. */
export interface WaiverConfig {
  readonly rule: string;
  /** Why it is allowed; shown in reports. */
  readonly reason: string;
  /** Last day on which it holds, `YYYY-MM-DD`; afterwards the finding counts again. */
  readonly expires?: string;
  /** Evidence file as reports show it; `*` stands for any characters but `/`, `**` for any. */
  readonly evidence?: string;
  /** operationId. */
  readonly operation?: string;
  /** JSON Pointer into the evidence or the body, `*` for an index. */
  readonly pointer?: string;
  readonly fingerprint?: string;
}

export interface Config {
  readonly contracts?: readonly (string | ContractConfig)[];
  /** Evidence that is held against all contracts. */
  readonly evidence?: readonly string[];
  /** Severity by rule id; `off` silences a rule. */
  readonly rules?: Readonly<Record<string, Severity | 'off'>>;
  readonly waivers?: readonly WaiverConfig[];
  /** Baseline file, relative to the config file; `truce-baseline.json` unless said otherwise. */
  readonly baseline?: string;
  readonly failOn?: Severity | 'never';
  /** How properties and headers weigh that a consumer relies on and the contract leaves optional; `warn` unless said otherwise. */
  readonly promise?: 'off' | 'warn' | 'error';
  /** Count what the evidence proves of the contracts and show it; `off` unless said otherwise. */
  readonly matrix?: MatrixDetail;
  /** Least percentage of promises proved, by kind; below it the run fails. */
  readonly minCoverage?: Readonly<Partial<Record<PromiseKind, number>>>;
  readonly strict?: boolean;
  readonly strictUnmatched?: boolean;
  /** Each `name` or `name:path`. */
  readonly reporters?: readonly string[];
  /** `truce check --broker` and `truce publish`. */
  readonly broker?: BrokerConfig;
  /** `truce mock`: faults by operationId or `*`, such as `{ createPerson: 'latency=100..300 error=0.1' }`. */
  readonly mock?: { readonly faults?: Readonly<Record<string, string>> };
  readonly references?: { readonly network?: boolean; readonly outside?: boolean };
}

/** Gives editors the types of a config; returns it unchanged. */
export const defineConfig = (config: Config): Config => config;
