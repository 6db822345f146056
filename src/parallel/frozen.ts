// Findings that cross a thread border: places are computed once and travel as numbers, with the line a frame would show.
import type { Finding } from '../model/finding.ts';
import type { At, Location, Position, Source, Syntax } from '../model/location.ts';

interface FrozenLocation {
  readonly uri: string;
  readonly syntax: Syntax;
  readonly pointer: string;
  readonly at?: At;
  readonly position: Position;
  /** The line of `position`; absent where it is too long to travel. */
  readonly line?: string;
  readonly within?: FrozenLocation;
}

/** A Finding as plain data. */
export type FrozenFinding = Omit<Finding, 'instance' | 'contract' | 'related'> & {
  readonly instance?: FrozenLocation;
  readonly contract?: FrozenLocation;
  readonly related: readonly { readonly message: string; readonly location: FrozenLocation }[];
};

const longestLine = 64 * 1024;

/** Freezes findings; contract places, which come again and again, are looked up once, and only the first of its kind brings its line. */
export class Freezer {
  readonly #known = new Map<Source, Map<string, FrozenLocation>>();
  readonly #seen = new Set<string>();

  finding(finding: Finding): FrozenFinding {
    const { instance, contract, related, ...rest } = finding;
    const key = `${finding.severity} ${finding.fingerprint}`;
    const isFirst = !this.#seen.has(key);
    this.#seen.add(key);
    return {
      ...rest,
      ...(instance && { instance: freeze(instance, isFirst) }),
      ...(contract && { contract: this.#contract(contract) }),
      related: related.map(({ message, location }) => ({ message, location: freeze(location, false) })),
    };
  }

  #contract(location: Location): FrozenLocation {
    const { source, pointer, at = 'value' } = location;
    let places = this.#known.get(source);
    if (!places) this.#known.set(source, (places = new Map()));
    const key = `${at} ${pointer}`;
    let frozen = places.get(key);
    if (!frozen) places.set(key, (frozen = freeze(location, true)));
    return frozen;
  }
}

function freeze({ source, pointer, at }: Location, withLine: boolean): FrozenLocation {
  const position = source.position(pointer, at);
  const [line] = source.within || !withLine ? [] : source.lines(position.line, position.line);
  return {
    uri: source.uri,
    syntax: source.syntax,
    pointer,
    ...(at && { at }),
    position,
    ...(line !== undefined && line.length < longestLine && { line }),
    ...(source.within && { within: freeze(source.within, withLine) }),
  };
}

/** The finding as reporters know it; its sources answer for its own places alone. */
export const thaw = ({ instance, contract, related, ...rest }: FrozenFinding): Finding => ({
  ...rest,
  ...(instance && { instance: thawLocation(instance) }),
  ...(contract && { contract: thawLocation(contract) }),
  related: related.map(({ message, location }) => ({ message, location: thawLocation(location) })),
});

function thawLocation({ uri, syntax, pointer, at, position, line, within }: FrozenLocation): Location {
  const outer = within && thawLocation(within);
  const lines = (from: number, to: number): string[] => {
    if (outer) return outer.source.lines(from, to);
    return line !== undefined && from <= position.line && position.line <= to ? [line] : [];
  };
  return { source: { uri, syntax, position: () => position, lines, ...(outer && { within: outer }) }, pointer, ...(at && { at }) };
}
