// The ledger of a probe: a file of JSON lines in which every request that may create something stands before it leaves, so that nothing is left behind unknown.
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { isRecord } from '../model/json-value.ts';
import { UserError } from '../model/user-error.ts';
import { explainErrno } from '../source/read.ts';

/** The first line: enough to clean up without anything else of the run. */
export interface LedgerHead {
  readonly ledger: 1;
  readonly run: string;
  readonly startedAt: string;
  /** Scheme, authority and base path; never with user information. */
  readonly target: string;
  /** What stands in a name field of everything the run creates. */
  readonly mark: string;
  /** The OpenAPI document, as seen from where the run was started. */
  readonly contract: string;
}

/** Something that may have come into being. */
export interface LedgerItem {
  readonly id: number;
  readonly contract: string;
  readonly operation: string;
  readonly at: string;
  /** `intended`: nobody knows whether the request arrived; `created`: it did; `failed`: the instance refused it. */
  readonly state: 'intended' | 'created' | 'failed' | 'undone' | 'gone' | 'left';
  /** Names the created thing, for the workflow that undoes it. */
  readonly subject?: string | number;
  /** Why it is left. */
  readonly why?: string;
}

type Line = LedgerHead | (Partial<LedgerItem> & Pick<LedgerItem, 'id'>);

/** Lines are on the disk (fsync) when a call returns. Throws a UserError when they cannot be: then nothing may be sent. */
export class Ledger {
  readonly #descriptor: number;
  readonly #path: string;
  readonly #items = new Map<number, LedgerItem>();
  readonly startedAt: string;
  /** Numbers of lines that cannot be read: what they said is not known. */
  readonly damaged: readonly number[];
  #next = 1;

  private constructor(path: string, shown: string, flags: 'ax' | 'a', { startedAt }: LedgerHead, damaged: readonly number[] = []) {
    this.#descriptor = open(path, flags, shown);
    this.#path = shown;
    this.startedAt = startedAt;
    this.damaged = damaged;
  }

  /** Makes a new file; one that exists is never written over. */
  static create(path: string, shown: string, head: LedgerHead): Ledger {
    const ledger = new Ledger(path, shown, 'ax', head);
    ledger.#write(head);
    return ledger;
  }

  /** Reads a ledger, also one whose writer was killed in the middle of a line, and goes on in it. */
  static continue(path: string, shown: string): { readonly head: LedgerHead; readonly ledger: Ledger } {
    const { head, items, end, damaged } = readLedger(path, shown);
    const ledger = new Ledger(path, shown, 'a', head, damaged);
    for (const item of items) ledger.#items.set(item.id, item);
    ledger.#next = items.reduce((most, { id }) => Math.max(most, id), 0) + 1;
    if (end !== 'whole') ledger.#append(Buffer.from(end === 'cut' ? `${cutSign}\n` : '\n'));
    return { head, ledger };
  }

