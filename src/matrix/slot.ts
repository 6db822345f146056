// What bodies showed of one promise and is not yet written to its counts, and the trail of such sightings that one body leaves.
import type { Count } from './count.ts';

/** How often since the last flush, and between which dates (milliseconds since 1970). */
export class Slot {
  hits = 0;
  first = Infinity;
  last = -Infinity;
  readonly #write: (slot: Slot, source: number) => void;

  constructor(write: (slot: Slot, source: number) => void) {
    this.#write = write;
  }

  /** Writes what waits to the counts of a source. */
  flush(source: number): void {
    this.#write(this, source);
    this.hits = 0;
    this.first = Infinity;
    this.last = -Infinity;
  }
}

export const slotOf = (count: Count): Slot => new Slot(({ hits, first, last }, source) => count.proveMany(source, hits, first, last));

/**
 * Everything one body showed, in the order it was met. A body is walked before anybody knows whether it counts, so that one walk serves the
 * search for undocumented properties as well.
 */
export class Trail {
  readonly #slots: Slot[] = [];
  #length = 0;
  /** False: it holds a property that nobody describes, or one against its direction. */
  isClean = true;

  push(slot: Slot): void {
    this.#slots[this.#length++] = slot;
  }

  clear(): void {
    this.#length = 0;
    this.isClean = true;
  }

  /** Counts all of it once; `dirty` takes the slots that now wait. */
  commit(at: number, dirty: Slot[]): void {
    const slots = this.#slots;
    const length = this.#length;
    for (let index = 0; index < length; index++) {
      const slot = slots[index] as Slot;
      if (slot.hits++ === 0) dirty.push(slot);
      if (at < slot.first) slot.first = at;
      if (at > slot.last) slot.last = at;
    }
  }
}
