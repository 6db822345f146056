// Which credentials were kept from the disk: their names and how often, never their values.
import type { Entry } from 'har-format';
import type { WireExchange } from '../record/har-entry.ts';
import { marker } from '../record/stand-in.ts';
import { grouped } from '../model/show.ts';

/** Names kept apart; a client that invents names does not fill the memory. */
const mostNames = 200;

export class MaskedNames {
  readonly #names = new Map<string, number>();

  /** Compares what passed with what was written. */
  look({ request, response }: WireExchange, entry: Entry): void {
    const { request: asked, response: answered } = entry;
    for (const [at, [name, value]] of request.fields.entries()) if (asked.headers[at]?.value !== value) this.#count(fieldName(name));
    for (const [at, [name, value]] of response.fields.entries()) if (answered.headers[at]?.value !== value) this.#count(fieldName(name));
    if (!asked.url.endsWith(request.target)) {
      const sent = new URLSearchParams(request.target.split('?', 2)[1] ?? '');
      for (const { name, value } of asked.queryString) if (!sent.getAll(name).includes(value)) this.#count(`query parameter ${name}`);
    }
    if (isMasked(request.body, asked.postData?.text)) this.#count('members of request bodies');
    if (isMasked(response.body, answered.content.text)) this.#count('members of response bodies');
  }

  /** `authorization × 12`, most frequent first. */
  list(): string[] {
    return [...this.#names].toSorted((a, b) => b[1] - a[1]).map(([name, times]) => (times === 1 ? name : `${name} × ${grouped(times)}`));
  }

  #count(name: string): void {
    const times = this.#names.get(name);
    if (times !== undefined || this.#names.size < mostNames) this.#names.set(name, (times ?? 0) + 1);
  }
}

/** As most standards write it: `Set-Cookie`. */
const fieldName = (name: string): string => name.toLowerCase().replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

const isMasked = (sent: Uint8Array, written: string | undefined): boolean =>
  written !== undefined && written.includes(marker) && !Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength).includes(marker);
