// Files as a revision of a git repository has them: read by the real git, objects only, nothing is checked out.
import { spawnSync } from 'node:child_process';
import { join, relative, resolve, sep } from 'node:path';
import { plain, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import type { DocumentFiles } from './document-files.ts';

export interface GitContext {
  readonly cwd: string;
  /** Environment of the git that is run. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface RevisionFile {
  /** Where the file would be in the working tree. */
  readonly path: string;
  /** Reads this revision and nothing else. */
  readonly files: DocumentFiles;
}

/** Documents are some megabytes; a repository may hold anything. */
const largest = 512 * 1024 * 1024;

/** `main:api/openapi.yaml` taken apart; undefined where the text names no revision. A path that begins with `./` or `../` is seen from the current folder. */
export function parseRevision(text: string): { readonly revision: string; readonly path: string } | undefined {
  const colon = text.indexOf(':');
  if (colon < 0 || /^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return undefined;
  return { revision: text.slice(0, colon), path: text.slice(colon + 1) };
}

/**
 * Opens a file of a revision, and with it whatever it refers to in the same revision.
 * Throws a UserError where there is no git, no repository, no such revision or no such file in it.
 */
export function openRevision(revision: string, path: string, { cwd, env }: GitContext): RevisionFile {
  const shown = quote(`${revision}:${path}`, 200);
  // What begins with a hyphen would be an option to git; no revision does.
  if (revision.startsWith('-') || revision.includes('\0') || revision.trim() === '')
    throw new UserError(`${quote(revision)} is no revision of git`, { hint: 'Write a branch, tag or commit, as in `main:openapi.yaml`' });
  if (path === '' || /[\0\n]/.test(path))
    throw new UserError(`${shown} names no file`, { hint: 'Write the path behind the colon, as in `main:openapi.yaml`' });
  const run = (args: readonly string[], input?: string): Buffer | string => {
    const { status, stdout, stderr, error } = spawnSync('git', args, {
      cwd,
      env: { ...env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0' },
      maxBuffer: largest,
      ...(input !== undefined && { input }),
    });
    if (error)
      throw new UserError(`${shown} is a file of a git revision, and git cannot be run: ${reasonOf(error)}`, {
        hint: 'Install git, or give two files',
      });
    return status === 0 ? stdout : plain(stderr.toString('utf8').replace(/^fatal: /, ''));
  };
  const top = run(['rev-parse', '--show-toplevel']);
  if (typeof top === 'string')
    throw new UserError(`${shown} is a file of a git revision, and the current folder is in no working tree: ${top}`, {
      hint: 'Run it inside the repository, or give two files',
    });
  const root = resolve(cwd, top.toString('utf8').replace(/\r?\n$/, ''));
  const commit = run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{tree}`]);
  if (typeof commit === 'string')
    throw new UserError(`There is no revision ${quote(revision)} in this repository`, {
      hint: 'Check its name; in CI, fetch it first (a shallow clone has one commit only)',
    });
  const tree = commit.toString('utf8').trim();
  const prefix = /^\.\.?\//.test(path) ? cwd : root;
  return { path: resolve(prefix, path), files: new Revision(revision, tree, root, run) };
}

class Revision implements DocumentFiles {
  readonly #name: string;
  readonly #tree: string;
  readonly #root: string;
  readonly #run: (args: readonly string[], input?: string) => Buffer | string;
  readonly #known = new Map<string, Buffer | 'folder' | undefined>();

  constructor(name: string, tree: string, root: string, run: (args: readonly string[], input?: string) => Buffer | string) {
    this.#name = name;
    this.#tree = tree;
    this.#root = root;
    this.#run = run;
  }

  kind(path: string): 'file' | 'folder' | 'none' {
    const found = this.#find(path);
    return found === 'folder' ? 'folder' : found ? 'file' : 'none';
  }

  real(path: string): string {
    return path;
  }

  read(path: string): Buffer {
    const found = this.#find(path);
    if (found === 'folder') throw new UserError('it is a folder');
    if (!found) throw new UserError(`there is no such file in the revision ${quote(this.#name)}`);
    return found;
  }

  display(path: string): string {
    return `${this.#name}:${relative(this.#root, path).split(sep).join('/')}`;
  }

  /** Symbolic links are followed inside the revision; one that leaves it is no file. */
  #find(path: string): Buffer | 'folder' | undefined {
    if (!this.#known.has(path)) this.#known.set(path, this.#ask(path));
    return this.#known.get(path);
  }

  #ask(path: string): Buffer | 'folder' | undefined {
    const inside = relative(this.#root, path).split(sep).join('/');
    if (inside === '') return 'folder';
    if (inside.startsWith('../') || inside === '..' || inside.includes('\n') || join('/', inside) === '/') return undefined;
    const answer = this.#run(['cat-file', '--batch', '--follow-symlinks'], `${this.#tree}:${inside}\n`);
    if (typeof answer === 'string') throw new UserError(`git cannot read ${quote(this.display(path), 200)}: ${answer}`);
    const end = answer.indexOf(0x0a);
    const [, type, size] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(answer.subarray(0, end).toString('latin1')) ?? [];
    if (type === 'tree') return 'folder';
    return type === 'blob' ? answer.subarray(end + 1, end + 1 + Number(size)) : undefined;
  }
}

const reasonOf = (error: Error): string => ('code' in error && error.code === 'ENOENT' ? 'it is not installed' : plain(error.message));
