// A text that is not at hand: positions and code frames were found where it is, and are given again.
import type { CodeFrame } from '../model/code-frame.ts';
import type { At, Location, Position, Source, Syntax } from '../model/location.ts';
import type { Pointer } from '../model/pointer.ts';

export class StoredSource implements Source {
  readonly uri: string;
  readonly syntax: Syntax;
  readonly within?: Location;
  readonly #places = new Map<string, { readonly position: Position; frame?: CodeFrame }>();

  constructor(uri: string, syntax: Syntax, within: Location | undefined) {
    this.uri = uri;
    this.syntax = syntax;
    if (within) this.within = within;
  }

  /** Makes a place known; its frame, if there is one, comes with `addFrame`. */
  addPlace(pointer: Pointer, at: At | undefined, position: Position): Location {
    this.#places.set(keyOf(pointer, at), { position });
    return { source: this, pointer, ...(at && { at }) };
  }

  addFrame(pointer: Pointer, at: At | undefined, frame: CodeFrame): void {
    const place = this.#places.get(keyOf(pointer, at));
    if (place) place.frame = frame;
  }

  position(pointer: Pointer, at?: At): Position {
    return this.#places.get(keyOf(pointer, at))?.position ?? { line: 1, column: 1 };
  }

  lines(): string[] {
    return [];
  }

  frame(pointer: Pointer, at?: At): CodeFrame | undefined {
    return this.#places.get(keyOf(pointer, at))?.frame;
  }
}

const keyOf = (pointer: Pointer, at: At | undefined): string => `${at ?? ''} ${pointer}`;
