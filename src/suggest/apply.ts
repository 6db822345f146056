// Applies an Overlay 1.0 document to the value of a document (Overlay Specification 1.0.0 §4.4): actions in order, on a copy.
import { isRecord } from '../model/json-value.ts';
import { type Pointer, resolvePointer, tokensOf } from '../model/pointer.ts';
import { show } from '../model/show.ts';
import { UserError } from '../model/user-error.ts';
import { parsePath, select } from './json-path.ts';

/** Overlay 1.0.0 Action Object. */
export interface Action {
  readonly target: string;
  readonly description?: string;
  readonly update?: unknown;
  readonly remove?: boolean;
  readonly [extension: `x-${string}`]: unknown;
}

/** Overlay 1.0.0 Overlay Object. */
export interface Overlay {
  readonly overlay: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly extends?: string;
  readonly actions: readonly Action[];
}

/** Answers with the changed copy. Targets that select nothing change nothing. Throws a UserError for what is no Overlay 1.0 and for paths it cannot follow. */
export function applyOverlay(document: unknown, overlay: unknown): unknown {
  return applyActions(document, readOverlay(overlay).actions);
}

export function readOverlay(value: unknown): Overlay {
  if (!isRecord(value) || typeof value['overlay'] !== 'string' || !/^1\.0\.\d+$/.test(value['overlay']))
    throw new UserError('It is no OpenAPI Overlay 1.0 document', { hint: 'An Overlay begins with `overlay: 1.0.0`' });
  const { actions } = value;
  if (!Array.isArray(actions)) throw new UserError('Expected `actions` of the Overlay to be a list');
  actions.forEach((action: unknown, index) => {
    if (!isRecord(action) || typeof action['target'] !== 'string')
      throw new UserError(`Expected action ${index} of the Overlay to have a \`target\`, got ${show(action, 80)}`);
  });
  return value as unknown as Overlay;
}

export function applyActions(document: unknown, actions: readonly Action[]): unknown {
  const root = structuredClone(document);
  for (const { target, update, remove } of actions) {
    // From the last place to the first, so that removed items do not move the others.
    for (const pointer of select(root, parsePath(target)).toReversed()) {
      if (remove === true) removeAt(root, pointer, target);
      else if (update !== undefined) updateAt(root, pointer, update, target);
    }
  }
  return root;
}

function removeAt(root: unknown, pointer: Pointer, target: string): void {
  const name = tokensOf(pointer).at(-1);
  if (name === undefined) throw new UserError(`The action with the target \`${target}\` would remove the whole document`);
  const parent = resolvePointer(root, pointer.slice(0, pointer.lastIndexOf('/')));
  if (Array.isArray(parent)) parent.splice(Number(name), 1);
  else delete (parent as Record<string, unknown>)[name];
}

function updateAt(root: unknown, pointer: Pointer, update: unknown, target: string): void {
  const place = resolvePointer(root, pointer);
  if (Array.isArray(place)) place.push(structuredClone(update));
  else if (isRecord(place) && isRecord(update)) merge(place, update);
  else throw new UserError(`The action with the target \`${target}\` updates ${show(place, 60)}, which is neither an object nor a list`);
}

/** Objects are merged, lists appended to, everything else replaced. */
function merge(into: Record<string, unknown>, update: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(update)) {
    const before = Object.hasOwn(into, name) ? into[name] : undefined;
    if (isRecord(before) && isRecord(value)) merge(before, value);
    else if (Array.isArray(before) && Array.isArray(value)) before.push(...(structuredClone(value) as unknown[]));
    // A name such as `__proto__` must become a member like any other.
    else Object.defineProperty(into, name, { value: structuredClone(value), enumerable: true, configurable: true, writable: true });
  }
}
