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
  #next = 1;

  private constructor(descriptor: number, path: string) {
    this.#descriptor = descriptor;
    this.#path = path;
  }

  /** Makes a new file; one that exists is never written over. */
  static create(path: string, shown: string, head: LedgerHead): Ledger {
    const ledger = new Ledger(open(path, 'wx', shown), shown);
    ledger.#write(head);
    return ledger;
  }

  /** Reads a ledger, also one whose writer was killed in the middle of a line, and goes on in it. */
  static continue(path: string, shown: string): { readonly head: LedgerHead; readonly ledger: Ledger } {
    const { head, items, isCut } = readLedger(path, shown);
    const ledger = new Ledger(open(path, 'a', shown), shown);
    for (const item of items) ledger.#items.set(item.id, item);
    ledger.#next = Math.max(0, ...ledger.#items.keys()) + 1;
    if (isCut) writeSync(ledger.#descriptor, '\n');
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
    try {
      const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
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

function open(path: string, flags: 'wx' | 'a', shown: string): number {
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

/** Throws a UserError for what is no ledger; a last line that is cut short is passed over. */
export function readLedger(
  path: string,
  shown: string,
): { readonly head: LedgerHead; readonly items: readonly LedgerItem[]; readonly isCut: boolean } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UserError(`Cannot read the ledger \`${shown}\`: ${explainErrno(error)}`, { cause: error });
  }
  const isCut = !text.endsWith('\n');
  const lines = text.split('\n').filter((line) => line !== '');
  const parsed = lines.map((line, at) => parse(line, at === lines.length - 1 && isCut, at, shown));
  const [head] = parsed;
  if (
    !isRecord(head) ||
    head['ledger'] !== 1 ||
    typeof head['target'] !== 'string' ||
    typeof head['mark'] !== 'string' ||
    typeof head['contract'] !== 'string'
  )
    throw new UserError(`\`${shown}\` is no ledger of \`truce probe\``, { hint: 'Its first line says `"ledger":1` and names the target' });
  const items = new Map<number, LedgerItem>();
  for (const line of parsed.slice(1)) {
    if (!isRecord(line) || typeof line['id'] !== 'number') continue;
    items.set(line['id'], { ...items.get(line['id']), ...(line as unknown as LedgerItem) });
  }
  return { head: head as unknown as LedgerHead, items: [...items.values()], isCut };
}

function parse(line: string, mayBeCut: boolean, at: number, shown: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    // A kill in the middle of a line; a reader that continues begins a new one.
    if (mayBeCut || at > 0) return undefined;
    throw new UserError(`\`${shown}\` is no ledger of \`truce probe\`: line ${at + 1} is no JSON`);
  }
}
