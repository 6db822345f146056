// The paths and folders in which evidence may appear that patterns name: what has to be watched so that a new file is noticed.
import { type Dirent, readdirSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { statOf } from '../source/stamp.ts';
import { isGlob } from './expand.ts';

/** For patterns as `expandEvidence` takes them: folders that hold, or could hold, what they name, and paths that are named themselves. */
export function placesOfEvidence(patterns: readonly string[], base: string): string[] {
  return patterns.flatMap((pattern) => {
    const path = resolve(base, pattern);
    const there = statOf(path);
    if (there?.isDirectory()) return [path, ...foldersBelow(path)];
    return there || !isGlob(pattern) ? [path] : foldersOfGlob(pattern.split(sep).join('/'), base);
  });
}

function foldersOfGlob(pattern: string, base: string): string[] {
  const steps = pattern.split('/').slice(0, -1);
  let folders = [resolve(base)];
  for (const step of steps) {
    // A choice may reach over folders: then any depth is possible.
    if (step.includes('**') || /\{[^}]*$/.test(step)) return folders.flatMap((folder) => [folder, ...foldersBelow(folder)]);
    folders = isGlob(step) ? [...folders, ...folders.flatMap(foldersIn)] : folders.map((folder) => join(folder, step));
  }
  return folders;
}

function* foldersBelow(folder: string): Iterable<string> {
  for (const inner of foldersIn(folder)) {
    yield inner;
    yield* foldersBelow(inner);
  }
}

function foldersIn(folder: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => join(folder, name));
}
