// Personal values in any text: taken up on the first pass, replaced on the second, by place where a place is known and as whole words everywhere else.
import { isUtf8 } from 'node:buffer';
import { base64Runs } from './base64-runs.ts';
import { respell, respellRun, type View, viewsOf } from './decoded-view.ts';
import type { Dictionary } from './dictionary.ts';
import type { Span } from '../model/location.ts';
import { apply, type Edit, settle } from './edits.ts';
import type { Hint } from './personal-names.ts';

/**
 * `learn` takes originals up and changes nothing; `write` replaces them. `mend`: what stands in the place of a personal value is a
 * pseudonym already, and only known values anywhere else are replaced.
 */
export type Mode = 'learn' | 'write' | 'mend';

const beforeSign = /[\p{L}\p{N}_+-][\p{L}\p{N}._+-]{0,63}$/u;
const behindSign = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.)+\p{L}{2,24}/u;
/** A text in base64 in a text in base64. */
const mostNested = 2;

export class Rewriter {
  readonly mode: Mode;
  readonly dictionary: Dictionary;
  /** Only these originals are replaced, to find out which of them makes a difference. */
  readonly only: ReadonlySet<string> | undefined;
  /** What was replaced so far, as `Dictionary.raise` takes it. */
  readonly used = new Set<string>();

  constructor(mode: Mode, dictionary: Dictionary, only?: ReadonlySet<string>) {
    this.mode = mode;
    this.dictionary = dictionary;
    this.only = only;
  }

  /** A value that is personal where it stands; undefined where it stays. */
  value(value: string, hint: Hint, isNumber = false): string | undefined {
    const bare = value.trim();
    if (this.mode === 'learn') this.dictionary.note(bare, hint, isNumber);
    if (this.mode !== 'write') return undefined;
    const replaced = this.dictionary.replace(bare, hint, isNumber);
    if (replaced === bare || !this.#isWanted(this.dictionary.partsOf(bare))) return undefined;
    const at = value.indexOf(bare);
    return value.slice(0, at) + replaced + value.slice(at + bare.length);
  }

  bytes(bytes: Uint8Array): Buffer | undefined {
    if (this.mode === 'mend') return undefined;
    const replaced = this.dictionary.bytes.replace(bytes);
    return this.mode === 'write' && this.#isWanted([replaced.text]) ? Buffer.from(replaced.bytes) : undefined;
  }

  /** A text that cannot be taken apart, without any word of its own. */
  veil(text: string): string {
    // Words of the contract stay, and several of them may be a known text together.
    return this.mode === 'write' ? this.text(this.dictionary.veil(text)) : text;
  }

  /** Two values that are one elsewhere. */
  together(first: string, last: string): void {
    if (this.mode === 'learn' && !this.dictionary.memory.learnPair(first, last)) this.dictionary.noteTogether(first, last);
  }

  /** A value of which `value` would say the same as before, as often as it comes. */
  again(parts: readonly string[]): boolean {
    return this.#isWanted(parts);
  }

  /** Known values as whole words in any text, also behind escapes and in base64, but not in one of the `done` parts; settled. */
  edits(text: string, nested = 0, done: readonly Span[] = []): Edit[] {
    const edits: Edit[] = [];
    const views = viewsOf(text);
    for (const view of views) {
      if (this.mode === 'learn') {
        for (const found of addressesIn(view.text)) this.dictionary.note(found, 'email');
        continue;
      }
      const isDone = view.starts && coverOf(done, view.starts);
      for (const { start: first, end, shared, text: known } of this.dictionary.find(view.text, view.starts ? undefined : done)) {
        if (isDone?.(first, end)) continue;
        if (!this.#isWanted(this.dictionary.partsOf(known))) continue;
        const whole = this.dictionary.replaceFound(view.text.slice(first, end));
        const start = first + shared;
        const written = respell(text, view, start, end, whole.length === end - first ? whole.slice(shared) : whole);
        edits.push(
          view.starts
            ? { start: view.starts[start] ?? 0, end: view.starts[end] ?? text.length, text: written }
            : { start, end, text: written },
        );
      }
    }
    if (nested < mostNested) for (const edit of this.#inBase64(text, views, nested)) edits.push(edit);
    // Behind an escape a longer text may come to light, of which the plain view shows a part.
    if (views.length > 1 || nested > 0) edits.sort((a, b) => b.end - b.start - (a.end - a.start));
    return edits.length > 0 ? settle(edits) : edits;
  }

  text(text: string): string {
    return apply(text, this.edits(text));
  }

  #inBase64(text: string, views: readonly View[], nested: number): Edit[] {
    const edits: Edit[] = [];
    const seen = new Set<string>();
    for (const view of views) {
      for (const { text: run, index } of base64Runs(view.text)) {
        const start = view.starts?.[index] ?? index;
        const end = view.starts?.[index + run.length] ?? index + run.length;
        // What no escape stands in or beside is the same in every view.
        const place = `${start} ${end} ${run.length}`;
        if (seen.has(place)) continue;
        seen.add(place);
        const bytes = Buffer.from(run, 'base64');
        if (!isUtf8(bytes)) continue;
        const inner = bytes.toString('utf8');
        if (/[\u0000-\u0008\u000e-\u001f]/.test(inner)) continue;
        const changed = this.edits(inner, nested + 1);
        if (changed.length === 0) continue;
        const written = encodeLike(run, Buffer.from(apply(inner, changed)));
        edits.push({ start, end, text: respellRun(text, view, index, index + run.length, written) });
      }
    }
    return edits;
  }

  #isWanted(parts: readonly string[]): boolean {
    if (this.only && !parts.some((part) => this.only?.has(part))) return false;
    for (const part of parts) this.used.add(part);
    return true;
  }
}

/** Base64 in the letters, the padding and the lines of `run`. */
function encodeLike(run: string, bytes: Buffer): string {
  const encoded = bytes.toString(/[-_]/.test(run) ? 'base64url' : 'base64');
  const padded = run.endsWith('=') ? encoded : encoded.replace(/=+$/, '');
  const [, line = '', lineEnd = ''] = /^(.+?)(\r?\n)/.exec(run) ?? [];
  return line === '' ? padded : (padded.match(new RegExp(`.{1,${line.length}}`, 'g')) ?? []).join(lineEnd);
}

/** Does a piece of a view touch one of the parts? Asked from left to right. */
function coverOf(parts: readonly Span[], starts: Uint32Array): (start: number, end: number) => boolean {
  let part = 0;
  return (start, end) => {
    const [from, to] = [starts[start] ?? 0, starts[end] ?? 0];
    while (part < parts.length && (parts[part]?.end ?? 0) <= from) part++;
    return part < parts.length && (parts[part]?.start ?? 0) < to;
  };
}

/** What looks like an e-mail address is personal wherever it stands. */
function* addressesIn(text: string): Generator<string> {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const domain = behindSign.exec(text.slice(at + 1, at + 256))?.[0];
    const local = domain === undefined ? undefined : beforeSign.exec(text.slice(Math.max(0, at - 64), at))?.[0];
    if (local !== undefined) yield `${local}@${domain}`;
  }
}
