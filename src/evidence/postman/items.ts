// The items of a Postman collection, folder by folder, with the variables and the authorization that hold for each.
import { isRecord } from '../../model/json-value.ts';
import { child, type Pointer } from '../../model/pointer.ts';

export interface Item {
  readonly pointer: Pointer;
  /** Of the folders it lies in, and its own. */
  readonly names: readonly string[];
  readonly request: unknown;
  /** Empty when there is none; something else than a list stands here as it is in the collection. */
  readonly responses: unknown;
  readonly variables: ReadonlyMap<string, string>;
  /** The Auth Object of the nearest folder or the collection that has one. */
  readonly auth: unknown;
}

/** Yields whatever is a request, in the order of the file. An item that is no object is one whose request is missing. No document is nested too deeply to be walked. */
export function walkItems(collection: Record<string, unknown>, pointer: Pointer): Generator<Item> {
  return walk(collection, pointer, { names: [], variables: new Map(), auth: undefined });
}

interface Context {
  readonly names: readonly string[];
  readonly variables: ReadonlyMap<string, string>;
  readonly auth: unknown;
}

function* walk(folder: Record<string, unknown>, pointer: Pointer, context: Context): Generator<Item> {
  const variables = withVariables(context.variables, folder['variable']);
  const auth = folder['auth'] ?? context.auth;
  if (!Array.isArray(folder['item'])) return;
  for (const [index, item] of (folder['item'] as unknown[]).entries()) {
    const place = child(`${pointer}/item`, index);
    const held = isRecord(item) ? item : {};
    const names = [...context.names, typeof held['name'] === 'string' ? held['name'] : `item ${index}`];
    if (Array.isArray(held['item'])) yield* walk(held, place, { names, variables, auth });
    else {
      const responses = held['response'] ?? [];
      yield { pointer: place, names, request: held['request'], responses, variables: withVariables(variables, held['variable']), auth };
    }
  }
}

function withVariables(known: ReadonlyMap<string, string>, list: unknown): ReadonlyMap<string, string> {
  if (!Array.isArray(list) || list.length === 0) return known;
  const variables = new Map(known);
  for (const variable of list as unknown[]) {
    if (!isRecord(variable) || variable['disabled'] === true) continue;
    const name = variable['key'] ?? variable['id'];
    const { value } = variable;
    if (typeof name === 'string' && (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'))
      variables.set(name, String(value));
  }
  return variables;
}
