// Workflows, steps and what belongs to them, out of the value of an Arazzo document (Arazzo 1.0.1 §4.6).
import type { Operation, ParameterIn } from '../../model/contract.ts';
import { isRecord } from '../../model/json-value.ts';
import { tokensOf } from '../../model/pointer.ts';
import { list, quote, show } from '../../model/show.ts';
import { UserError } from '../../model/user-error.ts';
import { locationOf, type Place, step as into } from '../../openapi/documents.ts';
import type { LoadedContract } from '../../openapi/load.ts';
import type { Action, Criterion, Step, StepBody, StepParameter, Workflow } from './model.ts';

export const record = (place: Place): Readonly<Record<string, unknown>> =>
  isRecord(place.value) ? place.value : fail(place, `Expected an object, got ${show(place.value)}`);

export function items(place: Place | undefined): readonly Place[] {
  if (!place) return [];
  if (!Array.isArray(place.value)) return fail(place, `Expected a list, got ${show(place.value)}`);
  return place.value.map((_, at) => into(place, String(at)) as Place);
}

export function fail(place: Place, message: string, hint?: string): never {
  throw new UserError(message, { location: locationOf(place), ...(hint !== undefined && { hint }) });
}

const optionalText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const textMap = (value: unknown): Readonly<Record<string, string>> =>
  isRecord(value)
    ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
    : {};

/** Reads the workflows of one document. */
export class WorkflowReader {
  readonly #root: Place;
  readonly #sources: ReadonlyMap<string, LoadedContract>;

  constructor(root: Place, sources: ReadonlyMap<string, LoadedContract>) {
    this.#root = root;
    this.#sources = sources;
  }

