// Other values a place may have by its schema: each listed one, each boundary, null, empty, each alternative.
import { type Alternative, type Domain, kindOf } from '../../model/domain.ts';
import type { Shape } from '../../model/shape.ts';
import { count, grouped } from '../../model/show.ts';
import { shown } from './change.ts';
import { alternativeFor, fitsText, lengthOf } from './fit.ts';
import { Impossible } from './impossible.ts';
import { itemsOf } from './items.ts';
import { makeOf, type Maker, mostItems } from './make-value.ts';
import { rangeOf } from './number.ts';
import { longestText, makeText, ofLength } from './text.ts';

/** Another value for a place, and what is said of it behind the place's name. */
export interface Other {
  readonly value: unknown;
  readonly said: string;
}

/** More listed values and alternatives of one place than these are not tried one by one. */
const mostListed = 100;

/** What else the place may be. `skipped` is told what could not be made, and why. */
export function* validOthers(
  domain: Domain,
  shape: Shape | undefined,
  value: unknown,
  maker: Maker,
  skipped: (said: string, reason: string) => void,
): Generator<Other> {
  const facts = alternativeFor(domain, value);
  if (!facts) return;
  const isNullable = domain.alternatives.some(({ kinds, values }) => kinds.has('null') && (!values || values.includes(null)));
  if (isNullable && value !== null && kindsAreTold(domain)) yield { value: null, said: 'null' };
  if (facts.values) {
    for (const other of facts.values.slice(0, mostListed)) if (other !== null) yield { value: other, said: `= ${shown(other)}` };
    if (facts.values.length > mostListed)
      skipped('further listed values', `only the first ${mostListed} of ${facts.values.length} are tried`);
  } else if (typeof value === 'string') yield* texts(facts, value, maker, skipped);
  else if (typeof value === 'number') yield* numbers(facts);
  else if (typeof value === 'boolean') yield { value: !value, said: `= ${!value}` };
  else if (Array.isArray(value)) yield* arrays(facts, shape, value, maker, skipped);
  for (const [index, other] of domain.alternatives.slice(0, mostListed).entries()) {
    if (other === facts || (other.kinds.size === 1 && other.kinds.has('null'))) continue;
    const said = `as ${nameOf(other, index)}`;
    try {
      yield { value: makeOf(other, shape, maker), said };
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
      skipped(said, error.message);
    }
  }
}

/** A schema that says nothing of types allows null without meaning it. */
const kindsAreTold = ({ alternatives }: Domain): boolean =>
  alternatives.every(({ kinds, values }) => kinds.size < 7 || values !== undefined);

/** The component's name, or where it stands in the document. */
const nameOf = ({ location }: Alternative, index: number): string =>
  /\/(?:schemas|definitions|\$defs)\/([^/]+)$/.exec(location.pointer)?.[1] ?? `alternative ${index + 1}`;

function* texts(facts: Alternative, value: string, maker: Maker, skipped: (said: string, reason: string) => void): Generator<Other> {
  const { minLength, maxLength, patterns, formats } = facts;
  if (formats.length === 0 && fitsText(facts, '')) yield { value: '', said: 'empty' };
  for (const length of new Set([minLength, maxLength])) {
    if (length === 0 || length === Infinity || length === lengthOf(value)) continue;
    const said = `at ${count(length, 'character')}`;
    const text = length > longestText ? undefined : (ofLength(facts, value, length) ?? ofOwnLength(facts, length, maker));
    if (text !== undefined) yield { value: text, said };
    else
      skipped(said, length > longestText ? `texts of more than ${grouped(longestText)} characters are not made` : 'no such text was found');
  }
  // What is right in another script is right; a pattern or format has said what it is.
  if (patterns.length === 0 && formats.length === 0 && !maker.isAscii) {
    const foreign = ofLength(facts, 'Zoë 日本 🙂', Math.min(Math.max(8, minLength), maxLength));
    if (foreign !== undefined) yield { value: foreign, said: `= ${shown(foreign)}` };
  }
}

function ofOwnLength(facts: Alternative, length: number, maker: Maker): string | undefined {
  const limits = { formats: facts.formats, patterns: facts.patterns, minLength: length, maxLength: length };
  try {
    return makeText(limits, maker.chance, [], 'plain');
  } catch (error) {
    if (error instanceof Impossible) return undefined;
    throw error;
  }
}

function* numbers(facts: Alternative): Generator<Other> {
  const { least, most, leastBy, mostBy, step } = rangeOf(facts);
  if (leastBy) yield { value: least, said: `= ${shown(least)} (${leastBy})` };
  if (mostBy) yield { value: most, said: `= ${shown(most)} (${mostBy})` };
  if (least < 0 && most > 0) yield { value: 0, said: '= 0' };
  if (!leastBy) yield { value: -step, said: `= ${shown(-step)}` };
}

function* arrays(
  facts: Alternative,
  shape: Shape | undefined,
  value: readonly unknown[],
  maker: Maker,
  skipped: (said: string, reason: string) => void,
): Generator<Other> {
  const { minItems, maxItems } = facts;
  for (const length of new Set([minItems, 1, maxItems])) {
    if (length < minItems || length > maxItems || length === Infinity || length === value.length) continue;
    const said = length === 0 ? 'empty' : `with ${count(length, 'item')}`;
    const items = length > mostItems ? undefined : itemsOf(facts, shape, value, length, maker);
    if (items) yield { value: items, said };
    else skipped(said, length > mostItems ? `arrays of more than ${mostItems} items are not made` : 'no such list was found');
  }
}

/** True where the kinds of the alternatives leave this one out. */
export const isForeign = (domain: Domain, value: unknown): boolean => domain.alternatives.every(({ kinds }) => !kinds.has(kindOf(value)));
