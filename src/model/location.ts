// An address in a text: a Source and a JSON Pointer into it. Line and column are computed only when somebody prints them.
import type { CodeFrame } from './code-frame.ts';
import type { Pointer } from './pointer.ts';

export type Syntax = 'json' | 'yaml' | 'xml' | 'text' | 'binary';

/** 1-based; columns count UTF-16 code units. `end` is the first place after the value, on whatever line that is. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly end?: { readonly line: number; readonly column: number };
}

/** Which half of an object member a pointer names; `value` unless said otherwise. */
export type At = 'value' | 'key';

/**
 * A text that pointers lead into. A body inside a HAR is a Source of its own whose `within` is the place of
 * the string that holds it; its positions are those of the outermost file, so that an editor can jump there.
 */
export interface Source {
  /** The path as the user gave it (forward slashes), or `<stdin>`. */
  readonly uri: string;
  readonly syntax: Syntax;
  readonly within?: Location;
  /** Never throws: a place that cannot be found answers with the nearest one that contains it. */
  position(pointer: Pointer, at?: At): Position;
  /** The lines `from`…`to` (1-based, inclusive) of the file named by `uri`, without line ends; for code frames. */
  lines(from: number, to: number): string[];
  /** The code frame of a place, where it was made elsewhere and the text is not at hand; then `lines` has none. */
  frame?(pointer: Pointer, at?: At): CodeFrame | undefined;
}

export interface Location {
  readonly source: Source;
  readonly pointer: Pointer;
  readonly at?: At;
}

/** A place in a text given by offset (UTF-16 code units); `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
