// Finds the templates a path may fit without trying all of them: each is filed under the literal segment that fewest others share.
import type { Template } from './path-template.ts';

export interface Candidate {
  readonly template: Template;
  /** The segments it is held against: a trailing slash counts only for templates that have one. */
  readonly path: readonly string[];
}

interface Filed {
  readonly template: Template;
  readonly order: number;
}

/** Places are counted from the end of the path, because anything may stand before a template: base path, deployment prefix. */
type Shelf = ReadonlyMap<number, ReadonlyMap<string, readonly Filed[]>>;

export class TemplateIndex {
  readonly #plain: Shelf;
  readonly #slashed: Shelf;
  /** Templates without a literal, such as `/{id}`: they fit nearly everything. */
  readonly #open: readonly Filed[];

  /** `templates` in the order in which they are to be tried. */
  constructor(templates: readonly Template[]) {
    const filed = templates.map((template, order) => ({ template, order }));
    const isOpen = ({ template }: Filed): boolean => placesOf(template).length === 0;
    this.#open = filed.filter(isOpen);
    this.#plain = shelve(filed.filter((each) => !isOpen(each) && !each.template.trailingSlash));
    this.#slashed = shelve(filed.filter((each) => !isOpen(each) && each.template.trailingSlash));
  }

  /** In order; every template that fits the path is among them, most of them fit. */
  candidates(segments: readonly string[]): Candidate[] {
    const isSlashed = segments.at(-1) === '';
    const whole = isSlashed ? segments.slice(0, -1) : segments;
    const found = [...this.#open];
    take(this.#plain, whole, found);
    // Their last segment is empty, so they fit no other path.
    if (isSlashed) take(this.#slashed, segments, found);
    if (found.length > 1) found.sort((a, b) => a.order - b.order);
    return found.map(({ template }) => ({ template, path: template.trailingSlash ? segments : whole }));
  }
}

interface PlaceOfLiteral {
  readonly fromEnd: number;
  readonly literal: string;
}

const placesOf = ({ segments }: Template): PlaceOfLiteral[] =>
  segments.flatMap((segment, index) => ('literal' in segment ? [{ fromEnd: segments.length - 1 - index, literal: segment.literal }] : []));

function shelve(filed: readonly Filed[]): Shelf {
  const keyOf = ({ fromEnd, literal }: PlaceOfLiteral): string => `${fromEnd}/${literal}`;
  const counts = new Map<string, number>();
  for (const { template } of filed) for (const place of placesOf(template)) counts.set(keyOf(place), (counts.get(keyOf(place)) ?? 0) + 1);
  const shelf = new Map<number, Map<string, Filed[]>>();
  for (const each of filed) {
    const rarest = placesOf(each.template).reduce((best, place) =>
      (counts.get(keyOf(place)) ?? 0) < (counts.get(keyOf(best)) ?? 0) ? place : best,
    );
    const board = shelf.get(rarest.fromEnd) ?? new Map<string, Filed[]>();
    shelf.set(rarest.fromEnd, board);
    const together = board.get(rarest.literal);
    if (together) together.push(each);
    else board.set(rarest.literal, [each]);
  }
  return shelf;
}

function take(shelf: Shelf, path: readonly string[], found: Filed[]): void {
  for (const [fromEnd, board] of shelf) {
    const text = path[path.length - 1 - fromEnd];
    const filed = text === undefined ? undefined : board.get(text);
    if (filed) found.push(...filed);
  }
}
