// Arguments become evidence files: a path is itself, a folder is everything below it, a glob is what it matches, `-` is standard input.
import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { EvidenceInput } from '../check.ts';
import type { Contract } from '../model/contract.ts';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { explainErrno, openEvidence, spoolStdin } from '../source/read.ts';

export interface ExpandContext {
  /** Patterns are relative to this folder. */
  readonly base: string;
  /** Paths in reports are relative to this one. */
  readonly cwd: string;
  readonly contracts?: readonly Contract[];
  /** Called when the run is over. */
  readonly onDispose: (dispose: () => void) => void;
}

export const isGlob = (pattern: string): boolean => /[*?{}[\]!]/.test(pattern);

/** Every file the patterns name, each once, in the order of the patterns and by name within one. Throws a UserError for a path that does not exist. */
export async function expandEvidence(patterns: readonly string[], context: ExpandContext): Promise<EvidenceInput[]> {
  const inputs = new Map<string, EvidenceInput>();
  const add = (path: string, isOptional: boolean, given?: string, failure?: unknown): void => {
    if (inputs.has(path)) return;
    const uri = given ?? (relative(context.cwd, path).split(sep).join('/') || path);
    inputs.set(path, {
      kind: 'file',
      uri,
      path,
      isOptional,
      open: () => {
        if (failure === undefined) return openEvidence(path, uri);
        throw new UserError(`Cannot read \`${uri}\`: ${explainErrno(failure)}`, { cause: failure });
      },
      weigh: () => sizeOf(path),
      ...(context.contracts && { contracts: context.contracts }),
    });
  };
  for (const pattern of patterns) {
    const path = resolve(context.base, pattern);
    if (pattern === '-') {
      const { path: spooled, dispose } = spoolStdin();
      context.onDispose(dispose);
      add(spooled, false, '<stdin>');
    } else if (existsSync(path)) {
      if (isFolder(path)) for (const { file, failure } of walkFolder(path)) add(file, failure === undefined, undefined, failure);
      else add(path, false, context.base === context.cwd ? pattern.split(sep).join('/') : undefined);
    } else if (isGlob(pattern)) {
      const files = await filesMatching(context.base, pattern.split(sep).join('/'));
      if (files.length === 0)
        throw new UserError(`Nothing matches ${quote(pattern, 200)}`, {
          hint: 'Check the glob; it starts from the folder of the config file, or the current folder',
        });
      for (const file of files) add(file, true);
    } else
      throw new UserError(`There is no file or folder at ${quote(pattern, 200)}`, {
        hint: 'Check the path; quote globs so that the shell leaves them alone',
      });
  }
  return [...inputs.values()];
}

/** What cannot even be asked weighs nothing; the opening says why. */
export function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

/** The files below a folder by name, and the folders that cannot be read; hidden ones and links to folders are passed over. */
function* walkFolder(folder: string): Iterable<{ file: string; failure?: unknown }> {
  let names: string[];
  try {
    names = readdirSync(folder).toSorted();
  } catch (failure) {
    yield { file: folder, failure };
    return;
  }
  for (const name of names) {
    if (name.startsWith('.') || name === 'node_modules') continue;
    const file = join(folder, name);
    if (!isFolder(file)) yield { file };
    else if (!lstatSync(file).isSymbolicLink()) yield* walkFolder(file);
  }
}

/** What cannot even be asked is left to the opening, which says why. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

async function filesMatching(folder: string, pattern: string): Promise<string[]> {
  const { glob } = await import('tinyglobby');
  const files = await glob([pattern], {
    cwd: folder,
    ignore: ['**/node_modules/**', '**/.git/**'],
    onlyFiles: true,
    expandDirectories: false,
    followSymbolicLinks: false,
  });
  return files.map((file) => join(folder, file)).toSorted();
}
