// The matrices of several machines as one: what each of them saw is added up, promise by promise.
import type {
  BodyRow,
  ConsumerNeed,
  ContractMatrix,
  FieldRow,
  Matrix,
  OperationRow,
  ParameterRow,
  PromiseRow,
  SecurityRow,
  StatusRow,
  Tally,
  ValueRow,
} from '../model/matrix.ts';
import { sourceKinds } from '../model/matrix.ts';
import { addTotals, noTotals, totalsOf } from './totals.ts';

/** All of the same contracts in the same order. Undefined for none. */
export function mergeMatrices(matrices: readonly Matrix[]): Matrix | undefined {
  const [first] = matrices;
  if (!first) return undefined;
  const contracts = first.contracts.map((_, at) => mergeContracts(matrices.flatMap((matrix) => matrix.contracts[at] ?? [])));
  return {
    contracts,
    sources: sourceKinds.filter((kind) => matrices.some(({ sources }) => sources.includes(kind))),
    totals: addTotals(contracts.map(({ totals }) => totals)),
  };
}

/** The same promise, seen from several machines. */
type Twins<Row> = readonly [Row, ...Row[]];

function mergeContracts(all: readonly ContractMatrix[]): ContractMatrix {
  const operations = mergeLists(
    all.map((one) => one.operations),
    ({ operation }) => operation.id,
    mergeOperations,
  );
  const bodies = operations.flatMap((row) => [...row.bodies, ...row.statuses.flatMap((status) => status.bodies)]);
  return {
    contract: all[0]?.contract ?? '',
    operations,
    totals: operations.length > 0 ? addTotals(operations.map(({ totals }) => totals)) : noTotals(),
    unlistedBodies: bodies.filter(({ isUnlisted }) => isUnlisted).length,
  };
}

/** The longest list gives the order: the others may lack what nobody looked at there. */
function mergeLists<Row>(lists: readonly (readonly Row[])[], keyOf: (row: Row) => string, merge: (rows: Twins<Row>) => Row): Row[] {
  const byKey = new Map<string, [Row, ...Row[]]>();
  for (const list of lists.toSorted((a, b) => b.length - a.length)) {
    for (const row of list) {
      const twins = byKey.get(keyOf(row));
      if (twins) twins.push(row);
      else byKey.set(keyOf(row), [row]);
    }
  }
  return [...byKey.values()].map(merge);
}

function mergeOperations(rows: Twins<OperationRow>): OperationRow {
  const row = {
    ...mergeRows(rows),
    parameters: mergeParameters(rows.map(({ parameters }) => parameters)),
    security: mergeLists(
      rows.map(({ security }) => security.map((one, at) => ({ one, at }))),
      ({ at }) => String(at),
      (twins) => ({ at: 0, one: mergeRows<SecurityRow>([twins[0].one, ...twins.slice(1).map(({ one }) => one)]) }),
    ).map(({ one }) => one),
    bodies: mergeBodies(rows.map(({ bodies }) => bodies)),
    statuses: mergeLists(
      rows.map(({ statuses }) => statuses),
      ({ key }) => key,
      mergeStatuses,
    ),
    consumers: [...new Set(rows.flatMap(({ consumers }) => consumers))].toSorted(),
  };
  return { ...row, totals: totalsOf(row) };
}

const mergeStatuses = (rows: Twins<StatusRow>): StatusRow => ({
  ...mergeRows(rows),
  seen: [...new Set(rows.flatMap(({ seen }) => seen))].toSorted((a, b) => a - b),
  headers: mergeParameters(rows.map(({ headers }) => headers)),
  bodies: mergeBodies(rows.map(({ bodies }) => bodies)),
});

const mergeParameters = (lists: readonly (readonly ParameterRow[])[]): ParameterRow[] =>
  mergeLists(
    lists,
    (row) => `${row.in} ${row.name}`,
    (rows) => ({ ...mergeRows(rows), values: mergeValues(rows) }),
  );

const mergeBodies = (lists: readonly (readonly BodyRow[])[]): BodyRow[] =>
  mergeLists(
    lists,
    ({ range }) => range,
    (rows) => ({
      ...mergeRows(rows),
      values: mergeValues(rows),
      fields: mergeLists(
        rows.map(({ fields }) => fields),
        ({ pointer }) => pointer,
        mergeFields,
      ),
      ...mergeAlternatives(rows),
      isUnlisted: rows.every(({ isUnlisted }) => isUnlisted),
    }),
  );

/** Where nobody listed the fields nobody looked at the branches either. */
const mergeAlternatives = (rows: readonly BodyRow[]): Pick<BodyRow, 'alternatives'> => {
  const alternatives = Math.max(...rows.map((row) => row.alternatives ?? 0));
  return alternatives > 0 ? { alternatives } : {};
};

const mergeFields = (rows: Twins<FieldRow>): FieldRow => ({
  ...mergeRows(rows),
  nulls: sum(rows.map(({ nulls }) => nulls)),
  empties: sum(rows.map(({ empties }) => empties)),
  values: mergeValues(rows),
  consumers: mergeNeeds(rows.flatMap(({ consumers }) => consumers)),
});

function mergeNeeds(needs: readonly ConsumerNeed[]): ConsumerNeed[] {
  const required = new Map<string, boolean>();
  for (const need of needs) required.set(need.consumer, need.required || required.get(need.consumer) === true);
  return [...required]
    .map(([consumer, isRequired]) => ({ consumer, required: isRequired }))
    .toSorted((a, b) => (a.consumer < b.consumer ? -1 : a.consumer > b.consumer ? 1 : 0));
}

const mergeValues = (rows: readonly { readonly values: readonly ValueRow[] }[]): ValueRow[] =>
  mergeLists(
    rows.map(({ values }) => values),
    ({ kind, text }) => `${kind} ${text}`,
    mergeRows,
  );

/** What all promises have: the counts, the state that follows from them, and the dates. */
function mergeRows<Row extends PromiseRow>(rows: Twins<Row>): Row {
  const { first: _, last: __, ...rest } = rows[0];
  const proved = addTallies(rows.map((row) => row.proved));
  const contradicted = addTallies(rows.map((row) => row.contradicted));
  const first = rows.flatMap((row) => row.first ?? []).toSorted()[0];
  const last = rows
    .flatMap((row) => row.last ?? [])
    .toSorted()
    .at(-1);
  return {
    ...(rest as Row),
    state: isAny(proved) ? 'proved' : isAny(contradicted) ? 'contradicted' : 'unproved',
    proved,
    contradicted,
    ...(first !== undefined && { first }),
    ...(last !== undefined && { last }),
  };
}

const isAny = (tally: Tally): boolean => Object.keys(tally).length > 0;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

function addTallies(tallies: readonly Tally[]): Tally {
  return Object.fromEntries(
    sourceKinds.flatMap((kind) => {
      const n = sum(tallies.map((tally) => tally[kind] ?? 0));
      return n > 0 ? [[kind, n]] : [];
    }),
  );
}
