// Where the messages of a file of raw HTTP begin and end, and which belong together: by Content-Length, by `###`, by what the lines are.
import { isRequestLine, isStatusLine } from './lines.ts';

export interface Extent {
  readonly start: number;
  /** After its last line, or its last byte where Content-Length tells it. */
  readonly end: number;
}

export interface Block {
  readonly request?: Extent;
  readonly response?: Extent;
  /** From `### name` or `# @name name`. */
  readonly name: string | undefined;
}

/** Offset of the line after the one at `at`. */
export function nextLine(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found < 0 ? text.length : found + 1;
}

/** Without its end. */
export function lineAt(text: string, at: number): string {
  const found = text.indexOf('\n', at);
  return text.slice(at, found < 0 ? undefined : found).replace(/\r$/, '');
}

/** Fills `variables` from lines `@name = value`. What is no message is a block all the same: its reader says so. */
export function* cutBlocks(text: string, variables = new Map<string, string>()): Generator<Block> {
  let block: { request?: Extent; response?: Extent } = {};
  let name: string | undefined;
  let at = text.startsWith('\u00ef\u00bb\u00bf') ? 3 : 0;
  while (at < text.length) {
    const line = lineAt(text, at);
    if (line.startsWith('###')) {
      if (block.request ?? block.response) yield { ...block, name };
      block = {};
      name = nameOf(line.slice(3));
      at = nextLine(text, at);
      continue;
    }
    const [, variable, value] = /^@([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (variable !== undefined) variables.set(variable, decode(value ?? ''));
    const own = /^(?:#|\/\/)\s*@name[ =]+(.*)$/.exec(line)?.[1];
    if (own !== undefined) name = nameOf(own);
    if (/^\s*$|^#|^\/\/|^@[\w-]+\s*=/.test(line)) {
      at = nextLine(text, at);
      continue;
    }
    const extent = { start: at, end: endOfMessage(text, at) };
    at = extent.end;
    if (!isStatusLine(line)) {
      if (block.request ?? block.response) {
        yield { ...block, name };
        name = undefined;
      }
      block = { request: extent };
    } else if (!block.response || isInterim(text, block.response)) block = { ...block, response: extent };
    else {
      yield { ...block, name };
      [block, name] = [{ response: extent }, undefined];
    }
  }
  if (block.request ?? block.response) yield { ...block, name };
}

const nameOf = (text: string): string | undefined => decode(text).trim() || undefined;
const decode = (text: string): string => Buffer.from(text, 'latin1').toString('utf8');
/** RFC 9110 §15.2: the final response is still to come. */
const isInterim = (text: string, { start }: Extent): boolean => /^HTTP\/\S+ +1\d\d\b/.test(lineAt(text, start));

const beginsMessage = (line: string): boolean => isStatusLine(line) || (isRequestLine(line) && / HTTP\/\d|^\S+ +https?:\/\//.test(line));

function endOfMessage(text: string, start: number): number {
  let length: number | undefined;
  let at = nextLine(text, start);
  for (; at < text.length; at = nextLine(text, at)) {
    const line = lineAt(text, at);
    if (line === '') break;
    if (line.startsWith('###')) return at;
    length = Number(/^content-length:[ \t]*(\d{1,12})[ \t]*$/i.exec(line)?.[1] ?? length);
  }
  at = nextLine(text, at);
  if (length !== undefined && at + length <= text.length && followsMessage(text, at + length)) return at + length;
  for (let isAfterBlank = true; at < text.length; at = nextLine(text, at)) {
    const line = lineAt(text, at);
    if (line.startsWith('###') || (isAfterBlank && beginsMessage(line))) return at;
    isAfterBlank = line === '';
  }
  return text.length;
}

/** A length that leads into the middle of something was not kept up to date. */
function followsMessage(text: string, at: number): boolean {
  let next = at;
  while (next < text.length && /\s/.test(text[next] ?? '')) next++;
  if (next >= text.length) return true;
  const line = lineAt(text, next);
  return /^(###|#|\/\/|>|<>)/.test(line) || beginsMessage(line);
}
