// The evidence matrix as JSON: every row with its place in the contract; what is zero or empty is left out.
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
} from '../../model/matrix.ts';
import type { Location } from '../../model/location.ts';

type FindPlace = (location: Location) => object;

/** Beside the contracts, which are written one by one. */
export const describeMatrix = ({ sources, totals }: Matrix): object => ({ sources, totals });

export const describeContract = (contract: ContractMatrix, find: FindPlace): object => ({
  contract: contract.contract,
  totals: contract.totals,
  unlistedBodies: contract.unlistedBodies,
  operations: contract.operations.map((row) => describeOperation(row, find)),
});

function describeOperation(row: OperationRow, find: FindPlace): object {
  const { operation, parameters, security, bodies, statuses, consumers, totals } = row;
  return {
    id: operation.id,
    method: operation.method,
    path: operation.path,
    ...describeRow(row, find),
    consumers,
    totals,
    parameters: parameters.map((parameter) => describeParameter(parameter, find)),
    security: security.map((alternative) => ({ schemes: alternative.schemes, ...describeRow(alternative, find) })),
    bodies: bodies.map((body) => describeBody(body, find)),
    statuses: statuses.map((status) => describeStatus(status, find)),
  };
}

const describeStatus = (row: StatusRow, find: FindPlace): object => ({
  key: row.key,
  ...describeRow(row, find),
  seen: row.seen,
  headers: row.headers.map((header) => describeParameter(header, find)),
  bodies: row.bodies.map((body) => describeBody(body, find)),
});

const describeParameter = (row: ParameterRow, find: FindPlace): object => ({
  in: row.in,
  name: row.name,
  required: row.required,
  ...describeRow(row, find),
  ...describeValues(row.values),
});

const describeBody = (row: BodyRow, find: FindPlace): object => ({
  range: row.range,
  ...describeRow(row, find),
  ...(row.isUnlisted && { unlisted: true }),
  ...describeAlternatives(row),
  ...describeValues(row.values),
  fields: row.fields.map((field) => describeField(field, find)),
});

const describeField = (row: FieldRow, find: FindPlace): object => ({
  pointer: row.pointer,
  required: row.required,
  ...describeRow(row, find),
  ...(row.nulls > 0 && { nulls: row.nulls }),
  ...(row.empties > 0 && { empties: row.empties }),
  ...describeValues(row.values),
  ...(row.consumers.length > 0 && { consumers: row.consumers }),
  ...describeAlternatives(row),
  ...(row.sameAs !== undefined && { sameAs: row.sameAs }),
});

const describeRow = (row: PromiseRow, find: FindPlace): object => ({ ...describeProof(row), place: find(row.contract) });

const describeProof = ({ state, proved, contradicted, first, last }: PromiseRow): object => ({
  state,
  ...(Object.keys(proved).length > 0 && { proved }),
  ...(Object.keys(contradicted).length > 0 && { contradicted }),
  ...(first !== undefined && { first, last }),
});

const describeAlternatives = ({ alternatives }: FieldRow | BodyRow): object => (alternatives === undefined ? {} : { alternatives });

/** Values stand where their field does. */
const describeValues = (values: readonly ValueRow[]): object =>
  values.length > 0 ? { values: values.map((value) => ({ kind: value.kind, text: value.text, ...describeProof(value) })) } : {};
