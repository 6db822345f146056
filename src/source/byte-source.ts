// Places in a large JSON document (RFC 8259), found in its bytes: only the small part a place stands in becomes a text.
import type { BodyHolder } from '../model/body-holder.ts';
import { type Member, membersOf } from '../model/json-bytes.ts';
import { locateNearestJson, mapStringOffset } from '../model/json-text.ts';
import type { At, Span } from '../model/location.ts';
import { type Pointer, pointerOf, tokensOf } from '../model/pointer.ts';

/** Smaller parts become a text for each place: cheaper than remembering their members. */
const smallPart = 16_384;

/** A whole file of valid JSON in UTF-8; `outline` is its outermost object. */
export const byteSource = (uri: string, bytes: Buffer, outline: Member): BodyHolder => new ByteSource(uri, bytes, outline);

class ByteSource implements BodyHolder {
  readonly uri: string;
  readonly syntax = 'json';
  readonly #bytes: Buffer;
  readonly #outline: Member;
  readonly #opened = new Map<number, ReadonlyMap<string, Member>>();
  #lines: readonly number[] | undefined;

  constructor(uri: string, bytes: Buffer, outline: Member) {
    this.uri = uri;
    this.#outline = outline;
    this.#bytes = bytes;
  }

  position(pointer: Pointer, at: At = 'value') {
    return this.#position(this.#find(pointer, at));
  }

  positionInside(pointer: Pointer, body: Span, verbatim: boolean) {
    const length = this.#bytes.length;
    const { start, end } = verbatim && pointer === '' ? { start: 0, end: 0 } : this.#find(pointer, 'value');
    if (verbatim) return this.#position({ start: Math.min(start + body.start, length), end: Math.min(start + body.end, length) });
    const literal = this.#bytes.toString('utf8', start, end);
    if (!literal.startsWith('"')) return this.#position({ start, end });
    const map = (offset: number): number => start + Buffer.byteLength(literal.slice(0, mapStringOffset(literal, 0, offset)));
    const from = map(body.start);
    return this.#position({ start: from, end: body.end > body.start ? map(body.end) : from });
  }

  lines(from: number, to: number): string[] {
    const starts = this.#starts();
    const found: string[] = [];
    for (let line = Math.max(1, from); line <= Math.min(to, starts.length); line++) {
      const next = starts[line];
      found.push(this.#bytes.toString('utf8', starts[line - 1], next === undefined ? undefined : next - 1).replace(/\r$/, ''));
    }
    return found;
  }

  /** The place in bytes; the nearest one that contains it where there is none. */
  #find(pointer: Pointer, at: At): Span {
    const bytes = this.#bytes;
    const tokens = tokensOf(pointer);
    let part = this.#outline;
    let depth = 0;
    for (; depth < tokens.length && part.end - part.start > smallPart; depth++) {
      const next = this.#membersOf(part)?.get(tokens[depth] ?? '');
      if (!next) return { start: part.start, end: part.end };
      part = next;
    }
    if (depth === tokens.length) return at === 'key' && part.key ? part.key : { start: part.start, end: part.end };
    const text = bytes.toString('utf8', part.start, part.end);
    const span = locateNearestJson(text, pointerOf(...tokens.slice(depth)), at);
    const start = part.start + Buffer.byteLength(text.slice(0, span.start));
    return { start, end: start + Buffer.byteLength(text.slice(span.start, span.end)) };
  }

  #membersOf({ start, members }: Member): ReadonlyMap<string, Member> | undefined {
    const first = this.#bytes[start];
    if (first !== 0x7b && first !== 0x5b) return undefined;
    let opened = this.#opened.get(start);
    if (!opened) {
      const list = members ?? membersOf(this.#bytes, start)?.members;
      // With repeated names the last one stays, which is what JSON.parse keeps.
      this.#opened.set(start, (opened = new Map(list?.map((member) => [member.name, member]))));
    }
    return opened;
  }

  #position({ start, end }: Span) {
    return { ...this.#at(start), end: this.#at(end) };
  }

  #starts(): readonly number[] {
    if (this.#lines) return this.#lines;
    const found = [skipMark(this.#bytes)];
    for (let i = this.#bytes.indexOf(10); i !== -1; i = this.#bytes.indexOf(10, i + 1)) found.push(i + 1);
    return (this.#lines = found);
  }

  #at(offset: number): { line: number; column: number } {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: this.#bytes.toString('utf8', starts[low], offset).length + 1 };
  }
}

const skipMark = (bytes: Uint8Array): number => (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
