// The law of redaction, entry by entry: the same verdict, rules and places before and after. Pseudonyms that break it are exchanged.
import type { Judge } from '../judge/judge.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Dictionary } from './dictionary.ts';
import type { EntryRewriter, EntryText, RewrittenEntry } from './entry.ts';
import type { Side } from './entry-places.ts';
import { type Mode, Rewriter } from './rewriter.ts';
import { describeJudged, signatureOf } from './signature.ts';

/** Reads an entry that was changed in the place of another one. */
export type ReadAgain = (value: unknown, like: Exchange) => Exchange;

export interface Lawful {
  readonly text: string;
  readonly signature: string;
  /** What was left out, in words; its verdict is another one then, and not counted as the same. */
  readonly left: readonly string[];
  /** A pseudonym was exchanged, so that entries written before hold the old one. */
  readonly isNew: boolean;
  /** The originals that were replaced. */
  readonly used: ReadonlySet<string>;
}

export type Writing = Exclude<Mode, 'learn'>;

/** Originals of one entry of which each is tried alone. */
const mostTried = 64;

export class Law {
  readonly #judge: Judge;
  readonly #entries: EntryRewriter;
  readonly #dictionary: Dictionary;
  readonly #readAgain: ReadAgain;

  constructor(judge: Judge, entries: EntryRewriter, dictionary: Dictionary, readAgain: ReadAgain) {
    this.#judge = judge;
    this.#entries = entries;
    this.#dictionary = dictionary;
    this.#readAgain = readAgain;
  }

  describe(exchange: Exchange): string {
    return describeJudged(this.#judge.judge(exchange));
  }

  signature(exchange: Exchange): string {
    return signatureOf(this.describe(exchange));
  }

  learn(entry: EntryText): void {
    this.#entries.rewrite(entry, new Rewriter('learn', this.#dictionary));
  }

  /** What a HAR says around its entries, as a JSON text. */
  writeAround(text: string, mode: Mode): string {
    return this.#entries.rewriteAround(text, new Rewriter(mode, this.#dictionary));
  }

  /** `before`: the signature of the entry as it was. */
  write(entry: EntryText, before: string, mode: Writing = 'write'): Lawful {
    const first = this.#attempt(entry, mode);
    const left = [...first.left].map(([side, reason]) => `entry ${entry.exchange.index}: its ${side} body is left out: ${reason}`);
    const done = { text: first.text, signature: signatureOf(first.described), left, isNew: false, used: first.used };
    if (done.signature === before) return done;
    const wanted = this.#wanted(entry, mode);
    if (first.described === wanted || left.length > 0) return done;
    const isNew = this.#exchange(entry, first.used, wanted, mode);
    const second = this.#attempt(entry, mode);
    const { used } = second;
    if (second.described === wanted) return { text: second.text, signature: signatureOf(second.described), left: [], isNew, used };
    return { ...this.#leaveOut(entry, second.described, wanted, mode), isNew, used };
  }

  /** Names of members may have been replaced, and pointers with them. */
  #wanted(entry: EntryText, mode: Writing): string {
    const rewriter = new Rewriter(mode, this.#dictionary);
    return describeJudged(this.#judge.judge(entry.exchange), (pointer) => rewriter.text(pointer));
  }

  #attempt(
    entry: EntryText,
    mode: Writing,
    only?: ReadonlySet<string>,
    leave?: ReadonlyMap<Side, string>,
  ): RewrittenEntry & { used: Set<string>; described: string } {
    const rewriter = new Rewriter(mode, this.#dictionary, only);
    const rewritten = this.#entries.rewrite(entry, rewriter, leave);
    const described = this.describe(this.#readAgain(JSON.parse(rewritten.text), entry.exchange));
    return { ...rewritten, used: rewriter.used, described };
  }

  /** Raises what makes a difference until it makes none; true when anything has another pseudonym now. */
  #exchange(entry: EntryText, used: ReadonlySet<string>, wanted: string, mode: Writing): boolean {
    const differs = (only: ReadonlySet<string>): boolean => this.#attempt(entry, mode, only).described !== wanted;
    const alone = used.size > mostTried ? [] : [...used].filter((text) => differs(new Set([text])));
    const groups = alone.length > 0 ? alone.map((text) => [text]) : [[...used]];
    let isNew = false;
    for (const group of groups) {
      const only = new Set(group);
      const restore = this.#dictionary.restorer(group);
      let isRaised = false;
      while (differs(only)) {
        const raised = group.filter((text) => this.#dictionary.raise(text));
        if (raised.length > 0) isRaised = true;
        else {
          // Other entries may live with what there was, and this one is left out.
          if (isRaised) restore();
          isRaised = false;
          break;
        }
      }
      isNew ||= isRaised;
    }
    return isNew;
  }

  #leaveOut(entry: EntryText, described: string, wanted: string, mode: Writing): Omit<Lawful, 'isNew' | 'used'> {
    const { index } = entry.exchange;
    const reason = 'nothing that could stand for what is personal in it would be judged alike';
    const sides = new Set(
      difference(described, wanted).flatMap((line) => (/^(request|response)-body/.test(line) ? [line.split('-', 1)[0] as Side] : [])),
    );
    const leave = new Map([...sides].map((side) => [side, reason] as const));
    const rest = this.#attempt(entry, mode, undefined, leave);
    const isBodyOnly = difference(rest.described, wanted).every((line) => /^(request|response)-body|^[a-z]+$/.test(line));
    if (sides.size > 0 && isBodyOnly)
      return {
        text: rest.text,
        signature: signatureOf(rest.described),
        left: [...sides].map((side) => `entry ${index}: its ${side} body is left out: ${reason}`),
      };
    return this.leaveOutWhole(entry, reason);
  }

  /** Nothing of the entry is kept but that there was one. */
  leaveOutWhole({ exchange }: EntryText, reason: string): Omit<Lawful, 'isNew' | 'used'> {
    const text = JSON.stringify({ comment: `left out: ${reason}` });
    const signature = signatureOf(this.describe(this.#readAgain(JSON.parse(text), exchange)));
    return { text, signature, left: [`entry ${exchange.index} is left out: ${reason}`] };
  }
}

function difference(one: string, other: string): string[] {
  const [a, b] = [one.split('\n'), other.split('\n')];
  return [...a.filter((line) => !b.includes(line)), ...b.filter((line) => !a.includes(line))];
}
