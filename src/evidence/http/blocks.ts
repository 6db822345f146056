// Where the exchanges of a file of raw HTTP begin and end: at `###`, and before a request line that follows a response.
import { isRequestLine, isStatusLine } from './message.ts';

export interface Block {
  /** Of the first line of its first message. */
  readonly start: number;
  /** After its last line. */
  readonly end: number;
  /** From `### name` or `# @name name`. */
  readonly name: string | undefined;
}

const lineEnd = (text: string, at: number): number => {
  const found = text.indexOf('\n', at);
  return found < 0 ? text.length : found + 1;
};

/** Fills `variables` from lines `@name = value`. Blocks without a message are passed over. */
export function* cutBlocks(text: string, variables = new Map<string, string>()): Generator<Block> {
  let start = -1;
  let name: string | undefined;
  let hasResponse = false;
  let isAfterBlank = true;
  let skipTo = 0;
  for (let at = text.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0; at < text.length; at = lineEnd(text, at)) {
    const line = text.slice(at, lineEnd(text, at)).replace(/\r?\n$/, '');
    if (at < skipTo) continue;
    if (line.startsWith('###')) {
      if (start >= 0) yield { start, end: at, name };
      start = -1;
      hasResponse = false;
      isAfterBlank = true;
      name = nameOf(line.slice(3));
      continue;
    }
    if (start < 0) {
      const [, variable, value] = /^@([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      if (variable !== undefined) variables.set(variable, decode(value ?? ''));
      const own = /^(?:#|\/\/)\s*@name[ =]+(.*)$/.exec(line)?.[1];
      if (own !== undefined) name = nameOf(own);
      if (/^\s*$|^#|^\/\/|^@[\w-]+\s*=/.test(line)) continue;
      start = at;
      hasResponse = isStatusLine(line);
      skipTo = skipContent(text, at);
    } else if (isAfterBlank && isStatusLine(line)) {
      hasResponse = true;
      skipTo = skipContent(text, at);
    } else if (isAfterBlank && hasResponse && isRequestLine(line) && /HTTP\/\d|https?:\/\//.test(line)) {
      yield { start, end: at, name };
      [start, name, hasResponse] = [at, undefined, false];
      skipTo = skipContent(text, at);
    }
    isAfterBlank = line === '';
  }
  if (start >= 0) yield { start, end: text.length, name };
}

const nameOf = (text: string): string | undefined => decode(text).trim() || undefined;
const decode = (text: string): string => Buffer.from(text, 'latin1').toString('utf8');

/** Where content of a known length ends, so that nothing in it is taken for a message; the start where there is none. */
function skipContent(text: string, at: number): number {
  const head = /\r?\n\r?\n/g;
  head.lastIndex = at;
  const found = head.exec(text.slice(0, Math.min(text.length, at + 65_536)));
  if (!found) return 0;
  const length = /^content-length:[ \t]*(\d{1,12})[ \t]*$/im.exec(text.slice(at, found.index).replaceAll('\r', ''))?.[1];
  if (length === undefined) return 0;
  const end = found.index + found[0].length + Number(length);
  // A length that leads into the middle of a line was not kept up to date.
  return end <= text.length && /^\s*$/.test(text.slice(end, lineEnd(text, end))) ? end : 0;
}
