// Makes a value a schema allows, from its Domain: as small as it can be, or by chance.
import type { Contract } from '../../model/contract.ts';
import type { Alternative, Domain, Kind } from '../../model/domain.ts';
import { isEqual } from '../../model/json-value.ts';
import { itemShape, propertyShape, type Shape } from '../../model/shape.ts';
import { keywordOf, knownSchemaValues, schemaAt } from '../known-values.ts';
import type { Chance } from './chance.ts';
import { fits } from './fit.ts';
import { Impossible } from './impossible.ts';
import { makeNumber } from './number.ts';
import { makeText } from './text.ts';
import { grouped } from '../../model/show.ts';

/** Longer arrays are not made. */
export const mostItems = 1000;
/** Places one value may have in all; a schema that needs more grows without end, or nearly so. */
const mostSteps = 5000;
/** How often a schema may stand inside itself. */
const mostRounds = 2;

export interface Maker {
  readonly contract: Contract;
  readonly chance: Chance;
  /** How likely a property comes that need not: 0 for the smallest value. */
  readonly fullness: number;
  /** Where the value goes, texts are printable ASCII: in header fields. */
  readonly isAscii?: boolean;
  /** Where the value goes, a scalar is only its text: in parameters, forms and XML. Another type can then be told by few values. */
  readonly isUntyped?: boolean;
}

interface Walk extends Maker {
  steps: number;
  readonly rounds: Map<string, number>;
}

/** Throws Impossible, whose message says why there is no value or none that is made. */
export function makeValue(domain: Domain, shape: Shape | undefined, maker: Maker): unknown {
  return ofDomain(domain, shape, { ...maker, steps: 0, rounds: new Map() }, 0);
}

function ofDomain(domain: Domain, shape: Shape | undefined, walk: Walk, depth: number): unknown {
  if (++walk.steps > mostSteps) throw new Impossible(`its values need more than ${grouped(mostSteps)} places`);
  const { alternatives, broken, key } = domain;
  if (broken !== undefined) throw new Impossible(broken);
  if (alternatives.length === 0) throw new Impossible('its schema allows no value at all');
  const rounds = walk.rounds.get(key) ?? 0;
  if (rounds >= mostRounds) throw new Impossible('its schema requires itself without end');
  walk.rounds.set(key, rounds + 1);
  try {
    const examples = knownSchemaValues(walk.contract, domain.location).map(({ value }) => value);
    let failure: Impossible | undefined;
    for (const facts of inTurn(alternatives, walk)) {
      try {
        return ofAlternative(facts, shape, walk, depth, examples);
      } catch (error) {
        if (!(error instanceof Impossible)) throw error;
        failure ??= error;
        if (walk.steps > mostSteps) throw error;
      }
    }
    throw failure ?? new Impossible('its schema allows no value at all');
  } finally {
    walk.rounds.set(key, rounds);
  }
}

/** What says something before null; by chance any first. */
function inTurn(alternatives: readonly Alternative[], { chance, fullness }: Walk): readonly Alternative[] {
  const plain = alternatives.toSorted((a, b) => Number(isNull(a)) - Number(isNull(b)));
  if (fullness === 0 || plain.length === 1) return plain;
  const start = chance.isLikely(0.15)
    ? chance.between(0, plain.length - 1)
    : chance.between(0, plain.filter((facts) => !isNull(facts)).length - 1);
  return [...plain.slice(start), ...plain.slice(0, start)];
}

const isNull = ({ kinds }: Alternative): boolean => kinds.size === 1 && kinds.has('null');

const preferred: readonly Kind[] = ['object', 'array', 'string', 'integer', 'fraction', 'boolean', 'null'];
const untold: readonly Kind[] = ['string', 'integer', 'boolean'];

/** One alternative's value. Throws Impossible. */
export function makeOf(facts: Alternative, shape: Shape | undefined, maker: Maker): unknown {
  return ofAlternative(facts, shape, { ...maker, steps: 0, rounds: new Map() }, 0, []);
}

function ofAlternative(facts: Alternative, shape: Shape | undefined, walk: Walk, depth: number, examples: readonly unknown[]): unknown {
  const { chance, fullness } = walk;
  const isPlain = fullness === 0;
  if (facts.values) {
    const fitting = facts.values.filter((value) => fits(facts, value, 3));
    if (fitting.length === 0) throw new Impossible('none of its listed values meets its other keywords');
    const telling = fitting.filter((value) => value !== null && value !== '');
    return isPlain ? (telling[0] ?? fitting[0]) : chance.pick(chance.isLikely(0.9) && telling.length > 0 ? telling : fitting);
  }
  const kind = kindFor(facts, walk);
  switch (kind) {
    case 'null':
      return null;
    case 'boolean':
      return allowed(facts, isPlain ? [true, false] : chance.isLikely(0.5) ? [true, false] : [false, true]);
    case 'string':
      return allowedOf(facts, () => makeText(facts, chance, examples, isPlain ? 'plain' : walk.isAscii ? 'ascii' : 'any'));
    case 'integer':
    case 'fraction': {
      const known = examples.filter(
        (value) => typeof value === 'number' && facts.kinds.has(Number.isInteger(value) ? 'integer' : 'fraction'),
      );
      if (known.length > 0 && isPlain) return known[0];
      return allowedOf(facts, () => makeNumber(facts, chance, isPlain));
    }
    case 'array':
      return makeArray(facts, shape, walk, depth);
    case 'object':
      return makeObject(facts, shape, walk, depth);
  }
}

