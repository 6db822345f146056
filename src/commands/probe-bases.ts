// Valid requests that somebody wrote down for an operation: the document's examples and samples; what the contract refuses is named, not sent.
import type { EvidenceInput } from '../check.ts';
import { detectFormat } from '../evidence/index.ts';
import { judgeRequest } from '../live/judge-request.ts';
import type { Base } from '../live/check.ts';
import { readRequest, type RequestReading } from '../live/read-request.ts';
import type { RequestValues } from '../live/request-values.ts';
import type { Operation } from '../model/contract.ts';
import type { Exchange } from '../model/exchange.ts';
import { plain } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { isEqual } from '../model/json-value.ts';
import { readExamples } from '../openapi/examples.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { writeRequest } from '../live/write-request.ts';
import type { Generation } from './probe-variants.ts';

export interface Bases {
  readonly bases: ReadonlyMap<Operation, readonly Base[]>;
  readonly lacks: ReadonlyMap<Operation, readonly string[]>;
}

/** `evidence` are files that may hold samples; recordings are passed over: their requests are other people's. */
export function gatherBases(
  contract: LoadedContract,
  operations: readonly Operation[],
  evidence: readonly EvidenceInput[],
  { completeRequest, smallestRequest }: Generation,
): Bases {
  const bases = new Map<Operation, Base[]>();
  const lacks = new Map<Operation, string[]>();
  const add = (exchange: Exchange): void => {
    const operation = operations.find(({ id }) => id === exchange.operation?.id);
    if (!operation || !exchange.request) return;
    const reading = readRequest(exchange, [contract]);
    const name = exchange.label.replace(`${operation.id} request example `, 'example ').replace(`${operation.id}.request.`, 'sample ');
    take(operation, name, 'unreadable' in reading ? reading.unreadable : reading);
  };
  const take = (operation: Operation, name: string, reading: RequestReading | string): void => {
    const made = typeof reading === 'string' ? reading : complete(reading);
    const why = typeof made === 'string' ? made : whyUnusable(operation, made);
    if (why !== undefined) lacks.set(operation, [...(lacks.get(operation) ?? []), `${name} is not sent: ${why}`]);
    else if (typeof made !== 'string') {
      const own = bases.get(operation) ?? [];
      if (!own.some(({ values }) => isSame(values.body, made.body))) bases.set(operation, [...own, { name, values: made }]);
    }
  };
  const complete = ({ values, unknown, lacksBody }: RequestReading): RequestValues | string => {
    if (lacksBody) return 'it has no body, and the contract requires one';
    if (unknown.length === 0) return values;
    const whole = completeRequest(values);
    return 'impossible' in whole ? whole.impossible : whole;
  };
  for (const exchange of readExamples(contract)) add(exchange);
  for (const input of evidence) if (input.kind === 'file') for (const exchange of samplesIn(input)) add(exchange);
  for (const operation of operations) {
    if (bases.has(operation)) continue;
    const smallest = smallestRequest(operation);
    if ('impossible' in smallest)
      lacks.set(operation, [...(lacks.get(operation) ?? []), `no request could be made: ${smallest.impossible}`]);
    else bases.set(operation, [{ name: 'smallest request', values: smallest }]);
  }
  for (const [operation, own] of bases)
    bases.set(
      operation,
      own.toSorted((a, b) => rank(a) - rank(b)),
    );
  return { bases, lacks };
}

type Body = Base['values']['body'];
const isSame = (a: Body, b: Body): boolean => a?.mediaType === b?.mediaType && isEqual(a?.value, b?.value);

/** JSON first: variations are read best there. */
const rank = ({ values }: Base): number =>
  values.body === undefined || /[/+]json$/.test(values.body.mediaType) ? (values.body?.mediaType === 'application/json' ? 0 : 1) : 2;

function whyUnusable(operation: Operation, values: RequestValues): string | undefined {
  const written = writeRequest(values);
  if ('unwritable' in written) return written.unwritable;
  const verdict = judgeRequest(operation, written);
  if (verdict.kind === 'accepted') return undefined;
  return verdict.kind === 'unchecked' ? verdict.reason : `the contract refuses it: ${plain(verdict.findings[0]?.message ?? '')}`;
}

function* samplesIn(input: Extract<EvidenceInput, { kind: 'file' }>): Iterable<Exchange> {
  try {
    const file = input.open();
    const format = detectFormat(file);
    if (format?.source === 'sample') yield* format.read(file, () => undefined);
  } catch (error) {
    // `truce check` names files that cannot be read.
    if (!(error instanceof UserError)) throw error;
  }
}
