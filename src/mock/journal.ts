// The journal: the last exchanges with their verdicts, bounded in number and bytes, and who wants to hear of new ones.
import { isUtf8 } from 'node:buffer';
import { type Contract, type Operation, operationReference } from '../model/contract.ts';
import type { Field } from '../model/exchange.ts';
import type { Finding } from '../model/finding.ts';
import type { Verdict } from '../model/report.ts';

export interface JournalMessage {
  readonly fields: readonly Field[];
  /** The body as text, at most 64 KB of it; absent when there is none or it is no text. */
  readonly body?: string;
  /** Bytes of the whole body. */
  readonly bodySize: number;
}

export interface JournalFinding {
  readonly rule: string;
  readonly severity: string;
  readonly side: string;
  readonly message: string;
  readonly fix: string;
  /** JSON Pointer into the body, or of the part of the message. */
  readonly pointer?: string;
  /** `openapi.yaml:88:13`. */
  readonly contract?: string;
}

/** One exchange as the admin API and tests see it. */
export interface JournalEntry {
  /** 1 for the first since the start, never used again. */
  readonly number: number;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** Milliseconds until the answer was ready. */
  readonly ms: number;
  readonly request: JournalMessage & { readonly method: string; readonly target: string };
  readonly response: JournalMessage & { readonly status: number };
  readonly operation?: { readonly contract: string; readonly id: string; readonly method: string; readonly path: string };
  /** Of the request. */
  readonly verdict: Verdict;
  readonly reason?: string;
  readonly findings: readonly JournalFinding[];
  /** What was done to this exchange on purpose. */
  readonly fault?: string;
}

/** Entries after a number: `next` is that of the last exchange there was, `dropped` how many in between are not kept any more. */
export interface JournalPage {
  readonly entries: readonly JournalEntry[];
  readonly next: number;
  readonly dropped: number;
}

/** What the gateway knows of an exchange; made into an entry when somebody asks, since most are never looked at. */
export interface Recorded {
  readonly at: Date;
  readonly ms: number;
  readonly method: string;
  readonly target: string;
  readonly requestFields: readonly Field[];
  /** As it travelled, and without its content codings. */
  readonly requestBody: Buffer;
  readonly requestText: Buffer;
  /** 0: there was no answer. */
  readonly status: number;
  readonly responseFields: readonly Field[];
  readonly responseBody: Buffer;
  readonly responseText: Buffer;
  readonly operation?: Operation;
  readonly verdict: Verdict;
  readonly reason?: string;
  readonly findings: readonly Finding[];
  readonly fault?: string;
  /** The answer was cut short or never came, on purpose. */
  readonly isCut: boolean;
}

const mostOfBody = 64 * 1024;
const mostBytes = 64 * 1024 * 1024;

/** An exchange in the journal: bodies without their content codings, and of long ones only the beginning. */
export type Kept = Omit<Recorded, 'requestBody' | 'responseBody' | 'operation' | 'findings'> & {
  readonly number: number;
  /** The operation as it was called when it happened. */
  readonly shown?: JournalEntry['operation'];
  /** The operation as it is served now. */
  operation: Operation | undefined;
  findings: readonly (Finding | JournalFinding)[];
  /** Bytes of the whole bodies; what is kept of them is bounded. */
  readonly sizes: readonly [request: number, response: number];
};

export class Journal {
  readonly #most: number;
  readonly #listeners = new Set<(entry: JournalEntry) => void>();
  #kept: Kept[] = [];
  #bytes = 0;
  #last = 0;

  constructor(most = 1000) {
    this.#most = Math.max(1, most);
  }

