// Counting the promises of a matrix by kind and state.
import type { BodyRow, MatrixTotal, MatrixTotals, OperationRow, ParameterRow, PromiseKind, PromiseRow } from '../model/matrix.ts';
import { promiseKinds } from '../model/matrix.ts';

type Mutable = Record<PromiseKind, { -readonly [Key in keyof MatrixTotal]: MatrixTotal[Key] }>;

const zero = (): Mutable =>
  Object.fromEntries(
    promiseKinds.map((kind) => [kind, { promised: 0, proved: 0, contradicted: 0, unproved: 0, disputed: 0 }]),
  ) as unknown as Mutable;

export const noTotals = (): MatrixTotals => zero();

/** Every promise of an operation with its kind, in document order; `where` is a path for people. */
export function* promisesOf(row: Omit<OperationRow, 'totals'>): Generator<{ kind: PromiseKind; row: PromiseRow; where: string }> {
  yield { kind: 'operation', row, where: '' };
  for (const parameter of row.parameters) yield* promisesOfParameter(parameter, `${parameter.in} parameter`, '');
  for (const security of row.security)
    yield { kind: 'security', row: security, where: `security ${security.schemes.join(' + ') || 'none'}` };
  for (const body of row.bodies) yield* promisesOfBody(body, 'request ');
  for (const status of row.statuses) {
    yield { kind: 'status', row: status, where: `→ ${status.key}` };
    for (const header of status.headers) yield* promisesOfParameter(header, 'header', `→ ${status.key} `);
    for (const body of status.bodies) yield* promisesOfBody(body, `→ ${status.key} `);
  }
}

function* promisesOfParameter(row: ParameterRow, noun: string, before: string): ReturnType<typeof promisesOf> {
  const where = `${before}${noun} ${row.name}`;
  yield { kind: 'parameter', row, where };
  for (const value of row.values) yield { kind: 'value', row: value, where: `${where} = ${value.text}` };
}

function* promisesOfBody(row: BodyRow, before: string): ReturnType<typeof promisesOf> {
  const where = before + row.range;
  yield { kind: 'mediaType', row, where };
  for (const value of row.values) yield { kind: 'value', row: value, where: `${where} = ${value.text}` };
  for (const field of row.fields) {
    yield { kind: 'field', row: field, where: `${where} ${field.pointer}` };
    for (const value of field.values) yield { kind: 'value', row: value, where: `${where} ${field.pointer} = ${value.text}` };
  }
}

export function totalsOf(operation: Omit<OperationRow, 'totals'>): MatrixTotals {
  const totals = zero();
  for (const { kind, row } of promisesOf(operation)) {
    const total = totals[kind];
    total.promised++;
    total[row.state]++;
    if (row.state === 'proved' && Object.keys(row.contradicted).length > 0) total.disputed++;
  }
  return totals;
}

export function addTotals(list: readonly MatrixTotals[]): MatrixTotals {
  const sum = zero();
  for (const totals of list)
    for (const kind of promiseKinds)
      for (const key of ['promised', 'proved', 'contradicted', 'unproved', 'disputed'] as const) sum[kind][key] += totals[kind][key];
  return sum;
}
