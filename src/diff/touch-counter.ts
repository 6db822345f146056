// Counts who is touched by what: a recording of a million entries that all fail is one line with a number, not a million objects.
import type { Change, Touch } from './change.ts';

export type Told = Omit<Touch, 'exchanges'>;

interface Count {
  readonly told: Told;
  exchanges: number;
  /** The exchange counted last: several findings of one count once. */
  last: string;
}

/** `undefined` stands for what no change explains. */
export class TouchCounter {
  readonly #counts = new Map<Change | undefined, Map<string, Count>>();

  add(change: Change | undefined, told: Told): void {
    let own = this.#counts.get(change);
    if (!own) this.#counts.set(change, (own = new Map()));
    const key = `${told.effect} ${told.rule} ${told.who}${change ? '' : ` ${told.message}`}`;
    const exchange = `${told.label} ${told.evidence}`;
    const known = own.get(key);
    if (!known) own.set(key, { told, exchanges: 1, last: exchange });
    else if (known.last !== exchange) {
      known.exchanges++;
      known.last = exchange;
    }
  }

  of(change: Change | undefined): Touch[] {
    return [...(this.#counts.get(change)?.values() ?? [])].map(({ told, exchanges }) => ({ ...told, exchanges }));
  }

  get changes(): Change[] {
    return [...this.#counts.keys()].filter((change) => change !== undefined);
  }
}
