// One run against one instance: every request of it passes here, in turn, recorded, and known to the ledger before it leaves.
import type { Contract, Operation } from '../model/contract.ts';
import type { Field } from '../model/exchange.ts';
import { fieldValue } from '../model/exchange.ts';
import { examine } from '../judge/examine.ts';
import type { Exchanged } from './arazzo/expression.ts';
import { emptyScope, evaluate } from './arazzo/expression.ts';
import { type Attempt, isSafe, isSuccess, type Send } from './case.ts';
import type { Answer, Client } from './client.ts';
import type { Placed } from './credentials.ts';
import { isOwnFailure } from './failure.ts';
import type { Journal, Written } from './journal.ts';
import type { Ledger } from './ledger.ts';
import { type Pace, wait } from './pace.ts';
import { isPlace, parsePlace, valueAt } from './places.ts';
import type { WireRequest } from './request-values.ts';
import { type OperationSettings, plainOperation } from './settings.ts';
import { exchangedOf } from './exchanged.ts';

export interface SessionOptions {
  readonly contract: Contract;
  /** Scheme and authority, such as `https://crm.example`. */
  readonly origin: string;
  /** Path before all paths of the contract, without a slash at its end. */
  readonly basePath: string;
  readonly client: Client;
  readonly pace: Pace;
  readonly journal: Journal;
  /** Absent where nothing may be written: then unsafe methods are refused. */
  readonly ledger?: Ledger;
  readonly settings: ReadonlyMap<string, OperationSettings>;
  /** Settles every wait; nothing new is sent then, but for cleaning up. */
  readonly signal: AbortSignal;
  readonly onSent?: (attempt: Pick<Attempt, 'request' | 'status' | 'ms' | 'failure'>) => void;
}

/** The run cannot go on; the reason is said of everything that was not tried. */
export class Halt extends Error {}

export interface Ask {
  readonly operation: Operation;
  /** With its credentials. */
  readonly request: WireRequest;
  readonly placed: readonly Placed[];
  readonly send: Send;
}

/** Failures to connect in a row after which nobody is there. */
const mostRefusals = 3;
/** Requests in a row without a whole answer after which waiting for more is no use. */
const mostFailures = 5;
/** Answers in a row that did not take the credentials: going on would lock an account. */
const mostUnauthorized = 3;

export class Session {
  readonly options: SessionOptions;
  #refusals = 0;
  #failures = 0;
  #unauthorized = 0;
  #halted: string | undefined;
  #isCleaning = false;

  constructor(options: SessionOptions) {
    this.options = options;
  }

