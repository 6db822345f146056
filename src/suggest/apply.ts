// Applies an Overlay 1.0 document to the value of a document (Overlay Specification 1.0.0 §4.4): actions in order, on a copy.
import { isRecord } from '../model/json-value.ts';
import { tokensOf } from '../model/pointer.ts';
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

/**
 * What an action changes is copied, from the root down to its place: two places can hold the same object (an alias in YAML), and only one of
 * them is meant.
 */
export function applyActions(document: unknown, actions: readonly Action[]): unknown {
  let root = structuredClone(document);
  for (const { target, update, remove } of actions) {
    // From the last place to the first, so that removed items do not move the others.
    for (const pointer of select(root, parsePath(target)).toReversed()) {
      const tokens = tokensOf(pointer);
      if (remove === true) root = removeAt(root, tokens, target);
      else if (update !== undefined) root = changeAt(root, tokens, (place) => updated(place, update, target));
    }
  }
  return root;
}

type Container = Record<string, unknown> | unknown[];

const copyOf = (value: Container): Container => (Array.isArray(value) ? [...(value as unknown[])] : { ...value });

/** A copy in which one place is what `change` makes of it; `tokens` lead to a place that is there. */
function changeAt(value: unknown, [token, ...rest]: readonly string[], change: (place: unknown) => unknown): unknown {
  if (token === undefined) return change(value);
  const copy = copyOf(value as Container);
  define(copy, token, changeAt((value as Record<string, unknown>)[token], rest, change));
  return copy;
}

function removeAt(root: unknown, tokens: readonly string[], target: string): unknown {
  const name = tokens.at(-1);
  if (name === undefined) throw new UserError(`The action with the target \`${target}\` would remove the whole document`);
  return changeAt(root, tokens.slice(0, -1), (parent) => {
    const copy = copyOf(parent as Container);
    if (Array.isArray(copy)) copy.splice(Number(name), 1);
    else delete copy[name];
    return copy;
  });
}

function updated(place: unknown, update: unknown, target: string): unknown {
  if (Array.isArray(place)) return [...(place as unknown[]), structuredClone(update)];
  if (isRecord(place) && isRecord(update)) return merge(place, update);
  throw new UserError(`The action with the target \`${target}\` updates ${show(place, 60)}, which is neither an object nor a list`);
}

/** Objects are merged, lists appended to, everything else replaced. */
function merge(into: Readonly<Record<string, unknown>>, update: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const merged = { ...into };
  for (const [name, value] of Object.entries(update)) {
    const before = Object.hasOwn(into, name) ? into[name] : undefined;
    if (isRecord(before) && isRecord(value)) define(merged, name, merge(before, value));
    else if (Array.isArray(before) && Array.isArray(value))
      define(merged, name, [...(before as unknown[]), ...(structuredClone(value) as unknown[])]);
    else define(merged, name, structuredClone(value));
  }
  return merged;
}

/** A name such as `__proto__` must become a member like any other. */
const define = (container: Container, name: string, value: unknown): void =>
  void Object.defineProperty(container, name, { value, enumerable: true, configurable: true, writable: true });
