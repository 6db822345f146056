// A list of a given length made of one that is there: shorter by leaving out, longer by repeating, or with new items where all must differ.
import type { Alternative } from '../../model/domain.ts';
import { isEqual } from '../../model/json-value.ts';
import { itemShape, type Shape } from '../../model/shape.ts';
import { keywordOf } from '../known-values.ts';
import { Impossible } from './impossible.ts';
import { type Maker, makeValue } from './make-value.ts';

/** Undefined where no such list is found. */
export function itemsOf(
  facts: Alternative,
  shape: Shape | undefined,
  value: readonly unknown[],
  count: number,
  maker: Maker,
): readonly unknown[] | undefined {
  if (count <= value.length) return value.slice(0, count);
  const isUnique = keywordOf(maker.contract, facts, 'uniqueItems') === true;
  if (!isUnique && value.length > 0) return Array.from({ length: count }, (_, index) => value[index % value.length]);
  const items = [...value];
  for (let tries = 0; items.length < count && tries < count * 3 + 10; tries++) {
    // Beyond the last item there may be, the last one's schema still says what an item looks like.
    const domain = facts.item(items.length);
    if (!domain || domain === 'closed') return undefined;
    try {
      const item = makeValue(domain, shape && itemShape(shape, items.length), { ...maker, fullness: 0.5 });
      if (!isUnique || !items.some((other) => isEqual(other, item))) items.push(item);
    } catch (error) {
      if (error instanceof Impossible) return undefined;
      throw error;
    }
  }
  return items.length === count ? items : undefined;
}
