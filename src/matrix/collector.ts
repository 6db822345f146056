// The stream of positive evidence: every judged exchange is counted for what it proves and what it contradicts.
import type { BodyPlace, BodyWatch } from '../model/body-watch.ts';
import type { Contract, Operation, Parameter } from '../model/contract.ts';
import type { BodyExamination, Examination, ParameterResult, ParameterValue, RequestExamination } from '../model/examination.ts';
import type { ResponseExamination, SecurityResult } from '../model/examination.ts';
import type { Claim, Exchange } from '../model/exchange.ts';
import type { MatchingRule } from '../model/matching.ts';
import type { SourceKind } from '../model/matrix.ts';
import type { Verdict } from '../model/report.ts';
import { readNeed } from '../pacts/need.ts';
import { sourceIndex } from './count.ts';
import { type BodyNode, OperationNode, type ParameterNode, type StatusNode } from './operation-node.ts';
import { type Slot, Trail } from './slot.ts';
import { countFaulty, countNeeds, showAll } from './walk.ts';
import type { Witness } from './witness.ts';

/** `unknown`: a part could not be judged, so the whole proves nothing. */
type Quality = 'good' | 'unknown' | 'bad';
const worst = (a: Quality, b: Quality): Quality => (a === 'good' || b === 'bad' ? b : a);

interface Reader {
  readonly consumer: string;
  readonly rules: readonly MatchingRule[];
}

/** A body that was walked while it was judged. */
interface Walk {
  readonly trail: Trail;
  node: BodyNode | undefined;
  value: unknown;
}

const noWalk = (): Walk => ({ trail: new Trail(), node: undefined, value: undefined });

/** What the counting of one exchange has in hand. */
interface Counting {
  readonly witness: Witness;
  /** Takes what is proved outside of bodies that were walked already. */
  readonly trail: Trail;
  readonly dirty: Slot[];
  readonly walk: Walk;
}

/**
 * Counts exchanges. Given to `examine` as well, it looks at bodies in the same walk that searches them for undocumented properties; without
 * that, counting takes a walk of its own.
 */
export class Collector implements BodyWatch {
  readonly #nodes = new Map<Operation, OperationNode>();
  /** What waits to be written to its counts, all of one source. */
  readonly #dirty: Slot[] = [];
  readonly #asked = noWalk();
  readonly #answered = noWalk();
  readonly #trail = new Trail();
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
    const witness: Witness = { source: from, at: this.#time(exchange.told?.startedAt) };
    const { consumer } = exchange;
    if (consumer !== undefined) node.consumers.add(consumer);
    const trail = this.#trail;
    const dirty = this.#dirty;
    const quality = worst(
      request ? countRequest(request, node, exchange, { witness, trail, dirty, walk: this.#asked }) : 'good',
      response ? countResponse(response, node, consumer, { witness, trail, dirty, walk: this.#answered }) : 'good',
    );
    trail.commit(witness.at, dirty);
    trail.clear();
    if (quality === 'bad') node.count.contradict(witness);
    else if (quality === 'good') node.count.prove(witness);
  }

  /** Remembers what a body shows until its exchange is added. */
  see(value: unknown, { operation, response, entry }: BodyPlace): boolean {
    const walk = response ? this.#answered : this.#asked;
    const { trail } = walk;
    walk.node = undefined;
    trail.clear();
    const node = this.node(operation).body(entry, response);
    const tree = node?.tree;
    if (!tree) return false;
    showAll(value, tree.root, trail);
    walk.node = node;
    walk.value = value;
    return trail.isClean;
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
    for (const slot of this.#dirty) slot.flush(this.#source);
    this.#dirty.length = 0;
  }

  #time(at: string | undefined): number {
    if (at === undefined) return Number.NaN;
    if (this.#at[0] !== at) this.#at = [at, Date.parse(at)];
    return this.#at[1];
  }
}

function countRequest(request: RequestExamination, node: OperationNode, { claim, consumer }: Exchange, counting: Counting): Quality {
  const { parameters, parameterValues, security, body } = request;
  return worst(
    worst(countParameters(parameters, parameterValues, node.parameters, counting), countSecurity(security, node, counting.witness, claim)),
    countBody(body, node.bodies, readerOf(consumer, request.request.matching?.body), counting),
  );
}

const readerOf = (consumer: string | undefined, rules: readonly MatchingRule[] = []): Reader | undefined =>
  consumer === undefined ? undefined : { consumer, rules };

function countResponse(response: ResponseExamination, node: OperationNode, consumer: string | undefined, counting: Counting): Quality {
  const { entry, headers, headerValues, body } = response;
  const status = entry && node.status(entry);
  if (!status) return 'bad';
  const quality = worst(
    countParameters(headers, headerValues, status.headers, counting),
    countBody(body, status.bodies, readerOf(consumer, response.response.matching?.body), counting),
  );
  if (quality !== 'unknown') countStatus(status, response.response.status, quality, counting.witness);
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
  { witness, trail }: Counting,
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
    for (const value of isList ? new Set(seen.value as readonly unknown[]) : [seen.value]) node.values.show(value, trail);
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
  reader: Reader | undefined,
  { witness, trail, dirty, walk }: Counting,
): Quality {
  const { entry, states, mismatches } = body;
  // Nearly always.
  const walked = walk.node;
  if (walked && walked.entry === entry && walk.value === body.value && nodes.includes(walked) && !reader && isJudgedClean(body)) {
    walk.trail.commit(witness.at, dirty);
    walked.count.prove(witness);
    return 'good';
  }
  if (!entry) return states.some((state) => state.kind !== 'judged' && !(state.kind === 'absent' && !state.isExpected)) ? 'bad' : 'good';
  const node = nodes.find((candidate) => candidate.entry === entry);
  if (!node) return 'unknown';
  if (states.some(({ kind }) => kind === 'malformed')) {
    node.count.contradict(witness);
    return 'bad';
  }
  if (states.some(({ kind }) => kind === 'unchecked') || !states.some(({ kind }) => kind === 'judged')) return 'unknown';
  const { tree } = node;
  if (tree && body.value !== undefined) {
    if (mismatches.length > 0) countFaulty(body.value, tree.root, mismatches, witness, trail);
    else showAll(body.value, tree.root, trail);
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

const isJudgedClean = ({ states, mismatches }: BodyExamination): boolean =>
  states.length === 1 && states[0]?.kind === 'judged' && mismatches.length === 0;
