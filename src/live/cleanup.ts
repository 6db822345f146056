// Cleaning up: everything a run made is undone in reverse order, by the ledger alone, also after a crash; what stays is listed with its reason.
import type { WorkflowRunner } from './arazzo/run.ts';
import type { Ledger, LedgerItem } from './ledger.ts';
import { Halt, type Session } from './session.ts';
import { type OperationSettings, plainOperation, type ProbeSettings } from './settings.ts';
import { UserError } from '../model/user-error.ts';

export interface CleanupOptions {
  readonly ledger: Ledger;
  readonly session: Session;
  readonly settings: ProbeSettings;
  readonly workflows: WorkflowRunner | undefined;
  readonly mark: string;
}

export interface Cleanup {
  /** Things that were there and are gone now. */
  readonly undone: number;
  /** Things that are, or may be, still there. */
  readonly left: readonly LedgerItem[];
  /** What stays although it was removed as far as the API can, and how many. */
  readonly stays: ReadonlyMap<string, number>;
}

/** Things found by the mark and removed, of one operation, at most. */
const mostFound = 500;

export async function cleanUp({ ledger, session, settings, workflows, mark }: CleanupOptions): Promise<Cleanup> {
  session.beginCleaning();
  let undone = 0;
  const stays = new Map<string, number>();
  const own = (item: LedgerItem): OperationSettings => settings.operations.get(item.operation) ?? plainOperation;
  const settle = (item: LedgerItem, removal: Removal): void => {
    if (removal.kind === 'undone') undone++;
    const { leaves } = own(item);
    if (removal.kind === 'undone' && leaves !== undefined) stays.set(leaves, (stays.get(leaves) ?? 0) + 1);
    ledger.settle(item.id, removal.kind === 'left' ? { state: 'left', why: removal.why } : { state: removal.kind });
  };
  const done = new Set<string>();
  for (const item of ledger.open()) {
    const { undo } = own(item);
    const name = `${item.operation} ${item.subject}`;
    // Where the client chooses the name, many requests are about one thing.
    if (item.subject !== undefined && done.has(name)) {
      settle(item, { kind: 'gone' });
      continue;
    }
    done.add(name);
    if (item.subject !== undefined && undo !== undefined) settle(item, await remove(workflows, undo, item.subject));
    else if (own(item).find === undefined || undo === undefined) settle(item, { kind: 'left', why: whyStays(item, own(item)) });
  }
  // What arrived without an answer, and what nobody expected to be made, is found by its mark.
  for (const [operation, { find, undo }] of settings.operations) {
    const items = ledger.items.filter((item) => item.operation === operation);
    // A line that cannot be read may have been about any of them.
    if (find === undefined || undo === undefined || (items.length === 0 && ledger.damaged.length === 0)) continue;
    const search = await sweep(workflows, find, undo, mark);
    undone += search.undone;
    for (const item of ledger.open().filter((one) => one.operation === operation))
      settle(item, search.why !== undefined ? { kind: 'left', why: search.why } : { kind: 'gone' });
    if (search.why !== undefined && search.isThere && ledger.open().every((item) => item.operation !== operation)) {
      const id = ledger.intend(items[0]?.contract ?? '', operation);
      ledger.settle(id, { state: 'left', why: search.why });
    }
  }
  return { undone, left: [...ledger.open().toReversed(), ...unreadable(ledger)], stays };
}

/** What stood there may be left, and nobody knows what it was. */
const unreadable = ({ damaged, startedAt }: Ledger): readonly LedgerItem[] =>
  damaged.map((line) => ({
    id: 0,
    contract: '',
    operation: `line ${line} of the ledger`,
    at: startedAt,
    state: 'left',
    why: 'it cannot be read; what can be found by the mark was looked for, anything else it named may still be there',
  }));

type Removal = { readonly kind: 'undone' | 'gone' } | { readonly kind: 'left'; readonly why: string };

function whyStays({ state, subject }: LedgerItem, { undo, creates }: OperationSettings): string {
  if (undo === undefined) return 'nothing says how it is removed';
  if (state === 'intended') return 'no answer says whether it was made, and nothing says how to find it';
  return creates === undefined || subject === undefined ? 'the answer did not name it' : 'it could not be removed';
}

async function remove(workflows: WorkflowRunner | undefined, undo: string, subject: string | number): Promise<Removal> {
  try {
    const outcome = await workflows?.run(undo, { subject });
    if (!outcome) return { kind: 'left', why: 'there are no workflows' };
    if (!outcome.failure) return { kind: 'undone' };
    const { status } = outcome.failure.attempt ?? {};
    return status === 404 || status === 410 ? { kind: 'gone' } : { kind: 'left', why: `removing it failed: ${outcome.failure.message}` };
  } catch (error) {
    if (error instanceof Halt || error instanceof UserError) return { kind: 'left', why: `removing it failed: ${error.message}` };
    throw error;
  }
}

/** Removes what carries the mark until nothing does. `why`: it could not be looked for, or not be removed (`isThere`). */
async function sweep(
  workflows: WorkflowRunner | undefined,
  find: string,
  undo: string,
  mark: string,
): Promise<{ readonly undone: number; readonly why?: string; readonly isThere?: boolean }> {
  const removed = new Set<unknown>();
  for (;;) {
    const undone = removed.size;
    let subject: unknown;
    try {
      const outcome = await workflows?.run(find, {});
      if (!outcome || outcome.failure)
        return { undone, why: `looking for \`${mark}\` failed: ${outcome?.failure?.message ?? 'there are no workflows'}` };
      subject = outcome.outputs['subject'];
    } catch (error) {
      if (error instanceof Halt || error instanceof UserError) return { undone, why: `looking for \`${mark}\` failed: ${error.message}` };
      throw error;
    }
    if (subject === undefined || subject === null || subject === '') return { undone };
    if ((typeof subject !== 'string' && typeof subject !== 'number') || undone >= mostFound)
      return { undone, why: `more than ${undone} things carry \`${mark}\``, isThere: true };
    const removal = await remove(workflows, undo, subject);
    // Removed, and found again: it would go on for ever.
    if (removal.kind !== 'undone' || removed.has(subject))
      return {
        undone,
        why: removal.kind === 'left' ? removal.why : `${subject} carries \`${mark}\`, is found, and cannot be removed`,
        isThere: true,
      };
    removed.add(subject);
  }
}
