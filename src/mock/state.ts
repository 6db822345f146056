// The state of the mocks: one JSON value for each contract, on request kept in a file that is replaced whole (written aside, flushed, renamed).
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { quote } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { parseDocument } from '../source/document.ts';
import { explainErrno } from '../source/read.ts';

type Values = Record<string, unknown>;

export class States {
  readonly #path: string | undefined;
  #initial: ReadonlyMap<string, () => unknown> = new Map();
  #values: Values = {};
  #written: string | undefined;
  #writing: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  /** Reads the file where there is one. Throws a UserError for a file that is no JSON object. */
  constructor(path?: string) {
    this.#path = path;
    if (path === undefined || !existsSync(path)) return;
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      throw new UserError(`The state ${quote(path, 200)} cannot be read: ${explainErrno(error)}`, {
        hint: 'Check `--state`',
        cause: error,
      });
    }
    const { value } = parseDocument(text, path);
    if (!isValues(value))
      throw new UserError(`Expected ${quote(path, 200)} to hold a JSON object, one member for each contract`, {
        hint: 'Name another file with `--state`, or remove this one to begin anew',
      });
    this.#values = value;
    this.#written = text;
  }

  /** The contracts served from now on. States of others are kept, so that a contract that comes back finds its own. */
  begin(initial: ReadonlyMap<string, () => unknown>): void {
    // Made before anything is changed: they are the user's functions and may throw.
    const made = [...initial].flatMap(([id, make]) => (Object.hasOwn(this.#values, id) ? [] : [[id, make()] as const]));
    this.#initial = initial;
    for (const [id, value] of made) this.#set(id, value);
  }

  get(id: string): unknown {
    return this.#values[id];
  }

  /** What the contracts served now hold. */
  all(): Readonly<Values> {
    return Object.fromEntries([...this.#initial.keys()].map((id) => [id, this.#values[id]]));
  }

  /** Replaces the states that are named. Throws a UserError for one of a contract that is not served. */
  replace(values: Readonly<Values>): void {
    const unknown = Object.keys(values).find((id) => !this.#initial.has(id));
    if (unknown !== undefined)
      throw new UserError(`No contract with state is called ${quote(unknown)}`, {
        hint: `There are: ${[...this.#initial.keys()].join(', ') || 'none'}`,
      });
    for (const [id, value] of Object.entries(values)) this.#set(id, value);
  }

  reset(): void {
    for (const [id, make] of this.#initial) this.#set(id, make());
  }

  /** Settles when everything that stands now is on disk. Many callers share one write. Throws a UserError when the disk refuses. */
  settle(): Promise<void> {
    const path = this.#path;
    if (path === undefined) return Promise.resolve();
    if (!this.#writing) return (this.#writing = this.#write(path).finally(() => (this.#writing = undefined)));
    // What is being written may be older than the caller's change.
    const again = (): Promise<void> => {
      this.#next = undefined;
      return this.settle();
    };
    return (this.#next ??= this.#writing.then(again, again));
  }

  #set(id: string, value: unknown): void {
    Object.defineProperty(this.#values, id, { value, enumerable: true, configurable: true, writable: true });
  }

  async #write(path: string): Promise<void> {
    const text = `${JSON.stringify(this.#values, undefined, 2)}\n`;
    if (text === this.#written) return;
    const aside = `${path}.${randomUUID().slice(0, 8)}.tmp`;
    try {
      const file = await open(aside, 'w');
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(aside, path);
    } catch (error) {
      await rm(aside, { force: true }).catch(() => undefined);
      throw new UserError(`The state cannot be written to ${quote(path, 200)}: ${explainErrno(error)}`, { cause: error });
    }
    this.#written = text;
  }
}

const isValues = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);
