// What tells whether a path still leads to what it led to before: a file by its state on disk, a folder by the names in it.
import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';

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

/** Milliseconds by which a file system, which keeps times by the tick, may tell a change too early. */
export const tick = 20;
/** The stamp of what was written while it was read: no state is like it. */
export const changing = 'changing';

/** The stamp of what was read after `since`, in milliseconds since 1970, and not asked for before. */
export const stampSince = (path: string, since: number): string =>
  (statOf(path)?.ctimeMs ?? -Infinity) >= since - tick ? changing : stampOf(path);

/** Undefined when nothing is there, or nobody may look: both end when the folder above changes. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
