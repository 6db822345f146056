// Why a module of the user cannot be imported, with the place: Node's errors carry it in their stack, in their text, or not at all.
import { readFileSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fixedPlace } from '../model/fixed-place.ts';
import { indexLines } from '../model/line-index.ts';
import type { Location } from '../model/location.ts';
import { plain } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { parseDocument } from '../source/document.ts';

/** What was being read when it happened. */
export interface ModuleFailure {
  readonly file?: string;
  /** What that file wanted to import. */
  readonly specifier?: string;
}

interface Found {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export class ImportError extends Error {
  /** The path of the module that was asked for. */
  readonly path: string;
  readonly #place: Found | undefined;

  constructor(error: unknown, path: string, files: readonly string[], failure: ModuleFailure, message?: string) {
    super(message ?? (error instanceof Error ? error.message : String(error)), { cause: error });
    this.path = path;
    this.#place = message === undefined ? (findInStack(error, files) ?? findByReading(error, failure)) : undefined;
  }

  get isPlaced(): boolean {
    return this.#place !== undefined;
  }

  /** As a sentence about `what`, with paths relative to a folder. */
  explain(what: string, folder: string): UserError {
    const { message, cause } = this;
    if (cause === undefined && message.startsWith('did not')) return new UserError(`${what} ${message}`);
    // Node's own sentences name files by their whole path.
    const text = message
      .replaceAll(`${folder}${sep}`, '')
      .replaceAll(`${dirname(this.path)}${sep}`, '')
      .replaceAll(/[?&]truce=\d+/g, '');
    const place = this.#place && locate(this.#place, folder);
    return new UserError(`${what} cannot be loaded: ${plain(text)}`, {
      ...(place && { location: place }),
      hint: 'Run `node` on it to see the whole error',
      cause,
    });
  }
}

function locate({ file, line, column }: Found, folder: string): Location {
  const inside = relative(folder, file);
  const uri = (inside.startsWith('..') ? file : inside).split(sep).join('/');
  const lines = indexLines(read(file));
  return fixedPlace({ uri, syntax: 'text', lines: (from, to) => lines.lines(from, to) }, { line, column });
}

/** The first line of the stack that stands in one of the files. */
function findInStack(error: unknown, files: readonly string[]): Found | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  let best: (Found & { at: number }) | undefined;
  for (const file of files) {
    for (const name of [pathToFileURL(file).href, file]) {
      const pattern = new RegExp(`${RegExp.escape(name)}(?:[?&]truce(?:-syntax)?=\\d+)?:(\\d+)(?::(\\d+))?`);
      const found = pattern.exec(stack);
      if (!found || (best && best.at <= found.index)) continue;
      // Syntax errors show the column by a caret.
      const caret = found[2] ?? (found.index === 0 ? String((/^ *(?=\^)/m.exec(stack)?.[0].length ?? 0) + 1) : '1');
      best = { file, line: Number(found[1]), column: Number(caret), at: found.index };
    }
  }
  return best;
}

function findByReading(error: unknown, { file, specifier }: ModuleFailure): Found | undefined {
  if (file === undefined) return undefined;
  const text = read(file);
  if (specifier !== undefined) {
    const offset = Math.max(text.indexOf(`'${specifier}'`), text.indexOf(`"${specifier}"`));
    return offset < 0 ? undefined : { file, ...indexLines(text).at(offset) };
  }
  if (!(error instanceof SyntaxError)) return undefined;
  const place = file.endsWith('.json') ? placeInJson(text, file) : undefined;
  return place && { file, ...place };
}

function placeInJson(text: string, file: string): { line: number; column: number } | undefined {
  try {
    parseDocument(text, file);
    return undefined;
  } catch (error) {
    return error instanceof UserError ? error.location?.source.position('') : undefined;
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
