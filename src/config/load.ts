// Finds, reads and validates `truce.config.*`: upward from the current folder to the root of the repository.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pointerOf } from '../model/pointer.ts';
import { plain, quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { checks } from '../checks/index.ts';
import { rules } from '../rules/index.ts';
import { judgePlainValue } from '../openapi/plain-schema.ts';
import schema from '../../schemas/config.schema.json' with { type: 'json' };
import { parseDocument } from '../source/document.ts';
import { explainErrno } from '../source/read.ts';
import { fileSource } from '../source/text-source.ts';
import type { Config } from './config.ts';
import { ImportError } from './import-error.ts';

const names = [
  'truce.config.ts',
  'truce.config.mts',
  'truce.config.js',
  'truce.config.mjs',
  'truce.config.json',
  'truce.config.yaml',
  'truce.config.yml',
];

export interface LoadedConfig {
  readonly config: Config;
  /** Absolute path of the file. */
  readonly path: string;
  /** Absolute path of its folder: what relative paths in it start from. */
  readonly folder: string;
}

/** The nearest config file at or above a folder, not beyond the repository (a folder with `.git`); undefined when there is none. */
export function findConfig(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const found = names.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (found) return found;
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}

/** Gives the default export of a module; undefined when it has none. */
export type ImportDefault = (path: string) => Promise<unknown>;

/** Reads a config file; `importDefault` where `import()` is not free to do it. Throws a UserError that names the place. */
export async function readConfig(path: string, shown = path, importDefault: ImportDefault = importHere): Promise<LoadedConfig> {
  const absolute = resolve(path);
  if (!existsSync(absolute)) throw new UserError(`There is no config file at ${quote(shown, 200)}`, { hint: 'Check `--config`' });
  const isCode = /\.[mc]?[jt]s$/.test(absolute);
  const value = isCode ? await importConfig(absolute, shown, importDefault) : parseDocument(readText(absolute, shown), shown).value;
  const source = fileSource({
    uri: shown,
    syntax: absolute.endsWith('.json') ? 'json' : isCode ? 'text' : 'yaml',
    read: () => readFileSync(absolute, 'utf8'),
  });
  const [mismatch] = judgePlainValue(schema, value, 'the config');
  if (mismatch)
    // A value that code computes has no place in the file.
    throw new UserError(isCode ? `${shown}: ${mismatch.message}` : mismatch.message, {
      ...(!isCode && { location: { source, pointer: mismatch.pointer } }),
      hint: 'The fields are described in docs/config.md and schemas/config.schema.json',
    });
  const config = value as Config;
  const known = new Set([...rules, ...checks].map(({ id }) => id));
  const named = [
    ...Object.keys(config.rules ?? {}).map((rule) => ({
      rule,
      location: { source, pointer: pointerOf('rules', rule), at: 'key' as const },
    })),
    ...(config.waivers ?? []).map(({ rule }, index) => ({ rule, location: { source, pointer: pointerOf('waivers', index, 'rule') } })),
  ];
  for (const { rule, location } of named) {
    if (!known.has(rule))
      throw new UserError(`${shown} names the rule ${quote(rule)}, which does not exist`, {
        ...(!isCode && { location }),
        hint: '`truce rules` and `truce checks` list them',
      });
  }
  return { config, path: absolute, folder: dirname(absolute) };
}

function readText(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`The config ${quote(shown, 200)} cannot be read: ${explainErrno(error)}`, {
      hint: 'Check `--config`',
      cause: error,
    });
  }
}

/** Milliseconds a config that is code may take. */
const patience = 10_000;

async function importConfig(path: string, shown: string, importDefault: ImportDefault): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waited = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new UserError(`${shown} did not finish within ${patience / 1000} seconds`)), patience);
  });
  try {
    const value = await Promise.race([importDefault(path), waited]);
    if (value !== undefined) return value;
    throw new UserError(`${shown} has no default export`, { hint: 'Write `export default defineConfig({ … })`' });
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (error instanceof ImportError) throw error.explain(shown, dirname(path));
    const message = error instanceof Error ? error.message : String(error);
    // Node's own sentences name files by their whole path.
    throw new UserError(`${shown} cannot be loaded: ${plain(message.replaceAll(`${dirname(path)}${sep}`, ''))}`, {
      hint: 'Run `node` on it to see the whole error',
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

async function importHere(path: string): Promise<unknown> {
  const module = (await import(pathToFileURL(path).href)) as { default?: unknown };
  return await module.default;
}
