// Values that no matching rule is for, walked beside the contract: nearly all of a pact is such, and of nearly all of it nothing is to be said.
import type { Alternative, Domain } from '../model/domain.ts';
import { kindOf } from '../model/domain.ts';
import { knownChild } from '../model/known-pointers.ts';
import type { Location } from '../model/location.ts';
import type { Pointer } from '../model/pointer.ts';
import { gapsOfKind } from './kinds.ts';
import { type Need, plainNeed } from './need.ts';
import { withoutRepeats } from './repeats.ts';
import { add, clash, type Found, gap, type Gap, gather, guaranteed, type Result } from './result.ts';
import type { Walk } from './walk.ts';
import { allows } from './witness.ts';
import { clashOf, gapOf } from './words.ts';

/** True for a scalar that a schema allows which lists no values: nothing is to be said of it. */
export function isMetPlainly(example: unknown, { alternatives }: Domain): boolean {
  if (typeof example === 'object' && example !== null) return false;
  let isMet = false;
  for (const alternative of alternatives) {
    if (alternative.values) return false;
    isMet ||= allows(alternative, example);
  }
  return isMet;
}

/** Compares the members of an object. `need` is that of the object, where it must be asked for theirs. */
export function addMembers(found: Found, example: object, pointer: Pointer, alternative: Alternative, walk: Walk, need?: Need): void {
  for (const name of Object.keys(example)) {
    const { mention, domain } = alternative.property(name);
    const value = (example as Readonly<Record<string, unknown>>)[name];
    if (mention === 'named') {
      const place = knownChild(pointer, name);
      if (!alternative.required.has(name)) found.gaps.push(absentGap(place, domain?.location ?? alternative.location));
      if (domain) addValue(found, value, place, domain, walk, need?.member?.(name));
    } else if (mention === 'mapped') {
      if (domain) addValue(found, value, knownChild(pointer, name), domain, walk, need?.member?.(name));
    } else if (mention !== 'open') {
      const member = need?.member?.(name) ?? plainNeed(value, knownChild(pointer, name));
      add(found, compareMember(name, member, need ?? plainNeed(example, pointer), alternative, walk));
    }
  }
}

/** Compares an array item by item: the engine wants the same number of items in the same order. */
export function addItems(found: Found, example: readonly unknown[], pointer: Pointer, alternative: Alternative, walk: Walk): void {
  const { minItems, maxItems, location } = alternative;
  const { length } = example;
  if (length < minItems || length > maxItems) {
    const keyword = length < minItems ? 'minItems' : 'maxItems';
    found.clashes.push(clashOf(plainNeed(example, pointer), keyword, { [keyword]: alternative[keyword] }, alternative.place(keyword)));
    return;
  }
  const before = found.gaps.length;
  for (let index = 0; index < length; index++) {
    const item = example[index];
    const domain = alternative.item(index);
    const place = knownChild(pointer, index);
    if (domain === 'closed')
      found.clashes.push(clashOf(plainNeed(example, pointer), 'items', { limit: length }, alternative.place('items')));
    else if (domain) addValue(found, item, place, domain, walk);
    else if (typeof item === 'object' && item !== null)
      found.gaps.push(gapOf(plainNeed(item, place), 'value', 'anything: the contract does not describe it', location));
  }
  if (length < 2 || found.gaps.length - before < 2) return;
  for (const own of withoutRepeats(found.gaps.splice(before))) found.gaps.push(own);
}

/** `need` is that of the value, where it must be known again. */
function addValue(found: Found, example: unknown, pointer: Pointer, domain: Domain, walk: Walk, need?: Need): void {
  if (typeof example !== 'object' || example === null) {
    if (isMetPlainly(example, domain)) return;
  } else if (walk.choices === 0) {
    // Without a choice further up, no need has to be kept for what is found below.
    const only = domain.broken === undefined ? ofItsKind(example, domain.alternatives) : undefined;
    if (only && !only.isSilent) return addContainer(found, example, pointer, only, walk);
  }
  add(found, walk.descend(need ?? plainNeed(example, pointer), domain));
}

/** The one alternative that a literal object or array can be meant by; undefined where there are several, or none. */
export function ofItsKind(example: unknown, alternatives: readonly Alternative[]): Alternative | undefined {
  const kind = kindOf(example);
  let only: Alternative | undefined;
  for (const alternative of alternatives) {
    if (!alternative.isSilent && !alternative.kinds.has(kind)) continue;
    if (only) return undefined;
    only = alternative;
  }
  // A member without a name would look like the value itself to whoever weighs alternatives by their places.
  return only && alternatives.length > 1 && Object.hasOwn(example as object, '') ? undefined : only;
}

function addContainer(found: Found, example: object, pointer: Pointer, only: Alternative, walk: Walk): void {
  const before = found.clashes.length + found.unknown.length;
  if (Array.isArray(example)) addItems(found, example, pointer, only, walk);
  else addMembers(found, example, pointer, only, walk);
  if (found.clashes.length + found.unknown.length > before) return;
  if (only.kinds.size === 1) return;
  const own = kindOf(example);
  const need = plainNeed(example, pointer);
  for (const kind of only.kinds) if (kind !== own) found.gaps.push(...gapsOfKind(need, only, kind));
  // Two kinds may have the same words.
  walk.mayRepeat ||= only.kinds.size > 2;
}

/** One member, by the need of its own and of its object. */
export function compareMember(name: string, member: Need, need: Need, alternative: Alternative, walk: Walk): Result {
  const { mention, domain } = alternative.property(name);
  switch (mention) {
    case 'closed': {
      const found = clashOf(
        { ...need, matchers: [] },
        'additionalProperties',
        { additionalProperty: name },
        alternative.place('additionalProperties'),
      );
      return clash({
        ...found,
        pointer: member.pointer,
        at: 'key',
        isExact: false,
        message: `${found.message.replace(/, got .*$/s, '')}, got it`,
      });
    }
    case 'unsaid':
      // An object of which nothing is said may hold anything and promises nothing.
      return alternative.isBare
        ? gap(absentGap(member.pointer, domain?.location ?? alternative.location))
        : { ...guaranteed, unknown: [{ pointer: member.pointer, contract: alternative.location }] };
    case 'open':
      return guaranteed;
    case 'mapped':
      return domain ? walk.descend(member, domain) : guaranteed;
    case 'named': {
      const result = domain ? walk.descend(member, domain) : guaranteed;
      if (alternative.required.has(name)) return result;
      const absent = gap(absentGap(member.pointer, domain?.location ?? alternative.location));
      return result === guaranteed ? absent : gather([absent, result]);
    }
  }
}

const absentGap = (pointer: Pointer, contract: Location): Gap => ({ kind: 'absent', pointer, text: '', needed: '', contract });
