// Arrays: exact ones, lists of any length of one kind of item, and lists that must hold certain items somewhere.
import type { Alternative, Domain } from '../model/domain.ts';
import { count } from '../model/show.ts';
import { isLiteralScalar, type Need } from './need.ts';
import { addItems } from './plain.ts';
import { clash, type Found, gap, gather, guaranteed, isImpossible, type Result } from './result.ts';
import type { Walk } from './walk.ts';
import { clashOf, gapOf } from './words.ts';

export function compareArray(need: Need, alternative: Alternative, walk: Walk): Result {
  if (need.isPlain && !need.isText && walk.choices === 0) {
    const found: Found = { clashes: [], unknown: [], gaps: [] };
    addItems(found, need.example as readonly unknown[], need.pointer, alternative, walk);
    return found;
  }
  walk.mayRepeat = true;
  if (need.variants) return compareVariants(need, need.variants, alternative, walk);
  return need.matchers.some(({ kind }) => kind !== 'equality')
    ? compareList(need, alternative, walk)
    : compareExact(need, alternative, walk);
}

/** Without a matcher the engine wants the same number of items in the same order. */
function compareExact(need: Need, alternative: Alternative, walk: Walk): Result {
  const items = need.items ?? [];
  const { minItems, maxItems } = alternative;
  if (items.length < minItems) return clash(clashOf(need, 'minItems', { minItems }, alternative.place('minItems')));
  if (items.length > maxItems) return clash(clashOf(need, 'maxItems', { maxItems }, alternative.place('maxItems')));
  return gather(items.map((item, index) => compareItem(need, item, alternative.item(index), alternative, walk)));
}

function compareItem(need: Need, item: Need, domain: Domain | 'closed' | undefined, alternative: Alternative, walk: Walk): Result {
  if (domain === 'closed') return clash(clashOf(need, 'items', { limit: need.items?.length ?? 0 }, alternative.place('items')));
  if (domain) return walk.descend(item, domain);
  return isLiteralScalar(item)
    ? guaranteed
    : gap(gapOf(item, 'value', 'anything: the contract does not describe it', alternative.location));
}

/** `type` and its like: any number of items within `min` and `max`, each like those of the example in turn. */
function compareList(need: Need, alternative: Alternative, walk: Walk): Result {
  // An empty example with a matcher stands for any array.
  if (need.items?.length === 0) return guaranteed;
  const { least, greatest } = countsOf(need);
  const { minItems, maxItems } = alternative;
  if (maxItems < least) return clash(clashOf(need, 'maxItems', { maxItems }, alternative.place('maxItems')));
  if (minItems > greatest) return clash(clashOf(need, 'minItems', { minItems }, alternative.place('minItems')));
  const results: Result[] = [];
  if (minItems < least) results.push(gap(gapOf(need, 'value', minItems === 0 ? '[]' : count(minItems, 'item'), alternative.location)));
  if (maxItems > greatest) results.push(gap(gapOf(need, 'value', count(greatest + 1, 'item'), alternative.location)));
  const items = need.items ?? [];
  const described = new Set<Domain>();
  for (const [index, item] of items.entries()) {
    const domain = alternative.item(index);
    if (domain && domain !== 'closed') described.add(domain);
    if (domain !== 'closed') results.push(compareItem(need, item, domain, alternative, walk));
  }
  // What stands behind the example's items must be like the first one too.
  const [first] = items;
  for (let index = items.length; first && index < items.length + 4; index++) {
    const domain = alternative.item(index);
    // Behind `prefixItems` without `items` anything may follow.
    const later = need.likeItem?.(index) ?? first;
    if (!domain && index < maxItems) results.push(compareItem(need, later, undefined, alternative, walk));
    // Rules may name an index: the first item behind the example is looked at, whatever describes it.
    if (!domain || domain === 'closed' || index >= maxItems || (described.has(domain) && index > items.length)) continue;
    described.add(domain);
    const result = walk.descend(later, domain);
    // A list need not be longer than the example, unless the contract makes it so.
    const isOptional = isImpossible(result) && index >= minItems;
    results.push(isOptional ? gap(gapOf(need, 'value', `${count(index + 1, 'item')}, the last of another kind`, domain.location)) : result);
  }
  return gather(results);
}

function countsOf({ matchers, isCascaded }: Need): { least: number; greatest: number } {
  let least = 0;
  let greatest = Infinity;
  for (const matcher of isCascaded ? [] : matchers) {
    if (matcher.kind === 'notEmpty') least = Math.max(least, 1);
    if (matcher.kind !== 'type') continue;
    least = Math.max(least, matcher.min ?? 0);
    greatest = Math.min(greatest, matcher.max ?? Infinity);
  }
  return { least, greatest };
}

/** `arrayContains`: each variant somewhere. The contract can promise that of no list that may be empty, nor of most others. */
function compareVariants(need: Need, variants: readonly Need[], alternative: Alternative, walk: Walk): Result {
  if (variants.length > 0 && alternative.maxItems === 0)
    return clash(clashOf(need, 'maxItems', { maxItems: 0 }, alternative.place('maxItems')));
  const results: Result[] = [];
  for (const variant of variants) {
    // The item may stand anywhere: it is impossible only where no place of the list can hold it.
    const places = [0, 1, 2, 3].flatMap((index) => alternative.item(index) ?? []).filter((domain) => domain !== 'closed');
    const tried = [...new Set(places)].map((domain) => walk.descend(variant, domain));
    const possible = tried.find((result) => !isImpossible(result));
    if (tried.length > 0 && !possible) results.push(tried[0] as Result);
  }
  if (results.length > 0) return gather(results);
  const text = alternative.minItems === 0 ? '[]' : 'a list without such an item';
  return variants.length === 0 ? guaranteed : gap(gapOf(need, 'value', text, alternative.location));
}
