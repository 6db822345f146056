// Holds evidence against a contract in this process, and answers with the evidence matrix.
import { join } from 'node:path';
import {
  addSightings,
  check,
  Collector,
  gather,
  joinMatrix,
  loadContract,
  openEvidence,
  type Report,
  writeSightings,
} from '../../src/index.ts';
import type { FieldRow, Matrix, OperationRow, ValueRow } from '../../src/model/matrix.ts';
import { folderWith, put } from '../cli/folder.ts';

export interface MatrixRun {
  readonly report: Report;
  readonly matrix: Matrix;
  /** As other threads and runs send it. */
  readonly sightings: ReturnType<typeof writeSightings>;
}

export interface RunOptions {
  readonly examples?: boolean;
  readonly workers?: number;
  /** Each file with a collector of its own, merged afterwards. */
  readonly isSharded?: boolean;
}

/** `evidence`: files by name; what is no text is written as JSON. */
export async function runMatrix(
  document: unknown,
  evidence: Readonly<Record<string, unknown>>,
  options: RunOptions = {},
): Promise<MatrixRun> {
  const cwd = folderWith();
  const textOf = (content: unknown): string => (typeof content === 'string' ? content : JSON.stringify(content));
  put(cwd, Object.fromEntries(Object.entries({ 'api.json': document, ...evidence }).map(([name, content]) => [name, textOf(content)])));
  const contract = await loadContract('api.json', { cwd, id: 'api' });
  const files = Object.keys(evidence).map((uri) => ({ kind: 'file' as const, uri, open: () => openEvidence(join(cwd, uri), uri) }));
  const inputs = options.examples ? [...files, { kind: 'examples' as const, contract }] : files;
  const collector = new Collector();
  const { workers = 1 } = options;
  if (options.isSharded) {
    for (const input of inputs) {
      const own = new Collector();
      for (const _ of check({ contracts: [contract], evidence: [input], collector: own, workers }));
      addSightings(collector, [contract], JSON.parse(JSON.stringify(writeSightings(own, [contract]))));
    }
  }
  const events = check({ contracts: [contract], evidence: options.isSharded ? [] : inputs, collector, workers });
  const report = gather(events, { contracts: [contract], failOn: 'error', matrix: () => joinMatrix(collector, [contract]) });
  return { report, matrix: report.matrix as Matrix, sightings: writeSightings(collector, [contract]) };
}

export const operationOf = ({ matrix }: MatrixRun, id: string): OperationRow => {
  const found = matrix.contracts.flatMap(({ operations }) => operations).find(({ operation }) => operation.id === id);
  if (!found) throw new Error(`no operation ${id}`);
  return found;
};

/** Fields of one body by pointer; `status` undefined: of the request. */
export function fieldsOf(run: MatrixRun, id: string, status?: string, range = 'application/json'): ReadonlyMap<string, FieldRow> {
  const row = operationOf(run, id);
  const bodies = status === undefined ? row.bodies : row.statuses.find(({ key }) => key === status)?.bodies;
  const body = bodies?.find((candidate) => candidate.range === range);
  if (!body) throw new Error(`no ${range} in ${id} ${status}`);
  return new Map(body.fields.map((field) => [field.pointer, field]));
}

export const sum = (tally: object): number => (Object.values(tally) as number[]).reduce((total, n) => total + n, 0);

/** `null 2`, `"a" 0`: what was seen of the values of a place. */
export const showValues = (values: readonly ValueRow[]): string[] => values.map(({ text, proved }) => `${text} ${sum(proved)}`);

/** The matrix without its places, for comparing two of them. */
export const bare = (matrix: Matrix): unknown =>
  JSON.parse(JSON.stringify(matrix, (key, value: unknown) => (key === 'contract' && typeof value === 'object' ? undefined : value)));

/** A HAR of exchanges: request target, status, bodies. */
export interface Made {
  readonly method?: string;
  readonly target?: string;
  readonly send?: unknown;
  readonly status?: number;
  readonly answer?: unknown;
  readonly at?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly answerHeaders?: Readonly<Record<string, string>>;
  readonly isMock?: boolean;
}

export const har = (...exchanges: readonly Made[]): unknown => ({
  log: { version: '1.2', creator: { name: 't', version: '1' }, entries: exchanges.map(entryOf) },
});

const listed = (fields: Readonly<Record<string, string>> = {}): object[] =>
  Object.entries(fields).map(([name, value]) => ({ name, value }));
const json = (value: unknown): object => ({ mimeType: 'application/json', text: JSON.stringify(value) });

const entryOf = (made: Made): object => ({
  startedDateTime: made.at ?? '2026-01-02T03:04:05.000Z',
  time: 1,
  request: {
    method: made.method ?? 'GET',
    url: `https://api.example${made.target ?? '/things'}`,
    httpVersion: 'HTTP/1.1',
    headers: listed(made.headers),
    queryString: [],
    ...(made.send !== undefined && { postData: json(made.send) }),
  },
  response: {
    status: made.status ?? 200,
    statusText: '',
    headers: listed(made.answerHeaders),
    content: made.answer === undefined ? { size: 0, mimeType: '' } : json(made.answer),
  },
  ...(made.isMock && { _truce: { provider: 'mock' } }),
});

/** A document with `GET /things`, whose 200 answers with a schema. */
export const documentWith = (schema: unknown, more: object = {}, components: object = {}): object => ({
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  servers: [{ url: 'https://api.example' }],
  paths: {
    '/things': {
      get: {
        operationId: 'getThings',
        responses: {
          200: { description: 'ok', content: { 'application/json': { schema } } },
          '4XX': { description: 'refused' },
          500: { description: 'broken' },
        },
        ...more,
      },
    },
  },
  components,
});
