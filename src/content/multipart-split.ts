// Cuts a multipart body into parts (RFC 2046 §5.1.1), binary-safe: the body is a string in which each unit is a byte, or text as evidence had it.
import { grouped } from '../model/show.ts';

export interface Part {
  /** Names in lower case, values unfolded. */
  readonly fields: ReadonlyMap<string, string>;
  readonly body: string;
  /** Offset of `body`. */
  readonly start: number;
}

export type Splitting =
  | { readonly kind: 'parts'; readonly parts: readonly Part[]; readonly problems: readonly string[] }
  | { readonly kind: 'malformed'; readonly message: string; readonly offset: number }
  | { readonly kind: 'unchecked'; readonly reason: string };

const maximumParts = 100_000;
const maximumHead = 16_384;

/** The boundary a body shows in its first line, for evidence that lost the parameter. */
export function guessBoundary(body: string): string | undefined {
  const first = /^--([^\r\n]{1,70})\r?\n/.exec(body)?.[1]?.trimEnd();
  return first !== undefined && body.includes(`\n--${first}--`) ? first : undefined;
}

export function splitParts(body: string, boundary: string): Splitting {
  const parts: Part[] = [];
  const problems: string[] = [];
  let current = findDelimiter(body, boundary, 0);
  if (!current) return { kind: 'malformed', message: 'Expected the first boundary, the body has none', offset: 0 };
  while (!current.isLast) {
    const next = findDelimiter(body, boundary, current.end);
    if (!next)
      return {
        kind: 'malformed',
        message: `Expected the closing boundary after part ${parts.length + 1}, got the end of the body`,
        offset: body.length,
      };
    if (parts.length >= maximumParts) return { kind: 'unchecked', reason: `The body has more than ${grouped(maximumParts)} parts` };
    parts.push(readPart(body, current.end, Math.max(next.start, current.end), parts.length + 1, problems));
    current = next;
  }
  return { kind: 'parts', parts, problems };
}

interface Delimiter {
  /** Offset of the line end that belongs to the delimiter. */
  readonly start: number;
  /** Offset behind the delimiter's line. */
  readonly end: number;
  readonly isLast: boolean;
}

function findDelimiter(body: string, boundary: string, from: number): Delimiter | undefined {
  const dashes = `--${boundary}`;
  for (let at = body.indexOf(dashes, from); at >= 0; at = body.indexOf(dashes, at + 1)) {
    if (at !== 0 && at !== from && body[at - 1] !== '\n') continue;
    let end = at + dashes.length;
    const isLast = body.startsWith('--', end);
    if (isLast) end += 2;
    while (body[end] === ' ' || body[end] === '\t') end++;
    if (body.startsWith('\r\n', end)) end += 2;
    else if (body[end] === '\n') end += 1;
    // A longer line is another boundary, or content; behind the closing one anything may follow.
    else if (end < body.length && !isLast) continue;
    else if (end >= body.length && !isLast) return undefined;
    const start = at === 0 || at === from ? at : body[at - 2] === '\r' ? at - 2 : at - 1;
    return { start, end, isLast };
  }
  return undefined;
}

function readPart(body: string, start: number, end: number, number: number, problems: string[]): Part {
  const head = endOfHead(body, start, end);
  if (!head) {
    problems.push(`Expected an empty line after the header fields of part ${number}, got none`);
    return { fields: new Map(), body: body.slice(start, end), start };
  }
  const fields = new Map<string, string>();
  for (const line of body
    .slice(start, head.end)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)) {
    if (line === '') continue;
    const colon = line.indexOf(':');
    if (colon <= 0) problems.push(`Expected a header field in part ${number}, got a line without a name`);
    else fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { fields, body: body.slice(head.next, end), start: head.next };
}

function endOfHead(body: string, start: number, end: number): { end: number; next: number } | undefined {
  if (body.startsWith('\r\n', start)) return { end: start, next: start + 2 };
  if (body[start] === '\n') return { end: start, next: start + 1 };
  const limit = Math.min(end, start + maximumHead);
  for (let at = body.indexOf('\n', start); at >= 0 && at < limit; at = body.indexOf('\n', at + 1)) {
    if (body[at + 1] === '\n') return { end: at, next: Math.min(at + 2, end) };
    if (body.startsWith('\r\n', at + 1)) return { end: at, next: Math.min(at + 3, end) };
  }
  return undefined;
}
