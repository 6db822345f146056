// Arguments become evidence files: a path is itself, a folder is everything below it, a glob is what it matches, `-` is standard input.
import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { EvidenceInput } from '../check.ts';
import type { Contract } from '../model/contract.ts';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { openEvidence, spoolStdin } from '../source/read.ts';

export interface ExpandContext {
  /** Patterns are relative to this folder. */
  readonly base: string;
  /** Paths in reports are relative to this one. */
  readonly cwd: string;
  readonly contracts?: readonly Contract[];
  /** Called when the run is over. */
  readonly onDispose: (dispose: () => void) => void;
}

const isGlob = (pattern: string): boolean => /[*?{}[\]!]/.test(pattern);

/** Every file the patterns name, each once, in the order of the patterns and by name within one. Throws a UserError for a path that does not exist. */
export async function expandEvidence(patterns: readonly string[], context: ExpandContext): Promise<EvidenceInput[]> {
  const inputs = new Map<string, EvidenceInput>();
  const add = (path: string, isOptional: boolean, given?: string): void => {
    if (inputs.has(path)) return;
    const uri = given ?? (relative(context.cwd, path).split(sep).join('/') || path);
    inputs.set(path, {
      kind: 'file',
      uri,
      isOptional,
      open: () => openEvidence(path, uri),
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
      const isFolder = statSync(path).isDirectory();
      if (isFolder) for (const file of await filesBelow(path, '**/*')) add(file, true);
      else add(path, false, context.base === context.cwd ? pattern.split(sep).join('/') : undefined);
    } else if (isGlob(pattern)) {
      const files = await filesBelow(context.base, pattern.split(sep).join('/'));
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

async function filesBelow(folder: string, pattern: string): Promise<string[]> {
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
