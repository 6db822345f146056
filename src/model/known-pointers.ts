// Pointers that come up in one message after the other: each is built once and what follows from it is found once.
import { child, type Pointer } from './pointer.ts';
import { Recent } from './recent.ts';

/** Names of members are outsiders' to choose, so what is kept has a bound. */
const most = 20_000;

let known = new Map<Pointer, Map<string | number, Pointer>>();
let size = 0;

/** `child`, but equal pointers are the same string: it is compared and looked up without being read again. */
export function knownChild(pointer: Pointer, token: string | number): Pointer {
  let below = known.get(pointer);
  const found = below?.get(token);
  if (found !== undefined) return found;
  if (size++ >= most) {
    known = new Map();
    size = 0;
    below = undefined;
  }
  if (!below) known.set(pointer, (below = new Map()));
  const made = child(pointer, token);
  below.set(token, made);
  return made;
}

/** What a pure function says of a pointer, remembered for those asked about lately. */
export function ofPointer<T extends string | boolean>(tell: (pointer: Pointer) => T): (pointer: Pointer) => T {
  const told = new Recent<Pointer, T>(most);
  return (pointer) => {
    let answer = told.get(pointer);
    if (answer === undefined) told.set(pointer, (answer = tell(pointer)));
    return answer;
  };
}