  get items(): readonly LedgerItem[] {
    return [...this.#items.values()];
  }

  /** Before the request leaves. Answers with the number of the item. */
  intend(contract: string, operation: string, subject?: string | number): number {
    const item: LedgerItem = {
      id: this.#next++,
      contract,
      operation,
      at: new Date().toISOString(),
      state: 'intended',
      ...(subject !== undefined && { subject }),
    };
    this.#items.set(item.id, item);
    this.#write(item);
    return item.id;
  }

  settle(id: number, change: Pick<LedgerItem, 'state'> & Partial<Pick<LedgerItem, 'subject' | 'why'>>): void {
    const item = this.#items.get(id);
    if (item) this.#items.set(id, { ...item, ...change });
    this.#write({ id, ...change });
  }

  /** What may still be there, the latest first: the order of cleaning up. */
  open(): readonly LedgerItem[] {
    return this.items.filter(({ state }) => state === 'intended' || state === 'created' || state === 'left').toReversed();
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #write(line: Line): void {
    this.#append(Buffer.from(`${JSON.stringify(line)}\n`));
  }

  #append(bytes: Uint8Array): void {
    try {
      for (let from = 0; from < bytes.length;) from += writeSync(this.#descriptor, bytes, from);
      fsyncSync(this.#descriptor);
    } catch (error) {
      throw new UserError(`Cannot write the ledger \`${this.#path}\`: ${explainErrno(error)}`, {
        hint: 'Nothing more is sent: what is created must be known. Make room, or name another place with --ledger',
        cause: error,
      });
    }
  }
}

function open(path: string, flags: 'ax' | 'a', shown: string): number {
  try {
    return openSync(path, flags, 0o600);
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new UserError(`Cannot write the ledger \`${shown}\`: ${isThere ? 'the file exists' : explainErrno(error)}`, {
      hint: isThere
        ? `If a run left it, \`truce probe --cleanup ${shown}\` cleans up; otherwise name another file`
        : 'Name another place with --ledger',
      cause: error,
    });
  }
}

/** Behind a line that was cut, once somebody went on in the file. */
const cutSign = ' (cut)';

export interface LedgerReading {
  readonly head: LedgerHead;
  readonly items: readonly LedgerItem[];
  /** `open`: the last line lacks its line break; `cut`: its writer was killed in the middle, and what it was about was not sent. */
  readonly end: 'whole' | 'open' | 'cut';
  /** Numbers of other lines that cannot be read. */
  readonly damaged: readonly number[];
}

/** Throws a UserError for what is no ledger. A line that cannot be read is passed over, and named unless it was cut at the end. */
export function readLedger(path: string, shown: string): LedgerReading {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`Cannot read the ledger \`${shown}\`: ${explainErrno(error)}`, { cause: error });
  }
  const lines = text.split('\n');
  let end: LedgerReading['end'] = lines.at(-1) === '' ? 'whole' : 'open';
  const head = parse(lines[0] ?? '');
  if (!isHead(head)) throw noLedger(head, shown);
  const items = new Map<number, LedgerItem>();
  const damaged: number[] = [];
  for (const [at, line] of lines.entries()) {
    if (at === 0 || line === '') continue;
    const read = parse(line);
    if (isLine(read)) items.set(read.id, { ...nameless, at: head.startedAt, ...items.get(read.id), ...read });
    else if (at + 1 === lines.length) end = 'cut';
    else if (!line.endsWith(cutSign)) damaged.push(at + 1);
  }
  return { head, items: [...items.values()], end, damaged };
}

/** Where the line that says what it is about cannot be read. */
const nameless: Omit<LedgerItem, 'id' | 'at'> = {
  contract: '',
  operation: 'an operation that the ledger does not name',
  state: 'intended',
};

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

const texts = (value: Readonly<Record<string, unknown>>, ...names: readonly string[]): boolean =>
  names.every((name) => typeof value[name] === 'string');

// The name of the run becomes that of a file.
const isHead = (value: unknown): value is LedgerHead =>
  isRecord(value) &&
  value['ledger'] === 1 &&
  texts(value, 'run', 'startedAt', 'target', 'mark', 'contract') &&
  /^[\w-]{1,64}$/.test(String(value['run'])) &&
  value['mark'] !== '';

const states: readonly unknown[] = ['intended', 'created', 'failed', 'undone', 'gone', 'left'] satisfies LedgerItem['state'][];

function isLine(value: unknown): value is Partial<LedgerItem> & Pick<LedgerItem, 'id'> {
  if (!isRecord(value) || !Number.isSafeInteger(value['id']) || !states.includes(value['state'])) return false;
  const { subject, why } = value;
  const isNamed = value['operation'] === undefined || texts(value, 'operation', 'contract', 'at');
  return isNamed && /^(undefined|string|number)$/.test(typeof subject) && /^(undefined|string)$/.test(typeof why);
}

function noLedger(head: unknown, shown: string): UserError {
  const version = isRecord(head) ? head['ledger'] : undefined;
  if (typeof version === 'number' && version !== 1)
    return new UserError(`\`${shown}\` is a ledger of version ${version}; this version of Truce reads version 1`, {
      hint: 'Clean up with the version of Truce that wrote it',
    });
  return new UserError(`\`${shown}\` is no ledger of \`truce probe\``, {
    hint: 'Its first line says `"ledger":1` and names run, target, mark and contract',
  });
}
