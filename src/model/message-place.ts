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
  const lower = name.toLowerCase();
  const index = (list as unknown[]).findLastIndex(
    (item) => typeof item === 'object' && item !== null && 'name' in item && String(item.name).toLowerCase() === lower,
  );
  return index < 0 ? undefined : child(at, index);
}

/** Pointer of the member of an object with a name, whatever its case. */
export function namedMember(object: unknown, at: string, name: string): string | undefined {
  if (typeof object !== 'object' || object === null) return undefined;
  const lower = name.toLowerCase();
  const key = Object.keys(object).find((candidate) => candidate.toLowerCase() === lower);
  return key === undefined ? undefined : child(at, key);
}
