// A Location made printable: positions computed once, and the place of the string a body stands in beside it.
import type { Location, Position, Source } from './location.ts';
import type { Pointer } from './pointer.ts';

/** `line` and `column` are those of the file `uri`; `pointer` leads into the innermost text, `within` is the place of that text. */
export interface Place extends Position {
  readonly uri: string;
  readonly pointer: Pointer;
  readonly within?: Place;
}

export function placeOf({ source, pointer, at }: Location): Place {
  const { line, column, end } = source.position(pointer, at);
  return { uri: source.uri, pointer, line, column, ...(end && { end }), ...(source.within && { within: placeOf(source.within) }) };
}

/** The form editors and terminals can jump to. */
export const showPlace = ({ uri, line, column }: Place): string => `${uri}:${line}:${column}`;

/** Remembers what it found: for places named again and again, as those in a contract are. */
export function createPlaceFinder(): (location: Location) => Place {
  const known = new Map<Source, Map<string, Place>>();
  return (location) => {
    const { source, pointer, at = 'value' } = location;
    let places = known.get(source);
    if (!places) known.set(source, (places = new Map()));
    const key = `${at} ${pointer}`;
    let place = places.get(key);
    if (!place) places.set(key, (place = placeOf(location)));
    return place;
  };
}

/** The order of two places: by file, then by line and column. */
export function comparePlaces(a: Location, b: Location): number {
  if (a.source.uri !== b.source.uri) return a.source.uri < b.source.uri ? -1 : 1;
  const [left, right] = [a.source.position(a.pointer, a.at), b.source.position(b.pointer, b.at)];
  return left.line - right.line || left.column - right.column;
}
