// The members of the large parts of a JSON text (RFC 8259), noted once, so that each further place costs only the small part it stands in.
import type { At, Span } from './location.ts';
import { skipSpace, skipString, skipValue } from './json-scan.ts';
import { locateNearestJson } from './json-text.ts';
import { pointerOf, tokensOf } from './pointer.ts';
import type { Pointer } from './pointer.ts';

/** Smaller parts are walked anew for each place: cheaper than remembering them. */
const smallPart = 16_384;
/** After so many questions about a text of less than a megabyte the members of its small parts are remembered too. */
const fewQuestions = 4;
const smallText = 1 << 20;

interface Part {
  readonly key: Span | undefined;
  readonly value: Span;
}

type Members = ReadonlyMap<string, Part>;

/**
 * The members of what begins at `at`, and its end; of the containers directly in it as well, so that one walk does for two levels.
 * With repeated names the last one stays, which is what JSON.parse keeps.
 */
function readMembers(text: string, at: number, opened: Map<number, Members>, levels: number): number {
  const members = new Map<string, Part>();
  opened.set(at, members);
  const isArray = text[at] === '[';
  let i = at + 1;
  for (let index = 0; ; index++) {
    i = skipSpace(text, i);
    if (text[i] === ',') i = skipSpace(text, i + 1);
    if (i >= text.length) break;
    if (text[i] === '}' || text[i] === ']') return i + 1;
    let key: Span | undefined;
    let token = String(index);
    if (!isArray) {
      if (text[i] !== '"') break;
      key = { start: i, end: skipString(text, i) };
      token = nameOf(text.slice(key.start, key.end));
      i = skipSpace(text, key.end);
      if (text[i] !== ':') break;
      i = skipSpace(text, i + 1);
    }
    const isContainer = text[i] === '{' || text[i] === '[';
    const end = isContainer && levels > 1 ? readMembers(text, i, opened, levels - 1) : skipValue(text, i);
    if (end === i) break;
    members.set(token, { key, value: { start: i, end } });
    i = end;
  }
  return skipValue(text, at);
}

function nameOf(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}

/** Answers like `locateNearestJson`; the text is walked once for all questions together. */
export function outlineJson(text: string): (pointer: Pointer, at?: At) => Span {
  const opened = new Map<number, Members>();
  let root: Part | undefined;
  let asked = 0;
  const open = (): Part => {
    const start = skipSpace(text, 0);
    const isContainer = text[start] === '{' || text[start] === '[';
    return { key: undefined, value: { start, end: isContainer ? readMembers(text, start, opened, 2) : skipValue(text, start) } };
  };
  const membersAt = (start: number): Members | undefined => {
    if (text[start] !== '{' && text[start] !== '[') return undefined;
    if (!opened.has(start)) readMembers(text, start, opened, 1);
    return opened.get(start);
  };
  return (pointer, at = 'value') => {
    const tokens = tokensOf(pointer);
    const least = ++asked > fewQuestions && text.length < smallText ? 0 : smallPart;
    let part = (root ??= open());
    let depth = 0;
    for (; depth < tokens.length && (depth < 2 || part.value.end - part.value.start > least); depth++) {
      const next: Part | undefined = membersAt(part.value.start)?.get(tokens[depth] ?? '');
      if (!next) return part.value;
      part = next;
    }
    if (depth === tokens.length && depth > 0) return at === 'key' && part.key ? part.key : part.value;
    const { start, end } = part.value;
    const span = locateNearestJson(text.slice(start, end), pointerOf(...tokens.slice(depth)), at);
    return { start: start + span.start, end: start + span.end };
  };
}
