// The proof of a redacted HAR: it is read as anybody would read it, every entry judged again, and everything searched for originals.
import { readCuts } from '../evidence/har.ts';
import { count } from '../model/show.ts';
import { openEvidence } from '../source/read.ts';
import type { Dictionary } from './dictionary.ts';
import { BytesOf } from './har-copy.ts';
import type { Law } from './law.ts';
import { findRemains } from './remains.ts';

export interface Proof {
  /** Exchanges of which the same is said before and after. */
  readonly same: number;
  /** Entries of which something was left out, so that nothing can be the same. */
  readonly incomplete: number;
  readonly originals: number;
  readonly searched: number;
  readonly unsearchable: number;
  /** Originals that were found in the output. */
  readonly found: number;
  /** Sentences: where an original remains or a verdict differs. With any of them the file may not be passed on. */
  readonly failures: readonly string[];
}

export interface Provable {
  readonly path: string;
  readonly uri: string;
  readonly law: Law;
  readonly dictionary: Dictionary;
  /** What has to be said of each entry. */
  readonly signatures: readonly string[];
  /** The entries of which something was left out. */
  readonly incomplete: ReadonlySet<number>;
  readonly onChecked?: (entries: number) => void;
}

export const wholeFile = { start: 0, end: Number.POSITIVE_INFINITY, index: 0 };

/** Throws a UserError for a file that cannot be read. */
export function prove({ path, uri, law, dictionary, signatures, incomplete, onChecked }: Provable): Proof {
  const failures: string[] = [];
  const found = new Set<string>();
  const search = (text: string, where: string): void => {
    const remains = findRemains(text, dictionary);
    if (remains.size > 0) failures.push(`${where} still holds ${count(remains.size, 'original')}`);
    for (const original of remains) found.add(original);
  };
  const written = openEvidence(path, uri);
  const bytes = new BytesOf(path);
  let index = 0;
  let same = 0;
  let end = 0;
  try {
    for (const cut of readCuts(written, wholeFile, ({ message }) => failures.push(message))) {
      search(bytes.text(end, cut.offset), `what stands before entry ${index}`);
      end = cut.offset + cut.length;
      search(bytes.text(cut.offset, end), `entry ${index}`);
      if (incomplete.has(index)) index++;
      else if (law.signature(cut.exchange) === signatures[index++]) same++;
      else failures.push(`entry ${index - 1} is judged otherwise than before`);
      onChecked?.(index);
    }
    search(bytes.text(end, written.size), 'what stands behind the entries');
  } finally {
    bytes.close();
  }
  if (index !== signatures.length) failures.push(`${count(index, 'entry', 'entries')} can be read of ${signatures.length}`);
  const { originals, unsearchable } = dictionary.counts();
  return { same, incomplete: incomplete.size, originals, unsearchable, searched: originals - unsearchable, found: found.size, failures };
}
