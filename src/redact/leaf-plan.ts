// What is known of the values at one place of a contract: asked once, and what became of each of them is remembered for a while.
import type { Shape } from '../model/shape.ts';
import { hintFor } from './personal.ts';
import type { Hint } from './personal-names.ts';

/** What was written for a value, and the originals it consists of. */
export interface Written {
  readonly text: string | undefined;
  readonly parts: readonly string[];
}

/** Values remembered at all places together; beyond that all is forgotten. */
const mostRemembered = 20_000;
/** Longer values come once. */
const longest = 100;

export class LeafPlan {
  readonly hint: Hint;
  /** Listed values identify nobody. */
  readonly listed: ReadonlySet<string>;
  readonly contentEncoding: string | undefined;
  readonly #memory: LeafMemory;
  written = new Map<string, Written>();
  learned = new Set<string>();

  constructor(shape: Shape | undefined, name: string | undefined, memory: LeafMemory) {
    this.hint = hintFor(name, shape);
    this.listed = new Set(shape?.values.map(String));
    this.contentEncoding = shape?.contentEncoding;
    this.#memory = memory;
  }

  /** True when the value was learned before under this plan. */
  learn(raw: string): boolean {
    if (this.learned.has(raw)) return true;
    if (raw.length <= longest) {
      this.#memory.count();
      this.learned.add(detach(raw));
    }
    return false;
  }

  remember(raw: string, written: Written): void {
    if (raw.length > longest) return;
    this.#memory.count();
    this.written.set(detach(raw), written);
  }
}

/** A part of a longer text keeps all of that in memory; a copy does not. */
export const detach = (part: string): string => Buffer.from(part, 'utf16le').toString('utf16le');

/** The plans of one dictionary. */
export class LeafMemory {
  #plans = new Map<Shape | undefined, Map<string | undefined, LeafPlan>>();
  #pairs = new Set<string>();
  #remembered = 0;
  #edition = -1;

  /** `edition` of the dictionary: with another one nothing that was written holds any more. */
  planFor(shape: Shape | undefined, name: string | undefined, edition: number): LeafPlan {
    if (edition !== this.#edition || this.#remembered > mostRemembered) {
      this.#plans = new Map();
      this.#pairs = new Set();
      this.#remembered = 0;
      this.#edition = edition;
    }
    let byName = this.#plans.get(shape);
    if (!byName) this.#plans.set(shape, (byName = new Map()));
    let plan = byName.get(name);
    if (!plan) {
      this.count();
      byName.set(name, (plan = new LeafPlan(shape, name, this)));
    }
    return plan;
  }

  /** True when the two were learned together before. */
  learnPair(first: string, last: string): boolean {
    const pair = `${first}\0${last}`;
    if (this.#pairs.has(pair)) return true;
    if (pair.length <= longest) {
      this.count();
      this.#pairs.add(pair);
    }
    return false;
  }

  count(): void {
    this.#remembered++;
  }
}