  /** Why nothing more is sent; undefined while it is. */
  get halted(): string | undefined {
    if (this.#isCleaning) return undefined;
    if (this.options.signal.aborted) return 'the run was stopped';
    return this.#halted ?? this.options.pace.exhausted();
  }

  /** From now on budgets and stopping do not count: what was created must go. */
  beginCleaning(): void {
    this.#isCleaning = true;
    this.#refusals = 0;
  }

  /** Throws a Halt when nothing more may be sent, and a UserError when ledger or journal cannot be written. */
  async send({ operation, request, placed, send }: Ask): Promise<Attempt> {
    const { ledger, pace, settings, contract } = this.options;
    if (!isSafe(request.method) && !ledger) throw new Halt(`${request.method} is not sent without --write`);
    const own = settings.get(operation.id) ?? plainOperation;
    for (let tries = 1; ; tries++) {
      const halted = this.halted;
      if (halted !== undefined) throw new Halt(halted);
      await pace.turn(this.#isCleaning ? undefined : this.options.signal);
      const item =
        ledger && !this.#isCleaning && createsSomething(own, request)
          ? ledger.intend(contract.id, operation.id, chosenSubject(own, send))
          : undefined;
      const { answer, written, attempt } = await this.#exchange(operation, request, placed, send);
      if (item !== undefined) this.#settle(item, own, attempt);
      const pause = answer.failure ? undefined : pace.patience(answer.status, answer.fields, tries);
      if (pause === undefined || written.exchange === undefined) return attempt;
      await wait(pause, this.#isCleaning ? undefined : this.options.signal);
    }
  }

  async #exchange(
    operation: Operation,
    request: WireRequest,
    placed: readonly Placed[],
    send: Send,
  ): Promise<{ answer: Answer; written: Written; attempt: Attempt }> {
    const { client, origin, basePath, journal, contract, signal, onSent } = this.options;
    const whole: WireRequest = { ...request, target: basePath + request.target, fields: withBasics(request, origin) };
    const answer = await client.send(origin, whole, this.#isCleaning ? undefined : signal);
    const written = journal.add(
      whole,
      answer,
      operation.contract === contract || request.method === operation.method ? operation : undefined,
      send.isDeliberate,
    );
    this.#count(answer, send);
    const examination = written.exchange && examine(written.exchange, [operation.contract]);
    const attempt: Attempt = {
      send,
      request: whole,
      placed,
      index: written.index,
      span: written.span,
      ms: answer.ms,
      status: answer.failure ? 0 : answer.status,
      ...(answer.failure && { failure: answer.failure }),
      ...(written.exchange && { exchange: written.exchange }),
      ...(examination && { examination }),
    };
    onSent?.(attempt);
    return { answer, written, attempt };
  }

  #count({ failure, status }: Answer, { credentials = 'given' }: Send): void {
    if (isOwnFailure(failure)) return;
    if (credentials === 'given' && !failure) this.#unauthorized = status === 401 || status === 403 ? this.#unauthorized + 1 : 0;
    if (this.#unauthorized >= mostUnauthorized) this.#halted = `the instance does not accept the credentials (${status})`;
    this.#refusals = failure?.kind === 'refused' ? this.#refusals + 1 : 0;
    this.#failures = failure ? this.#failures + 1 : 0;
    if (this.#failures >= mostFailures && failure)
      this.#halted = `${mostFailures} requests in a row had no whole answer: ${failure.message}`;
    if (this.#refusals >= mostRefusals && failure) this.#halted = `the instance cannot be reached any more: ${failure.message}`;
  }

  #settle(item: number, own: OperationSettings, attempt: Attempt): void {
    const { ledger } = this.options;
    const { status } = attempt;
    // A redirect may follow a success (RFC 9110 §15.4.4).
    if ((status >= 400 && status < 500) || /^(refused|unsent)$/.test(attempt.failure?.kind ?? ''))
      return ledger?.settle(item, { state: 'failed' });
    if (!isSuccess(status)) return;
    const subject = own.creates === undefined || isPlace(own.creates) ? undefined : subjectOf(own.creates, exchangedOf(attempt));
    ledger?.settle(item, { state: 'created', ...(subject !== undefined && { subject }) });
  }
}

/** A request with an unsafe method may create something, unless it is about a thing that is there already; what one that only reads names is never removed. */
const createsSomething = (own: OperationSettings, { method }: WireRequest): boolean =>
  !isSafe(method) && (own.creates !== undefined || (method === 'POST' && !own.subject && !own.isHarmless));

/** Where the client chooses the name, it is known before. */
function chosenSubject({ creates }: OperationSettings, { values }: Send): string | number | undefined {
  if (creates === undefined || !isPlace(creates)) return undefined;
  const value = valueAt(values, parsePlace(creates));
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

function subjectOf(creates: string, exchanged: Exchanged): string | number | undefined {
  const value = evaluate(creates, { ...emptyScope, exchanged });
  return (typeof value === 'string' && value !== '') || (typeof value === 'number' && value !== 0) ? value : undefined;
}

function withBasics({ fields, body, method }: WireRequest, origin: string): readonly Field[] {
  const has = (name: string): boolean => fieldValue(fields, name) !== undefined;
  return [
    ['Host', new URL(origin).host],
    ...(has('user-agent') ? [] : [['User-Agent', 'truce-probe'] as const]),
    ...(has('accept') ? [] : [['Accept', '*/*'] as const]),
    ...fields,
    ...(body || /^(POST|PUT|PATCH)$/.test(method) ? [['Content-Length', String(body?.length ?? 0)] as const] : []),
  ];
}
