// Runs workflows of an Arazzo document (Arazzo 1.0.1): steps in order, their criteria, actions and outputs; requests go out by whoever is given.
import type { Operation } from '../../model/contract.ts';
import { isRecord } from '../../model/json-value.ts';
import { parseMediaType } from '../../model/media-type.ts';
import { resolvePointer, tokensOf } from '../../model/pointer.ts';
import { list, quote } from '../../model/show.ts';
import { UserError } from '../../model/user-error.ts';
import { findEntry } from '../../judge/body.ts';
import { type Attempt, isSuccess } from '../case.ts';
import { exchangedOf } from '../exchanged.ts';
import { fitted, setIn } from '../places.ts';
import type { RequestValues } from '../request-values.ts';
import { explainCondition, holds } from './condition.ts';
import { evaluate, fill, type Scope } from './expression.ts';
import type { Action, ArazzoDocument, Criterion, Step, Workflow } from './model.ts';

export interface WorkflowOptions {
  readonly document: ArazzoDocument;
  /** Sends a request to an operation. Whatever it throws ends the workflow. */
  readonly send: (values: RequestValues) => Promise<Attempt>;
  readonly wait: (ms: number) => Promise<void>;
  /** An input that nobody gave, such as one out of the environment. */
  readonly inputOf: (name: string) => unknown;
  /** Inputs that every workflow of the run has. */
  readonly given: Readonly<Record<string, unknown>>;
}

/** What failed, in one sentence without a final stop. `attempt`: the exchange it was seen at. */
export interface WorkflowFailure {
  readonly step: string;
  readonly message: string;
  readonly attempt?: Attempt;
}

export interface WorkflowOutcome {
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly attempts: readonly Attempt[];
  readonly failure?: WorkflowFailure;
}

/** Steps of one workflow, repetitions included, after which it goes in circles. */
const mostSteps = 200;
const deepest = 10;

export class WorkflowRunner {
  readonly #options: WorkflowOptions;
  readonly #done = new Map<string, { inputs: Readonly<Record<string, unknown>>; outputs: Readonly<Record<string, unknown>> }>();

  constructor(options: WorkflowOptions) {
    this.#options = options;
  }

  /** Throws a UserError for a workflow that is not there, inputs that nobody gives, and expressions that cannot be read. */
  async run(id: string, given: Readonly<Record<string, unknown>>, depth = 0): Promise<WorkflowOutcome> {
    const workflow = this.#options.document.workflows.get(id);
    if (!workflow) throw new UserError(`There is no workflow ${quote(id)} in ${quote(this.#options.document.shown, 200)}`);
    if (depth > deepest) throw new UserError(`The workflow ${quote(id)} calls itself without end`, { location: workflow.location });
    for (const other of workflow.dependsOn) {
      if (this.#done.has(other)) continue;
      const outcome = await this.run(other, {}, depth + 1);
      if (outcome.failure)
        return {
          ...outcome,
          outputs: {},
          failure: { ...outcome.failure, message: `the workflow \`${other}\` before it failed: ${outcome.failure.message}` },
        };
    }
    const inputs = this.#inputsOf(workflow, given);
    const attempts: Attempt[] = [];
    const steps = new Map<string, Readonly<Record<string, unknown>>>();
    const scope: Scope = { inputs, steps, workflows: this.#done, outputs: {} };
    const failure = await this.#steps(workflow, scope, steps, attempts, depth);
    const outputs = failure ? {} : mapValues(workflow.outputs, (expression) => evaluate(expression, scope));
    if (!failure) this.#done.set(id, { inputs, outputs });
    return { outputs, attempts, ...(failure && { failure }) };
  }

  #inputsOf(workflow: Workflow, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const inputs: Record<string, unknown> = { ...workflow.defaults, ...this.#options.given, ...given };
    for (const name of workflow.required) inputs[name] ??= this.#options.inputOf(name);
    const missing = workflow.required.filter((name) => inputs[name] === undefined);
    if (missing.length > 0)
      throw new UserError(`The workflow ${quote(workflow.id)} needs the input ${list(missing.map((name) => `\`${name}\``))}`, {
        location: workflow.location,
      });
    return inputs;
  }

  async #steps(
    workflow: Workflow,
    scope: Scope,
    outputs: Map<string, Readonly<Record<string, unknown>>>,
    attempts: Attempt[],
    depth: number,
  ): Promise<WorkflowFailure | undefined> {
    const retries = new Map<Action, number>();
    let at = 0;
    for (let count = 0; at < workflow.steps.length; count++) {
      const step = workflow.steps[at] as Step;
      if (count >= mostSteps) return { step: step.id, message: `it goes in circles: ${mostSteps} steps were not enough` };
      const result = await this.#step(step, scope, attempts, depth);
      const seen: Scope = result.attempt ? { ...scope, exchanged: exchangedOf(result.attempt) } : scope;
      if (result.failure === undefined) {
        const named = mapValues(step.outputs, (expression) =>
          step.call.kind === 'workflow' ? evaluate(expression, { ...seen, outputs: result.outputs }) : evaluate(expression, seen),
        );
        outputs.set(step.id, { ...(step.call.kind === 'workflow' && result.outputs), ...named });
      }
      const action = choose(result.failure === undefined ? step.onSuccess : step.onFailure, seen, retries);
      if (!action) {
        if (result.failure !== undefined)
          return { step: step.id, message: result.failure, ...(result.attempt && { attempt: result.attempt }) };
        at++;
      } else if (action.type === 'end') {
        return result.failure === undefined
          ? undefined
          : { step: step.id, message: result.failure, ...(result.attempt && { attempt: result.attempt }) };
      } else {
        if (action.type === 'retry') {
          retries.set(action, (retries.get(action) ?? 0) + 1);
          await this.#options.wait((action.retryAfter ?? 1) * 1000);
        }
        if (action.workflowId !== undefined) {
          const other = await this.run(action.workflowId, scope.inputs, depth + 1);
          attempts.push(...other.attempts);
          if (action.type === 'goto' || other.failure) return other.failure;
        }
        if (action.stepId !== undefined) at = workflow.steps.findIndex(({ id }) => id === action.stepId);
      }
    }
    return undefined;
  }

  async #step(
    step: Step,
    scope: Scope,
    attempts: Attempt[],
    depth: number,
  ): Promise<{ readonly attempt?: Attempt; readonly outputs: Readonly<Record<string, unknown>>; readonly failure?: string }> {
    if (step.call.kind === 'workflow') {
      const inputs = Object.fromEntries(step.parameters.map(({ name, value }) => [name, fill(value, scope)]));
      const outcome = await this.run(step.call.workflowId, inputs, depth + 1);
      attempts.push(...outcome.attempts);
      const { outputs, failure } = outcome;
      return {
        outputs,
        ...(failure && {
          failure: `the workflow \`${step.call.workflowId}\` failed: ${failure.message}`,
          ...(failure.attempt && { attempt: failure.attempt }),
        }),
      };
    }
    const attempt = await this.#options.send(valuesOf(step, step.call.operation, scope));
    attempts.push(attempt);
    if (attempt.failure) return { attempt, outputs: {}, failure: attempt.failure.message };
    const failure = whyFailed(step.successCriteria, attempt, { ...scope, exchanged: exchangedOf(attempt) });
    return { attempt, outputs: {}, ...(failure !== undefined && { failure }) };
  }
}

