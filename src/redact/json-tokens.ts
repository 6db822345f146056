// Every name, string and number of a JSON text (RFC 8259) with the way that leads to it; brackets are counted, so any depth is walked.
import { skipSpace, skipString, skipValue } from '../model/json-scan.ts';

export interface Token {
  readonly kind: 'name' | 'string' | 'number';
  readonly start: number;
  readonly end: number;
}

/** Ways longer than this are told by their beginning. */
const deepest = 32;

/** `path` holds names and indexes and is changed after the call. The text is well-formed. */
export function walkTokens(text: string, visit: (token: Token, path: readonly (string | number)[]) => void): void {
  const path: (string | number)[] = [];
  /** For each open bracket: is it an array? */
  const open: boolean[] = [];
  let expectsName = false;
  const put = (step: string | number): void => {
    if (open.length <= deepest) path[open.length - 1] = step;
  };
  const next = (): void => {
    const at = path[open.length - 1];
    if (open.at(-1) && typeof at === 'number') put(at + 1);
  };
  for (let i = skipSpace(text, 0); i < text.length; i = skipSpace(text, i)) {
    const code = text.charCodeAt(i);
    if (code === 0x7b || code === 0x5b) {
      open.push(code === 0x5b);
      put(code === 0x5b ? 0 : '');
      expectsName = code === 0x7b;
      i++;
    } else if (code === 0x7d || code === 0x5d) {
      open.pop();
      path.length = Math.min(path.length, open.length);
      expectsName = false;
      i++;
    } else if (code === 0x2c) {
      expectsName = open.at(-1) === false;
      next();
      i++;
    } else if (code === 0x3a) i++;
    else if (code === 0x22) {
      const end = skipString(text, i);
      if (expectsName) {
        const literal = text.slice(i, end);
        visit({ kind: 'name', start: i, end }, path);
        put(literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1));
        expectsName = false;
      } else visit({ kind: 'string', start: i, end }, path);
      i = end;
    } else {
      const end = Math.max(skipValue(text, i), i + 1);
      if (code === 0x2d || (code >= 0x30 && code <= 0x39)) visit({ kind: 'number', start: i, end }, path);
      i = end;
    }
  }
}
