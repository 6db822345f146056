// What consumers really sent, as a HAR on disk that `truce check` reads: every exchange when its answer was sent, without credentials.
import { STATUS_CODES } from 'node:http';
import type { Entry, Har } from 'har-format';
import type { Contract } from '../model/contract.ts';
import { type Field, fieldValue } from '../model/exchange.ts';
import type { UserError } from '../model/user-error.ts';
import { HarEntryWriter, type WireExchange } from '../record/har-entry.ts';
import { HarFile } from '../record/har-file.ts';
import type { Journal, Kept, Recorded } from './journal.ts';

export class HarJournal {
  readonly #file: HarFile;
  #writer: HarEntryWriter;

  /** Throws a UserError for a file that cannot be written or is something else. `onFailure` is told once, when the disk refuses. */
  constructor(path: string, uri: string, contracts: readonly Contract[], version: string, onFailure: (error: UserError) => void) {
    this.#file = HarFile.open(path, { uri, creator: { name: 'truce mock', version }, onFailure });
    this.#writer = new HarEntryWriter(contracts);
  }

  /** The contracts say what is a credential; asked anew when they change. */
  serve(contracts: readonly Contract[]): void {
    this.#writer = new HarEntryWriter(contracts);
  }

  add(recorded: Recorded): void {
    this.#file.append(this.#writer.write(wireOf(recorded)));
  }

  close(): void {
    this.#file.close();
  }
}

export function wireOf(
  recorded: Omit<Recorded, 'findings' | 'operation'> & { readonly operation?: Recorded['operation'] | undefined },
): WireExchange {
  const { at, ms, method, target, status, operation, fault, requestFields, requestBody, responseFields, responseBody, isCut } = recorded;
  return {
    startedAt: at,
    ms,
    request: {
      method,
      target,
      origin: `http://${fieldValue(requestFields, 'host') ?? 'localhost'}`,
      httpVersion: 'HTTP/1.1',
      fields: requestFields,
      body: requestBody,
    },
    response: {
      status,
      statusText: STATUS_CODES[status] ?? '',
      fields: responseFields,
      body: responseBody,
      ...(isCut && { aborted: `on purpose: ${fault}` }),
    },
    ...(operation && { operation }),
    provider: 'mock',
    ...(fault !== undefined && { comment: `fault: ${fault}` }),
  };
}

/** The journal as one HAR; a body of which only the beginning was kept is left out, and said to be. */
export function harOf({ kept }: Journal, contracts: readonly Contract[], version: string): Har {
  const writer = new HarEntryWriter(contracts);
  return { log: { version: '1.2', creator: { name: 'truce mock', version }, entries: kept.map((entry) => entryOf(entry, writer)) } };
}

function entryOf(kept: Kept, writer: HarEntryWriter): Entry {
  const { requestText, responseText, sizes, requestFields, responseFields } = kept;
  const isRequestCut = sizes[0] > requestText.length;
  const isResponseCut = sizes[1] > responseText.length;
  const wire = wireOf({
    ...kept,
    requestFields: requestFields.filter(isNoCoding),
    requestBody: isRequestCut ? Buffer.alloc(0) : requestText,
    responseFields: responseFields.filter(isNoCoding),
    responseBody: responseText,
  });
  const entry = writer.write(
    isResponseCut
      ? { ...wire, response: { ...wire.response, aborted: `only ${responseText.length} of ${sizes[1]} bytes were kept` } }
      : wire,
  );
  if (!isRequestCut) return entry;
  const comment = `the request body of ${sizes[0]} bytes was not kept`;
  return {
    ...entry,
    request: { ...entry.request, bodySize: sizes[0] },
    comment: entry.comment === undefined ? comment : `${entry.comment}; ${comment}`,
  };
}

/** The journal keeps what a body holds, not how it travelled. */
const isNoCoding = ([name]: Field): boolean => !/^content-encoding$/i.test(name);
