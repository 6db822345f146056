// `truce redact`: a recording is read twice and written once, then the written file is judged and searched before it gets its name.
import { randomBytes } from 'node:crypto';
import { type EntryCut, readCuts, readEntry } from '../evidence/har.ts';
import { Judge } from '../judge/judge.ts';
import type { Contract } from '../model/contract.ts';
import type { EvidenceFile } from '../model/evidence.ts';
import { count } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { openEvidence } from '../source/read.ts';
import { Chance, keyFrom } from './chance.ts';
import { Dictionary } from './dictionary.ts';
import { EntryRewriter, type EntryText } from './entry.ts';
import { BytesOf, NewFile } from './har-copy.ts';
import { Law, type ReadAgain } from './law.ts';
import { findRemains } from './remains.ts';
import { Rewriter } from './rewriter.ts';
import { vocabularyOf } from './vocabulary.ts';

export interface RedactOptions {
  readonly from: EvidenceFile;
  readonly to: string;
  /** `to` as the user knows it. */
  readonly uri: string;
  readonly contracts: readonly Contract[];
  /** The words of `TRUCE_REDACT_KEY`; without them a key of this run alone. */
  readonly secret?: string | undefined;
  /** The dictionary of a recording in progress, for its last pass. */
  readonly dictionary?: Dictionary;
  readonly onProgress?: (step: 'reads' | 'writes' | 'checks', entries: number) => void;
}

export interface RedactReport {
  readonly exchanges: number;
  /** Exchanges of which the same is said before and after. */
  readonly same: number;
  readonly originals: number;
  readonly searched: number;
  readonly unsearchable: number;
  /** Originals that were found in the output. */
  readonly found: number;
  /** Sentences: where an original remains or a verdict differs. With any of them there is no output. */
  readonly failures: readonly string[];
  /** Sentences: what is not in the output. */
  readonly left: readonly string[];
}

/** Pseudonyms are exchanged in so many rounds at most; what does not fit then is left out. */
const mostRounds = 6;
const whole = { start: 0, end: Number.POSITIVE_INFINITY, index: 0 };

/** A dictionary with the key and the shift of dates that follow from a secret. */
export function createDictionary(contracts: readonly Contract[], secret: string | undefined, isGrowing = false): Dictionary {
  const key = keyFrom(secret ?? randomBytes(32).toString('hex'));
  // Whole weeks, so that the day of the week stays: a quarter of a year to ten years back.
  const days = -7 * (13 + new Chance(key, 'days', 0).below(509));
  return new Dictionary({ key, days }, vocabularyOf(contracts), isGrowing);
}

/** Throws a UserError for what cannot be read as a HAR or written; the output has its name only if nothing failed. */
export function redactFile(options: RedactOptions): RedactReport {
  const redaction = new FileRedaction(options);
  try {
    redaction.learn();
    redaction.write();
    return redaction.check();
  } finally {
    redaction.close();
  }
}

class FileRedaction {
  readonly #options: RedactOptions;
  readonly #dictionary: Dictionary;
  readonly #law: Law;
  readonly #bytes: BytesOf;
  readonly #file: NewFile;
  /** One of twelve characters for each exchange. */
  #signatures: string[] = [];
  /** The entries of which something was left out. */
  #incomplete = new Set<number>();
  #left: string[] = [];
  /** Where the entries begin and end; what stands around them is copied when the file is whole. */
  #first = 0;
  #end = 0;
  #broken: string | undefined;

  constructor(options: RedactOptions) {
    const { from, to, uri, contracts, secret } = options;
    this.#options = options;
    this.#dictionary = options.dictionary ?? createDictionary(contracts, secret);
    const again: ReadAgain = (value, { evidence, index, location, offset }) => readEntry(value, evidence, index, location, offset ?? 0);
    this.#law = new Law(new Judge(contracts, {}), new EntryRewriter(contracts), this.#dictionary, again);
    this.#bytes = new BytesOf(from.path);
    this.#file = new NewFile(to, uri);
  }

  close(): void {
    this.#bytes.close();
    this.#file.discard();
  }

