// Chance that is none: numbers drawn from a key and a text (HMAC-SHA-256, RFC 2104; SHA-256 over a counter, or AES-256 in counter mode for many bytes).
import { createCipheriv, hash, randomBytes } from 'node:crypto';

/** A key of the user's words, or one for this run alone. It is never printed. */
export const keyFrom = (secret: string | undefined): Uint8Array => (secret ? Buffer.from(secret) : randomBytes(32));

const blockLength = 64;
const digestLength = 32;

/** The two halves of a key, as RFC 2104 §2 pads them. */
const padded = new WeakMap<Uint8Array, readonly [inner: Buffer, outer: Buffer]>();

function padsOf(key: Uint8Array): readonly [inner: Buffer, outer: Buffer] {
  let pads = padded.get(key);
  if (!pads) {
    const whole = Buffer.alloc(blockLength);
    whole.set(key.length > blockLength ? hash('sha256', key, 'buffer') : key);
    padded.set(key, (pads = [Buffer.from(whole.map((byte) => byte ^ 0x36)), Buffer.from(whole.map((byte) => byte ^ 0x5c))]));
  }
  return pads;
}

/** By hand: an object of the runtime for each text would take most of the time. */
function hmac(key: Uint8Array, text: string): Buffer {
  const [inner, outer] = padsOf(key);
  const digest = hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer');
  return hash('sha256', Buffer.concat([outer, digest]), 'buffer');
}

/** The same key and text give the same numbers, and neither can be told from the other. */
export class Chance {
  /** The seed, and behind it the number of the block. */
  readonly #seed = Buffer.alloc(digestLength + 4);
  #pool: Buffer | undefined;
  #at = 0;
  #blocks = 0;

  constructor(key: Uint8Array, text: string, attempt: number) {
    this.#seed.set(hmac(key, `${attempt}\0${text}`));
  }

  /** A whole number from 0 to `end` - 1; `end` at most 2^24. */
  below(end: number): number {
    if (!this.#pool || this.#at >= digestLength) {
      this.#seed.writeUInt32LE(this.#blocks++, digestLength);
      this.#pool = hash('sha256', this.#seed, 'buffer');
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
    return createCipheriv('aes-256-ctr', this.#seed.subarray(0, digestLength), Buffer.alloc(16)).update(Buffer.alloc(length));
  }
}
