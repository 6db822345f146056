// Answers out of the document: chosen by Prism, written in the client's media type, proved by the validator, and kept, since the same question has the same answer.
import { findEntry } from '../judge/body.ts';
import { Judge } from '../judge/judge.ts';
import { findResponse, type Operation } from '../model/contract.ts';
import type { Field } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import { parseMediaType } from '../model/media-type.ts';
import { plain } from '../model/show.ts';
import type { LoadedContract } from '../openapi/load.ts';
import { findLender, hasExamples } from './borrow.ts';
import type { Engine, EngineAnswer, EngineRequest, Refusal } from './prism.ts';
import { judgeReply } from './judge-reply.ts';
import { prune } from './prune.ts';
import { encode, isContentType, problem, type Reply } from './reply.ts';

/** What is asked of the document; `accept` is in order of preference. */
export interface Wanted {
  readonly refusals: readonly Refusal[];
  readonly accept: readonly string[];
  readonly code?: number;
  readonly example?: string;
  readonly dynamic?: boolean;
  readonly seed?: string;
}

/** A reply of the document, and what is wrong with it: an example or generated value may violate the schema beside it. */
export interface DocumentReply extends Reply {
  readonly findings: readonly Finding[];
}

/** Bodies generated for one question; once there are so many they are served in turn, and renewed one by one. */
const poolSize = 24;
/** Milliseconds between two renewals of one pool. */
const renewal = 1000;
const mostKept = 2000;
const mostBytes = 128 * 1024 * 1024;

interface Pool {
  readonly replies: DocumentReply[];
  turn: number;
  renewedAt: number;
}

export class Answers {
  readonly #contract: LoadedContract;
  readonly #engine: Promise<Engine>;
  readonly #judge: Judge;
  readonly #kept = new Map<string, DocumentReply>();
  readonly #pools = new Map<string, Pool>();
  #bytes = 0;

  constructor(contract: LoadedContract, engine: Promise<Engine>) {
    this.#contract = contract;
    this.#engine = engine;
    // Whoever waits for the engine is told; nobody may be waiting yet.
    engine.catch(() => undefined);
    this.#judge = new Judge([contract], {});
  }

  find(operation: Operation, wanted: Wanted): DocumentReply | Promise<DocumentReply> {
    const key = keyOf(operation, wanted);
    if (wanted.dynamic && wanted.seed === undefined) return this.#fromPool(key, operation, wanted);
    return this.#kept.get(key) ?? this.#make(key, operation, wanted);
  }

  async #make(key: string, operation: Operation, wanted: Wanted): Promise<DocumentReply> {
    const { reply, isTold } = await this.#ask(operation, wanted);
    // Prism's own problem documents repeat what was wrong with this one request.
    if (!isTold) this.#keep(key, reply);
    return reply;
  }

  #keep(key: string, reply: DocumentReply): void {
    const size = (reply.body?.bytes.length ?? 0) + key.length;
    if (this.#kept.size >= mostKept || this.#bytes + size > mostBytes) {
      this.#kept.clear();
      this.#bytes = 0;
    }
    if (size > mostBytes / 8) return;
    this.#kept.set(key, reply);
    this.#bytes += size;
  }

  async #fromPool(key: string, operation: Operation, wanted: Wanted): Promise<DocumentReply> {
    let pool = this.#pools.get(key);
    if (!pool) {
      if (this.#pools.size >= 200) this.#pools.clear();
      pool = { replies: [], turn: 0, renewedAt: 0 };
      this.#pools.set(key, pool);
    }
    if (pool.replies.length < poolSize) {
      const { reply } = await this.#ask(operation, wanted);
      pool.replies.push(reply);
      pool.renewedAt = Date.now();
      return reply;
    }
    const index = pool.turn++ % poolSize;
    if (Date.now() - pool.renewedAt > renewal) this.#renew(pool, index, operation, wanted);
    return pool.replies[index] as DocumentReply;
  }

  #renew(pool: Pool, index: number, operation: Operation, wanted: Wanted): void {
    pool.renewedAt = Date.now();
    void this.#ask(operation, wanted).then(
      ({ reply }) => (pool.replies[index] = reply),
      () => undefined,
    );
  }

  async #ask(operation: Operation, wanted: Wanted): Promise<{ reply: DocumentReply; isTold: boolean }> {
    const engine = await this.#engine;
    const asked: EngineRequest = { method: operation.method, path: operation.path, dynamic: false, ...wanted };
    const tries = wanted.dynamic && wanted.seed === undefined ? 4 : 1;
    let reply: DocumentReply | undefined;
    let isTold = false;
    // What is generated may miss a keyword the generator does not know; another throw of the dice often does not.
    for (let turn = 0; turn < tries && (!reply || reply.findings.length > 0); turn++) {
      const answer = await this.#answer(engine, asked, operation);
      // Prism calls an example that does not exist an unknown error.
      if (answer.status === 500 && wanted.example !== undefined && wanted.code !== 500)
        return { reply: { ...unknownExample(wanted.example), findings: [] }, isTold: true };
      isTold = answer.isProblem;
      const rendered = render(answer, operation);
      reply = { ...rendered, findings: isTold ? [] : judgeReply(this.#judge, operation, rendered) };
    }
    return { reply: reply as DocumentReply, isTold };
  }

  async #answer(engine: Engine, asked: EngineRequest, operation: Operation): Promise<EngineAnswer> {
    const answer = await engine.answer(asked);
    const response = findResponse(operation, answer.status);
    const chosen = parseMediaType(answer.fields.find(isContentType)?.[1] ?? '');
    const entry = chosen && response && findEntry(response.content, chosen);
    if (!entry || answer.isProblem || (!asked.dynamic && hasExamples(this.#contract, entry))) return answer;
    const lender = asked.dynamic ? undefined : findLender(this.#contract, operation, response.key, entry);
    if (lender) return { ...answer, body: (await engine.answer({ ...asked, accept: [lender.range] })).body };
    return entry.schema ? { ...answer, body: prune(answer.body, entry.schema) } : answer;
  }
}

const unknownExample = (name: string): Reply => problem(404, `There is no example \`${plain(name, 80)}\` for what was asked`);

function keyOf({ id }: Operation, { refusals, accept, code, example, dynamic, seed }: Wanted): string {
  const refusal = refusals.length === 0 ? '' : String(Math.min(...refusals.map((one) => one.code)));
  return [id, code, example, dynamic, seed, refusal, ...accept].join('\n');
}

function render({ status, fields, body }: EngineAnswer, operation: Operation): Reply {
  const others: readonly Field[] = fields.filter((field) => !isContentType(field));
  if (body === undefined || status === 204 || status === 304 || status === 205) return { status, fields: others };
  const { field, body: written } = encode(body, fields.find(isContentType)?.[1], operation, status);
  return { status, fields: [field, ...others], body: written };
}
