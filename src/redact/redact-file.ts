// `truce redact`: a recording is read twice and written once, then the written file is judged and searched before it gets its name.
import { type EntryCut, readCuts, readEntry } from '../evidence/har.ts';
import { Judge } from '../judge/judge.ts';
import type { Contract } from '../model/contract.ts';
import type { EvidenceFile } from '../model/evidence.ts';
import { UserError } from '../model/user-error.ts';
import { createDictionary } from './create-dictionary.ts';
import type { Dictionary } from './dictionary.ts';
import { EntryRewriter, type EntryText } from './entry.ts';
import { BytesOf, NewFile } from './har-copy.ts';
import { Law, type ReadAgain } from './law.ts';
import { type Proof, prove, wholeFile } from './proof.ts';
import type { Mode } from './rewriter.ts';

export interface RedactOptions {
  readonly from: EvidenceFile;
  readonly to: string;
  /** `to` as the user knows it. */
  readonly uri: string;
  readonly contracts: readonly Contract[];
  /** The words of `TRUCE_REDACT_KEY`; without them a key of this run alone. */
  readonly secret?: string | undefined;
  readonly onProgress?: (step: 'reads' | 'writes' | 'checks', entries: number) => void;
}

export interface RedactReport extends Proof {
  readonly exchanges: number;
  /** Sentences: what is not in the output. */
  readonly left: readonly string[];
}

/** Pseudonyms are exchanged in so many rounds at most; what does not fit then is left out. */
const mostRounds = 6;

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
  /** What stands before and behind the entries. */
  #head = '';
  #tail = '';
  #broken: string | undefined;

  constructor(options: RedactOptions) {
    const { from, to, uri, contracts, secret } = options;
    this.#options = options;
    this.#dictionary = createDictionary(contracts, secret);
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
    let first = from.size;
    let end = from.size;
    for (const cut of readCuts(from, wholeFile, ({ message }) => (this.#broken ??= message))) {
      if (this.#signatures.length === 0) first = cut.offset;
      this.#signatures.push(this.#law.signature(cut.exchange));
      if (cut.value !== undefined) this.#law.learn(this.#entryOf(cut));
      end = cut.offset + cut.length;
      onProgress?.('reads', this.#signatures.length);
    }
    if (this.#signatures.length === 0 && this.#broken !== undefined) throw new UserError(this.#broken);
    this.#takeFrame(this.#bytes.text(0, first), this.#broken === undefined ? this.#bytes.text(end, from.size) : endOfFrame);
    this.#around('learn');
    this.#dictionary.close();
  }

  /** Of what stands around the entries nothing may be copied that cannot be looked into. */
  #takeFrame(head: string, tail: string): void {
    if (this.#signatures.length === 0 ? isJson(head) : isJson(head + endOfFrame)) this.#head = head;
    else throw new UserError(`\`${this.#options.from.uri}\` cannot be read as a HAR: what stands before its first entry is not JSON`);
    if (this.#signatures.length === 0 || isJson(startOfFrame + tail)) this.#tail = tail;
    else {
      this.#broken = 'The file is not JSON behind its last entry';
      this.#tail = endOfFrame;
    }
  }

  #around(mode: Mode): readonly [head: string, tail: string] {
    const mark = this.#head.startsWith('\ufeff') ? '\ufeff' : '';
    const head = this.#head.slice(mark.length);
    if (this.#signatures.length === 0) return [mark + this.#law.writeAround(head, mode), ''];
    return [
      mark + this.#law.writeAround(head + endOfFrame, mode).slice(0, -endOfFrame.length),
      this.#law.writeAround(startOfFrame + this.#tail, mode).slice(startOfFrame.length),
    ];
  }

  write(): void {
    for (let round = 2; this.#writeAll(); round++) {
      this.#file.restart();
      if (round === mostRounds) this.#dictionary.freeze();
    }
    this.#file.end();
  }

  /** True when a pseudonym was exchanged on the way, so that what was written before holds another one. */
  #writeAll(): boolean {
    const { from, onProgress } = this.#options;
    let isNew = false;
    let end = 0;
    let index = 0;
    this.#left = [];
    this.#incomplete = new Set();
    const [head, tail] = this.#around('write');
    this.#file.write(head);
    for (const cut of readCuts(from, wholeFile, () => undefined)) {
      this.#file.write(index === 0 ? '' : separator(this.#bytes.text(end, cut.offset)));
      end = cut.offset + cut.length;
      isNew = this.#writeEntry(cut, index) || isNew;
      index++;
      onProgress?.('writes', index);
    }
    this.#file.write(tail);
    return isNew;
  }

  #writeEntry(cut: EntryCut, index: number): boolean {
    if (cut.value === undefined) {
      const reason = cut.exchange.problem?.message.replace(/^Entry \d+/, 'it') ?? 'it cannot be read';
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
    const proof = prove({
      path: this.#file.path,
      uri,
      law: this.#law,
      dictionary: this.#dictionary,
      signatures: this.#signatures,
      incomplete: this.#incomplete,
      ...(onProgress && { onChecked: (entries: number) => onProgress('checks', entries) }),
    });
    if (proof.failures.length === 0) this.#file.keep();
    const left = [...this.#left, ...(this.#broken === undefined ? [] : [`${this.#broken}; what follows is not copied`])];
    return { ...proof, exchanges: this.#signatures.length, left };
  }

  #entryOf(cut: EntryCut): EntryText {
    return { text: this.#bytes.text(cut.offset, cut.offset + cut.length), value: cut.value, exchange: cut.exchange };
  }
}

/** Completes what stands before the first entry, or ends a file that is broken. */
const endOfFrame = '\n]}}\n';
/** Completes what stands behind the last entry. */
const startOfFrame = '{"log":{"entries":[';

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\ufeff/, ''));
    return true;
  } catch {
    return false;
  }
}

/** Between two entries nothing stands but a comma and blanks; what a broken entry left there is not copied. */
const separator = (text: string): string => (/^\s*,\s*$/.test(text) ? text : ',\n');
