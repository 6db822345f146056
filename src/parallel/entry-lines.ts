// Reads the entries of a HAR that grows: each of them is a line of the file, and whole up to a place that is told.
import { readSync } from 'node:fs';

const lineEnd = 0x0a;

/** Entries of a file in which each is a line: `\n{…}` the first, `,\n{…}` the others. */
export class EntryLines {
  readonly #descriptor: number;
  #window = Buffer.alloc(0);
  #from = 0;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** The entry after offset `from`, where the one before ends; `until` is the end of the last one. The bytes are void with the next call. */
  next(from: number, until: number): { readonly offset: number; readonly bytes: Buffer } {
    for (let size = 1 << 18; ; size *= 4) {
      if (from < this.#from || from + 2 > this.#from + this.#window.length) this.#load(from, Math.min(size, until - from));
      const base = this.#from;
      const isFirst = this.#window[from - base] === lineEnd;
      const start = from - base + (isFirst ? 1 : 2);
      const stop = this.#window.indexOf(lineEnd, start);
      // Before the line end stands the comma.
      if (stop >= 0 && base + stop <= until) return { offset: base + start, bytes: this.#window.subarray(start, stop - 1) };
      if (base + this.#window.length >= until) return { offset: base + start, bytes: this.#window.subarray(start, until - base) };
      this.#load(from, Math.min(size * 4, until - from));
    }
  }

  #load(from: number, length: number): void {
    const bytes = Buffer.allocUnsafe(length);
    if (readSync(this.#descriptor, bytes, 0, length, from) < length) throw new Error('the file has become shorter');
    this.#window = bytes;
    this.#from = from;
  }
}
