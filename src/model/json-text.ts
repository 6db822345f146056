// Where things stand in JSON text (RFC 8259): finds the place of a pointer and of a character inside a string. Values always come from JSON.parse.
import type { At, Span } from './location.ts';
import { skipSpace, skipString, skipValue } from './json-scan.ts';
import { tokensOf } from './pointer.ts';
import type { Pointer } from './pointer.ts';

export { diagnoseJson } from './json-diagnose.ts';
export { inspectJson } from './json-inspect.ts';

const quote = 0x22;
const backslash = 0x5c;

interface Match {
  readonly key: Span | undefined;
  readonly start: number;
  end: number;
}

function isToken(text: string, start: number, end: number, token: string): boolean {
  const raw = text.slice(start + 1, end - 1);
  if (!raw.includes('\\')) return raw === token;
  try {
    return JSON.parse(text.slice(start, end)) === token;
  } catch {
    return false;
  }
}

// One pass over the text: enters only the values along the pointer. A member that repeats a matched name starts that level again.
function walk(text: string, tokens: readonly string[]): Match[] {
  const matches: Match[] = [{ key: undefined, start: skipSpace(text, 0), end: text.length }];
  const indexes: number[] = [];
  let i = matches[0]?.start ?? 0;
  const enter = (at: number): void => {
    const code = text.charCodeAt(at);
    const open = matches.length <= tokens.length && (code === 0x7b || code === 0x5b);
    const match = matches.at(-1);
    if (open) {
      indexes.push(code === 0x5b ? 0 : -1);
      i = at + 1;
    } else {
      i = skipValue(text, at);
      if (match) match.end = i;
    }
  };
  enter(i);
  while (indexes.length > 0) {
    i = skipSpace(text, i);
    const code = text.charCodeAt(i);
    const level = indexes.length;
    if (i >= text.length) break;
    if (code === 0x7d || code === 0x5d) {
      indexes.pop();
      i++;
      const closed = matches[level - 1];
      if (closed) closed.end = i;
      continue;
    }
    if (code === 0x2c) {
      i++;
      continue;
    }
    const token = tokens[level - 1] ?? '';
    const index = indexes[level - 1] ?? -1;
    let key: Span | undefined;
    let hit: boolean;
    if (index >= 0) {
      hit = String(index) === token;
      indexes[level - 1] = index + 1;
    } else {
      if (code !== quote) break;
      key = { start: i, end: skipString(text, i) };
      hit = isToken(text, key.start, key.end, token);
      i = skipSpace(text, key.end);
      if (text.charCodeAt(i) !== 0x3a) break;
      i = skipSpace(text, i + 1);
    }
    if (hit) {
      matches.length = level;
      matches.push({ key, start: i, end: text.length });
      enter(i);
    } else {
      const next = skipValue(text, i);
      // A stray colon would not move on.
      i = next > i ? next : i + 1;
    }
  }
  return matches;
}

const spanOf = (match: Match, at: At): Span => (at === 'key' && match.key ? match.key : { start: match.start, end: match.end });

/** Where the value (or the name) at a pointer stands; with repeated names the last one, which is what JSON.parse keeps. */
export function locateJson(text: string, pointer: Pointer, at: At = 'value'): Span | undefined {
  const tokens = tokensOf(pointer);
  const matches = walk(text, tokens);
  const match = matches[tokens.length];
  return match && spanOf(match, at);
}

/** Like `locateJson`, but a place that is not there answers with the nearest one that contains it. */
export function locateNearestJson(text: string, pointer: Pointer, at: At = 'value'): Span {
  const tokens = tokensOf(pointer);
  const matches = walk(text, tokens);
  const match = matches.at(-1);
  // What contains a missing member is a value, whichever half of the member was asked for.
  return match ? spanOf(match, matches.length > tokens.length ? at : 'value') : { start: 0, end: text.length };
}

/** A JSON string literal opens at `start`: where the `offset`-th UTF-16 unit of its value stands in the text. */
export function mapStringOffset(text: string, start: number, offset: number): number {
  let i = start + 1;
  for (let n = 0; n < offset && i < text.length; n++) {
    const code = text.charCodeAt(i);
    if (code === quote) break;
    if (code !== backslash) i++;
    else i += text.charCodeAt(i + 1) === 0x75 ? 6 : 2;
  }
  return Math.min(i, text.length);
}
