// What a run will try: cases of every check for every operation, workflows, and what cannot be tried and why. Nothing is sent for it.
import type { Contract, Operation } from '../model/contract.ts';
import type { ArazzoDocument } from './arazzo/model.ts';
import { type Case, isSafe } from './case.ts';
import type { Base, Check, Planning, Variant } from './check.ts';
import { isEqual } from '../model/json-value.ts';
import { isPlace, parsePlace } from './places.ts';
import type { OperationSettings, ProbeSettings } from './settings.ts';
import { plainOperation } from './settings.ts';

export interface PlanOptions {
  readonly contract: Contract;
  readonly operations: readonly Operation[];
  readonly checks: readonly Check[];
  readonly settings: ProbeSettings;
  readonly arazzo?: ArazzoDocument;
  /** Valid requests of an operation, the plainest first. */
  readonly bases: ReadonlyMap<Operation, readonly Base[]>;
  /** Why there are none, or fewer. */
  readonly lacks: ReadonlyMap<Operation, readonly string[]>;
  readonly variants: (operation: Operation, base: Base, settings: OperationSettings) => readonly Variant[];
  /** Unsafe methods may be sent. */
  readonly isWriting: boolean;
  /** Things may be made that nothing says how to remove. */
  readonly mayLeave: boolean;
}

export interface Untried {
  /** A case, an operation or a workflow, for people. */
  readonly what: string;
  readonly reason: string;
  readonly operation?: Operation;
}

export interface ProbePlan {
  readonly cases: readonly Case[];
  /** Ids of workflows that are run for their own sake. */
  readonly workflows: readonly string[];
  readonly untried: readonly Untried[];
}

export function makeProbePlan(options: PlanOptions): ProbePlan {
  const { operations, checks, settings, bases, lacks, isWriting, contract } = options;
  const cases: Case[] = [];
  const untried: Untried[] = [];
  const paths = new Set<string>();
  for (const operation of operations) {
    const own = settings.operations.get(operation.id) ?? plainOperation;
    for (const reason of lacks.get(operation) ?? []) untried.push({ what: operation.id, reason, operation });
    const given = bases.get(operation) ?? [];
    const refusal = given.length > 0 ? whyNot(operation, own, options) : undefined;
    const [base] = given;
    if (refusal !== undefined || !base) {
      untried.push({ what: operation.id, reason: refusal ?? 'nobody wrote down a valid request, and none could be generated', operation });
      continue;
    }
    let variants: readonly Variant[] | undefined;
    const planning: Planning = {
      operation,
      settings: own,
      bases: given,
      variants: () => (variants ??= options.variants(operation, base, own)),
      methods: methodsOf(operation, contract, options.arazzo),
      isFirstOfPath: !paths.has(operation.path),
    };
    paths.add(operation.path);
    for (const check of checks)
      for (const planned of check.plan?.(planning) ?? []) {
        const { name } = planned;
        const taken: Case = { ...planned, id: `${contract.id}/${operation.id}/${check.id}/${name}`, check: check.id, operation };
        if (isWriting || isReadOnly(taken)) cases.push(taken);
        else untried.push({ what: `${operation.id}, ${check.id}: ${name}`, reason: 'it is sent only with --write', operation });
      }
  }
  const workflows = checks.some(({ id }) => id === 'workflow-succeeds') ? publicWorkflows(options.arazzo) : [];
  if (!isWriting) for (const id of workflows) untried.push({ what: `workflow ${id}`, reason: 'it is run only with --write' });
  return { cases, workflows: isWriting ? workflows : [], untried };
}

/** Cases whose requests only read; a rewritten method counts as what it becomes. */
export const isReadOnly = ({ sends }: Case): boolean =>
  sends.every(({ values, rewrite }) => {
    const method = values.operation.method.toUpperCase();
    return isSafe(rewrite ? rewrite({ method, target: '/', fields: [] }).method : method);
  });

const changesForeign =
  'it may change a thing this run did not make: `x-truce.operations` of an Arazzo document names a workflow that makes one (docs/probe.md)';

/** Safety: what writes goes only to what this run made, and makes only what it can remove. */
function whyNot(
  operation: Operation,
  settings: OperationSettings,
  { isWriting, mayLeave }: Pick<PlanOptions, 'isWriting' | 'mayLeave'>,
): string | undefined {
  const method = operation.method.toUpperCase();
  if (isSafe(method)) return undefined;
  if (!isWriting) return `${method} is sent only with --write`;
  const { creates, undo, subject, isHarmless, set } = settings;
  const names = operation.parameters.some(({ in: where }) => where === 'path');
  if (subject && names && !namesOwn(operation, settings))
    return 'it would change a thing this run did not make: `subject.at` in `x-truce.operations` names no parameter of its path';
  const chosen = creates !== undefined && isPlace(creates) ? parsePlace(creates) : undefined;
  if (chosen && !subject && !set.some(({ place }) => isEqual(place, chosen)))
    return `it would change a thing this run did not make: \`set\` in \`x-truce.operations\` gives no \`${creates}\` of its own`;
  if (names && method !== 'POST' && !subject && !isHarmless && chosen?.kind !== 'parameter') return changesForeign;
  if (subject || isHarmless || (creates !== undefined && undo !== undefined)) return undefined;
  // The id in an example, or in a body, is that of somebody's thing.
  if (creates === undefined && (method !== 'POST' || names)) return changesForeign;
  return mayLeave
    ? undefined
    : 'nothing says how what it makes is removed: say it in `x-truce.operations` of an Arazzo document (docs/probe.md), or take --leave-behind';
}

/** Is the path that of a thing the run made? */
export const namesOwn = ({ parameters }: Operation, { subject }: OperationSettings): boolean =>
  parameters.some(({ in: where, name }) =>
    subject?.at.some((place) => place.kind === 'parameter' && where === 'path' && place.in === where && place.name === name),
  );

function methodsOf({ path }: Operation, contract: Contract, arazzo: ArazzoDocument | undefined): ReadonlySet<string> {
  const own = path.split('/');
  // `/people/{id}` documents what it takes for `/people/search`, too.
  const covers = (template: string): boolean => {
    const others = template.split('/');
    return others.length === own.length && others.every((segment, at) => segment.includes('{') || segment === own[at]);
  };
  const all = [contract, ...(arazzo?.sources.values() ?? [])].flatMap(({ operations }) => operations);
  const methods = all.filter((operation) => covers(operation.path)).map(({ method }) => method.toUpperCase());
  return new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : [])]);
}

/** Those that no setting and no other workflow uses as a part. */
export function publicWorkflows(arazzo: ArazzoDocument | undefined): readonly string[] {
  if (!arazzo) return [];
  const { operations, credentials } = arazzo.settings;
  const parts = new Set<string | undefined>([
    ...[...operations.values()].flatMap(({ undo, find, subject }) => [undo, find, subject?.make]),
    ...[...credentials.values()].map(({ workflow }) => workflow),
    ...[...arazzo.workflows.values()].flatMap(({ dependsOn, steps }) => [
      ...dependsOn,
      ...steps.flatMap(({ call }) => (call.kind === 'workflow' ? [call.workflowId] : [])),
    ]),
  ]);
  return [...arazzo.workflows.keys()].filter((id) => !parts.has(id));
}