  learn(): void {
    const { from, onProgress } = this.#options;
    for (const cut of readCuts(from, whole, ({ message }) => (this.#broken ??= message))) {
      if (this.#signatures.length === 0) this.#first = cut.offset;
      this.#signatures.push(this.#law.signature(cut.exchange));
      if (cut.value !== undefined) this.#law.learn(this.#entryOf(cut));
      this.#end = cut.offset + cut.length;
      onProgress?.('reads', this.#signatures.length);
    }
    if (this.#signatures.length === 0) {
      if (this.#broken !== undefined) throw new UserError(this.#broken);
      [this.#first, this.#end] = [from.size, from.size];
    }
    const rest = new Rewriter('learn', this.#dictionary);
    rest.edits(this.#bytes.text(0, this.#first));
    if (this.#broken === undefined) rest.edits(this.#bytes.text(this.#end, from.size));
    this.#dictionary.close();
  }

  write(): void {
    for (let round = 1; this.#writeAll() && round < mostRounds; round++) this.#file.restart();
    this.#file.end();
  }

  /** True when a pseudonym was exchanged on the way, so that what was written before holds another one. */
  #writeAll(): boolean {
    const { from, onProgress } = this.#options;
    let isNew = false;
    let end = this.#first;
    let index = 0;
    this.#left = [];
    this.#incomplete = new Set();
    const writer = new Rewriter('write', this.#dictionary);
    this.#file.write(writer.text(this.#bytes.text(0, this.#first)));
    for (const cut of readCuts(from, whole, () => undefined)) {
      this.#file.write(index === 0 ? '' : separator(this.#bytes.text(end, cut.offset)));
      end = cut.offset + cut.length;
      isNew = this.#writeEntry(cut, index) || isNew;
      index++;
      onProgress?.('writes', index);
    }
    if (this.#broken === undefined) this.#file.write(writer.text(this.#bytes.text(this.#end, from.size)));
    else this.#file.write('\n]}}\n');
    return isNew;
  }

  #writeEntry(cut: EntryCut, index: number): boolean {
    if (cut.value === undefined) {
      const reason = cut.exchange.problem?.message ?? 'it cannot be read';
      this.#leave(index, [`entry ${index} is left out: ${reason}`]);
      this.#file.write(JSON.stringify({ comment: 'left out: the entry cannot be read' }));
      return false;
    }
    const { text, left, signature, isNew } = this.#law.write(this.#entryOf(cut), this.#signatures[index] ?? '');
    this.#file.write(text);
    if (left.length > 0) this.#leave(index, left);
    // Names of members may have changed, and the places of findings with them; the law has looked at that.
    else this.#signatures[index] = signature;
    return isNew;
  }

  #leave(index: number, sentences: readonly string[]): void {
    this.#left.push(...sentences);
    this.#incomplete.add(index);
  }

  /** Reads what was written, as anybody would. */
  check(): RedactReport {
    const { uri, onProgress } = this.#options;
    const failures: string[] = [];
    const found = new Set<string>();
    const search = (text: string, where: string): void => {
      const remains = findRemains(text, this.#dictionary);
      if (remains.size > 0) failures.push(`${where} still holds ${count(remains.size, 'original')}`);
      for (const original of remains) found.add(original);
    };
    const written = openEvidence(this.#file.path, uri);
    const bytes = new BytesOf(this.#file.path);
    let index = 0;
    let same = 0;
    let end = 0;
    try {
      for (const cut of readCuts(written, whole, ({ message }) => failures.push(message))) {
        search(bytes.text(end, cut.offset), `what stands before entry ${index}`);
        end = cut.offset + cut.length;
        search(bytes.text(cut.offset, end), `entry ${index}`);
        if (this.#incomplete.has(index)) index++;
        else if (this.#law.signature(cut.exchange) === this.#signatures[index++]) same++;
        else failures.push(`entry ${index - 1} is judged otherwise than before`);
        onProgress?.('checks', index);
      }
      search(bytes.text(end, written.size), 'what stands behind the entries');
    } finally {
      bytes.close();
    }
    if (index !== this.#signatures.length) failures.push(`${count(index, 'entry', 'entries')} can be read of ${this.#signatures.length}`);
    if (failures.length === 0) this.#file.keep();
    const { originals, unsearchable } = this.#dictionary.counts();
    return {
      exchanges: this.#signatures.length,
      same,
      originals,
      unsearchable,
      searched: originals - unsearchable,
      found: found.size,
      failures,
      left: [...this.#left, ...(this.#broken === undefined ? [] : [`${this.#broken}; what follows is not copied`])],
    };
  }

  #entryOf(cut: EntryCut): EntryText {
    return { text: this.#bytes.text(cut.offset, cut.offset + cut.length), value: cut.value, exchange: cut.exchange };
  }
}

/** Between two entries nothing stands but a comma and blanks; what a broken entry left there is not copied. */
const separator = (text: string): string => (/^\s*,\s*$/.test(text) ? text : ',\n');
