// Where the files of a contract are read from: the disk, or whatever answers like it.
import { readFileSync, realpathSync, statSync } from 'node:fs';

export interface DocumentFiles {
  /** `none` where there is nothing at the path. */
  kind(path: string): 'file' | 'folder' | 'none';
  /** The path without symbolic links. Throws what the file system throws. */
  real(path: string): string;
  /** Throws what the file system throws, or a UserError. */
  read(path: string): Uint8Array;
  /** How people see a path; undefined: relative to the current folder. */
  display?(path: string): string;
}

export const disk: DocumentFiles = {
  kind: (path) => {
    try {
      return statSync(path).isDirectory() ? 'folder' : 'file';
    } catch {
      return 'none';
    }
  },
  real: (path) => realpathSync(path),
  read: (path) => readFileSync(path),
};
