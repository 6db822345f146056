// Two alternatives compared as far as one kind of value goes, and whether two alternatives exclude each other.
import { type Alternative, type Kind, kindOf } from '../../model/domain.ts';
import { isEqual } from '../../model/json-value.ts';
import { show } from '../../model/show.ts';
import { compareArrays } from './arrays.ts';
import { compareConditions } from './conditions.ts';
import { placeIn, type Differences, type SchemaChange, type Walk } from './node.ts';
import { compareObjects } from './objects.ts';
import { compareNumbers, compareTexts } from './scalars.ts';

export interface Circumstances {
  /** Neither schema has another alternative. */
  readonly isSole: boolean;
  /** Names that some alternative of the old schema lists. */
  readonly documented: ReadonlySet<string>;
}

export function compareAlternatives(
  old: Alternative,
  new_: Alternative,
  kind: Kind,
  { isSole, documented }: Circumstances,
  walk: Walk,
): Differences {
  const shared = [...compareExcluded(old, new_, kind), ...compareConditions(old, new_, isSole, walk)];
  switch (kind) {
    case 'integer':
    case 'fraction':
      return { changes: [...shared, ...compareNumbers(old, new_, kind === 'integer')], children: [] };
    case 'string':
      return { changes: [...shared, ...compareTexts(old, new_)], children: [] };
    case 'array':
    case 'object': {
      const { changes, children } = kind === 'array' ? compareArrays(old, new_, walk) : compareObjects(old, new_, documented, walk);
      return { changes: [...shared, ...changes], children };
    }
    default:
      return { changes: shared, children: [] };
  }
}

/** Values ruled out by `not`. */
function compareExcluded(old: Alternative, new_: Alternative, kind: Kind): SchemaChange[] {
  const only = (some: readonly unknown[], others: readonly unknown[]): unknown[] =>
    some.filter((value) => kindOf(value) === kind && !isIn(value, others));
  const [come, gone] = [only(new_.excluded, old.excluded), only(old.excluded, new_.excluded)];
  const places = { old: placeIn(old, 'not'), new: placeIn(new_, 'not') };
  return [
    ...(come.length > 0
      ? [{ kind: 'enum-values-removed' as const, text: `may no longer be ${come.map((value) => show(value, 40)).join(', ')}`, ...places }]
      : []),
    ...(gone.length > 0
      ? [{ kind: 'enum-values-added' as const, text: `may be ${gone.map((value) => show(value, 40)).join(', ')} now`, ...places }]
      : []),
  ];
}

/** True when no value can satisfy both: other types, another listed value of a property both require, or one requires what the other rules out. */
export function areDisjoint(one: Alternative, other: Alternative): boolean {
  const shared = [...one.kinds].filter((kind) => other.kinds.has(kind));
  if (shared.length === 0) return true;
  if (one.values && other.values) return shareNothing(one.values, other.values);
  if (shared.length > 1 || shared[0] !== 'object') return false;
  for (const name of one.required) {
    const theirs = other.property(name);
    if (theirs.mention === 'closed') return true;
    if (!other.required.has(name)) continue;
    const [mine, yours] = [one.property(name).domain?.alternatives ?? [], theirs.domain?.alternatives ?? []];
    if (mine.length === 0 || yours.length === 0) continue;
    if (mine.every((left) => yours.every((right) => isApart(left, right)))) return true;
  }
  return [...other.required].some((name) => one.property(name).mention === 'closed');
}

const isApart = (one: Alternative, other: Alternative): boolean =>
  ![...one.kinds].some((kind) => other.kinds.has(kind)) ||
  (one.values !== undefined && other.values !== undefined && shareNothing(one.values, other.values)) ||
  (one.values?.every((value) => isIn(value, other.excluded)) ?? false) ||
  (other.values?.every((value) => isIn(value, one.excluded)) ?? false);

const shareNothing = (some: readonly unknown[], others: readonly unknown[]): boolean => !some.some((value) => isIn(value, others));
export const isIn = (value: unknown, values: readonly unknown[]): boolean => values.some((other) => isEqual(value, other));
