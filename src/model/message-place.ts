// Where the parts of a message stand in evidence that is JSON: the member of its object, found when somebody asks.
import type { MessagePart } from './exchange.ts';
import type { Location } from './location.ts';
import { child } from './pointer.ts';

/** `members` answers with the pointer below the message, or undefined when it has no such member. */
export const placesIn =
  (message: Location, members: (part: MessagePart, name: string) => string | undefined) =>
  (part: MessagePart, name = ''): Location => {
    const pointer = members(part, name);
    return pointer === undefined ? message : { source: message.source, pointer: message.pointer + pointer };
  };

/** Pointer of the last item of a list of `{ name, value }` with a name, whatever its case. */
export function namedItem(list: unknown, at: string, name: string): string | undefined {
  if (!Array.isArray(list)) return undefined;
  const index = indexOf(list, () =>
    (list as unknown[]).flatMap((item, position) =>
      typeof item === 'object' && item !== null && 'name' in item ? [[String(item.name).toLowerCase(), position] as const] : [],
    ),
  ).get(name.toLowerCase());
  return index === undefined ? undefined : child(at, index);
}

/** Pointer of the member of an object with a name, whatever its case. */
export function namedMember(object: unknown, at: string, name: string): string | undefined {
  if (typeof object !== 'object' || object === null) return undefined;
  const key = indexOf(object, () => Object.keys(object).map((candidate) => [candidate.toLowerCase(), candidate] as const)).get(
    name.toLowerCase(),
  );
  return key === undefined ? undefined : child(at, key);
}

// A message with a hundred thousand fields asks for the place of each.
const indexes = new WeakMap<object, ReadonlyMap<string, string | number>>();

function indexOf(
  container: object,
  entries: () => readonly (readonly [name: string, token: string | number])[],
): ReadonlyMap<string, string | number> {
  let index = indexes.get(container);
  if (!index) indexes.set(container, (index = new Map(entries())));
  return index;
}
