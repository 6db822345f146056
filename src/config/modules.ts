// Imports the modules a user writes (config, handlers), finds out which files they consist of, and reads them again after a change.
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ImportError, type ModuleFailure } from './import-error.ts';

/** Milliseconds that importing a module may take. */
const patience = 10_000;

/** Truce's own code is never read again: handlers and the server must share it. */
const own = ['src/', 'dist/'].map(
  (folder) => new URL(`${/\/src\/config\/[^/]*$/.test(import.meta.url) ? '../../' : '../'}${folder}`, import.meta.url).href,
);
const isForeign = (url: string): boolean =>
  !url.startsWith('file:') || url.includes('/node_modules/') || own.some((folder) => url.startsWith(folder));

const markPattern = /[?&]truce=(\d+)/;
const readings: ModuleReading[] = [];
let last = 0;
let isHooked = false;

/**
 * One reading of a graph of modules. Node keeps modules by URL for ever, so each reading but the first marks the URLs with its number.
 * Files in `node_modules` and Truce's own are shared by all readings.
 */
export class ModuleReading {
  /** Absolute paths of the files read so far, and of those that were wanted but are not there. */
  readonly files = new Set<string>();
  /** Called when a file joins later, by an `import()` while a handler runs. */
  onFile: ((path: string) => void) | undefined;
  readonly #number = last++;
  #failure: ModuleFailure = {};

  constructor() {
    const { cache } = createRequire(import.meta.url);
    // CommonJS is kept by path.
    for (const { files } of readings) for (const file of files) delete cache[file];
    // Requests that are still running may import for the reading before this one.
    readings.splice(0, readings.length - 1);
    readings.push(this);
  }

  /** The default export of a module, undefined without one. Throws an ImportError that names the file and, where it is known, the line. */
  async importDefault(path: string): Promise<unknown> {
    if (!isHooked) registerHooks({ resolve: resolveMarked, load: loadMarked });
    isHooked = true;
    const url = pathToFileURL(path);
    this.#add(path);
    this.#failure = { file: path };
    try {
      return await inTime(
        path,
        (import(this.#mark(url.href)) as Promise<{ default?: unknown }>).then((exports) => exports.default),
      );
    } catch (error) {
      if (error instanceof ImportError || (error instanceof Error && error.name === 'UserError')) throw error;
      const failure = this.#failure;
      const plain = new ImportError(error, path, [...this.files], failure);
      if (plain.isPlaced || !(error instanceof SyntaxError) || !/\.m?js$/.test(failure.file ?? '')) throw plain;
      throw new ImportError(await placed(failure.file as string, error), path, [...this.files], failure);
    }
  }

  /** True for the URL of a module this reading has read. */
  has(url: string): boolean {
    const number = markPattern.exec(url)?.[1];
    return number === undefined
      ? this.#number === 0 && url.startsWith('file:') && this.files.has(fileURLToPath(url))
      : Number(number) === this.#number;
  }

  /** The URL under which this reading keeps a module. */
  take(url: string): string {
    if (isForeign(url)) return url;
    this.#add(fileURLToPath(url));
    return this.#mark(url);
  }

  /** What a `require` leads to is kept by path, so its URL stays as it is. */
  note(url: string): void {
    if (!isForeign(url)) this.#add(fileURLToPath(url));
  }

  /** Remembers what was being read, since Node's errors do not always say. */
  reached(failure: ModuleFailure): void {
    this.#failure = failure;
  }

  #mark(url: string): string {
    return this.#number === 0 ? url : `${url}${url.includes('?') ? '&' : '?'}truce=${this.#number}`;
  }

  #add(path: string): void {
    if (this.files.has(path)) return;
    this.files.add(path);
    this.onFile?.(path);
  }
}

/** Node does not say where JavaScript breaks; its reader of TypeScript does. What it finds well formed is as broken as before, and never runs. */
const placed = (file: string, error: Error): Promise<unknown> =>
  import(`${pathToFileURL(file).href}?truce-syntax=${last++}`).then(
    () => error,
    (other: unknown) => (other instanceof Error && 'code' in other ? other : error),
  );

async function inTime<T>(path: string, action: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ImportError(undefined, path, [], { file: path }, `did not finish within ${patience / 1000} seconds`)),
      patience,
    );
  });
  try {
    return await Promise.race([action, late]);
  } finally {
    clearTimeout(timer);
  }
}

type Resolve = NonNullable<Parameters<typeof registerHooks>[0]['resolve']>;
type Load = NonNullable<Parameters<typeof registerHooks>[0]['load']>;

const resolveMarked: Resolve = (specifier, context, next) => {
  const { parentURL = '' } = context;
  const isRequired = context.conditions.includes('require');
  // A `require` names its parent without the mark.
  const reading = readings.findLast(
    (one) => one.has(parentURL) || (isRequired && parentURL.startsWith('file:') && one.files.has(fileURLToPath(parentURL))),
  );
  if (!reading) return next(specifier, context);
  let result;
  try {
    result = next(specifier, context);
  } catch (error) {
    if (/^\.{0,2}\/|^file:/.test(specifier)) reading.note(new URL(specifier, parentURL).href);
    reading.reached({ file: fileURLToPath(parentURL), specifier });
    throw error;
  }
  if (isRequired) reading.note(result.url);
  else return { ...result, url: reading.take(result.url) };
  return result;
};

const loadMarked: Load = (url, context, next) => {
  if (url.includes('?truce-syntax=')) return { format: 'module-typescript', source: readFileSync(new URL(url)), shortCircuit: true };
  const reading = readings.findLast((one) => one.has(url));
  if (!reading) return next(url, context);
  const path = fileURLToPath(url);
  reading.reached({ file: path });
  const result = next(url, context);
  // `import` of CommonJS would give what Node read the first time.
  if (markPattern.test(url) && result.format?.startsWith('commonjs'))
    return { format: 'module', source: wrapRequired(path), shortCircuit: true };
  return result;
};

function wrapRequired(path: string): string {
  const value: unknown = createRequire(path)(path);
  const names =
    typeof value === 'object' && value !== null
      ? Object.keys(value).filter((name) => name !== 'default' && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
      : [];
  const shown = JSON.stringify(path);
  const exports = names.map((name, at) => `const e${at} = value[${JSON.stringify(name)}]; export { e${at} as ${name} };`);
  return `import { createRequire } from 'node:module'; const value = createRequire(${shown})(${shown}); export default value; ${exports.join(' ')}`;
}
