// What the comparison of two places of two schemas comes to: own changes, and those further down. A graph, since schemas are recursive.
import type { Alternative, Domain } from '../../model/domain.ts';
import type { Location } from '../../model/location.ts';
import type { Place } from '../../openapi/documents.ts';
import { type Effect, levelOf, type Level, type SchemaKind, schemaKinds } from '../catalogue.ts';

export interface SchemaChange {
  readonly kind: SchemaKind;
  /** The property it is about; the place itself without. */
  readonly name?: string;
  /** What is said of the place: `was a boolean, is a string`. */
  readonly text: string;
  readonly old?: Location;
  readonly new?: Location;
  /** Why it cannot be decided. */
  readonly reason?: string;
  /** What it comes to where values travel as text: a parameter that may be any text takes a number, too. */
  readonly asText?: 'type-widened' | 'type-narrowed';
  /** The property never goes this way. */
  readonly isIdle?: boolean;
}

/** `*` for any item, `{*}` for any further property; else the name of a property or an index. */
export interface Step {
  readonly kind: 'property' | 'item' | 'index' | 'further';
  readonly name: string;
}

export interface Child {
  readonly step: Step;
  readonly node: Node;
  /** What is below never goes this way: a `readOnly` property in a request, a `writeOnly` one in a response. */
  readonly isIdle?: boolean;
}

export interface Node {
  readonly changes: SchemaChange[];
  readonly children: Child[];
  isOpen: boolean;
  /** Set where `oneOf` branches that may overlap decide what is allowed: then no change below is harmless for sure. */
  unclear?: SchemaChange;
}

export const emptyNode: Node = { changes: [], children: [], isOpen: false };

/** What two alternatives differ in. */
export interface Differences {
  readonly changes: readonly SchemaChange[];
  readonly children: readonly Child[];
}

/** The walk as seen from the comparison of one place. */
export interface Walk {
  readonly side: 'request' | 'response';
  compare(old: Domain, new_: Domain): Node;
  /** True when both lists of schemas say the same. */
  isSame(old: readonly Place[], new_: readonly Place[]): boolean;
}

/** Everything at a place and below it; undefined while the comparison of something below is not finished. `unclear` is told by itself. */
export function gather(top: Differences): SchemaChange[] | undefined {
  const all: SchemaChange[] = [...top.changes];
  const seen = new Set<Node>();
  const live = top.children.filter((child) => !child.isIdle);
  const idle = top.children.filter((child) => child.isIdle);
  for (const children of [live, idle])
    for (const { node } of children) {
      if (node.isOpen) return undefined;
      if (seen.has(node)) continue;
      seen.add(node);
      const own = node.unclear ? [...node.changes, node.unclear] : node.changes;
      all.push(...(children === idle ? own.map((change) => ({ ...change, isIdle: true })) : own));
      for (const child of node.children) (child.isIdle ? idle : children).push(child);
    }
  return all;
}

/**
 * True when the values of one alternative are among those of the other: the old ones among the new, or the new among the old. A property
 * that is harmless to add is none the less another set of values.
 */
export function isWithin(differences: Differences, which: 'old' | 'new'): boolean {
  const allowed: readonly Effect[] = ['noted', which === 'old' ? 'widened' : 'narrowed'];
  return gather(differences)?.every(({ kind }) => allowed.includes(schemaKinds[kind].effect)) ?? false;
}

/** Nobody breaks by what never goes his way. */
export function levelOfChange({ kind, isIdle }: Pick<SchemaChange, 'kind' | 'isIdle'>, side: 'request' | 'response'): Level {
  const level = levelOf(schemaKinds[kind].effect, side);
  return isIdle && level === 'breaking' ? 'non-breaking' : level;
}

/** True when no keyword of the alternatives restricts anything. */
export const isAnything = ({ alternatives, broken }: Domain): boolean =>
  broken === undefined && alternatives.some((alternative) => isOpenAlternative(alternative));

const isOpenAlternative = ({ isSilent, kinds, isLoose }: Alternative): boolean => isSilent && kinds.size === 7 && !isLoose;

/** True where any text will do. */
export const isUnrestrictedText = ({ kinds, values, excluded, minLength, maxLength, patterns, formats, isLoose }: Alternative): boolean =>
  kinds.has('string') &&
  values === undefined &&
  excluded.length === 0 &&
  minLength < 2 &&
  maxLength === Infinity &&
  patterns.length === 0 &&
  formats.length === 0 &&
  !isLoose;

/** Where a keyword stands; the name of the schema where it is not written. */
export function placeIn(alternative: Alternative, keyword: string): Location {
  const own = alternative.place(keyword);
  return own.pointer.endsWith(`/${keyword}`) ? own : { ...own, at: 'key' };
}
