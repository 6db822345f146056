// Bytes that are personal, such as pictures, told apart by their digest; nothing of them is kept.
import { hash } from 'node:crypto';
import { type Making, makeBytes } from './pseudonym.ts';

/** A neutral picture, then other bytes. */
const mostWays = 4;

export class ByteOriginals {
  readonly #making: Making;
  readonly #ways = new Map<string, number>();

  constructor(making: Making) {
    this.#making = making;
  }

  get size(): number {
    return this.#ways.size;
  }

  /** `text`: what the other methods know them by. */
  replace(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly text: string } {
    const text = `bytes:${hash('sha256', bytes)}`;
    const way = this.#ways.get(text) ?? 0;
    this.#ways.set(text, way);
    return { bytes: makeBytes(bytes, text, way, this.#making), text };
  }

  /** False when there is none left. */
  raise(text: string): boolean {
    const way = this.#ways.get(text) ?? mostWays;
    if (way < mostWays) this.#ways.set(text, way + 1);
    return way < mostWays;
  }

  /** What undoes every `raise` from here on. */
  restorer(text: string): () => void {
    const way = this.#ways.get(text);
    return () => {
      if (way !== undefined) this.#ways.set(text, way);
    };
  }
}
