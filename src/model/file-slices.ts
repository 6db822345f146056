// A large file seen through its parts: each part is a Source that keeps no text and reads it again when a position is asked for.
import type { BodyHolder } from './body-holder.ts';
import { outlineJson } from './json-outline.ts';
import { indexLines, mapBody } from './line-index.ts';
import type { LineIndex } from './line-index.ts';
import type { At, Position, Span, Syntax } from './location.ts';
import type { Pointer } from './pointer.ts';

/** Where a part lies, in bytes. */
export interface Slice {
  readonly syntax: Syntax;
  /** Pointer of the part in the whole file, such as `/log/entries/3`; pointers below it are answered from the part. */
  readonly prefix: Pointer;
  readonly offset: number;
  readonly length: number;
}

export interface FileSlices {
  slice(slice: Slice): BodyHolder;
  /** Line and column (UTF-16 units) of a byte offset. */
  at(offset: number): { line: number; column: number };
}

const blockSize = 1 << 20;
const longestFrame = 1 << 18;

/** A place whose line and column are known; columns count UTF-16 units. */
interface Point {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

const beginning: Point = { offset: 0, line: 1, column: 1 };

function countUnits(bytes: Uint8Array, from: number, to: number): number {
  let units = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < 0x80) units++;
    else if (byte >= 0xc0) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}

/** What is kept of the part asked about last. */
interface Opened {
  readonly text: string;
  readonly index: LineIndex;
  readonly first: Point;
  readonly find: (pointer: Pointer, at?: At) => Span;
  readonly spans: Map<string, Span>;
}

class PartSource implements BodyHolder {
  readonly uri: string;
  readonly syntax: Syntax;
  readonly #file: SlicedFile;
  readonly #slice: Slice;

  constructor(file: SlicedFile, slice: Slice) {
    this.uri = file.uri;
    this.syntax = slice.syntax;
    this.#file = file;
    this.#slice = slice;
  }

  position(pointer: Pointer, at?: At): Position {
    return this.#shift(this.#find(pointer, at));
  }

  positionInside(pointer: Pointer, body: Span, verbatim: boolean): Position {
    const { text } = this.#file.open(this.#slice);
    return this.#shift(mapBody(text, verbatim && pointer === '' ? { start: 0, end: 0 } : this.#find(pointer), body, verbatim));
  }

  stringAt(pointer: Pointer): string {
    const { start, end } = this.#find(pointer);
    const { text } = this.#file.open(this.#slice);
    try {
      const value: unknown = JSON.parse(text.slice(start, end));
      return typeof value === 'string' ? value : '';
    } catch {
      // The file has changed since it was judged.
      return '';
    }
  }

  lines(from: number, to: number): string[] {
    return this.#file.lines(from, to);
  }

  #find(pointer: Pointer, at: At = 'value'): Span {
    const { prefix, syntax } = this.#slice;
    const { text, find, spans } = this.#file.open(this.#slice);
    if (syntax !== 'json') return { start: 0, end: text.length };
    // All findings about one body ask for the same string first.
    const key = `${at} ${pointer}`;
    let span = spans.get(key);
    if (!span) spans.set(key, (span = find(pointer.startsWith(prefix) ? pointer.slice(prefix.length) : '', at)));
    return span;
  }

  #shift(span: Span): Position {
    const { index, first } = this.#file.open(this.#slice);
    const move = ({ line, column }: { line: number; column: number }) => ({
      line: line + first.line - 1,
      column: line === 1 ? column + first.column - 1 : column,
    });
    return { ...move(index.at(span.start)), end: move(index.at(span.end)) };
  }
}

class SlicedFile implements FileSlices {
  readonly uri: string;
  readonly #size: number;
  readonly #read: (offset: number, length: number) => Uint8Array;
  /** The first byte of every block that was passed. */
  readonly #blocks: Point[] = [beginning];
  /** Where the last question ended: questions mostly come in the order of the file. */
  #recent: Point = beginning;
  #last: ({ slice: Slice } & Opened) | undefined;

  constructor(uri: string, size: number, read: (offset: number, length: number) => Uint8Array) {
    this.uri = uri;
    this.#size = size;
    this.#read = read;
  }

  slice(slice: Slice): BodyHolder {
    return new PartSource(this, slice);
  }

  open(slice: Slice): Opened {
    if (this.#last?.slice !== slice) {
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.#bytes(slice.offset, slice.length));
      this.#last = { slice, text, index: indexLines(text), first: this.at(slice.offset), find: outlineJson(text), spans: new Map() };
    }
    return this.#last;
  }

  at(offset: number): Point {
    const block = this.#block(Math.floor(offset / blockSize));
    const from = this.#recent.offset <= offset && this.#recent.offset > block.offset ? this.#recent : block;
    this.#recent = advance(from, this.#bytes(from.offset, offset - from.offset));
    return this.#recent;
  }

  lines(from: number, to: number): string[] {
    const bytes = this.#bytes(this.#offsetOf(Math.max(1, from)), longestFrame);
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    return indexLines(text).lines(1, to - Math.max(1, from) + 1);
  }

  // The byte offset at which a line begins; the end of the file when there is no such line.
  #offsetOf(line: number): number {
    if (line <= 1) return 0;
    const count = Math.ceil(this.#size / blockSize);
    let number = 0;
    while (number < count && this.#block(number + 1).line < line) number++;
    if (number >= count) return this.#size;
    let current = this.#block(number).line;
    const bytes = this.#bytes(number * blockSize, blockSize);
    for (let i = bytes.indexOf(10); i !== -1; i = bytes.indexOf(10, i + 1)) {
      if (++current === line) return number * blockSize + i + 1;
    }
    return this.#size;
  }

  #block(number: number): Point {
    for (let next = this.#blocks.length; next <= number; next++) {
      const before = this.#blocks[next - 1] ?? beginning;
      const point = advance(before, this.#bytes(before.offset, blockSize));
      this.#blocks.push({ ...point, offset: next * blockSize });
    }
    return this.#blocks[number] ?? beginning;
  }

  // Positions never throw: a file that has gone since answers with nothing.
  #bytes(offset: number, length: number): Uint8Array {
    try {
      return length > 0 ? this.#read(offset, length) : new Uint8Array();
    } catch {
      return new Uint8Array();
    }
  }
}

function advance(from: Point, bytes: Uint8Array): Point {
  let { line } = from;
  let lineStart = -1;
  for (let i = bytes.indexOf(10); i !== -1; i = bytes.indexOf(10, i + 1)) {
    line++;
    lineStart = i + 1;
  }
  const column = lineStart < 0 ? from.column + countUnits(bytes, 0, bytes.length) : countUnits(bytes, lineStart, bytes.length) + 1;
  return { offset: from.offset + bytes.length, line, column };
}

/** `read` answers with at most `length` bytes from `offset`; they are used up before it is called again. */
export function sliceFile({
  uri,
  size,
  read,
}: {
  uri: string;
  size: number;
  read: (offset: number, length: number) => Uint8Array;
}): FileSlices {
  return new SlicedFile(uri, size, read);
}
