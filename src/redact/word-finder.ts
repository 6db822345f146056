// Finds known texts as whole words in any other text, the longest first, in one pass: prefixes of words are known by hash, hits are compared.
import type { Span } from '../model/location.ts';
import { HashTable } from './hash-table.ts';
import { foldUnit } from './scramble.ts';

export interface Found {
  readonly start: number;
  readonly end: number;
  /** Units at the start that belong to the text found before: two known texts may overlap. */
  readonly shared: number;
  /** The folded text that stands there. */
  readonly text: string;
}

/** Words and marks of a text that are looked at before it is compared as a whole. */
const deepest = 24;
/** 1: part of a word; 0: stands between words. Units of surrogate pairs are marks: a picture beside a name is none of its letters. */
const wordUnits = new Uint8Array(65_536);
const folded = new Uint16Array(65_536);
for (let code = 0; code < 65_536; code++) {
  const unit = String.fromCharCode(code);
  wordUnits[code] = /[\p{L}\p{N}\p{M}]/u.test(unit) ? 1 : 0;
  folded[code] = foldUnit(unit).charCodeAt(0);
}
const firstHash = Math.imul(0x9e3779b9, 0x85ebca6b) | 0;

/** Memory: the texts themselves, and some 16 bytes for each of them and for each beginning they have. */
export class WordFinder {
  /** Hashes of the first words of a known text, of its first two, and so on. */
  readonly #prefixes = new HashTable();
  /** Numbers of texts by the hash of their first words. */
  readonly #whole = new HashTable();
  readonly #texts: string[] = [];
  /** The folded units known texts begin with: most words and nearly all marks are told by that alone. */
  readonly #begins = new Uint8Array(65_536);

  /** `text` is folded and not empty. */
  add(text: string): void {
    if (this.has(text)) return;
    this.#begins[text.charCodeAt(0)] = 1;
    let hash = 0;
    let at = 0;
    for (let depth = 0; depth < deepest && at < text.length; depth++) {
      hash = combine(hash, text, at, (at = wordEnd(text, at)));
      if (!this.#prefixes.has(hash)) this.#prefixes.add(hash, 0);
    }
    this.#whole.add(hash, this.#texts.length);
    this.#texts.push(text);
  }

  has(text: string): boolean {
    if (text === '' || this.#begins[text.charCodeAt(0)] === 0) return false;
    const hash = hashOf(text);
    for (let at = this.#whole.first(hash); at >= 0; at = this.#whole.next(at, hash))
      if (this.#texts[this.#whole.valueAt(at)] === text) return true;
    return false;
  }

  /**
   * From left to right, of those that begin in one place the longest, and none that lies within another; `skipped` is not looked for,
   * and nothing in one of the `passed` parts, which stand in their order.
   */
  find(text: string, skipped?: string, passed: readonly Span[] = []): Found[] {
    const found: Found[] = [];
    if (this.#texts.length === 0) return found;
    const begins = this.#begins;
    const { length } = text;
    let covered = 0;
    let part = 0;
    let stop = passed[0]?.start ?? Number.POSITIVE_INFINITY;
    for (let at = 0; at < length;) {
      if (at >= stop) {
        at = Math.max(at, passed[part]?.end ?? 0);
        stop = passed[++part]?.start ?? Number.POSITIVE_INFINITY;
        continue;
      }
      const code = text.charCodeAt(at);
      if (begins[folded[code] as number] === 1) {
        const hit = this.#at(text, at, skipped);
        if (hit !== undefined && at + hit.length > covered) {
          found.push({ start: at, end: at + hit.length, shared: Math.max(0, covered - at), text: hit });
          covered = at + hit.length;
        }
      }
      at++;
      if (wordUnits[code] === 1) while (at < length && wordUnits[text.charCodeAt(at)] === 1) at++;
    }
    return found;
  }

  #at(text: string, start: number, skipped: string | undefined): string | undefined {
    let hash = 0;
    let from = start;
    let end = wordEnd(text, start);
    let best: string | undefined;
    for (let depth = 0; depth < deepest; depth++) {
      hash = combine(hash, text, from, end);
      if (!this.#prefixes.has(hash)) break;
      for (let at = this.#whole.first(hash); at >= 0; at = this.#whole.next(at, hash)) {
        const known = this.#texts[this.#whole.valueAt(at)] as string;
        if (known !== skipped && (best === undefined || known.length > best.length) && standsAt(text, start, known)) best = known;
      }
      if (end >= text.length) break;
      from = end;
      end = wordEnd(text, from);
    }
    return best;
  }
}

function standsAt(text: string, start: number, known: string): boolean {
  const end = start + known.length;
  if (end > text.length) return false;
  for (let i = 0; i < known.length; i++) {
    if (folded[text.charCodeAt(start + i)] !== known.charCodeAt(i)) return false;
  }
  return end === text.length || wordUnits[text.charCodeAt(end)] === 0 || wordUnits[text.charCodeAt(end - 1)] === 0;
}

/** The end of the word that begins at `at`; a mark between words is one of its own. */
function wordEnd(text: string, at: number): number {
  let end = at + 1;
  if (wordUnits[text.charCodeAt(at)] === 1) while (end < text.length && wordUnits[text.charCodeAt(end)] === 1) end++;
  return end;
}

/** Of the first words of a folded text, as many as are looked at. */
function hashOf(text: string): number {
  let hash = 0;
  let at = 0;
  for (let depth = 0; depth < deepest && at < text.length; depth++) hash = combine(hash, text, at, (at = wordEnd(text, at)));
  return hash;
}

function combine(before: number, text: string, start: number, end: number): number {
  let hash = before === 0 ? firstHash : Math.imul(before ^ 0x9e3779b9, 0x85ebca6b) | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (folded[text.charCodeAt(i)] as number), 0x01000193);
  return (hash ^ (hash >>> 15)) | 0;
}

/** Numbers of one text that are looked at together: a date has words that stand in every text. */
const mostTogether = 3;
const holdsDigit = /\d/;

/**
 * Hashes of the words of a text, and of two and three numbers in a row; for a folded text and one that is not they are the same. Where a
 * text stands as whole words in another one, all its hashes are among those of the other.
 */
export function* wordHashes(text: string): Generator<number> {
  for (let at = 0; at < text.length;) {
    const end = wordEnd(text, at);
    if (wordUnits[text.charCodeAt(at)] === 1) {
      let hash = combine(0, text, at, end);
      yield hash;
      let last = holdsDigit.test(text.slice(at, end)) ? end : text.length;
      for (let together = 1; together < mostTogether && last + 1 < text.length; together++) {
        const next = wordEnd(text, last + 1);
        if (wordUnits[text.charCodeAt(last)] === 1 || !holdsDigit.test(text.slice(last + 1, next))) break;
        hash = combine(combine(hash, text, last, last + 1), text, last + 1, next);
        yield hash;
        last = next;
      }
    }
    at = end;
  }
}
