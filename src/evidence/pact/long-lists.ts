// The interactions of a pact's text, told apart without reading them (RFC 8259): each is parsed when its turn comes, so that a large pact is never in memory whole.
import { skipSpace, skipString, skipValue } from '../../model/json-scan.ts';
import type { Span } from '../../model/location.ts';

export interface Divided {
  /** The text with the lists empty. */
  readonly rest: string;
  /** Where the items of each list stand in the text. */
  readonly lists: ReadonlyMap<string, readonly Span[]>;
}

/** Takes the lists of these names out of the outermost object. Undefined where the text is damaged between values; what is wrong inside one shows when it is parsed. */
export function divideText(text: string, names: readonly string[]): Divided | undefined {
  const lists = new Map<string, readonly Span[]>();
  let rest = '';
  let copied = 0;
  let i = skipSpace(text, 0);
  if (text[i] !== '{') return undefined;
  for (i = skipSpace(text, i + 1); text[i] === '"'; i = skipSpace(text, i + 1)) {
    const end = skipString(text, i);
    const name = text.slice(i + 1, end - 1);
    i = skipSpace(text, end);
    if (text[i] !== ':') return undefined;
    i = skipSpace(text, i + 1);
    if (text[i] === '[' && names.includes(name)) {
      const list = readItems(text, i);
      if (!list) return undefined;
      lists.set(name, list.items);
      rest += text.slice(copied, i + 1);
      copied = list.end - 1;
      i = list.end;
    } else i = skipValue(text, i);
    i = skipSpace(text, i);
    if (text[i] !== ',') break;
  }
  return { rest: rest + text.slice(copied), lists };
}

function readItems(text: string, at: number): { items: readonly Span[]; end: number } | undefined {
  const items: Span[] = [];
  let i = skipSpace(text, at + 1);
  if (text[i] === ']') return { items, end: i + 1 };
  for (;;) {
    const end = skipValue(text, i);
    if (end === i) return undefined;
    items.push({ start: i, end });
    i = skipSpace(text, end);
    if (text[i] === ']') return { items, end: i + 1 };
    if (text[i] !== ',') return undefined;
    i = skipSpace(text, i + 1);
  }
}
