// A Location whose line and column are known already: where a text stopped being readable, so that no pointer leads there.
import type { Location, Source } from './location.ts';

export function fixedPlace(source: Pick<Source, 'uri' | 'syntax' | 'lines'>, place: { line: number; column: number }): Location {
  const { uri, syntax } = source;
  return { source: { uri, syntax, position: () => place, lines: (from, to) => source.lines(from, to) }, pointer: '' };
}
