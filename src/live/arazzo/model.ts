// The objects of an Arazzo document (Arazzo 1.0.1) as far as they are run, their references resolved.
import type { Operation, ParameterIn } from '../../model/contract.ts';
import type { Location } from '../../model/location.ts';
import type { ProbeSettings } from '../settings.ts';
import type { LoadedContract } from '../../openapi/load.ts';

/** Arazzo 1.0.1 Criterion Object. */
export interface Criterion {
  readonly condition: string;
  readonly type: 'simple' | 'regex';
  /** Runtime expression the condition is applied to, for `regex`. */
  readonly context?: string;
}

/** Success and Failure Action Objects. */
export interface Action {
  readonly type: 'end' | 'goto' | 'retry';
  readonly stepId?: string;
  readonly workflowId?: string;
  /** Seconds. */
  readonly retryAfter?: number;
  readonly retryLimit?: number;
  readonly criteria: readonly Criterion[];
}

/** Parameter Object; `in` is absent for inputs of a workflow. */
export interface StepParameter {
  readonly name: string;
  readonly in?: ParameterIn;
  readonly value: unknown;
}

export interface StepBody {
  readonly contentType?: string;
  readonly payload: unknown;
  /** Payload Replacement Objects: pointers into the payload and what stands there. */
  readonly replacements: readonly { readonly target: string; readonly value: unknown }[];
}

export interface Step {
  readonly id: string;
  readonly call: { readonly kind: 'operation'; readonly operation: Operation } | { readonly kind: 'workflow'; readonly workflowId: string };
  readonly parameters: readonly StepParameter[];
  readonly body?: StepBody;
  readonly successCriteria: readonly Criterion[];
  readonly onSuccess: readonly Action[];
  readonly onFailure: readonly Action[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly location: Location;
}

export interface Workflow {
  readonly id: string;
  readonly summary: string;
  /** Names of the inputs its schema requires. */
  readonly required: readonly string[];
  /** Defaults of inputs, out of its schema. */
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly dependsOn: readonly string[];
  readonly steps: readonly Step[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly location: Location;
}

export interface ArazzoDocument {
  readonly shown: string;
  /** Loaded source descriptions by name. */
  readonly sources: ReadonlyMap<string, LoadedContract>;
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly settings: ProbeSettings;
}
