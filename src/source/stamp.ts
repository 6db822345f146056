// What tells whether a path still leads to what it led to before: a file by its state on disk, a folder by the names in it.
import { readdirSync, realpathSync, statSync } from 'node:fs';

/** The same as long as nothing was written, replaced or made readable; of a folder, as long as the same visible names are in it. */
export function stampOf(path: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs, ...stat } = statSync(path, { bigint: true });
    const real = realpathSync(path);
    if (isFolder(stat.mode)) return [real, dev, ino, stat.mode, ...visible(readdirSync(path))].join('\n');
    return [real, dev, ino, size, mtimeNs, ctimeNs].join('\n');
  } catch {
    return missing;
  }
}

export const missing = 'missing';

const isFolder = (mode: bigint): boolean => (mode & 0o170000n) === 0o040000n;

const visible = (names: readonly string[]): string[] => names.filter((name) => !name.startsWith('.')).toSorted();

/** Milliseconds since 1970 at which a path was last changed; -Infinity when nothing is there. */
export const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? -Infinity;
