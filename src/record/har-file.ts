// A HAR 1.2 file that only grows: each entry is written over the closing brackets, so that the file is a whole HAR after every append.
import { closeSync, fstatSync, ftruncateSync, openSync, realpathSync, writeSync } from 'node:fs';
import type { Creator, Entry } from 'har-format';
import { plain } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { explainErrno } from '../source/read.ts';
import { lockFile } from './file-lock.ts';
import { findEnd, readAt, tail } from './har-end.ts';

export interface HarFileOptions {
  /** `log.creator` of a new file; one that is continued keeps its own. */
  readonly creator: Pick<Creator, 'name' | 'version'>;
  /** Told once when the file can no longer be written; it holds every entry that was appended before. */
  readonly onFailure?: (error: UserError) => void;
  /** The file as the user knows it; `path` unless said otherwise. */
  readonly uri?: string;
}

const headPattern = /^\{"log":\{"version":"1\.2","creator":\{"name":"(?:[^"\\]|\\.)*","version":"(?:[^"\\]|\\.)*"\},"entries":\[(?=\n)/;
const longestHead = 1024;

/**
 * Appends are synchronous: when `append` returns, the entry is in the file and survives the end of the process, however that comes.
 * So entries stand in the order of the calls, nothing waits in memory, and a slow disk slows down whoever appends.
 */
export class HarFile {
  readonly #descriptor: number;
  readonly #release: () => void;
  readonly #options: HarFileOptions;
  readonly #uri: string;
  /** Where the last entry begins. */
  #start = 0;
  /** Where the tail begins. */
  #end: number;
  #isEmpty: boolean;
  #state: 'open' | 'failed' | 'closed' = 'open';

  private constructor(descriptor: number, release: () => void, options: HarFileOptions, uri: string, end: number, isEmpty: boolean) {
    this.#descriptor = descriptor;
    this.#release = release;
    this.#options = options;
    this.#uri = uri;
    this.#end = end;
    this.#isEmpty = isEmpty;
  }

  /**
   * Makes the file, or continues one that was written by this class; what a killed writer left half done is cut off. Throws a UserError
   * for a file that is anything else, is written by somebody else or cannot be written; it is left as it was.
   */
  static open(path: string, options: HarFileOptions): HarFile {
    const uri = options.uri ?? path;
    let descriptor: number | undefined;
    let release: (() => void) | undefined;
    try {
      release = lockFile(realPathOf(path), uri);
      // Not truncated, and made when it is not there.
      descriptor = openExisting(path) ?? openSync(path, 'wx+', 0o600);
      const stat = fstatSync(descriptor);
      if (!stat.isFile())
        throw new UserError(`\`${uri}\` cannot be written as a HAR: it is no regular file`, { hint: 'Give the name of a file' });
      if (stat.size > 0) return new HarFile(descriptor, release, options, uri, ...continueAt(descriptor, stat.size, uri));
      const { name, version } = options.creator;
      const head = `{"log":{"version":"1.2","creator":${JSON.stringify({ name, version })},"entries":[`;
      try {
        writeWhole(descriptor, Buffer.concat([Buffer.from(head), tail]), 0);
      } catch (error) {
        // Half a beginning could not be continued; an empty file can.
        ftruncateSync(descriptor, 0);
        throw error;
      }
      return new HarFile(descriptor, release, options, uri, Buffer.byteLength(head), true);
    } catch (error) {
      if (descriptor !== undefined) closeSync(descriptor);
      release?.();
      if (error instanceof UserError) throw error;
      throw new UserError(`Cannot write \`${uri}\`: ${explainErrno(error)}`, { cause: error });
    }
  }

  /** Path or name under which people know the file. */
  get uri(): string {
    return this.#uri;
  }

  /** Bytes up to the end of the last entry; the closing brackets stand behind it. */
  get end(): number {
    return this.#end;
  }

  /** The first byte of the entry that was appended last. */
  get start(): number {
    return this.#start;
  }

  /** Counts the entries; reads the whole file, in which each of them is a line. */
  count(): number {
    let lines = 0;
    const step = 1 << 20;
    for (let from = 0; from < this.#end; from += step) {
      const block = readAt(this.#descriptor, from, Math.min(step, this.#end - from));
      for (let found = block.indexOf(0x0a); found >= 0; found = block.indexOf(0x0a, found + 1)) lines++;
    }
    return lines;
  }

  /**
   * True when the entry is in the file; false when the file failed, now or before, or is closed. Costs what the entry is long.
   * `slack`: blanks before its closing brace, in which it can grow when it is replaced.
   */
  append(entry: Entry, slack = 0): boolean {
    if (this.#state !== 'open') return false;
    const text = JSON.stringify(entry);
    const line = slack > 0 ? `${text.slice(0, -1)}${' '.repeat(slack)}}` : text;
    const bytes = Buffer.concat([Buffer.from(`${this.#isEmpty ? '' : ','}\n${line}`), tail]);
    try {
      writeWhole(this.#descriptor, bytes, this.#end);
    } catch (error) {
      this.#fail(error);
      return false;
    }
    this.#start = this.#end + (this.#isEmpty ? 1 : 2);
    this.#end += bytes.length - tail.length;
    this.#isEmpty = false;
    return true;
  }

  /** The text of a range of bytes. */
  read(offset: number, length: number): string {
    return readAt(this.#descriptor, offset, length).toString('utf8');
  }

  /**
   * Another entry in the place of one, of which it has no more bytes than that; blanks before its closing brace fill the place. Only what
   * differs is written. False when the file failed, now or before.
   */
  replace(offset: number, length: number, text: string): boolean {
    if (this.#state !== 'open') return false;
    const before = readAt(this.#descriptor, offset, length);
    const blanks = length - Buffer.byteLength(text);
    if (blanks < 0) throw new RangeError(`an entry of ${length} bytes cannot become ${-blanks} bytes longer`);
    const after = Buffer.from(`${text.slice(0, -1)}${' '.repeat(blanks)}}`);
    let from = 0;
    while (from < length && before[from] === after[from]) from++;
    let to = length;
    while (to > from && before[to - 1] === after[to - 1]) to--;
    try {
      writeWhole(this.#descriptor, after.subarray(from, to), offset + from);
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** Ends writing and gives the file free. May be called again. */
  close(): void {
    if (this.#state === 'closed') return;
    const failed = this.#state === 'failed';
    this.#state = 'closed';
    try {
      closeSync(this.#descriptor);
    } catch (error) {
      // Network file systems report here what they could not write.
      if (!failed) this.#tell(error);
    } finally {
      this.#release();
    }
  }

  /** Puts the end back where the last whole entry ends. */
  #fail(error: unknown): void {
    this.#state = 'failed';
    try {
      // In this order: the place of the tail is on the disk already, even when the disk is full.
      writeWhole(this.#descriptor, tail, this.#end);
      ftruncateSync(this.#descriptor, this.#end + tail.length);
    } catch {
      // The entries before are whole all the same; a reader says that the file ends early.
    }
    this.#tell(error);
  }

  #tell(error: unknown): void {
    this.#options.onFailure?.(
      new UserError(`Writing \`${this.#uri}\` has ended: ${explain(error)}`, {
        hint: 'It holds every exchange up to here and can be continued once the reason is gone',
        cause: error,
      }),
    );
  }
}

/** The place the lock belongs to, the same for all links that lead to the file. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function openExisting(path: string): number | undefined {
  try {
    return openSync(path, 'r+');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function continueAt(descriptor: number, size: number, uri: string): [end: number, isEmpty: boolean] {
  const head = headPattern.exec(readAt(descriptor, 0, longestHead).toString('utf8'))?.[0];
  if (head === undefined)
    throw new UserError(`\`${uri}\` is there already and is no HAR that Truce wrote, so it is not written over`, {
      hint: 'Give another file name, or move this file away',
    });
  const { end, isEmpty, isTorn } = findEnd(descriptor, size, Buffer.byteLength(head));
  if (isTorn) {
    // What its writer could not finish when it died was never acknowledged.
    writeWhole(descriptor, tail, end);
    ftruncateSync(descriptor, end + tail.length);
  }
  return [end, isEmpty];
}

/** A disk that fills up takes a part first and refuses the rest. */
function writeWhole(descriptor: number, bytes: Uint8Array, position: number): void {
  for (let written = 0; written < bytes.length;)
    written += writeSync(descriptor, bytes, written, bytes.length - written, position + written);
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

const explain = (error: unknown): string => {
  const code = codeOf(error);
  if (code === 'EFBIG') return 'the file may not grow further';
  if (code === 'EBADF') return 'it was closed by somebody else';
  return code === '' && error instanceof Error ? plain(error.message) : explainErrno(error);
};
