// Judges a large file with several threads: this thread takes the first part, workers the others, and the order is that of the file.
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Division, EvidenceFile, Part, PartEnd, Portion } from '../model/evidence.ts';
import type { EvidenceProblem, Exchange } from '../model/exchange.ts';
import type { Sightings } from '../matrix/sightings.ts';
import type { Outcome } from '../model/report.ts';
import type { Assignment, Message } from './messages.ts';

/** Below this many bytes a part costs more in start-up than it saves. */
export const smallestPart = 24 * 1024 * 1024;

/** Milliseconds of silence after which a worker counts as lost and its part is read here. */
const patience = 60_000;

export interface PartsRequest {
  readonly file: EvidenceFile;
  readonly division: Division;
  readonly workers: number;
  /** What of the file is judged on this machine; all of it unless said otherwise. */
  readonly portion?: Portion;
  readonly assign: (part: Part) => Assignment;
  readonly report: (problem: EvidenceProblem) => void;
  /** Takes what a worker counted of the exchanges it found clean. */
  readonly onSightings?: (sightings: Sightings) => void;
}

/** To be judged; judged by a worker; told already by a worker that was lost before it said what it had counted. */
export type Given = Exchange | { readonly outcome: Outcome } | { readonly recount: Exchange };

/** Exchanges still to be judged here, and outcomes of those a worker found clean, in file order. */
export function* readInParts(request: PartsRequest): Generator<Given, PartEnd> {
  const { file, division, portion, report } = request;
  const end = yield* readPortion(request);
  if (portion?.nextIndex === undefined || end.next === undefined) return end;
  if (meets(end, { start: portion.end, index: portion.nextIndex })) return end;
  // The borders were a guess: where the portions do not meet, everything after the gap is read here.
  return yield* division.read(file, rest(end, Number.POSITIVE_INFINITY), report);
}

/** A flaw is told at the end of the file, so whoever met it reads on to there. */
const meets = (end: PartEnd, { start, index }: Pick<Part, 'start' | 'index'>): boolean =>
  end.next === start && end.index === index && !end.flaw;

const rest = ({ next = 0, index, flaw }: PartEnd, end: number): Part => ({ start: next, end, index, ...(flaw && { flaw }) });

function* readPortion({ file, division, workers, portion, assign, report, onSightings }: PartsRequest): Generator<Given, PartEnd> {
  const [first, ...others] = planParts(file, division, workers, portion);
  if (!first) return { next: undefined, index: 0 };
  const until = portion?.end ?? Number.POSITIVE_INFINITY;
  const helpers = others.map((part) => new Helper(assign(part), part));
  try {
    let end: PartEnd = yield* division.read(file, first, report);
    for (const helper of helpers) {
      if (end.next === undefined) return end;
      // The plan was a guess: where the parts do not meet, everything after the gap is read here.
      if (!meets(end, helper.part)) {
        return yield* division.read(file, rest(end, until), report);
      }
      end = yield* drain(helper, { file, division, report, ...(onSightings && { onSightings }) });
    }
    return end;
  } finally {
    for (const helper of helpers) helper.stop();
  }
}

/** Parts for the threads of this machine. */
function planParts(file: EvidenceFile, division: Division, workers: number, portion: Portion | undefined): readonly Part[] {
  const [from, to] = portion ? [portion.start, Math.min(portion.end, file.size)] : [0, file.size];
  const threads = Math.min(workers, Math.floor((to - from) / smallestPart));
  if (!portion) return division.plan(file, threads);
  if (threads < 2) return [portion];
  const inner = division.plan(file, portion.of * threads).filter(({ start }) => start > from && start < to);
  const starts = [{ start: from, index: portion.index }, ...inner];
  return starts.map(({ start, index }, at) => ({ start, index, end: starts[at + 1]?.start ?? portion.end }));
}

function* drain(
  helper: Helper,
  { file, division, report, onSightings }: Pick<PartsRequest, 'file' | 'division' | 'report' | 'onSightings'>,
): Generator<Given, PartEnd> {
  let done = helper.part.index;
  const redone = new Set<number>();
  for (;;) {
    const message = helper.next();
    if (message.kind === 'failed') {
      if (!onSightings) return yield* after(division.read(file, helper.part, report), done);
      return yield* recount(division.read(file, helper.part, report), done, redone);
    }
    if (message.kind === 'end') {
      const { resume, end, sightings } = message;
      if (sightings) onSightings?.(sightings);
      return resume ? yield* after(division.read(file, { ...helper.part, ...resume }, report), done) : end;
    }
    for (const row of message.rows) {
      if ('redo' in row) {
        yield* one(division.read(file, { start: row.redo, end: row.redo + 1, index: row.index }, report));
        redone.add(row.index);
      } else yield { outcome: row };
      done++;
    }
  }
}

/** As `after`, with what came before for counting, but for what was judged here. */
function* recount(exchanges: Generator<Exchange, PartEnd>, index: number, redone: ReadonlySet<number>): Generator<Given, PartEnd> {
  for (;;) {
    const step = exchanges.next();
    if (step.done) return step.value;
    if (step.value.index >= index) yield step.value;
    else if (!redone.has(step.value.index)) yield { recount: step.value };
  }
}

/** The exchanges from number `index` on. */
function* after(exchanges: Generator<Exchange, PartEnd>, index: number): Generator<Exchange, PartEnd> {
  for (;;) {
    const step = exchanges.next();
    if (step.done) return step.value;
    if (step.value.index >= index) yield step.value;
  }
}

function* one(exchanges: Generator<Exchange, PartEnd>): Generator<Exchange> {
  const step = exchanges.next();
  if (!step.done) yield step.value;
  exchanges.return({ next: undefined, index: 0 });
}

/** A worker whose messages are waited for without giving up the thread: the pipeline is one synchronous generator. */
class Helper {
  readonly part: Part;
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #signal = new Int32Array(new SharedArrayBuffer(4));

  constructor(assignment: Assignment, part: Part) {
    this.part = part;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
    this.#worker = new Worker(new URL(file, import.meta.url), {
      workerData: { assignment, port: port2, signal: this.#signal },
      transferList: [port2],
      stdout: false,
      stderr: true,
    });
    this.#worker.on('error', () => undefined);
    this.#worker.unref();
    port1.unref();
  }

  next(): Message {
    for (;;) {
      const seen = Atomics.load(this.#signal, 0);
      const received = receiveMessageOnPort(this.#port) as { message: Message } | undefined;
      if (received) return received.message;
      if (Atomics.wait(this.#signal, 0, seen, patience) === 'timed-out') return { kind: 'failed', reason: 'the worker is silent' };
    }
  }

  stop(): void {
    this.#port.close();
    void this.#worker.terminate();
  }
}
