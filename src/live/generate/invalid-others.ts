// Values a place must not have by its schema, each against one keyword (JSON Schema Validation 2020-12 §6).
import type { Alternative, Domain } from '../../model/domain.ts';
import { isEqual } from '../../model/json-value.ts';
import type { Location } from '../../model/location.ts';
import type { Shape } from '../../model/shape.ts';
import { count } from '../../model/show.ts';
import { keywordOf } from '../known-values.ts';
import { shown } from './change.ts';
import { alternativeFor, fitsText, lengthOf, passes, type TextFacts } from './fit.ts';
import { itemsOf } from './items.ts';
import { type Maker, mostItems } from './make-value.ts';
import { rangeOf, tidy } from './number.ts';
import { longestText, ofLength } from './text.ts';
import { isForeign } from './valid-others.ts';

export interface Wrong {
  readonly value: unknown;
  readonly said: string;
  readonly keyword: string;
  readonly contract: Location;
}

/** Values of every kind; the first ones of other kinds than the place allows are sent. */
const ofKinds: readonly unknown[] = ['text', 12_345, true, {}, [], 1.5];

/** What the place must not be, as far as its facts tell; the validator has the last word. */
export function* invalidOthers(maker: Maker, domain: Domain, shape: Shape | undefined, value: unknown): Generator<Wrong> {
  const { isUntyped } = maker;
  const facts = alternativeFor(domain, value) ?? domain.alternatives[0];
  if (!facts) return;
  const at = (keyword: string, said: string, wrong: unknown): Wrong => ({ value: wrong, said, keyword, contract: facts.place(keyword) });
  // Where scalars are only texts, a text is what another type looks like.
  const foreign = ofKinds.filter((other) => isForeign(domain, other) && (!isUntyped || typeof other === 'string'));
  const telling = foreign.filter((other) => Array.isArray(other) === Array.isArray(value) || !Array.isArray(other));
  for (const other of telling.slice(0, 2)) yield at('type', `= ${shown(other)} (another type)`, other);
  if (!isUntyped && isForeign(domain, null)) yield at('type', 'null (not nullable)', null);
  if (facts.values) yield* unlisted(facts, domain, at);
  else if (typeof value === 'string') yield* texts(facts, value, at);
  else if (typeof value === 'number') yield* numbers(facts, at);
  else if (Array.isArray(value)) yield* arrays(maker, facts, shape, value, at);
}

type At = (keyword: string, said: string, wrong: unknown) => Wrong;

function* unlisted(facts: Alternative, domain: Domain, at: At): Generator<Wrong> {
  const all = domain.alternatives.flatMap(({ values }) => values ?? []);
  const [first] = facts.values ?? [];
  const outside =
    typeof first === 'number'
      ? Math.max(...all.filter((one) => typeof one === 'number')) + 1
      : `${typeof first === 'string' ? first : 'a value'}-unlisted`;
  if (!all.some((one) => isEqual(one, outside)))
    yield at(facts.place('enum').pointer.endsWith('/enum') ? 'enum' : 'const', `= ${shown(outside)} (not listed)`, outside);
}

function* texts(facts: Alternative, value: string, at: At): Generator<Wrong> {
  const { minLength, maxLength, patterns, formats } = facts;
  const free = (length: number): TextFacts => ({ patterns, formats, minLength: length, maxLength: length });
  if (minLength > 0) {
    const text = ofLength(free(minLength - 1), value, minLength - 1) ?? [...value].slice(0, minLength - 1).join('');
    yield at('minLength', minLength === 1 ? 'empty (too short)' : `at ${count(minLength - 1, 'character')} (too short)`, text);
  }
  if (maxLength < longestText) {
    const text = ofLength(free(maxLength + 1), value, maxLength + 1) ?? value + 'x'.repeat(Math.max(0, maxLength + 1 - lengthOf(value)));
    yield at('maxLength', `at ${count(maxLength + 1, 'character')} (too long)`, text);
  }
  const near = [...nearTexts(value)];
  for (const pattern of patterns) {
    const others = { patterns: patterns.filter((one) => one !== pattern), formats, minLength, maxLength };
    const breaking = near.filter((text) => fails(pattern, text));
    const text = breaking.find((one) => fitsText(others, one)) ?? breaking[0];
    if (text !== undefined) yield at('pattern', `= ${shown(text)} (against the pattern)`, text);
  }
  for (const format of formats) {
    const others = { patterns, formats: [], minLength, maxLength };
    const breaking = near.filter((text) => !passes(format, text));
    const text = breaking.find((one) => fitsText(others, one)) ?? breaking[0];
    if (text !== undefined) yield at('format', `= ${shown(text)} (no ${format.name})`, text);
  }
}

/** A pattern that cannot be decided is not broken by a text. */
function fails(pattern: { test(text: string): boolean }, text: string): boolean {
  try {
    return !pattern.test(text);
  } catch {
    return false;
  }
}

/** Texts near a good one, then some that few patterns allow. */
function* nearTexts(value: string): Generator<string> {
  const chars = Array.from(value.slice(0, 500));
  const middle = chars.length >> 1;
  if (chars.length > 0) yield [...chars.slice(0, middle), '~', ...chars.slice(middle + 1)].join('');
  yield `${value}~`;
  yield ` ${value}`;
  yield `~${value}`;
  yield chars.toReversed().join('');
  yield [...chars.slice(0, middle), ' ', ...chars.slice(middle + 1)].join('');
  yield* ['~', 'not-valid', 'not valid', ' ', '!', 'é', '0', 'a', ''];
  yield '~'.repeat(chars.length);
}

function* numbers(facts: Alternative, at: At): Generator<Wrong> {
  const { least, most, leastBy, mostBy, step } = rangeOf(facts);
  // Just beyond the bound itself; where the bound is excluded, that is the bound.
  if (leastBy) yield below(leastBy, facts.lower.exclusive ? facts.lower.value : tidy(least - step, step), at);
  if (mostBy) yield above(mostBy, facts.upper.exclusive ? facts.upper.value : tidy(most + step, step), at);
  for (const multiple of facts.multiples) {
    if (multiple === 1 && !facts.kinds.has('fraction')) continue;
    const start = Number.isFinite(least) ? least : Number.isFinite(most) ? most - multiple : 0;
    const between = tidy(start + (Number.isInteger(multiple) && multiple > 1 ? 1 : multiple / 2), multiple / 100);
    yield at('multipleOf', `= ${shown(between)} (no multiple of ${multiple})`, between);
  }
}

const below = (keyword: string, value: number, at: At): Wrong => at(keyword, `= ${shown(value)} (below ${keyword})`, value);
const above = (keyword: string, value: number, at: At): Wrong => at(keyword, `= ${shown(value)} (above ${keyword})`, value);

function* arrays(maker: Maker, facts: Alternative, shape: Shape | undefined, value: readonly unknown[], at: At): Generator<Wrong> {
  const { minItems, maxItems } = facts;
  if (minItems > 0 && minItems <= mostItems)
    yield at('minItems', `with ${count(minItems - 1, 'item')} (too few)`, value.slice(0, minItems - 1));
  const longer = maxItems < mostItems ? itemsOf(facts, shape, value, maxItems + 1, maker) : undefined;
  if (longer) yield at('maxItems', `with ${count(maxItems + 1, 'item')} (too many)`, longer);
  const room = maxItems - value.length;
  if (value.length > (room > 0 ? 0 : 1) && keywordOf(maker.contract, facts, 'uniqueItems') === true)
    yield at('uniqueItems', 'with an item twice (not unique)', [...(room > 0 ? value : value.slice(0, -1)), value[0]]);
}
