// The picture of the evidence: from the evidence matrix where there is one, else from the verdicts on the exchanges.
import type { OperationReference } from '../../model/finding.ts';
import type {
  BodyRow,
  FieldRow,
  Matrix,
  OperationRow,
  ParameterRow,
  PromiseRow,
  SourceKind,
  StatusRow,
  ValueRow,
} from '../../model/matrix.ts';
import { sourceKinds } from '../../model/matrix.ts';
import type { Outcome, Report } from '../../model/report.ts';
import { plain } from '../../model/show.ts';
import type { Cell, FieldView, MatrixView, OperationView, RowView, Share, State } from './view.ts';

export const viewMatrix = (report: Report): MatrixView => (report.matrix ? viewProofs(report.matrix, report) : viewVerdicts(report));

const titles: Readonly<Record<SourceKind, string>> = {
  live: 'live',
  recording: 'recordings',
  sample: 'samples',
  pact: 'pacts',
  example: 'examples',
  mock: 'mock',
};
/** How the formats of evidence are called as columns; others keep their names. */
const formats: Readonly<Record<string, string>> = { har: 'recordings', sample: 'samples', pact: 'pacts', examples: 'examples' };

function stateOf(cells: readonly Cell[]): State {
  const sum = (at: 0 | 1 | 2): number => cells.reduce((total, cell) => total + cell[at], 0);
  if (sum(1) > 0) return sum(0) > 0 ? 'disputed' : 'contradicted';
  if (sum(0) > 0) return 'proved';
  return sum(2) > 0 ? 'unchecked' : 'unproved';
}

/** What nobody promised in writing, operations without any evidence, is told by its number alone. */
function viewVerdicts({ contracts, evidence, outcomes }: Report): MatrixView {
  const columnOf = new Map(evidence.map(({ uri, format }) => [uri, formats[format] ?? plain(format, 20)]));
  const columns = [...new Set(columnOf.values())];
  const cellsOf = (of: readonly Outcome[]): Cell[] =>
    columns.map((column) => {
      const own = of.filter(({ exchange }) => columnOf.get(exchange.evidence) === column);
      const times = (verdict: Outcome['verdict']): number => own.filter((outcome) => outcome.verdict === verdict).length;
      return [times('conforms'), times('violates'), times('unchecked')];
    });
  const byContract = Map.groupBy(outcomes, ({ operation }) => operation?.contract);
  return {
    columns,
    contracts: contracts.map(({ id, operations: all }) => {
      const operations = [...Map.groupBy(byContract.get(id) ?? [], ({ operation }) => operation?.id)].map(([, own]): OperationView => {
        const { id: name = '', method = '', path = '' } = own[0]?.operation ?? {};
        const statuses = [...Map.groupBy(own, ({ status }) => status ?? 0)].toSorted(([a], [b]) => a - b);
        const rows = statuses.map(([status, those]) => row(status === 0 ? 'request' : String(status), cellsOf(those)));
        return { ...row(name, cellsOf(own)), id: plain(name, 200), method: plain(method, 20), path: plain(path, 200), rows };
      });
      const sorted = operations.toSorted((a, b) => compare(a.path, b.path) || compare(a.method, b.method));
      return { id, operations: sorted, unseen: Math.max(0, all - sorted.length) };
    }),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const row = (name: string, cells: readonly Cell[]): RowView => ({ name: plain(name, 200), state: stateOf(cells), cells, fields: [] });

/** What nobody could judge proves nothing, and is shown all the same: by contract, operation, status and kind of evidence. */
function countUnchecked({
  outcomes,
  evidence,
}: Report): (operation: OperationReference, status: string | undefined, column: string) => number {
  const columnOf = new Map(evidence.map(({ uri, format }) => [uri, formats[format] ?? format]));
  const unchecked = outcomes.filter(({ verdict }) => verdict === 'unchecked');
  const byOperation = Map.groupBy(unchecked, ({ operation }) => `${operation?.contract} ${operation?.id}`);
  return ({ contract, id }, key, column) =>
    (byOperation.get(`${contract} ${id}`) ?? []).filter(
      ({ exchange, status }) =>
        columnOf.get(exchange.evidence) === column &&
        (key === undefined || (status !== undefined && (key === String(status) || key.toUpperCase() === `${String(status)[0]}XX`))),
    ).length;
}

function viewProofs({ contracts, sources: counted }: Matrix, report: Report): MatrixView {
  const unchecked = countUnchecked(report);
  const untold = new Set(report.outcomes.flatMap(({ verdict, exchange }) => (verdict === 'unchecked' ? [exchange.evidence] : [])));
  const uncounted = new Set(report.evidence.flatMap(({ uri, format }) => (untold.has(uri) ? [formats[format] ?? format] : [])));
  const sources = sourceKinds.filter((kind) => counted.includes(kind) || uncounted.has(titles[kind]));
  const cellsOf = ({ proved, contradicted }: PromiseRow, of?: OperationReference, status?: string): Cell[] =>
    sources.map((source) => [proved[source] ?? 0, contradicted[source] ?? 0, of ? unchecked(of, status, titles[source]) : 0]);
  const field = (name: string, of: FieldRow | ParameterRow): FieldView => ({
    name: plain(name, 300),
    state: stateOf(cellsOf(of)),
    required: of.required,
    cells: cellsOf(of),
    missing: missingIn(of.values),
  });
  const bodyFields = ({ range, fields }: BodyRow): FieldView[] => fields.map((one) => field(`${range} ${one.pointer}`, one));
  const status = (of: StatusRow, operation: OperationReference): RowView => ({
    ...row(of.seen.length > 0 && !/^\d{3}$/.test(of.key) ? `${of.key} (${of.seen.join(', ')})` : of.key, cellsOf(of, operation, of.key)),
    ...shareOf(of.bodies),
    fields: [...of.headers.map((one) => field(`header ${one.name}`, one)), ...of.bodies.flatMap(bodyFields)],
  });
  const operation = (of: OperationRow): OperationView => {
    const request: RowView = {
      ...row('request', cellsOf(of)),
      ...shareOf(of.bodies),
      fields: [...of.parameters.map((one) => field(`${one.in} ${one.name}`, one)), ...of.bodies.flatMap(bodyFields)],
    };
    const { id, method, path } = of.operation;
    return {
      ...row(id, cellsOf(of, of.operation)),
      ...shareOf([...of.bodies, ...of.statuses.flatMap(({ bodies }) => bodies)]),
      id: plain(id, 200),
      method: plain(method, 20),
      path: plain(path, 200),
      rows: [...(request.fields.length > 0 ? [request] : []), ...of.statuses.map((one) => status(one, of.operation))],
    };
  };
  return {
    columns: sources.map((source) => titles[source]),
    contracts: contracts.map(({ contract, operations }) => ({ id: contract, operations: operations.map(operation), unseen: 0 })),
  };
}

const missingIn = (values: readonly ValueRow[]): string[] =>
  values.filter(({ state }) => state === 'unproved').map(({ text }) => plain(text, 60));

function shareOf(bodies: readonly BodyRow[]): { readonly share?: Share } {
  const fields = bodies.flatMap((body) => body.fields);
  const count = (state: PromiseRow['state']): number => fields.filter((one) => one.state === state).length;
  return fields.length === 0 ? {} : { share: { promised: fields.length, proved: count('proved'), contradicted: count('contradicted') } };
}
