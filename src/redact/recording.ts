// Redaction while a recording grows: one entry at a time with what is known so far, and a last pass over the file with all that was learned.
import type { Entry } from 'har-format';
import { readEntry } from '../evidence/har.ts';
import type { Contract } from '../model/contract.ts';
import type { Location } from '../model/location.ts';
import { openEvidence } from '../source/read.ts';
import type { Dictionary } from './dictionary.ts';
import { EntryRewriter, type EntryText } from './entry.ts';
import { createDictionary, redactFile, type RedactReport } from './redact-file.ts';
import { Rewriter } from './rewriter.ts';

const nowhere: Location = {
  source: { uri: 'recording', syntax: 'json', position: () => ({ line: 1, column: 1 }), lines: () => [] },
  pointer: '',
};

/**
 * Weaker than `redactFile` until `finish`: a value that is first seen as personal in a late entry may stand in an earlier one, verdicts are
 * not compared, and a pseudonym that a schema does not take is not exchanged. A recorder therefore calls `finish` when it ends, which
 * makes the file what `truce redact` would have made of it; one that is killed before leaves the weaker file.
 */
export class RecordingRedactor {
  readonly #contracts: readonly Contract[];
  readonly #entries: EntryRewriter;
  readonly #dictionary: Dictionary;

  /** `secret`: the words of `TRUCE_REDACT_KEY`; without them a key of this run alone. */
  constructor(contracts: readonly Contract[], secret?: string) {
    this.#contracts = contracts;
    this.#entries = new EntryRewriter(contracts);
    this.#dictionary = createDictionary(contracts, secret, true);
  }

  /** Never throws for anything a HAR can hold. */
  redactEntry(entry: Entry): Entry {
    const text = JSON.stringify(entry);
    const read: EntryText = { text, value: entry, exchange: readEntry(entry, 'recording', 0, nowhere, 0) };
    this.#entries.rewrite(read, new Rewriter('learn', this.#dictionary));
    return JSON.parse(this.#entries.rewrite(read, new Rewriter('write', this.#dictionary)).text) as Entry;
  }

  /** The file is replaced only when nothing failed; the report says so. Throws a UserError for what cannot be read or written. */
  finish(path: string, uri = path): RedactReport {
    return redactFile({ from: openEvidence(path, uri), to: path, uri, contracts: this.#contracts, dictionary: this.#dictionary });
  }
}