  workflow(place: Place): Workflow {
    const { workflowId, summary, dependsOn } = record(place);
    const inputs = this.#inputs(place);
    if (typeof workflowId !== 'string' || workflowId === '') fail(place, 'A workflow has a `workflowId`');
    const properties = isRecord(inputs) && isRecord(inputs['properties']) ? inputs['properties'] : {};
    const common = this.#parameters(into(place, 'parameters'));
    const steps = items(into(place, 'steps')).map((one) => this.#step(one, common, place));
    const ids = new Set(steps.map(({ id }) => id));
    if (steps.length === 0) fail(place, `The workflow ${quote(workflowId)} has no steps`);
    if (ids.size < steps.length) fail(place, `Two steps of the workflow ${quote(workflowId)} have the same \`stepId\``);
    const target = steps
      .flatMap(({ onSuccess, onFailure }) => [...onSuccess, ...onFailure])
      .find(({ stepId }) => stepId !== undefined && !ids.has(stepId));
    if (target) fail(place, `The workflow ${quote(workflowId)} goes to the step ${quote(target.stepId ?? '')}, which is not there`);
    return {
      id: workflowId,
      summary: optionalText(summary) ?? '',
      required: isRecord(inputs) && Array.isArray(inputs['required']) ? inputs['required'].filter((name) => typeof name === 'string') : [],
      defaults: Object.fromEntries(
        Object.entries(properties).flatMap(([name, schema]) =>
          isRecord(schema) && 'default' in schema ? [[name, schema['default']]] : [],
        ),
      ),
      dependsOn: Array.isArray(dependsOn)
        ? dependsOn.filter((id) => typeof id === 'string').map((id) => id.replace(/^\$sourceDescriptions\.[^.]+\./, ''))
        : [],
      steps,
      outputs: textMap(record(place)['outputs']),
      location: locationOf(place),
    };
  }

  /** A JSON Schema, or a reference to one in the components. */
  #inputs(place: Place): unknown {
    const own = into(place, 'inputs');
    const reference = isRecord(own?.value) ? own.value['$ref'] : undefined;
    if (!own || typeof reference !== 'string') return own?.value;
    const found = reference.startsWith('#/components/inputs/') ? into(this.#root, ...tokensOf(reference.slice(1))) : undefined;
    return (found ?? fail(own, `${quote(reference)} names nothing`, 'Write `#/components/inputs/<name>`')).value;
  }

  #step(place: Place, common: readonly StepParameter[], workflow: Place): Step {
    const { stepId, outputs, workflowId } = record(place);
    if (typeof stepId !== 'string' || stepId === '') fail(place, 'A step has a `stepId`');
    const own = this.#parameters(into(place, 'parameters'));
    const inherited = common.filter((parameter) => !own.some(({ name, in: where }) => name === parameter.name && where === parameter.in));
    const body = into(place, 'requestBody');
    const ofWorkflow = (name: string): readonly Action[] => this.#actions(into(workflow, name));
    return {
      id: stepId,
      call:
        typeof workflowId === 'string'
          ? { kind: 'workflow', workflowId }
          : { kind: 'operation', operation: this.#operation(place, stepId) },
      parameters: [...inherited, ...own],
      ...(body && { body: this.#body(body) }),
      successCriteria: items(into(place, 'successCriteria')).map(readCriterion),
      onSuccess: [...this.#actions(into(place, 'onSuccess')), ...ofWorkflow('successActions')],
      onFailure: [...this.#actions(into(place, 'onFailure')), ...ofWorkflow('failureActions')],
      outputs: textMap(outputs),
      location: locationOf(place),
    };
  }

  #operation(place: Place, stepId: string): Operation {
    const { operationId, operationPath } = record(place);
    if (typeof operationId === 'string') {
      const [, source, id = operationId] = /^\$sourceDescriptions\.([^.]+)\.(.+)$/.exec(operationId) ?? [];
      const found = [...this.#sources].flatMap(([name, contract]) =>
        source === undefined || name === source ? (contract.operation(id) ?? []) : [],
      );
      if (found.length > 1) fail(place, `${quote(id)} is in several sources`, 'Write `$sourceDescriptions.<name>.<operationId>`');
      return found[0] ?? fail(place, `No source has an operation ${quote(id)}`);
    }
    if (typeof operationPath !== 'string')
      return fail(place, `The step ${quote(stepId)} names no \`operationId\`, \`operationPath\` or \`workflowId\``);
    const [, source = '', pointer = ''] = /^\{\$sourceDescriptions\.([^.}]+)\.url\}#\/paths(\/.+)$/.exec(operationPath) ?? [];
    const [path = '', method = ''] = pointer
      .slice(1)
      .split('/')
      .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
    const found = this.#sources.get(source)?.operations.find((one) => one.path === path && one.method.toLowerCase() === method);
    return (
      found ??
      fail(place, `${quote(operationPath, 200)} names no operation`, 'Write `{$sourceDescriptions.<name>.url}#/paths/~1people/post`')
    );
  }

  #parameters(place: Place | undefined): readonly StepParameter[] {
    return items(place).map((given): StepParameter => {
      const one = this.#component(given, 'parameters');
      const { name, in: where, value } = record(one);
      if (typeof name !== 'string') return fail(one, 'A parameter has a `name`');
      // A reusable object may give another value.
      const own = given === one ? value : (record(given)['value'] ?? value);
      return { name, ...(typeof where === 'string' && { in: where as ParameterIn }), value: own };
    });
  }

  #body(place: Place): StepBody {
    const { contentType, payload } = record(place);
    const replacements = items(into(place, 'replacements')).map((one) => {
      const { target, value } = record(one);
      return typeof target === 'string' && (target === '' || target.startsWith('/'))
        ? { target, value }
        : fail(one, 'The target of a replacement is a JSON Pointer; XPath is not run');
    });
    return { ...(typeof contentType === 'string' && { contentType }), payload, replacements };
  }

  #actions(place: Place | undefined): readonly Action[] {
    return items(place).map((given): Action => {
      const one = this.#component(given, 'successActions', 'failureActions');
      const { type, stepId, workflowId, retryAfter, retryLimit } = record(one);
      if (type !== 'end' && type !== 'goto' && type !== 'retry')
        return fail(one, `The type of an action is \`end\`, \`goto\` or \`retry\`, not ${show(type)}`);
      if (stepId !== undefined && workflowId !== undefined) return fail(one, 'An action goes to a step or to a workflow, not to both');
      if (type === 'goto' && typeof stepId !== 'string' && typeof workflowId !== 'string')
        return fail(one, 'An action of type `goto` names a `stepId` or a `workflowId`');
      return {
        type,
        ...(typeof stepId === 'string' && { stepId }),
        ...(typeof workflowId === 'string' && { workflowId }),
        ...(typeof retryAfter === 'number' && { retryAfter }),
        ...(typeof retryLimit === 'number' && { retryLimit }),
        criteria: items(into(one, 'criteria')).map(readCriterion),
      };
    });
  }

  /** Reusable Object: `reference: $components.parameters.x`. */
  #component(place: Place, ...kinds: readonly string[]): Place {
    const { reference } = record(place);
    if (typeof reference !== 'string') return place;
    const [, kind = '', name = ''] = /^\$components\.([^.]+)\.(.+)$/.exec(reference) ?? [];
    const found = kinds.includes(kind) ? into(this.#root, 'components', kind, name) : undefined;
    return (
      found ??
      fail(
        place,
        `${quote(reference)} names nothing`,
        `Write ${list(
          kinds.map((one) => `\`$components.${one}.<name>\``),
          3,
          'or',
        )}`,
      )
    );
  }
}

function readCriterion(place: Place): Criterion {
  const { condition, context, type = 'simple' } = record(place);
  const kind = isRecord(type) ? type['type'] : type;
  if (typeof condition !== 'string') return fail(place, 'A criterion has a `condition`');
  if (kind !== 'simple' && kind !== 'regex' && kind !== 'jsonpath' && kind !== 'xpath')
    return fail(place, `${show(kind)} is no type of a criterion`);
  if (kind === 'xpath' || kind === 'jsonpath')
    return fail(
      place,
      `Criteria of type \`${kind}\` are not run`,
      'Use a `simple` condition on a pointer, as in `$response.body#/status == 0`',
    );
  if (kind !== 'simple' && typeof context !== 'string') return fail(place, `A criterion of type \`${kind}\` has a \`context\``);
  return { condition, type: kind, ...(typeof context === 'string' && { context }) };
}
