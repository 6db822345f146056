// The stream of positive evidence: every judged exchange is counted for what it proves and what it contradicts.
import type { Contract, MediaTypeEntry, Operation, Parameter } from '../model/contract.ts';
import type { BodyExamination, Examination, ParameterResult, ParameterValue, RequestExamination } from '../model/examination.ts';
import type { ResponseExamination, SecurityResult } from '../model/examination.ts';
import type { Claim, Exchange } from '../model/exchange.ts';
import type { MatchingRule } from '../model/matching.ts';
import type { SourceKind } from '../model/matrix.ts';
import type { Verdict } from '../model/report.ts';
import { readNeed } from '../pacts/need.ts';
import { sourceIndex } from './count.ts';
import { type FieldNode, flushNulls } from './field-tree.ts';
import { type BodyNode, OperationNode, type ParameterNode, type StatusNode } from './operation-node.ts';
import type { Witness } from './witness.ts';
import { countFaulty, countGood, countNeeds } from './walk.ts';

/** `unknown`: a part could not be judged, so the whole proves nothing. */
type Quality = 'good' | 'unknown' | 'bad';
const worst = (...qualities: readonly Quality[]): Quality =>
  qualities.includes('bad') ? 'bad' : qualities.includes('unknown') ? 'unknown' : 'good';

interface Reader {
  readonly consumer: string;
  readonly rules: readonly MatchingRule[];
}

export class Collector {
  readonly #nodes = new Map<Operation, OperationNode>();
  /** Bodies counted since the last flush, all of one source. */
  readonly #waiting = new Set<BodyNode>();
  readonly #dirty: FieldNode[] = [];
  #source = 0;
  #at: readonly [text: string, time: number] = ['', Number.NaN];

