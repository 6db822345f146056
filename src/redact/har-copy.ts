// A HAR 1.2 file read entry by entry beside the bytes between the entries, and written to a file of another name until it is whole.
import { closeSync, ftruncateSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { UserError } from '../model/user-error.ts';
import { explainErrno } from '../source/read.ts';

/** What stands before the first entry, or behind the last one, may be as long as this. */
const longestFrame = 1 << 28;
const block = 1 << 16;

export class BytesOf {
  readonly #descriptor: number;
  /** One for all reads: a new one for each would not be collected in time. */
  #scratch: Buffer = Buffer.allocUnsafe(1 << 16);

  constructor(path: string) {
    this.#descriptor = openSync(path, 'r');
  }

  /** The text of a range, as UTF-8. Throws a UserError for one that no HAR has. */
  text(start: number, end: number): string {
    if (end - start > longestFrame) throw new UserError(`The file has ${end - start} bytes around its entries, which is no recording`);
    const length = Math.max(0, end - start);
    if (length > this.#scratch.length) this.#scratch = Buffer.allocUnsafe(length);
    const bytes = this.#scratch;
    let filled = 0;
    while (filled < length) {
      const read = readSync(this.#descriptor, bytes, filled, length - filled, start + filled);
      if (read === 0) break;
      filled += read;
    }
    return bytes.toString('utf8', 0, filled);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** A file that has its name only when `keep` was called: whoever is killed before leaves none. */
export class NewFile {
  readonly path: string;
  readonly #target: string;
  readonly #uri: string;
  #descriptor: number | undefined;
  #waiting: string[] = [];
  #length = 0;
  #written = 0;

  constructor(target: string, uri: string) {
    this.#target = target;
    this.#uri = uri;
    this.path = `${target}.${randomBytes(4).toString('hex')}.part`;
    this.#descriptor = this.#try(() => openSync(this.path, 'wx', 0o600));
  }

  write(text: string): void {
    this.#waiting.push(text);
    this.#length += text.length;
    if (this.#length > block) this.#flush();
  }

  /** Begins anew. */
  restart(): void {
    this.#waiting = [];
    this.#length = 0;
    this.#written = 0;
    this.#try(() => ftruncateSync(this.#descriptor as number, 0));
  }

  /** Everything is on the disk and can be read; nothing more can be written. */
  end(): void {
    this.#flush();
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  keep(): void {
    this.end();
    this.#try(() => renameSync(this.path, this.#target));
  }

  /** May be called at any time. */
  discard(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
    rmSync(this.path, { force: true });
  }

  #flush(): void {
    const bytes = Buffer.from(this.#waiting.join(''));
    this.#waiting = [];
    this.#length = 0;
    this.#try(() => {
      for (let done = 0; done < bytes.length;)
        done += writeSync(this.#descriptor as number, bytes, done, bytes.length - done, this.#written + done);
    });
    this.#written += bytes.length;
  }

  #try<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      const isWithoutFolder = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      throw new UserError(`Cannot write \`${this.#uri}\`: ${isWithoutFolder ? 'its folder does not exist' : explainErrno(error)}`, {
        cause: error,
      });
    }
  }
}
