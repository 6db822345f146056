// The interactions of a pact's file, told apart by its bytes without reading them (RFC 8259): each is read and parsed when its turn comes, so that a large pact is never in memory whole.
import { closeSync, openSync, readSync } from 'node:fs';
import type { EvidenceFile } from '../../model/evidence.ts';
import { ByteWindow } from '../../model/byte-window.ts';

/** In bytes. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

export interface Divided {
  /** The text of the file with the lists empty. */
  readonly rest: string;
  /** Where the items of each list stand in the file. */
  readonly lists: ReadonlyMap<string, readonly Span[]>;
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Takes the lists of these names out of the outermost object. Undefined where the file cannot be opened or is damaged between values; what is wrong inside one shows when it is parsed. */
export function divideFile({ path }: EvidenceFile, names: readonly string[]): Divided | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    return divide(new ByteWindow(descriptor), names);
  } finally {
    closeSync(descriptor);
  }
}

function divide(window: ByteWindow, names: readonly string[]): Divided | undefined {
  const lists = new Map<string, readonly Span[]>();
  const rest: string[] = [];
  if (window.space() !== openBrace) return undefined;
  window.at++;
  if (window.space() === closeBrace) window.at++;
  else
    for (;;) {
      if (window.space() !== quote) return undefined;
      const name = window.name();
      if (name === undefined || window.space() !== colon) return undefined;
      window.at++;
      if (window.space() === openBracket && names.includes(name)) {
        const items = readItems(window);
        if (!items) return undefined;
        lists.set(name, items);
        rest.push(`${JSON.stringify(name)}:[]`);
      } else {
        const text = readText(window);
        if (text === undefined) return undefined;
        rest.push(`${JSON.stringify(name)}:${text}`);
      }
      const next = window.space();
      if (next !== comma && next !== closeBrace) return undefined;
      window.at++;
      if (next === closeBrace) break;
    }
  return window.space() < 0 ? { rest: `{${rest.join(',')}}`, lists } : undefined;
}

function readItems(window: ByteWindow): Span[] | undefined {
  const items: Span[] = [];
  window.at++;
  if (window.space() === closeBracket) {
    window.at++;
    return items;
  }
  for (;;) {
    const offset = window.offset;
    if (!window.value() || window.offset === offset) return undefined;
    items.push({ offset, length: window.offset - offset });
    const next = window.space();
    if (next !== comma && next !== closeBracket) return undefined;
    window.at++;
    if (next === closeBracket) return items;
    window.space();
  }
}

/** The value that begins here, as it stands. */
function readText(window: ByteWindow): string | undefined {
  window.mark = window.at;
  const isWhole = window.value();
  const text = window.bytes.toString('utf8', window.mark, window.at);
  window.mark = -1;
  return isWhole ? text : undefined;
}

const block = 1 << 18;

/** The parts of a file as texts, read in the order of `spans`, block by block. */
export function* readSpans({ path }: EvidenceFile, spans: readonly Span[]): Generator<{ span: Span; text: string }> {
  const descriptor = openSync(path, 'r');
  try {
    let bytes = Buffer.allocUnsafe(block);
    let base = 0;
    let filled = 0;
    for (const span of spans) {
      const { offset, length } = span;
      if (offset < base || offset + length > base + filled) {
        if (length > bytes.length) bytes = Buffer.allocUnsafe(length);
        base = offset;
        filled = readSync(descriptor, bytes, 0, bytes.length, base);
      }
      yield { span, text: bytes.toString('utf8', offset - base, Math.min(offset - base + length, filled)) };
    }
  } finally {
    closeSync(descriptor);
  }
}
