// Redaction while a recording grows: an entry is judged, redacted, judged again and searched before it is written; what is known too late is mended at once.
import type { Entry } from 'har-format';
import { readEntry } from '../evidence/har.ts';
import { Judge } from '../judge/judge.ts';
import type { Contract } from '../model/contract.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Location } from '../model/location.ts';
import { createDictionary } from './create-dictionary.ts';
import type { Dictionary } from './dictionary.ts';
import { EntryRewriter, type EntryText } from './entry.ts';
import { Law, type Lawful } from './law.ts';
import { prove } from './proof.ts';
import type { RedactReport } from './redact-file.ts';
import { findRemains } from './remains.ts';
import { WrittenWords } from './written-words.ts';

/** The file of the recording, of which entries can be replaced in their place. */
export interface RecordedFile {
  /** Where the entry that was appended last begins, and where it ends. */
  readonly start: number;
  readonly end: number;
  read(offset: number, length: number): string;
  /** `text` has `length` bytes at most; false when the disk does not take it. */
  replace(offset: number, length: number, text: string): boolean;
}

type Kept = Pick<Lawful, 'text' | 'signature' | 'left'>;

const source: Location['source'] = { uri: 'recording', syntax: 'json', position: () => ({ line: 1, column: 1 }), lines: () => [] };

const exchangeOf = (value: unknown, index: number): Exchange =>
  readEntry(value, 'recording', index, { source, pointer: `/log/entries/${index}` }, 0);

/**
 * At every moment the file holds no value that is personal by anything recorded up to then: a new entry is searched before it is written,
 * and what it makes known is replaced in the entries before it first. What differs from `redactFile`: a pseudonym that stands in the file
 * cannot be exchanged any more, so more may be left out.
 */
export class RecordingRedactor {
  /** Blanks in every entry, so that it can become longer in its place. */
  readonly slack = 64;
  readonly #file: RecordedFile;
  readonly #dictionary: Dictionary;
  readonly #law: Law;
  readonly #words = new WrittenWords();
  /** What has to be said of each entry, and where it stands. */
  readonly #signatures: string[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #incomplete = new Set<number>();
  readonly #left: string[] = [];
  #pending: Kept | undefined;
  #hidden = 0;

  /** `secret`: the words of `TRUCE_REDACT_KEY`; without them a key of this run alone. The file has no entries yet. */
  constructor(contracts: readonly Contract[], file: RecordedFile, secret?: string) {
    this.#file = file;
    this.#dictionary = createDictionary(contracts, secret, true);
    this.#law = new Law(new Judge(contracts, {}), new EntryRewriter(contracts), this.#dictionary, (value, { index }) =>
      exchangeOf(value, index),
    );
  }

  /** Exchanges that violated a contract and of which something was left out, so that the file cannot show it. */
  get hidden(): number {
    return this.#hidden;
  }

  /** What is to be written in the place of an entry; undefined when the entries before could not be mended, and nothing may be written. */
  redact(entry: Entry): Entry | undefined {
    const index = this.#signatures.length;
    const whole: EntryText = { text: JSON.stringify(entry), value: entry, exchange: exchangeOf(entry, index) };
    this.#law.learn(whole);
    const lawful = this.#law.write(whole, this.#law.signature(whole.exchange));
    const safe = this.#searched(whole, lawful);
    this.#dictionary.fix(lawful.used);
    if (!this.#mend(this.#dictionary.takeFresh())) return undefined;
    if (safe.left.length > 0) this.#countHidden(whole);
    this.#pending = safe;
    return JSON.parse(safe.text) as Entry;
  }

  /** The last entry that was redacted stands in the file. */
  wrote(): void {
    const index = this.#signatures.length;
    const { text, signature, left } = this.#pending as Kept;
    this.#signatures.push(signature);
    this.#starts.push(this.#file.start);
    this.#ends.push(this.#file.end);
    this.#words.put(index, text);
    if (left.length > 0) this.#leave(index, left);
  }

  /** Reads the whole file again, judges and searches it. Throws a UserError for what cannot be read. */
  finish(path: string, uri = path): RedactReport {
    const proof = prove({
      path,
      uri,
      law: this.#law,
      dictionary: this.#dictionary,
      signatures: this.#signatures,
      incomplete: this.#incomplete,
    });
    return { ...proof, exchanges: this.#signatures.length, left: this.#left };
  }

  /** What cannot be replaced may not be written either. */
  #searched(entry: EntryText, lawful: Kept): Kept {
    const isSafe = findRemains(lawful.text, this.#dictionary).size === 0;
    return isSafe ? lawful : this.#law.leaveOutWhole(entry, 'something personal in it could not be replaced');
  }

  /** Replaces what is personal only since now in the entries that are written. */
  #mend(late: readonly string[]): boolean {
    const places = late.length > 0 ? this.#words.holding(late) : [];
    const found = places.filter((index) => findRemains(this.#textAt(index), this.#dictionary).size > 0);
    // First all are tried, so that a pseudonym which has to be exchanged is the same in all of them.
    for (let round = 0; round < 6; round++) if (!found.map((index) => this.#mended(index).isNew).includes(true)) break;
    for (const index of found) {
      const [start, end] = [this.#starts[index] ?? 0, this.#ends[index] ?? 0];
      const entry = this.#entryAt(index);
      const lawful = this.#mended(index);
      this.#dictionary.fix(lawful.used);
      let safe = this.#searched(entry, lawful);
      if (Buffer.byteLength(safe.text) > end - start)
        safe = this.#law.leaveOutWhole(entry, 'what is personal in it was known too late to be replaced');
      if (!this.#file.replace(start, end - start, safe.text)) return false;
      this.#signatures[index] = safe.signature;
      this.#words.put(index, safe.text);
      if (safe.left.length === 0) continue;
      this.#countHidden(entry);
      this.#leave(index, safe.left);
    }
    return true;
  }

  #countHidden({ exchange }: EntryText): void {
    if (this.#law.describe(exchange).startsWith('violates')) this.#hidden++;
  }

  #mended(index: number): Lawful {
    return this.#law.write(this.#entryAt(index), this.#signatures[index] ?? '', 'mend');
  }

  /** Without the blanks that let it grow. */
  #textAt(index: number): string {
    const start = this.#starts[index] ?? 0;
    return this.#file.read(start, (this.#ends[index] ?? 0) - start).replace(/ +\}$/, '}');
  }

  #entryAt(index: number): EntryText {
    const text = this.#textAt(index);
    const value: unknown = JSON.parse(text);
    return { text, value, exchange: exchangeOf(value, index) };
  }

  #leave(index: number, sentences: readonly string[]): void {
    this.#left.push(...sentences);
    this.#incomplete.add(index);
  }
}
