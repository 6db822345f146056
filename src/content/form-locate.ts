// Where a value read from named parts, the pairs of a form or the parts of a multipart body, stands in the text.
import type { Span } from '../model/location.ts';
import { type Pointer, tokensOf } from '../model/pointer.ts';

/** `tokens` as the name's brackets give them. */
export interface NamedSpan {
  readonly tokens: readonly string[];
  readonly span: Span;
}

/** The part that holds the place, or the first of those it is spread over; undefined for the body itself and for what no part names. */
export function locateNamed(parts: Iterable<NamedSpan>, pointer: Pointer): Span | undefined {
  const wanted = tokensOf(pointer);
  if (wanted.length === 0) return undefined;
  let holders: Span[] = [];
  let depth = 0;
  let inside: Span | undefined;
  for (const { tokens, span } of parts) {
    const path = tokens.filter((token, index) => token !== '' || index === 0);
    const common = path.findIndex((token, index) => token !== wanted[index]);
    if (common < 0 && path.length > depth) [holders, depth] = [[span], path.length];
    else if (common < 0 && path.length === depth) holders.push(span);
    else if (common === wanted.length) inside ??= span;
  }
  // A repeated name is an array.
  const item = holders.length > 1 ? holders[Number(wanted[depth])] : undefined;
  return item ?? holders.at(-1) ?? inside;
}
