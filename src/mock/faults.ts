// Faults on demand: what goes wrong on the way although request and answer are right. Written as text, the same in config, header and admin API.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contract } from '../model/contract.ts';
import { plain, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';

/** One fault; `rate` says how often everything but the latency happens. */
export interface Fault {
  /** Milliseconds before the answer, a random number between the two. */
  readonly latency?: readonly [least: number, most: number];
  readonly status?: number;
  /** Seconds, of `Retry-After`. */
  readonly retryAfter?: number;
  /** The connection is reset instead of an answer. */
  readonly reset?: true;
  /** Half of the body is sent, then the connection ends. */
  readonly truncate?: true;
  /** Milliseconds over which the body is spread. */
  readonly slow?: number;
  /** Probability, 0 to 1. */
  readonly rate: number;
  readonly text: string;
}

const longest = 600_000;
const grammar =
  'latency=<ms> or <ms>..<ms>, error=<rate> (a 500 that often), status=<code>, retry-after=<seconds>, reset, truncate, slow=<ms>, rate=<0..1>';

/** Reads `latency=100..300 status=503 retry-after=5 rate=0.2`. Throws a UserError that names the word it stumbled on. */
export function parseFault(text: string): Fault {
  const fault: { -readonly [K in keyof Fault]: Fault[K] } = { rate: 1, text: text.trim() };
  for (const word of text.split(/[\s,;]+/).filter(Boolean)) {
    const [name = '', value = ''] = word.toLowerCase().split(/=(.*)/s);
    if (!read(fault, name, value)) throw new UserError(`The fault \`${plain(word, 60)}\` is not known`, { hint: `Faults are ${grammar}` });
  }
  if (fault.reset && fault.status !== undefined)
    throw new UserError('A connection that is reset has no status', { hint: 'Take `reset` or `status`, not both' });
  return fault;
}

function read(fault: { -readonly [K in keyof Fault]: Fault[K] }, name: string, value: string): boolean {
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  switch (name) {
    case 'latency': {
      const [least, most = least] = value.split('..').map((part) => (/^\d+(\.\d+)?$/.test(part) ? Number(part) : Number.NaN));
      if (least === undefined || most === undefined || !(least <= most && most <= longest)) return false;
      fault.latency = [least, most];
      return true;
    }
    case 'error':
      fault.status ??= 500;
      fault.rate = number;
      return number <= 1;
    case 'rate':
      fault.rate = number;
      return number <= 1;
    case 'status':
      fault.status = number;
      return Number.isInteger(number) && number >= 200 && number <= 599;
    case 'retry-after':
      fault.retryAfter = number;
      return Number.isInteger(number);
    case 'slow':
      fault.slow = number;
      return number <= longest;
    case 'reset':
    case 'truncate':
      fault[name] = true;
      return value === '';
    default:
      return false;
  }
}

/** What of a fault happens to one exchange: the dice are thrown once. */
export type Happening = Omit<Fault, 'latency' | 'rate'> & { readonly wait: number };

export function throwDice(fault: Fault, random: () => number = Math.random): Happening {
  const { latency, rate, ...rest } = fault;
  const wait = latency ? latency[0] + random() * (latency[1] - latency[0]) : 0;
  return random() < rate ? { ...rest, wait } : { wait, text: wait > 0 ? `latency=${Math.round(wait)}` : '' };
}

/** Waits, unless the client goes away first. */
export async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds > 0) await sleep(milliseconds, undefined, { signal, ref: true }).catch(() => undefined);
}

/** The faults in force: by operationId, `*` for all. */
export class Faults {
  #atStart: ReadonlyMap<string, Fault>;
  #inForce: Map<string, Fault>;

  /** Throws a UserError for a text that is no fault. */
  constructor(texts: Readonly<Record<string, string>> = {}) {
    this.#atStart = readAll(texts);
    this.#inForce = new Map(this.#atStart);
  }

  find(operation: string): Fault | undefined {
    return this.#inForce.size === 0 ? undefined : (this.#inForce.get(operation) ?? this.#inForce.get('*'));
  }

  /** Throws a UserError when a fault of the start is meant for an operation that no contract has. */
  refuseStrangers(contracts: readonly Contract[]): void {
    refuseStrangers(this.#atStart, contracts);
  }

  /** Throws a UserError and changes nothing when one of the texts is no fault. */
  replace(texts: Readonly<Record<string, string>>): void {
    this.#inForce = readAll(texts);
  }

  /**
   * Reads the faults of the start anew for contracts that changed. What is returned puts them in force; the same ones as before leave alone
   * what was set meanwhile. Throws a UserError for a text that is no fault, or one that is meant for no operation.
   */
  prepare(contracts: readonly Contract[], texts?: Readonly<Record<string, string>>): () => void {
    const before = this.#atStart;
    const faults = texts ? readAll(texts) : before;
    refuseStrangers(faults, contracts);
    const isSame = faults.size === before.size && [...faults].every(([operation, { text }]) => before.get(operation)?.text === text);
    return () => {
      if (isSame) return;
      this.#atStart = faults;
      this.reset();
    };
  }

  reset(): void {
    this.#inForce = new Map(this.#atStart);
  }

  all(): Record<string, string> {
    return Object.fromEntries([...this.#inForce].map(([operation, { text }]) => [operation, text]));
  }
}

function refuseStrangers(faults: ReadonlyMap<string, Fault>, contracts: readonly Contract[]): void {
  const stranger = [...faults.keys()].find((id) => id !== '*' && !contracts.some((contract) => contract.operation(id)));
  if (stranger !== undefined)
    throw new UserError(`A fault is meant for ${quote(stranger)}, which no contract has`, {
      hint: 'Name an operationId, or `*` for every operation',
    });
}

const readAll = (texts: Readonly<Record<string, string>>): Map<string, Fault> =>
  new Map(
    Object.entries(texts)
      .filter(([, text]) => text.trim() !== '')
      .map(([operation, text]) => [operation, parseFault(text)]),
  );