function kindFor(facts: Alternative, { chance, fullness }: Walk): Kind {
  const { kinds } = facts;
  if (kinds.has('object') && (facts.names.length > 0 || facts.required.size > 0)) return 'object';
  const order = kinds.size === 7 ? untold : preferred;
  const possible = order.filter((kind) => kinds.has(kind));
  const [first = 'null'] = possible;
  if (fullness === 0) return first;
  const telling = possible.filter((kind) => kind !== 'null');
  return telling.length > 0 && !(kinds.has('null') && chance.isLikely(0.15)) ? chance.pick(telling) : kinds.has('null') ? 'null' : first;
}

function allowed(facts: Alternative, values: readonly unknown[]): unknown {
  const value = values.find((one) => !facts.excluded.some((other) => isEqual(other, one)));
  if (value === undefined) throw new Impossible('every value it could have is excluded');
  return value;
}

function allowedOf(facts: Alternative, make: () => unknown): unknown {
  for (let tries = 0; tries < 10; tries++) {
    const value = make();
    if (!facts.excluded.some((other) => isEqual(other, value))) return value;
  }
  throw new Impossible('every value found for it is excluded');
}

function makeArray(facts: Alternative, shape: Shape | undefined, walk: Walk, depth: number): unknown[] {
  const { minItems, maxItems } = facts;
  if (minItems > maxItems) throw new Impossible(`no array has ${minItems} items or more and ${maxItems} or fewer`);
  if (minItems > mostItems) throw new Impossible(`an array of ${grouped(minItems)} items is not made`);
  const { chance, fullness } = walk;
  const isUnique = keywordOf(walk.contract, facts, 'uniqueItems') === true;
  const wanted = fullness === 0 || depth > 5 ? minItems : Math.min(maxItems, minItems + chance.between(0, 3));
  const items: unknown[] = [];
  const contained = schemaAt(walk.contract, facts, 'contains');
  for (let tries = 0; items.length < wanted && tries < wanted * 4 + 4; tries++) {
    // What it must contain comes first; whether that is also what its items are, the validator says.
    const domain = items.length < Math.max(1, minItems) && contained ? contained.domain('request') : facts.item(items.length);
    if (domain === 'closed') break;
    try {
      const item = domain ? ofDomain(domain, shape && itemShape(shape, items.length), walk, depth + 1) : `item ${items.length + 1}`;
      if (!isUnique || !items.some((other) => isEqual(other, item))) items.push(item);
    } catch (error) {
      if (!(error instanceof Impossible) || items.length < minItems) throw error;
      break;
    }
  }
  if (items.length < minItems)
    throw new Impossible(`no ${minItems} items were found for it${isUnique ? ' that differ from each other' : ''}`);
  return items;
}

/** What a request never carries is left out. */
const isSent = (shape: Shape | undefined, name: string): boolean => !(shape && propertyShape(shape, name)?.readOnly);

function makeObject(facts: Alternative, shape: Shape | undefined, walk: Walk, depth: number): Record<string, unknown> {
  const { chance, fullness, contract } = walk;
  const count = (keyword: string, otherwise: number): number => {
    const value = keywordOf(contract, facts, keyword);
    return typeof value === 'number' ? value : otherwise;
  };
  const least = count('minProperties', 0);
  const most = count('maxProperties', Infinity);
  const object: Record<string, unknown> = {};
  // Own property whatever the name: `__proto__` is a name like any other here.
  const put = (name: string, value: unknown): void =>
    void Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  const make = (name: string): unknown => {
    const { mention, domain } = facts.property(name);
    if (mention === 'closed') throw new Impossible(`\`${name.slice(0, 80)}\` is required and must not come`);
    return domain ? ofDomain(domain, shape && propertyShape(shape, name), walk, depth + 1) : 'text';
  };
  // A required property of a branch may be one that is only sent by the provider.
  for (const name of facts.required) if (isSent(shape, name)) put(name, make(name));
  let size = Object.keys(object).length;
  const optional = facts.names.filter(
    (name) => !facts.required.has(name) && isSent(shape, name) && facts.property(name).mention !== 'closed',
  );
  for (const name of optional) {
    const isNeeded = size < least;
    if (size >= most || (!isNeeded && (depth > 6 || !chance.isLikely(fullness / (1 + depth / 2))))) continue;
    try {
      put(name, make(name));
      size++;
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
    }
  }
  if (least > mostItems) throw new Impossible(`an object of ${grouped(least)} properties is not made`);
  for (let further = 1; size < least; further++) {
    const { mention, domain } = facts.rest;
    if (mention === 'closed') throw new Impossible(`it needs ${least} properties and has only ${size}`);
    put(`further${further}`, domain ? ofDomain(domain, undefined, walk, depth + 1) : 'text');
    size++;
  }
  return object;
}
