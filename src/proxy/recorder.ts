// Ended exchanges go into the HAR, without credentials and perhaps without personal data, before anybody sees their end; what could not be written is counted.
import type { Entry } from 'har-format';
import type { Contract, Match, Operation } from '../model/contract.ts';
import type { Field } from '../model/exchange.ts';
import { HarEntryWriter, type WireExchange } from '../record/har-entry.ts';
import type { HarFile } from '../record/har-file.ts';
import { MaskedNames } from './masked.ts';
import type { Passing } from './passing.ts';

/** What is told of an exchange that is on disk. */
export interface Recorded {
  /** Its number in the file, from 0. */
  readonly index: number;
  readonly method: string;
  /** Absolute, without credentials. */
  readonly url: string;
  /** 0: the target gave no answer. */
  readonly status: number;
  readonly ms: number;
  /** Bytes of the bodies as they travelled. */
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** Why it is not whole, or not judged. */
  readonly error?: string;
}

/** Takes personal data out of entries. */
export interface Redaction {
  /** Blanks in every entry, in which it can grow when it has to be replaced. */
  readonly slack: number;
  /** What is to be written in the place of an entry; undefined when nothing may be written any more. */
  redact(entry: Entry): Entry | undefined;
  /** What `redact` gave last is in the file. */
  wrote(): void;
}

export interface RecorderOptions {
  readonly file: HarFile;
  readonly redaction?: Redaction | undefined;
  readonly contracts: readonly Contract[];
  /** Scheme and authority of the target. */
  readonly origin: string;
  /** Entries the file has at the start. */
  readonly before: number;
  readonly onRecorded: (recorded: Recorded) => void;
  /** An exchange could not be written, and neither it nor the disk is to blame. */
  readonly onBug: (error: unknown) => void;
}

export class Recorder {
  readonly masked = new MaskedNames();
  readonly #options: RecorderOptions;
  readonly #writer: HarEntryWriter;
  #written = 0;
  #lost = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#writer = new HarEntryWriter(options.contracts);
  }

  /** Exchanges that are on disk, and those that passed when the disk took no more. */
  get written(): number {
    return this.#written;
  }

  get lost(): number {
    return this.#lost;
  }

  add(passing: Passing): void {
    const { origin, contracts, before, onRecorded, onBug } = this.#options;
    try {
      const wire = wireOf(passing, origin, contracts);
      const entry = this.#append(wire);
      if (!entry) {
        this.#lost++;
        return;
      }
      onRecorded(recordedOf(before + this.#written++, passing, entry));
    } catch (error) {
      // Traffic goes on whatever is wrong here.
      this.#lost++;
      onBug(error);
    }
  }

  #append(wire: WireExchange): Entry | undefined {
    try {
      return this.#write(wire);
    } catch (error) {
      // More than a string can hold once it is JSON: nothing of it was written.
      if (!(error instanceof RangeError)) throw error;
      const without = <T extends WireExchange['request'] | WireExchange['response']>(message: T): T => ({
        ...message,
        body: nothing,
        left: { size: message.left?.size ?? message.body.length, why: 'it is too long for an entry' },
      });
      return this.#write({ ...wire, request: without(wire.request), response: without(wire.response) });
    }
  }

  #write(wire: WireExchange): Entry | undefined {
    const { file, redaction } = this.#options;
    const entry = this.#writer.write(wire);
    const kept = redaction ? redaction.redact(entry) : entry;
    if (!kept || !file.append(kept, redaction?.slack)) return undefined;
    redaction?.wrote();
    // Personal data is no credential.
    this.masked.look(wire, entry);
    return kept;
  }
}

function recordedOf(index: number, passing: Passing, { request, response }: Entry): Recorded {
  const error = passing.aborted ?? (passing.isTunnel ? 'it became a tunnel' : undefined);
  return {
    index,
    method: request.method,
    url: request.url,
    status: response.status,
    ms: passing.ms,
    requestBytes: passing.requestBody.size,
    responseBytes: passing.response?.body.size ?? 0,
    ...(error !== undefined && { error }),
  };
}

function wireOf(passing: Passing, origin: string, contracts: readonly Contract[]): WireExchange {
  const { request, response, startedAt, ms, aborted, requestBody, requestReader, requestCut } = passing;
  const operation = operationOf(contracts, request.method, origin + request.target);
  const comments = commentsOf(passing);
  const unjudged = passing.isTunnel
    ? 'the connection became a tunnel, and what passed through it is not recorded'
    : (aborted ?? (requestCut === undefined || isRefusal(response) ? undefined : `the request is not whole: ${requestCut}`));
  return {
    startedAt,
    ms,
    request: {
      method: request.method,
      target: request.target === '*' ? '/*' : request.target,
      origin,
      httpVersion: `HTTP/${request.version}`,
      fields: passing.requestFields,
      ...bodyOf(requestBody, requestCut === undefined ? undefined : `it is not whole: ${requestCut}`),
      ...trailersOf(requestReader.trailers),
    },
    response: {
      status: response?.head.status ?? 0,
      statusText: response?.head.reason ?? '',
      ...(response && { httpVersion: `HTTP/${response.head.version}` }),
      fields: response?.fields ?? [],
      ...(response ? bodyOf(response.body, undefined) : { body: nothing }),
      ...(response && trailersOf(response.reader.trailers)),
      ...(aborted !== undefined && { aborted }),
    },
    ...(operation && { operation }),
    ...(unjudged !== undefined && { unjudged }),
    ...(comments.length > 0 && { comment: comments.join('; ') }),
  };
}

/** Whoever answers 4xx says itself that the request was wrong: it is not judged then, and the answer is whole. */
const isRefusal = (response: Passing['response']): boolean =>
  response !== undefined && response.head.status >= 400 && response.head.status < 500;

const nothing = Buffer.alloc(0);

function bodyOf(body: Passing['requestBody'], cut: string | undefined): Pick<WireExchange['request'], 'body' | 'left'> {
  const why = cut ?? body.left;
  return why === undefined ? { body: body.bytes() } : { body: nothing, left: { size: body.size, why } };
}

const trailersOf = (trailers: readonly Field[]): { readonly trailers?: readonly Field[] } => (trailers.length > 0 ? { trailers } : {});

function commentsOf({ answered, aborted, isTunnel, wasLeft, request }: Passing): string[] {
  return [
    ...(answered === undefined ? [] : [`the target gave no answer, and truce record answered ${answered} itself`]),
    ...(isTunnel ? ['the connection became a tunnel (101): what passed through it is not recorded'] : []),
    ...(wasLeft && aborted === undefined ? ['the client had closed its side before the answer was whole'] : []),
    ...(request.target === '*' ? ['the target was `*`'] : []),
  ];
}

/** The operation the judge will find; it says what is sensitive. */
function operationOf(contracts: readonly Contract[], method: string, url: string): Operation | undefined {
  let best: Match | undefined;
  for (const contract of contracts) {
    const found = contract.match(method, url);
    if (found.kind === 'match' && (!best || found.score > best.score)) best = found;
  }
  return best?.operation;
}
