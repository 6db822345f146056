// Finds known texts as whole words in any other text, the longest first, in one pass: prefixes of words are known by hash, hits are compared.
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
/** 1: part of a word; 0: stands between words. Units of surrogate pairs are words: letters and pictures beyond the first plane. */
const wordUnits = new Uint8Array(65_536);
const folded = new Uint16Array(65_536);
for (let code = 0; code < 65_536; code++) {
  const unit = String.fromCharCode(code);
  wordUnits[code] = (code >= 0xd800 && code <= 0xdfff) || /[\p{L}\p{N}\p{M}]/u.test(unit) ? 1 : 0;
  folded[code] = foldUnit(unit).charCodeAt(0);
}

export const isWordUnit = (code: number): boolean => wordUnits[code] === 1;

export class WordFinder {
  /** Hashes of the first words of a known text, of its first two, and so on. */
  readonly #prefixes = new Set<number>();
  readonly #whole = new Map<number, string[]>();

  get size(): number {
    return this.#texts.size;
  }
  readonly #texts = new Set<string>();

  /** `text` is folded and not empty. */
  add(text: string): void {
    if (this.#texts.has(text)) return;
    this.#texts.add(text);
    let hash = 0;
    let at = 0;
    for (let depth = 0; depth < deepest && at < text.length; depth++) {
      hash = combine(hash, text, at, (at = wordEnd(text, at)));
      this.#prefixes.add(hash);
    }
    const same = this.#whole.get(hash);
    if (!same) this.#whole.set(hash, [text]);
    else {
      same.push(text);
      same.sort((a, b) => b.length - a.length);
    }
  }

  has(text: string): boolean {
    return this.#texts.has(text);
  }

  /** From left to right, of those that begin in one place the longest, and none that lies within another; `skipped` is not looked for. */
  find(text: string, skipped?: string): Found[] {
    const found: Found[] = [];
    if (this.#prefixes.size === 0) return found;
    let covered = 0;
    for (let at = 0; at < text.length;) {
      const next = wordEnd(text, at);
      const hit = this.#at(text, at, next, skipped);
      if (hit !== undefined && at + hit.length > covered) {
        found.push({ start: at, end: at + hit.length, shared: Math.max(0, covered - at), text: hit });
        covered = at + hit.length;
      }
      at = next;
    }
    return found;
  }

  #at(text: string, start: number, firstEnd: number, skipped: string | undefined): string | undefined {
    let hash = 0;
    let from = start;
    let end = firstEnd;
    let best: string | undefined;
    for (let depth = 0; depth < deepest; depth++) {
      hash = combine(hash, text, from, end);
      if (!this.#prefixes.has(hash)) break;
      for (const known of this.#whole.get(hash) ?? []) {
        if (known !== skipped && (best === undefined || known.length > best.length) && standsAt(text, start, known)) {
          best = known;
          break;
        }
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

function combine(before: number, text: string, start: number, end: number): number {
  let hash = Math.imul(before ^ 0x9e3779b9, 0x85ebca6b) | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (folded[text.charCodeAt(i)] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) | 0;
}
