// Numbers and texts of two alternatives compared: bounds, lengths, multiples, patterns and formats (JSON Schema Validation 2020-12 §6).
import type { Alternative, Bound, Kind } from '../../model/domain.ts';
import { quote } from '../../model/show.ts';
import { partsOf } from '../../openapi/domain.ts';
import { formats } from '../../openapi/formats.ts';
import { placeIn, type SchemaChange } from './node.ts';
import { showBound, showNumber } from './words.ts';

export function* compareNumbers(old: Alternative, new_: Alternative, isInteger: boolean): Iterable<SchemaChange> {
  const whole = (bound: Bound, sign: 1 | -1): Bound => (isInteger ? roundBound(bound, sign) : bound);
  yield* compareBound('minimum', whole(old.lower, 1), whole(new_.lower, 1), 1, old, new_);
  yield* compareBound('maximum', whole(old.upper, -1), whole(new_.upper, -1), -1, old, new_);
  yield* compareMultiples(old, new_);
  yield* compareFormats(old, new_, isInteger ? 'integer' : 'fraction');
}

const showLimit = (keyword: string, bound: Bound): string =>
  Number.isFinite(bound.value) ? `the ${keyword} ${showBound(bound)}` : `no ${keyword}`;
const showCount = (keyword: string, n: number): string => (n === 0 || n === Infinity ? `no ${keyword}` : `the ${keyword} ${showNumber(n)}`);

/** Integers above 2 are those from 3 on. */
function roundBound({ value, exclusive }: Bound, sign: 1 | -1): Bound {
  if (!Number.isFinite(value)) return { value, exclusive: false };
  const rounded = sign === 1 ? Math.ceil(value) : Math.floor(value);
  return { value: exclusive && rounded === value ? value + sign : rounded, exclusive: false };
}

function* compareBound(keyword: string, was: Bound, is: Bound, sign: 1 | -1, old: Alternative, new_: Alternative): Iterable<SchemaChange> {
  const difference = (is.value === was.value ? Number(is.exclusive) - Number(was.exclusive) : (is.value - was.value) * sign) || 0;
  if (difference === 0) return;
  const exclusive = keyword === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum';
  yield {
    kind: difference > 0 ? 'limit-narrowed' : 'limit-widened',
    text: `had ${showLimit(keyword, was)}, has ${showLimit(keyword, is)}`,
    old: placeIn(old, was.exclusive ? exclusive : keyword),
    new: placeIn(new_, is.exclusive ? exclusive : keyword),
  };
}

function* compareMultiples(old: Alternative, new_: Alternative): Iterable<SchemaChange> {
  const [were, are] = [[...new Set(old.multiples)], [...new Set(new_.multiples)]];
  // Above the safe ones every number is an integer.
  const isMultiple = (value: number, of: number): boolean => Number.isSafeInteger(value / of);
  /** Every value of the one is one of the other. */
  const implies = (some: readonly number[], others: readonly number[]): boolean =>
    others.every((other) => some.some((value) => isMultiple(value, other)));
  const [narrower, wider] = [implies(are, were), implies(were, are)];
  if (narrower && wider) return;
  yield {
    kind: narrower ? 'limit-narrowed' : wider ? 'limit-widened' : 'limit-changed',
    text: `was a multiple of ${were.join(' and ') || 'anything'}, is one of ${are.join(' and ') || 'anything'}`,
    old: placeIn(old, 'multipleOf'),
    new: placeIn(new_, 'multipleOf'),
  };
}

export function* compareTexts(old: Alternative, new_: Alternative): Iterable<SchemaChange> {
  yield* compareCount('minLength', old.minLength, new_.minLength, 1, old, new_);
  yield* compareCount('maxLength', old.maxLength, new_.maxLength, -1, old, new_);
  yield* comparePatterns(old, new_);
  yield* compareFormats(old, new_, 'string');
}

