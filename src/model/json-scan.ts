// Steps over white space, strings and values of JSON text (RFC 8259) without judging them.

const quote = 0x22;
const backslash = 0x5c;

/** The first place at or after `at` that is not white space; a byte order mark counts as white space at the very start. */
export function skipSpace(text: string, at: number): number {
  let i = at === 0 && text.charCodeAt(0) === 0xfeff ? 1 : at;
  for (; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
  }
  return i;
}

/** The place after the string whose opening quote stands at `at`; the end of the text when it is never closed. */
export function skipString(text: string, at: number): number {
  let close = text.indexOf('"', at + 1);
  while (close !== -1) {
    let slashes = close;
    while (text.charCodeAt(slashes - 1) === backslash) slashes--;
    if ((close - slashes) % 2 === 0) return close + 1;
    close = text.indexOf('"', close + 1);
  }
  return text.length;
}

/** The place after the value at `at`. Counts brackets only, so that any depth costs no stack and a truncated value ends with the text. */
export function skipValue(text: string, at: number): number {
  let depth = 0;
  let i = at;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === quote) {
      i = skipString(text, i);
      if (depth === 0) return i;
      continue;
    }
    if (code === 0x7b || code === 0x5b) depth++;
    else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return i;
      if (--depth === 0) return i + 1;
    } else if (depth === 0 && (code === 0x2c || code === 0x3a || code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09))
      return i;
    i++;
  }
  return i;
}

/** Names of the members of the object a text begins with, or of the object that is its member `within`; the text may be cut off anywhere. */
export function memberNames(text: string, within?: string): string[] {
  const names: string[] = [];
  let i = skipSpace(text, 0);
  if (text[i] !== '{') return names;
  for (i = skipSpace(text, i + 1); text[i] === '"'; i = skipSpace(text, i)) {
    const end = skipString(text, i);
    const name = text.slice(i + 1, end - 1);
    i = skipSpace(text, end);
    if (text[i] !== ':') break;
    i = skipSpace(text, i + 1);
    if (name === within) return memberNames(text.slice(i));
    names.push(name);
    i = skipSpace(text, skipValue(text, i));
    if (text[i] !== ',') break;
    i++;
  }
  return within === undefined ? names : [];
}
