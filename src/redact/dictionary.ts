// The originals of one recording and their pseudonyms: equal stays equal, different stays different, whatever the place, the case or the wire form.
import type { Span } from '../model/location.ts';
import { ByteOriginals } from './byte-originals.ts';
import { apply, type Edit } from './edits.ts';
import { detach, LeafMemory } from './leaf-plan.ts';
import { hintBits, type Original } from './original.ts';
import type { Hint } from './personal-names.ts';
import { type Making, makePseudonym, ways } from './pseudonym.ts';
import { dress, fold } from './scramble.ts';
import { isSearchable, saysSomething } from './searchable.ts';
import { spellingsOf } from './spellings.ts';
import { decimal, kindOf, longestName, mostNameWords, strongest } from './value-kind.ts';
import { WordFinder } from './word-finder.ts';
import { veil, wordPattern, wordsOf } from './words.ts';

/** How often another pseudonym is tried that nobody has yet; from half of it on a short text may keep its own. */
const mostAttempts = 400;
const mostComposed = 5000;

export interface Counts {
  /** Different values that were replaced. */
  readonly originals: number;
  /** Of them: too short, or too common a word, to be searched for elsewhere. */
  readonly unsearchable: number;
}

export class Dictionary {
  readonly #making: Making;
  readonly #common: ReadonlySet<string>;
  readonly #originals = new Map<string, Original>();
  /** Pseudonym → original. */
  readonly #taken = new Map<string, string>();
  /** Pseudonyms put together of those of words: the last ones, until one of the words changes. */
  readonly #composed = new Map<string, string>();
  readonly bytes: ByteOriginals;
  readonly #finder = new WordFinder();
  /** Of a recording in progress: what stands in entries that are written already and can no longer be exchanged. */
  readonly #fixed: Set<string> | undefined;
  #fresh: string[] = [];
  #isFrozen = false;
  readonly memory = new LeafMemory();
  /** Another one whenever a pseudonym was exchanged. */
  edition = 0;

  /** `common`: folded words that stand in contracts and in every recording. */
  constructor(making: Making, common: ReadonlySet<string>, isGrowing = false) {
    this.#making = making;
    this.bytes = new ByteOriginals(making);
    this.#common = common;
    this.#fixed = isGrowing ? new Set() : undefined;
  }