/** `sign` is 1 where more is tighter, -1 where less is. */
export function* compareCount(
  keyword: string,
  was: number,
  is: number,
  sign: 1 | -1,
  old: Alternative,
  new_: Alternative,
): Iterable<SchemaChange> {
  if (was === is) return;
  yield {
    kind: (is - was) * sign > 0 ? 'limit-narrowed' : 'limit-widened',
    text: `had ${showCount(keyword, was)}, has ${showCount(keyword, is)}`,
    old: placeIn(old, keyword),
    new: placeIn(new_, keyword),
  };
}

function* comparePatterns(old: Alternative, new_: Alternative): Iterable<SchemaChange> {
  const were = new Set(old.patterns.map(({ source }) => source));
  const are = new Set(new_.patterns.map(({ source }) => source));
  const added = [...are].filter((source) => !were.has(source));
  const removed = [...were].filter((source) => !are.has(source));
  if (added.length === 0 && removed.length === 0) return;
  const places = { old: placeIn(old, 'pattern'), new: placeIn(new_, 'pattern') };
  const show = (sources: readonly string[]): string => sources.map((source) => quote(source)).join(' and ');
  if (removed.length === 0) yield { kind: 'pattern-added', text: `has to match the pattern ${show(added)} now`, ...places };
  else if (added.length === 0) yield { kind: 'pattern-removed', text: `no longer has to match the pattern ${show(removed)}`, ...places };
  else
    yield {
      kind: 'pattern-changed',
      text: `had the pattern ${show(removed)}, has ${show(added)}`,
      reason: 'which texts two patterns share is not decided',
      ...places,
    };
}

/** Formats whose values are all of another one. */
const wider: Readonly<Record<string, readonly string[]>> = {
  int8: ['int16', 'int32', 'int64'],
  uint8: ['int16', 'int32', 'int64', 'uint16', 'uint32', 'uint64'],
  int16: ['int32', 'int64'],
  uint16: ['int32', 'int64', 'uint32', 'uint64'],
  int32: ['int64'],
  uint32: ['int64', 'uint64'],
};

function* compareFormats(old: Alternative, new_: Alternative, kind: Kind): Iterable<SchemaChange> {
  const type = kind === 'string' ? 'string' : 'number';
  const known = ({ formats: own }: Alternative): Set<string> =>
    // Every number JSON can write is a double.
    new Set(own.map(({ name }) => name).filter((name) => formats[name]?.type === type && name !== 'double'));
  const [were, are] = [known(old), known(new_)];
  const added = [...are].filter((name) => !were.has(name));
  const removed = [...were].filter((name) => !are.has(name));
  const places = { old: placeIn(old, 'format'), new: placeIn(new_, 'format') };
  const show = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(' and ');
  if (added.length === 0 && removed.length === 0) yield* noteFormats(old, new_, places);
  else if (removed.length === 0) yield { kind: 'format-added', text: `has the format ${show(added)} now`, ...places };
  else if (added.length === 0) yield { kind: 'format-removed', text: `no longer has the format ${show(removed)}`, ...places };
  else {
    const [was, is] = [removed[0] ?? '', added[0] ?? ''];
    const isSingle = were.size === 1 && are.size === 1;
    const isWider = isSingle && wider[was]?.includes(is);
    const isNarrower = isSingle && wider[is]?.includes(was);
    yield {
      kind: isWider ? 'format-widened' : isNarrower ? 'format-narrowed' : 'format-changed',
      text: `had the format ${show(removed)}, has ${show(added)}`,
      ...places,
    };
  }
}

const isUnchecked = (name: string): boolean => !Object.hasOwn(formats, name) || name === 'double';

/** Formats nobody checks still tell people something. */
function* noteFormats(old: Alternative, new_: Alternative, places: Pick<SchemaChange, 'old' | 'new'>): Iterable<SchemaChange> {
  const named = (alternative: Alternative): string[] =>
    [
      ...new Set(
        partsOf(alternative).flatMap(({ source }) =>
          typeof source['format'] === 'string' && isUnchecked(source['format']) ? [source['format']] : [],
        ),
      ),
    ].toSorted();
  const [were, are] = [named(old), named(new_)];
  if (were.join() === are.join()) return;
  const show = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(' and ') || 'none';
  yield { kind: 'format-noted', text: `had the format ${show(were)}, has ${show(are)}`, ...places };
}
