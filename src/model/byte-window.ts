// A window that slides over the bytes of a file and steps over JSON (RFC 8259) in it, whatever the size of the file.
import { readSync } from 'node:fs';

const quote = 0x22;
const backslash = 0x5c;

export class ByteWindow {
  bytes: Buffer;
  /** Bytes of the window that are filled. */
  filled = 0;
  /** Where reading stands, relative to the window. */
  at = 0;
  /** From here on bytes are kept when the window slides; -1: only from `at` on. */
  mark = -1;
  /** Offset of the window in the file. */
  base: number;
  readonly #file: number;
  readonly #chunk: number;

  constructor(file: number, { from = 0, chunk = 1 << 20 }: { from?: number; chunk?: number } = {}) {
    this.#file = file;
    this.#chunk = chunk;
    this.base = from;
    this.bytes = Buffer.allocUnsafe(2 * chunk);
  }

  get offset(): number {
    return this.base + this.at;
  }

  /** Reads on; false at the end of the file. Slides the window, so relative offsets held elsewhere are void afterwards. */
  more(): boolean {
    const keep = Math.min(this.mark >= 0 ? this.mark : this.at, this.at, this.filled);
    if (keep > 0) {
      this.bytes.copyWithin(0, keep, this.filled);
      this.filled -= keep;
      this.base += keep;
      this.at -= keep;
      if (this.mark >= 0) this.mark -= keep;
    }
    if (this.filled + this.#chunk > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(2 * this.bytes.length, this.filled + this.#chunk));
      this.bytes.copy(larger, 0, 0, this.filled);
      this.bytes = larger;
    }
    const read = readSync(this.#file, this.bytes, this.filled, this.#chunk, this.base + this.filled);
    this.filled += read;
    return read > 0;
  }

  /** The next byte, not consumed; -1 at the end of the file. */
  peek(): number {
    if (this.at >= this.filled && !this.more()) return -1;
    return this.bytes[this.at] ?? -1;
  }

  /** Steps over white space; the byte after it, not consumed. */
  space(): number {
    for (;;) {
      const byte = this.peek();
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
      this.at++;
    }
  }

  /** Steps over the string that opens here; false when the file ends inside it. */
  string(): boolean {
    this.at++;
    for (;;) {
      const { bytes, filled } = this;
      let i = this.at;
      for (; i < filled; i++) {
        const byte = bytes[i];
        if (byte === quote) {
          this.at = i + 1;
          return true;
        }
        if (byte === backslash) i++;
      }
      // One beyond the window when it ends in a backslash: the escaped byte is still to come.
      this.at = i;
      if (!this.more()) return false;
    }
  }

  /** The member name that opens here, unescaped; undefined when the file ends inside it. */
  name(): string | undefined {
    const before = this.mark;
    this.mark = this.at;
    const whole = this.string();
    const literal = this.bytes.toString('utf8', this.mark, Math.min(this.at, this.filled));
    this.mark = before;
    if (!whole) return undefined;
    try {
      return String(JSON.parse(literal));
    } catch {
      return literal;
    }
  }

  /** Steps over the value that begins here, counting brackets; false when the file ends inside it or it is longer than `limit` bytes. */
  value(limit = Number.POSITIVE_INFINITY): boolean {
    return this.close(0, limit);
  }

  /** Steps on until `depth` open brackets are closed; with 0, over one value. */
  close(depth: number, limit = Number.POSITIVE_INFINITY): boolean {
    const end = this.offset + limit;
    const single = depth === 0;
    let open = depth;
    for (;;) {
      const { bytes, filled } = this;
      let i = this.at;
      while (i < filled) {
        const byte = bytes[i];
        if (byte === quote) {
          this.at = i;
          if (!this.string()) return false;
          if (single && open === 0) return true;
          break;
        }
        if (byte === 0x7b || byte === 0x5b) open++;
        else if (byte === 0x7d || byte === 0x5d) {
          if (open === 0) {
            this.at = i;
            return true;
          }
          if (--open === 0) {
            this.at = i + 1;
            return true;
          }
        } else if (open === 0 && (byte === 0x2c || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)) {
          this.at = i;
          return true;
        }
        i++;
      }
      if (i >= filled) this.at = i;
      if (this.offset > end) return false;
      if (this.at >= this.filled && !this.more()) return false;
    }
  }
}