  /** Takes a value up; blank ones are none. */
  note(value: string, hint: Hint, isNumber = false): void {
    const text = fold(value);
    const known = this.#originals.get(text);
    const bit = hintBits[hint];
    // Nearly every value was seen before, under the same name.
    if (known && (known.hints & bit) !== 0) return;
    if (!saysSomething(text)) return;
    const kind = kindOf(text, hint, isNumber);
    if (known) {
      known.hints |= bit;
      if (known.pseudonym === undefined) known.kind = strongest(known.kind, kind);
    } else {
      const own = detach(text);
      this.#originals.set(own, { text: own, hints: bit, kind, way: 0, pseudonym: undefined });
      if (this.#fixed) this.#fresh.push(own);
      if (isSearchable(own, this.#common)) this.#finder.add(own);
      for (const other of spellingsOf(own, kind)) this.note(other, hint);
    }
    if (kind === 'name') for (const word of wordsOf(text)) if (word !== text) this.note(word, 'name');
  }

  /** Texts made of originals, such as a first and a last name, are found elsewhere too. */
  noteTogether(first: string, last: string): void {
    for (const whole of [`${first} ${last}`, `${last} ${first}`, `${last}, ${first}`]) this.note(whole, 'name');
  }

  /** From here on no original is new: two of them can no longer meet in one pseudonym. */
  close(): void {
    for (const original of this.#originals.values()) this.#beName(original);
    for (const text of [...this.#originals.keys()].toSorted()) this.#assigned(text);
  }

  /** Of a recording in progress: the originals that are new since the last call and looked for everywhere. */
  takeFresh(): string[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    for (const text of fresh) this.#beName(this.#originals.get(text) as Original);
    return fresh.filter((text) => this.isSearched(text));
  }

  /** What `used` names is written, and stays what it is. */
  fix(used: Iterable<string>): void {
    for (const text of used) this.#fixed?.add(text);
  }

  /** What stands for a value, in its own case. A value that was never noted is taken up. */
  replace(value: string, hint: Hint, isNumber = false): string {
    if (!this.#originals.has(fold(value))) this.note(value, hint, isNumber);
    return this.replaceFound(value);
  }

  /** The same for a text that was found by `finder`. */
  replaceFound(value: string): string {
    const text = fold(value);
    return this.#originals.has(text) ? dress(this.#assigned(text), value) : value;
  }

  /** The originals a text consists of, as `raise` takes them. */
  partsOf(value: string): readonly string[] {
    const text = fold(value);
    const original = this.#originals.get(text);
    if (!original) return [];
    const words = original.kind === 'name' ? wordsOf(text) : [];
    return words.length > 1 ? words : [text];
  }

  /** Another pseudonym, after one was not judged alike; false when there is none left. */
  raise(text: string): boolean {
    if (this.#isFrozen || this.#fixed?.has(text)) return false;
    this.#forget();
    const original = this.#originals.get(text);
    if (!original) return this.bytes.raise(text);
    const before = original.pseudonym;
    while (original.way + 1 < ways) {
      original.way++;
      const next = this.#make(original);
      if (next === undefined || next === before) continue;
      this.#take(original, next);
      return true;
    }
    return false;
  }

  /** What puts these texts back to the pseudonyms they have now, when raising them was of no use. */
  restorer(texts: readonly string[]): () => void {
    const steps = texts.map((text): (() => void) => {
      const original = this.#originals.get(text);
      if (!original) return this.bytes.restorer(text);
      const { way, pseudonym } = original;
      return () => {
        original.way = way;
        if (pseudonym !== undefined) this.#take(original, pseudonym);
      };
    });
    return () => {
      this.#forget();
      for (const step of steps) step();
    };
  }

  /** From here on every text keeps its pseudonym. */
  freeze(): void {
    this.#isFrozen = true;
  }

  /** Known texts as whole words, but not in one of the `passed` parts. */
  find(text: string, passed?: readonly Span[]): ReturnType<WordFinder['find']> {
    return this.#finder.find(text, undefined, passed);
  }

  /** Is it looked for everywhere? A shifted date may be another original, and then says nothing. */
  isSearched(text: string): boolean {
    return this.#finder.has(text) && !this.#taken.has(text);
  }

  counts(): Counts {
    let searched = 0;
    for (const text of this.#originals.keys()) if (this.isSearched(text)) searched++;
    return { originals: this.#originals.size + this.bytes.size, unsearchable: this.#originals.size + this.bytes.size - searched };
  }

  #assigned(text: string): string {
    const original = this.#originals.get(text) as Original;
    if (original.kind === 'name') {
      const composed = this.#composed.get(text);
      if (composed !== undefined) return composed;
      if (wordsOf(text).length > 1) {
        const made = text.replace(wordPattern, (word) => (this.#originals.has(word) ? this.#assigned(word) : word));
        // Words too short to have another one each may make up the same text again.
        if (made !== text && !this.#finder.has(made)) {
          if (this.#composed.size >= mostComposed) this.#composed.clear();
          this.#composed.set(text, made);
          return made;
        }
      }
    }
    if (original.pseudonym === undefined) this.#take(original, this.#make(original) ?? original.text);
    return original.pseudonym as string;
  }

  /** Of what was put together of pseudonyms that change now. */
  #forget(): void {
    this.edition++;
    this.#composed.clear();
  }

  #take(original: Original, pseudonym: string): void {
    if (original.pseudonym !== undefined && this.#taken.get(original.pseudonym) === original.text) this.#taken.delete(original.pseudonym);
    original.pseudonym = pseudonym;
    this.#taken.set(pseudonym, original.text);
  }

  #make({ text, kind, way }: Original): string | undefined {
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      const bare = makePseudonym(text, kind, way, attempt, this.#making);
      if (bare === undefined) return undefined;
      const made = kind === 'text' && bare.length === text.length && !decimal.test(text) ? this.#withKnown(text, bare) : bare;
      // One day is moved like all others, wherever that leads.
      if (kind === 'date' || kind === 'epoch') {
        if (made !== text || way === 0) return made;
        return undefined;
      }
      const owner = this.#taken.get(made);
      if (owner !== undefined && owner !== text) continue;
      if (made === text && (attempt < mostAttempts / 4 || this.#finder.has(text))) continue;
      if (this.#finder.find(made).length > 0) continue;
      return made;
    }
    return undefined;
  }

  /** What is known by itself has the same pseudonym inside a longer text. */
  #withKnown(text: string, made: string): string {
    const edits: Edit[] = [];
    for (const { start, end, shared, text: known } of this.#finder.find(text, text)) {
      const written = known.length < text.length ? this.#assigned(known) : '';
      if (written.length === end - start) edits.push({ start: start + shared, end, text: written.slice(shared) });
    }
    return apply(made, edits);
  }

  #beName(original: Original): void {
    if (original.kind === 'text' && original.pseudonym === undefined && this.#isMadeOfNames(original.text)) original.kind = 'name';
  }

  #isMadeOfNames(text: string): boolean {
    if (text.length > longestName || decimal.test(text)) return false;
    const words = wordsOf(text);
    return words.length > 1 && words.length <= mostNameWords && words.every((word) => this.#originals.get(word)?.kind === 'name');
  }

  /** Other words for all that no contract knows, of which nothing is taken up: for a text that cannot be taken apart. */
  veil(text: string): string {
    return veil(text, this.#common, this.#making, (word) => this.#finder.has(word));
  }
}
