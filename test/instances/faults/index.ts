// The table of faults: one entry each, named, with what it imitates and which check should find it.
import { answers } from './answers.ts';
import type { FaultContext, FaultEntry, Layer } from './fault.ts';
import { refusals } from './refusals.ts';
import { state } from './state.ts';
import { transport } from './transport.ts';

const table = { ...answers, ...refusals, ...transport, ...state };

export type FaultId = keyof typeof table;
/** An entry of the table, or an entry with its value, such as `slow=300`. */
export type Fault = FaultId | `${FaultId}=${string}`;

export const faults: Readonly<Record<FaultId, FaultEntry>> = table;

/** @throws Error when there is no such fault. */
export function parseFault(text: string): Fault {
  if (!Object.hasOwn(table, idOf(text))) throw new Error(`There is no fault \`${text}\`; there are ${Object.keys(table).join(', ')}`);
  return text as Fault;
}

/** The faults that are habits of the vendor's own world. */
export const habitsOf = (wanted: readonly Fault[]): ReadonlySet<string> =>
  new Set(wanted.map((fault) => idOf(parseFault(fault))).filter((id) => !faults[id].layer));

/** The layers of the faults, the first outermost. */
export function layersOf(wanted: readonly Fault[], context: FaultContext): Layer[] {
  return wanted.flatMap((fault) => {
    const { vendors, layer, everywhere = false } = faults[idOf(parseFault(fault))];
    if (!vendors.includes(context.vendor.id)) throw new Error(`An instance of ${context.vendor.id} cannot have the fault \`${fault}\``);
    if (!layer) return [];
    const at = fault.indexOf('=');
    const made = layer(at < 0 ? undefined : fault.slice(at + 1), context);
    if (everywhere) return [made];
    const guarded: Layer = (request, next) => (context.vendor.signIn.test(request.path) ? next(request) : made(request, next));
    return [guarded];
  });
}

const idOf = (fault: string): FaultId => fault.split('=', 1)[0] as FaultId;