/** Without criteria a step succeeds when its status does. */
function whyFailed(criteria: readonly Criterion[], { status }: Attempt, scope: Scope): string | undefined {
  if (criteria.length === 0) return isSuccess(status) ? undefined : `the status was ${status}`;
  const failed = criteria.find((criterion) => !holds(criterion, scope));
  return failed && explainCondition(failed, scope);
}

/** The first action whose criteria hold and whose retries are not used up. */
function choose(actions: readonly Action[], scope: Scope, retries: ReadonlyMap<Action, number>): Action | undefined {
  return actions.find(
    (action) =>
      (action.type !== 'retry' || (retries.get(action) ?? 0) < (action.retryLimit ?? 1)) &&
      action.criteria.every((criterion) => holds(criterion, scope)),
  );
}

function valuesOf(step: Step, operation: Operation, scope: Scope): RequestValues {
  // Credentials are the run's to give.
  const isCredential = ({ name, in: where }: Step['parameters'][number]): boolean =>
    (where === 'header' && name.toLowerCase() === 'authorization') ||
    (operation.security?.alternatives ?? []).flat().some((scheme) => scheme.in === where && scheme.name === name);
  const parameters = step.parameters
    .filter((one) => !isCredential(one))
    .map(({ name, in: where, value }) => {
      const parameter = operation.parameters.find(
        (one) => one.in === where && (where === 'header' ? one.name.toLowerCase() === name.toLowerCase() : one.name === name),
      );
      if (!parameter)
        throw new UserError(
          `The step ${quote(step.id)} gives ${where === undefined ? 'a parameter without `in`' : `the ${where} parameter`} ${quote(name)}, which \`${operation.id}\` does not have`,
          { location: step.location },
        );
      return { parameter, value: fitted(fill(value, scope), parameter) };
    });
  const given = parameters.filter(({ value }) => value !== undefined);
  const body = bodyOf(step, operation, scope);
  return { operation, parameters: given, ...(body && { body }) };
}

function bodyOf(step: Step, operation: Operation, scope: Scope): RequestValues['body'] {
  if (!step.body) return undefined;
  const entries = operation.requestBody?.content ?? [];
  const contentType = step.body.contentType ?? entries[0]?.range ?? '';
  const mediaType = parseMediaType(contentType);
  const entry = mediaType && findEntry(entries, mediaType);
  if (!entry)
    throw new UserError(`The step ${quote(step.id)} sends ${quote(contentType)}, which \`${operation.id}\` does not document`, {
      location: step.location,
    });
  let value = fill(step.body.payload, scope);
  // A payload may be written as the text of its media type; a text that is none is a string.
  if (typeof value === 'string' && (mediaType.subtype === 'json' || mediaType.suffix === 'json')) value = parsed(value, step);
  for (const replacement of step.body.replacements) {
    if (
      resolvePointer(value, replacement.target) === undefined &&
      !isRecord(resolvePointer(value, replacement.target.replace(/\/[^/]*$/, '')))
    )
      throw new UserError(`The step ${quote(step.id)} replaces ${quote(replacement.target)}, which its payload does not have`, {
        location: step.location,
      });
    value = setIn(value, tokensOf(replacement.target), fill(replacement.value, scope));
  }
  return { entry, mediaType: contentType, value };
}

function parsed(text: string, step: Step): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (!/^\s*[[{]/.test(text)) return text;
    throw new UserError(`The payload of the step ${quote(step.id)} begins like JSON and is none`, { location: step.location });
  }
}

const mapValues = (values: Readonly<Record<string, string>>, map: (value: string) => unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
