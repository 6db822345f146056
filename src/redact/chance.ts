// Chance that is none: numbers drawn from a key and a text (HMAC-SHA-256, RFC 2104, stretched by AES-256 in counter mode).
import { createCipheriv, createHmac, randomBytes } from 'node:crypto';

/** A key of the user's words, or one for this run alone. It is never printed. */
export const keyFrom = (secret: string | undefined): Uint8Array => (secret ? Buffer.from(secret) : randomBytes(32));

const zeros = Buffer.alloc(1024);

/** The same key and text give the same numbers, and neither can be told from the other. */
export class Chance {
  readonly #cipher: ReturnType<typeof createCipheriv>;
  #pool: Buffer = Buffer.alloc(0);
  #at = 0;

  constructor(key: Uint8Array, text: string, attempt: number) {
    const seed = createHmac('sha256', key).update(`${attempt}\0${text}`).digest();
    this.#cipher = createCipheriv('aes-256-ctr', seed, Buffer.alloc(16));
  }

  /** A whole number from 0 to `end` - 1; `end` at most 2^24. */
  below(end: number): number {
    if (this.#at + 4 > this.#pool.length) {
      this.#pool = this.#cipher.update(this.#pool.length === 0 ? zeros.subarray(0, 64) : zeros);
      this.#at = 0;
    }
    const drawn = this.#pool.readUInt32LE(this.#at);
    this.#at += 4;
    return drawn % end;
  }

  pick(letters: string): string {
    return letters.charAt(this.below(letters.length));
  }

  bytes(length: number): Buffer {
    return this.#cipher.update(Buffer.alloc(length));
  }
}
