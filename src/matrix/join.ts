// Promises joined with what was seen of them: the evidence matrix.
import { type Contract, operationReference } from '../model/contract.ts';
import type { Location } from '../model/location.ts';
import type {
  BodyRow,
  ContractMatrix,
  FieldRow,
  Matrix,
  OperationRow,
  ParameterRow,
  PromiseRow,
  StatusRow,
  ValueRow,
} from '../model/matrix.ts';
import { sourceKinds } from '../model/matrix.ts';
import type { Shape } from '../model/shape.ts';
import type { Collector } from './collector.ts';
import { Count, tallyOf } from './count.ts';
import type { FieldNode } from './field-tree.ts';
import { type BodyNode, OperationNode, type ParameterNode, type StatusNode } from './operation-node.ts';
import { addTotals, noTotals, totalsOf } from './totals.ts';
import type { Values } from './values.ts';

/** `isLarge`: the fields of bodies that no evidence touched are not enumerated. */
export interface JoinedContract extends Contract {
  readonly isLarge?: boolean;
}

export interface JoinOptions {
  /** As if every contract were large: what nobody looked at costs nothing. */
  readonly isOnlyTouched?: boolean;
}

export function joinMatrix(
  collector: Collector,
  contracts: readonly JoinedContract[],
  { isOnlyTouched = false }: JoinOptions = {},
): Matrix {
  const joined = contracts.map((contract) => joinContract(collector, contract, isOnlyTouched || contract.isLarge === true));
  const seen = sourceKinds.filter((kind) => joined.some(({ operations }) => operations.some((row) => mentions(row, kind))));
  return { contracts: joined, sources: seen, totals: addTotals(joined.map(({ totals }) => totals)) };
}

const mentions = ({ proved, contradicted, statuses }: OperationRow, kind: (typeof sourceKinds)[number]): boolean =>
  [{ proved, contradicted }, ...statuses].some((row) => row.proved[kind] !== undefined || row.contradicted[kind] !== undefined);

function joinContract(collector: Collector, contract: JoinedContract, isOnlyTouched: boolean): ContractMatrix {
  const known = new Map(collector.touched(contract).map((node) => [node.operation, node]));
  const operations = contract.operations.map((operation) =>
    joinOperation(known.get(operation) ?? new OperationNode(operation), isOnlyTouched),
  );
  const bodies = operations.flatMap((row) => [...row.bodies, ...row.statuses.flatMap((status) => status.bodies)]);
  return {
    contract: contract.id,
    operations,
    totals: operations.length > 0 ? addTotals(operations.map(({ totals }) => totals)) : noTotals(),
    unlistedBodies: bodies.filter(({ isUnlisted }) => isUnlisted).length,
  };
}

function joinOperation(node: OperationNode, isOnlyTouched: boolean): OperationRow {
  const { operation } = node;
  const row = {
    ...rowOf(node.count, operation.location),
    operation: operationReference(operation),
    parameters: node.parameters.map(joinParameter),
    security: node.security.map((count, index) => ({
      ...rowOf(count, operation.security?.location ?? operation.location),
      schemes: (operation.security?.alternatives[index] ?? []).map(({ key }) => key),
    })),
    bodies: node.bodies.map((body) => joinBody(body, isOnlyTouched)),
    statuses: node.statuses.map((status) => joinStatus(status, isOnlyTouched)),
    consumers: [...node.consumers].toSorted(),
  };
  return { ...row, totals: totalsOf(row) };
}

function joinStatus({ entry, count, seen, headers, bodies }: StatusNode, isOnlyTouched: boolean): StatusRow {
  return {
    ...rowOf(count, entry.location),
    key: entry.key,
    seen: [...seen].toSorted((a, b) => a - b),
    headers: headers.map(joinParameter),
    bodies: bodies.map((body) => joinBody(body, isOnlyTouched)),
  };
}

function joinParameter({ parameter, count, values }: ParameterNode): ParameterRow {
  const { name, required, location } = parameter;
  return { ...rowOf(count, location), in: parameter.in, name, required, values: joinValues(values, location) };
}

function joinBody(body: BodyNode, isOnlyTouched: boolean): BodyRow {
  const { entry, count } = body;
  const row = { ...rowOf(count, entry.location), range: entry.range };
  if (isOnlyTouched && !body.isTouched) return { ...row, values: [], fields: [], isUnlisted: true };
  const { tree } = body;
  return {
    ...row,
    values: tree ? joinValues(tree.root.values, tree.root.shape.location) : [],
    fields: tree ? tree.fields.map(joinField) : [],
    ...(tree && joinAlternatives(tree.root.shape)),
    isUnlisted: false,
  };
}

function joinField({ pointer, shape, required, count, values, sameAs }: FieldNode): FieldRow {
  const { location } = shape;
  return {
    ...rowOf(count, location),
    pointer,
    required,
    nulls: count.nulls,
    empties: count.empties,
    values: joinValues(values, location),
    consumers: count.needs,
    ...joinAlternatives(shape),
    ...(sameAs !== undefined && { sameAs }),
  };
}

const joinAlternatives = ({ alternatives }: Shape): { alternatives?: number } => (alternatives > 0 ? { alternatives } : {});

const joinValues = (values: Values | undefined, contract: Location): ValueRow[] =>
  values?.all.map(({ kind, text }, index) => ({ ...rowOf(values.peek(index) ?? unseen, contract), kind, text })) ?? [];

const unseen = new Count();

function rowOf(count: Count, contract: Location): PromiseRow {
  const { isProved, isContradicted, proved, contradicted, first, last } = count;
  return {
    state: isProved ? 'proved' : isContradicted ? 'contradicted' : 'unproved',
    proved: tallyOf(proved),
    contradicted: tallyOf(contradicted),
    ...(first <= last && { first: new Date(first).toISOString(), last: new Date(last).toISOString() }),
    contract,
  };
}
