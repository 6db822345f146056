// What stands whole in a JSON text (RFC 8259) before the place where it is damaged or cut off.
import { skipSpace, skipString } from '../model/json-scan.ts';
import { child, type Pointer } from '../model/pointer.ts';

export interface Salvaged {
  readonly value: unknown;
  /** The containers the damage stands in, by pointer: they are not whole. */
  readonly cut: ReadonlySet<Pointer>;
}

interface Container {
  readonly pointer: Pointer;
  readonly isArray: boolean;
  /** Offset after the last whole member, or after the opening bracket. */
  end: number;
  /** Items that are whole. */
  count: number;
}

/** `damage`: the offset at which the text stops being JSON. Undefined when nothing can be had of it. */
export function salvageJson(text: string, damage: number): Salvaged | undefined {
  const stack = openAt(text, damage);
  const innermost = stack.at(-1);
  if (!innermost) return undefined;
  const closing = stack
    .map(({ isArray }) => (isArray ? ']' : '}'))
    .toReversed()
    .join('');
  try {
    const value: unknown = JSON.parse(text.slice(0, innermost.end) + closing);
    return { value, cut: new Set(stack.map(({ pointer }) => pointer)) };
  } catch {
    return undefined;
  }
}

/** The containers that are open where the text is damaged. */
function openAt(text: string, damage: number): Container[] {
  const stack: Container[] = [];
  let name: string | undefined;
  let i = skipSpace(text, 0);
  const finish = (end: number): void => {
    const container = stack.at(-1);
    if (!container) return;
    container.end = end;
    container.count++;
    name = undefined;
  };
  while (i < damage) {
    const char = text[i];
    const container = stack.at(-1);
    if (char === '{' || char === '[') {
      const pointer = container ? child(container.pointer, container.isArray ? container.count : (name ?? '')) : '';
      stack.push({ pointer, isArray: char === '[', end: i + 1, count: 0 });
      name = undefined;
      i++;
    } else if (char === '}' || char === ']') {
      stack.pop();
      finish(++i);
    } else if (char === '"') {
      const end = skipString(text, i);
      if (end > damage) return stack;
      if (container && !container.isArray && name === undefined) name = nameOf(text.slice(i, end));
      else finish(end);
      i = end;
    } else if (char === ',' || char === ':') i++;
    else {
      const start = i;
      while (i < damage && !/[\s,:[\]{}"]/.test(text[i] ?? ' ')) i++;
      // A number that ends with the text may go on behind it.
      if (i >= damage) return stack;
      if (i === start) i++;
      else finish(i);
    }
    i = skipSpace(text, i);
  }
  return stack;
}

function nameOf(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}
