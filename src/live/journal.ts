// What a probe sent and got, on disk as a HAR before anybody acts on it: without credentials, whatever the instance echoes.
import { type Contract, type Operation } from '../model/contract.ts';
import type { Content, Exchange } from '../model/exchange.ts';
import { fieldValue } from '../model/exchange.ts';
import type { Location } from '../model/location.ts';
import { UserError } from '../model/user-error.ts';
import { unpack } from '../record/har-body.ts';
import { HarEntryWriter, type WireExchange } from '../record/har-entry.ts';
import { HarFile } from '../record/har-file.ts';
import type { Answer } from './client.ts';
import type { WireRequest } from './request-values.ts';
import type { Secrets } from './secrets.ts';

/** Made in memory; nobody is told to look there. */
const nowhere: Location = {
  source: { uri: 'live', syntax: 'text', position: () => ({ line: 1, column: 1 }), lines: () => [] },
  pointer: '',
};

export interface JournalOptions {
  readonly path: string;
  readonly shown: string;
  readonly version: string;
  readonly contracts: readonly Contract[];
  /** Scheme and authority. */
  readonly origin: string;
  readonly secrets: Secrets;
}

export interface Written {
  readonly index: number;
  /** Where the entry stands in the file, in bytes. */
  readonly span: { readonly offset: number; readonly length: number };
  /** The exchange with its bodies decoded and its secrets; absent when there was no whole answer. */
  readonly exchange?: Exchange;
}

export class Journal {
  readonly #file: HarFile;
  readonly #writer: HarEntryWriter;
  readonly #options: JournalOptions;
  #failure: UserError | undefined;
  #count = 0;

  /** Throws a UserError when the file cannot be written or holds something already. */
  constructor(options: JournalOptions) {
    this.#options = options;
    this.#file = HarFile.open(options.path, {
      uri: options.shown,
      creator: { name: 'truce probe', version: options.version },
      onFailure: (error) => (this.#failure = error),
    });
    if (this.#file.count() > 0) {
      this.#file.close();
      throw new UserError(`\`${options.shown}\` holds another run already`, { hint: 'Name another file with --har' });
    }
    this.#writer = new HarEntryWriter(options.contracts);
  }

  /** Entries so far. */
  get count(): number {
    return this.#count;
  }

  /** Throws a UserError when the disk takes no more: what is not recorded must not go on. */
  add(request: WireRequest, answer: Answer, operation: Operation | undefined, isDeliberate: boolean): Written {
    const { origin, secrets } = this.#options;
    const { failure } = answer;
    const wire: WireExchange = {
      startedAt: answer.startedAt,
      ms: answer.ms,
      request: {
        method: request.method,
        target: request.target,
        origin,
        httpVersion: 'HTTP/1.1',
        fields: request.fields,
        body: request.body ?? new Uint8Array(),
      },
      response: {
        status: answer.status,
        statusText: answer.statusText,
        fields: answer.fields,
        body: failure ? new Uint8Array() : answer.body,
        ...(failure && { aborted: failure.message }),
      },
      ...(operation && { operation }),
      ...(failure && { unjudged: failure.message }),
      ...(isDeliberate && { isDeliberate }),
    };
    const before = this.#file.end;
    this.#file.append(secrets.hideIn(this.#writer.write(wire)));
    if (this.#failure) throw this.#failure;
    const index = this.#count++;
    // A line break stands before an entry, and a comma before that of all but the first.
    const offset = before + (index === 0 ? 1 : 2);
    return {
      index,
      span: { offset, length: this.#file.end - offset },
      ...(!failure && { exchange: exchangeOf(index, request, answer, origin, isDeliberate) }),
    };
  }

  close(): void {
    this.#file.close();
  }
}

function exchangeOf(index: number, request: WireRequest, answer: Answer, origin: string, isDeliberate: boolean): Exchange {
  const { status, fields, body } = answer;
  const content = body.length > 0 && request.method !== 'HEAD' ? decoded(body, fieldValue(fields, 'content-encoding')) : undefined;
  return {
    evidence: 'live',
    index,
    label: `entry ${index}`,
    claim: 'observed',
    location: nowhere,
    request: {
      method: request.method,
      target: origin + request.target,
      fields: request.fields,
      ...(request.body &&
        request.body.length > 0 && { content: { form: 'bytes' as const, bytes: request.body, verbatim: false, location: nowhere } }),
      complete: true,
      ...(isDeliberate && { isDeliberate }),
      location: nowhere,
    },
    response: { status, fields, ...(content && { content }), complete: true, location: nowhere },
  };
}

function decoded(body: Uint8Array, coding: string | undefined): Content {
  const bytes = unpack(body, coding);
  return 'why' in bytes
    ? { form: 'unknown', reason: bytes.why, ...(bytes.isBroken && { isMalformed: true }), location: nowhere }
    : { form: 'bytes', bytes, verbatim: false, location: nowhere };
}