  add(recorded: Recorded): void {
    const { requestBody: _, responseBody: __, requestText, responseText, operation, ...rest } = recorded;
    const entry: Kept = {
      ...rest,
      ...(operation && {
        shown: operationReference(operation),
      }),
      operation,
      requestText: cut(requestText),
      responseText: cut(responseText),
      sizes: [requestText.length, responseText.length],
      number: ++this.#last,
    };
    this.#kept.push(entry);
    this.#bytes += sizeOf(entry);
    // Dropped by the half, so that the cost of one exchange does not grow with the journal.
    if (this.#kept.length >= 2 * this.#most || this.#bytes > 2 * mostBytes) this.#drop();
    if (this.#listeners.size > 0) {
      const shown = entryOf(entry);
      for (const listener of this.#listeners) listener(shown);
    }
  }

  #drop(): void {
    let bytes = 0;
    let from = this.#kept.length;
    while (from > 0 && this.#kept.length - from < this.#most) {
      bytes += sizeOf(this.#kept[from - 1] as Kept);
      if (bytes > mostBytes) break;
      from--;
    }
    this.#kept = this.#kept.slice(from);
    this.#bytes = this.#kept.reduce((sum, entry) => sum + sizeOf(entry), 0);
  }

  /** The entries after number `since` that are still there, and how many of those are not. */
  after(since = 0): JournalPage {
    const entries = this.kept.filter(({ number }) => number > since);
    const first = entries[0]?.number ?? this.#last + 1;
    return { entries: entries.map(entryOf), next: this.#last, dropped: Math.max(0, first - 1 - since) };
  }

  /**
   * Other contracts are served from now on: lets go of the documents the findings point into, which would live as long as the entries,
   * and takes each operation as it is now.
   */
  detach(contracts: readonly Contract[]): void {
    const served = new Map(contracts.map((contract) => [contract.id, contract]));
    for (const entry of this.#kept) {
      entry.findings = entry.findings.map(tell);
      entry.operation = entry.shown && served.get(entry.shown.contract)?.operation(entry.shown.id);
    }
  }

  /** The exchanges themselves, oldest first. */
  get kept(): readonly Kept[] {
    return this.#kept.slice(-this.#most);
  }

  clear(): void {
    this.#kept = [];
    this.#bytes = 0;
  }

  /** Calls back for every new entry until the returned function is called. */
  listen(listener: (entry: JournalEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

const sizeOf = ({ requestText, responseText, target }: Kept): number => requestText.length + responseText.length + target.length + 500;

/** A copy, so that a large body is not kept alive by its beginning. */
const cut = (body: Buffer): Buffer => (body.length > mostOfBody ? Buffer.from(body.subarray(0, mostOfBody)) : body);

function entryOf(recorded: Kept): JournalEntry {
  const { number, at, ms, method, target, requestFields, requestText, status, responseFields, responseText, shown } = recorded;
  const { verdict, reason, findings, fault, sizes } = recorded;
  return {
    number,
    at: at.toISOString(),
    ms: Math.round(ms * 100) / 100,
    request: { method, target, ...messageOf(requestFields, requestText, sizes[0]) },
    response: { status, ...messageOf(responseFields, responseText, sizes[1]) },
    ...(shown && { operation: shown }),
    verdict,
    ...(reason !== undefined && { reason }),
    findings: findings.map(tell),
    ...(fault !== undefined && { fault }),
  };
}

function messageOf(fields: readonly Field[], body: Buffer, bodySize: number): JournalMessage {
  // What is no text, such as a picture, is only measured. A body that was cut may end inside a character.
  const cuts = body.length < bodySize ? [0, 1, 2, 3] : [0];
  const isText = body.length > 0 && !body.includes(0) && cuts.some((cut) => isUtf8(body.subarray(0, body.length - cut)));
  return { fields, ...(isText && { body: body.toString() }), bodySize };
}

const tell = (finding: Finding | JournalFinding): JournalFinding => ('fingerprint' in finding ? findingOf(finding) : finding);

function findingOf({ rule, severity, side, message, fix, instance, contract }: Finding): JournalFinding {
  const position = contract?.source.position(contract.pointer, contract.at);
  return {
    rule,
    severity,
    side,
    message,
    fix,
    ...(instance && instance.pointer !== '' && { pointer: instance.pointer }),
    ...(contract && position && { contract: `${contract.source.uri}:${position.line}:${position.column}` }),
  };
}
