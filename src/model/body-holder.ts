// What a Source can do that holds bodies as strings or verbatim: say where a piece of such a body stands in its own file.
import type { Position, Source, Span } from './location.ts';
import type { Pointer } from './pointer.ts';

export interface BodyHolder extends Source {
  /** Position of the part `body` (UTF-16 units of the decoded body) of the string at `pointer`; `verbatim`: the body is the text itself, or what stands at `pointer` as it stands there. */
  positionInside(pointer: Pointer, body: Span, verbatim: boolean): Position;
  /** The string at `pointer`, read again from the file; absent where the source keeps its text anyway. */
  stringAt?(pointer: Pointer): string;
}

export const isBodyHolder = (source: Source): source is BodyHolder => 'positionInside' in source;
