// Steps over white space, strings and values of JSON in UTF-8 bytes (RFC 8259) without judging them: a large file need not become one text.

const quote = 0x22;
const backslash = 0x5c;

/** The first place at or after `at` that is not white space; a byte order mark counts as white space at the very start. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let i = at === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : at;
  for (; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
  }
  return i;
}

/** The place after the string whose opening quote stands at `at`; the end of the bytes when it is never closed. */
export function skipString(bytes: Uint8Array, at: number): number {
  for (let i = at + 1; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === backslash) i++;
    else if (byte === quote) return i + 1;
  }
  return bytes.length;
}

/** The place after the value at `at`. Counts brackets only, so that any depth costs no stack and a truncated value ends with the bytes. */
export function skipValue(bytes: Uint8Array, at: number): number {
  let depth = 0;
  let i = at;
  while (i < bytes.length) {
    const byte = bytes[i];
    if (byte === quote) {
      i = skipString(bytes, i);
      if (depth === 0) return i;
      continue;
    }
    if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) {
      if (depth === 0) return i;
      if (--depth === 0) return i + 1;
    } else if (depth === 0 && (byte === 0x2c || byte === 0x3a || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09))
      return i;
    i++;
  }
  return i;
}

/** A member of an object or an item of an array; `key` is the place of the name. */
export interface Member {
  readonly name: string;
  readonly key?: { readonly start: number; readonly end: number };
  readonly start: number;
  readonly end: number;
  /** Its own members, as far as they were asked for. */
  readonly members?: readonly Member[];
}

export interface Container {
  readonly end: number;
  readonly members: readonly Member[];
}

/**
 * The members or items of the container that begins at `at`, in order, and those of the objects in it for so many levels in all, found in one
 * walk. Undefined where the bytes between them are no JSON; what is wrong inside a value shows when it is parsed.
 */
export function membersOf(bytes: Buffer, at: number, levels = 1): Container | undefined {
  const isArray = bytes[at] === 0x5b;
  const close = isArray ? 0x5d : 0x7d;
  const members: Member[] = [];
  let i = skipSpace(bytes, at + 1);
  if (bytes[i] === close) return { members, end: i + 1 };
  for (;;) {
    let name = String(members.length);
    let key: Member['key'];
    if (!isArray) {
      if (bytes[i] !== quote) return undefined;
      key = { start: i, end: skipString(bytes, i) };
      const read = readName(bytes.toString('utf8', key.start, key.end));
      if (read === undefined) return undefined;
      name = read;
      i = skipSpace(bytes, key.end);
      if (bytes[i] !== 0x3a) return undefined;
      i = skipSpace(bytes, i + 1);
    }
    const inner = levels > 1 && bytes[i] === 0x7b ? membersOf(bytes, i, levels - 1) : undefined;
    const end = inner?.end ?? skipValue(bytes, i);
    if (end === i) return undefined;
    members.push({ name, ...(key && { key }), start: i, end, ...(inner && { members: inner.members }) });
    i = skipSpace(bytes, end);
    if (bytes[i] === close) return { members, end: i + 1 };
    if (bytes[i] !== 0x2c) return undefined;
    i = skipSpace(bytes, i + 1);
  }
}

function readName(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}