  /** `source`: of the evidence; answers of Truce's own mock count as its own. What no contract covers or nobody could judge proves nothing. */
  add(examination: Examination, verdict: Verdict, source: SourceKind): void {
    const { exchange, operation, request, response } = examination;
    if (!operation || verdict === 'unmatched' || verdict === 'unchecked') return;
    const node = this.node(operation);
    const from = sourceIndex(exchange.provider ?? source);
    if (from !== this.#source) this.#flush();
    this.#source = from;
    const witness: Witness = { source: from, at: this.#time(exchange.told?.startedAt), dirty: this.#dirty };
    const { consumer } = exchange;
    if (consumer !== undefined) node.consumers.add(consumer);
    const quality = worst(
      request ? countRequest(request, node, witness, exchange, this.#waiting) : 'good',
      response ? countResponse(response, node, witness, consumer, this.#waiting) : 'good',
    );
    if (quality === 'bad') node.count.contradict(witness);
    else if (quality === 'good') node.count.prove(witness);
  }

  /** The counts of an operation, made on first use. */
  node(operation: Operation): OperationNode {
    let node = this.#nodes.get(operation);
    if (!node) this.#nodes.set(operation, (node = new OperationNode(operation)));
    return node;
  }

  /** Operations of a contract that evidence touched. */
  touched(contract: Contract): OperationNode[] {
    this.#flush();
    return contract.operations.flatMap((operation) => this.#nodes.get(operation) ?? []);
  }

  #flush(): void {
    for (const body of this.#waiting) body.flush(this.#source);
    this.#waiting.clear();
    for (const node of this.#dirty) flushNulls(node, this.#source);
    this.#dirty.length = 0;
  }

  #time(at: string | undefined): number {
    if (at === undefined) return Number.NaN;
    if (this.#at[0] !== at) this.#at = [at, Date.parse(at)];
    return this.#at[1];
  }
}

function countRequest(
  request: RequestExamination,
  node: OperationNode,
  witness: Witness,
  { claim, consumer }: Exchange,
  waiting: Set<BodyNode>,
): Quality {
  const { parameters, parameterValues, security, body } = request;
  return worst(
    countParameters(parameters, parameterValues, node.parameters, witness),
    countSecurity(security, node, witness, claim),
    countBody(body, node.bodies, witness, readerOf(consumer, request.request.matching?.body), waiting),
  );
}

const readerOf = (consumer: string | undefined, rules: readonly MatchingRule[] = []): Reader | undefined =>
  consumer === undefined ? undefined : { consumer, rules };

function countResponse(
  response: ResponseExamination,
  node: OperationNode,
  witness: Witness,
  consumer: string | undefined,
  waiting: Set<BodyNode>,
): Quality {
  const { entry, headers, headerValues, body } = response;
  const status = node.statuses.find((candidate) => candidate.entry === entry);
  if (!status) return 'bad';
  const quality = worst(
    countParameters(headers, headerValues, status.headers, witness),
    countBody(body, status.bodies, witness, readerOf(consumer, response.response.matching?.body), waiting),
  );
  if (quality !== 'unknown') countStatus(status, response.response.status, quality, witness);
  return quality;
}

function countStatus({ count, seen }: StatusNode, status: number, quality: Quality, witness: Witness): void {
  if (quality === 'bad') count.contradict(witness);
  else count.prove(witness);
  seen.add(status);
}

function countParameters(
  results: readonly ParameterResult[],
  good: readonly ParameterValue[],
  nodes: readonly ParameterNode[],
  witness: Witness,
): Quality {
  let quality: Quality = 'good';
  let settled: Set<Parameter> | undefined;
  for (const { parameter, result } of results) {
    if (result.kind === 'unpromised') continue;
    const isCaveat = result.kind === 'mismatch' && result.mismatches.every(({ severity }) => severity !== undefined);
    if (isCaveat || settled?.has(parameter)) continue;
    (settled ??= new Set()).add(parameter);
    quality = worst(quality, result.kind === 'unchecked' ? 'unknown' : 'bad');
    if (result.kind !== 'unchecked') nodes.find((node) => node.parameter === parameter)?.count.contradict(witness);
  }
  for (const seen of good) {
    if (settled?.has(seen.parameter)) continue;
    const node = nodes.find(({ parameter }) => parameter === seen.parameter);
    if (!node) continue;
    node.count.prove(witness);
    if (!node.values || !('value' in seen)) continue;
    const isList = Array.isArray(seen.value) && node.parameter.schema?.shape.types.has('array') === true;
    for (const value of isList ? new Set(seen.value as readonly unknown[]) : [seen.value]) node.values.see(value, witness);
  }
  return quality;
}

function countSecurity(result: SecurityResult, node: OperationNode, witness: Witness, claim: Claim): Quality {
  const alternatives = node.operation.security?.alternatives ?? [];
  if (result.kind === 'missing' || result.kind === 'mismatch') {
    // Nobody writes credentials into examples.
    if (claim === 'example') return 'good';
    for (const [index, count] of node.security.entries()) if (alternatives[index]?.length !== 0) count.contradict(witness);
    return 'bad';
  }
  if (result.alternative === undefined) return 'good';
  // A client certificate leaves no trace: that it was there is not seen.
  const schemes = alternatives[result.alternative] ?? [];
  if (schemes.length === 0 || !schemes.every(({ kind }) => kind === 'mutualTLS')) node.security[result.alternative]?.prove(witness);
  return 'good';
}

function countBody(
  body: BodyExamination,
  nodes: readonly BodyNode[],
  witness: Witness,
  reader: Reader | undefined,
  waiting: Set<BodyNode>,
): Quality {
  const { entry, states, mismatches } = body;
  if (!entry) return states.some((state) => state.kind !== 'judged' && !(state.kind === 'absent' && !state.isExpected)) ? 'bad' : 'good';
  const node = nodes.find((candidate) => isOf(candidate, entry));
  if (!node) return 'unknown';
  if (states.some(({ kind }) => kind === 'malformed')) {
    node.count.contradict(witness);
    return 'bad';
  }
  if (states.some(({ kind }) => kind === 'unchecked') || !states.some(({ kind }) => kind === 'judged')) return 'unknown';
  const { tree } = node;
  if (tree && body.value !== undefined) {
    waiting.add(node);
    if (mismatches.length === 0) countGood(body.value, tree.root, witness);
    else countFaulty(body.value, tree.root, mismatches, witness);
    if (reader) countNeeds(readNeed(body.value, reader.rules), tree.root, reader.consumer);
  }
  if (mismatches.some(({ severity }) => severity === undefined)) {
    node.count.contradict(witness);
    return 'bad';
  }
  // Without a Content-Type it is a guess that this media type came.
  if (!states.some(({ kind }) => kind === 'media-type-missing')) node.count.prove(witness);
  return 'good';
}

const isOf = (node: BodyNode, entry: MediaTypeEntry): boolean => node.entry === entry;
