// Files of evidence on disk, and standard input put on disk so that it can be read more than once.
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { EvidenceDocument, EvidenceFile } from '../model/evidence.ts';
import type { Source, Syntax } from '../model/location.ts';
import { UserError } from '../model/user-error.ts';
import { readDocument } from './evidence-document.ts';
import { fileSource, type FileSlices, sliceFile } from './text-source.ts';

const headSize = 64 * 1024;
// V8 holds at most 2^29 - 24 characters in one string.
const longestText = 2 ** 29 - 24;

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['EISDIR', 'it is a folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EMFILE', 'too many files are open'],
  ['ENFILE', 'too many files are open'],
  ['ELOOP', 'its symbolic links go in circles'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['EIO', 'the disk reports an error'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the quota of the disk is used up'],
  ['EFBIG', 'the file would be too large'],
  ['ERR_STRING_TOO_LONG', 'it is too large'],
  ['EROFS', 'the disk is read-only'],
  ['ERR_INVALID_FILE_URL_HOST', 'it names another host'],
  ['ERR_INVALID_FILE_URL_PATH', 'it is no path of a file'],
  ['ERR_INVALID_ARG_VALUE', 'it is no path of a file'],
]);

/** The words for a failed call to the file system. */
export function explainErrno(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons.get(code) ?? (code || 'it cannot be read');
}

function attempt<T>(uri: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`Cannot read \`${uri}\`: ${explainErrno(error)}`, { cause: error });
  }
}

function syntaxOf(head: string): Syntax {
  const first = /[^\s\ufeff]/.exec(head)?.[0];
  if (head.includes('\0')) return 'binary';
  if (first === '{' || first === '[') return 'json';
  return first === '<' ? 'xml' : 'text';
}

/** Opens a file of evidence: its size and first bytes are read, the rest on demand. Throws a UserError when it cannot be read. */
export function openEvidence(path: string, uri: string): EvidenceFile {
  const absolute = resolve(path);
  const { size, head } = attempt(uri, () => {
    // Asked before opening, since opening a pipe waits for its writer.
    const stat = statSync(absolute);
    if (stat.isDirectory()) throw new UserError(`Cannot read \`${uri}\`: it is a folder`);
    if (!stat.isFile()) throw new UserError(`Cannot read \`${uri}\`: it is no regular file`, { hint: 'Pipe it in and give `-` instead' });
    const file = openSync(absolute, 'r');
    try {
      const buffer = Buffer.alloc(Math.min(headSize, stat.size));
      const read = readSync(file, buffer, 0, buffer.length, 0);
      return { size: stat.size, head: new TextDecoder().decode(buffer.subarray(0, read)) };
    } finally {
      closeSync(file);
    }
  });
  let text: string | undefined;
  let source: Source | undefined;
  let document: EvidenceDocument | undefined;
  let slices: FileSlices | undefined;
  const readText = (): string => {
    if (size > longestText)
      throw new UserError(`\`${uri}\` is too large to be read in one piece (${Math.round(size / 1e6)} MB; at most 512 MB)`);
    return attempt(uri, () => readFileSync(absolute, 'utf8'));
  };
  return {
    uri,
    path: absolute,
    size,
    head,
    beside: new Set(),
    text: () => (text ??= readText()),
    bytes: () => attempt(uri, () => readFileSync(absolute)),
    source: () => (source ??= fileSource({ uri, syntax: syntaxOf(head), read: () => (text ??= readText()) })),
    slices: () => (slices ??= openSlices(absolute, uri, size)),
    document: () => (document ??= readDocument((text ??= readText()), uri)),
  };
}

/** Read at a time where less is asked for: questions mostly come in the order of the file. */
const ahead = 1 << 18;

function openSlices(path: string, uri: string, size: number): FileSlices {
  // One buffer for all reads: a new megabyte for each would not be collected in time.
  let scratch = Buffer.allocUnsafe(1 << 20);
  let base = 0;
  let filled = 0;
  return sliceFile({
    uri,
    size,
    read: (offset, length) => {
      if (offset < base || offset + length > base + filled) {
        if (length > scratch.length) scratch = Buffer.allocUnsafe(length);
        filled = 0;
        const descriptor = openSync(path, 'r');
        try {
          filled = readSync(descriptor, scratch, 0, Math.max(length, ahead), offset);
          base = offset;
        } finally {
          closeSync(descriptor);
        }
      }
      return scratch.subarray(offset - base, Math.min(offset - base + length, filled));
    },
  });
}

export interface Spooled {
  readonly path: string;
  /** Removes the copy. */
  dispose(): void;
}

/** Copies standard input to a private temporary file. */
export function spoolStdin(descriptor = 0): Spooled {
  const folder = attempt('<stdin>', () => mkdtempSync(join(tmpdir(), 'truce-')));
  const path = join(folder, 'stdin');
  const dispose = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    attempt('<stdin>', () => {
      const out = openSync(path, 'wx', 0o600);
      try {
        const buffer = Buffer.alloc(1 << 20);
        for (let read = readSome(descriptor, buffer); read > 0; read = readSome(descriptor, buffer)) {
          for (let written = 0; written < read;) written += writeSync(out, buffer, written, read - written);
        }
      } finally {
        closeSync(out);
      }
    });
  } catch (error) {
    dispose();
    throw error;
  }
  return { path, dispose };
}

function readSome(descriptor: number, buffer: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, buffer, 0, buffer.length, null);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      // A terminal or a slow pipe has nothing yet.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
