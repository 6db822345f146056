// Arrays of two alternatives compared: how many items, whether they repeat, and what each of them is (JSON Schema 2020-12 §10.3.1).
import type { Alternative, Domain } from '../../model/domain.ts';
import { partsOf } from '../../openapi/domain.ts';
import { type Child, type Differences, isAnything, type SchemaChange, type Walk, placeIn } from './node.ts';
import { compareCount } from './scalars.ts';

export function compareArrays(old: Alternative, new_: Alternative, walk: Walk): Differences {
  const changes: SchemaChange[] = [
    ...compareCount('minItems', old.minItems, new_.minItems, 1, old, new_),
    ...compareCount('maxItems', old.maxItems, new_.maxItems, -1, old, new_),
    ...compareUnique(old, new_),
  ];
  const children: Child[] = [];
  const listed = Math.max(prefixLength(old), prefixLength(new_));
  for (let index = 0; index <= listed; index++) {
    const isRest = index === listed;
    const [was, is] = [old.item(index), new_.item(index)];
    changes.push(...compareItem(was, is, isRest ? 'items' : `item ${index + 1}`, old, new_));
    if (was && is && was !== 'closed' && is !== 'closed')
      children.push({ step: isRest ? { kind: 'item', name: '*' } : { kind: 'index', name: String(index) }, node: walk.compare(was, is) });
  }
  return { changes, children };
}

const prefixLength = (alternative: Alternative): number =>
  Math.max(0, ...partsOf(alternative).map(({ source }) => (Array.isArray(source['prefixItems']) ? source['prefixItems'].length : 0)));

function compareUnique(old: Alternative, new_: Alternative): SchemaChange[] {
  const isUnique = (alternative: Alternative): boolean => partsOf(alternative).some(({ source }) => source['uniqueItems'] === true);
  if (isUnique(old) === isUnique(new_)) return [];
  const places = { old: placeIn(old, 'uniqueItems'), new: placeIn(new_, 'uniqueItems') };
  return isUnique(new_)
    ? [{ kind: 'limit-narrowed', text: 'may not repeat an item now (`uniqueItems`)', ...places }]
    : [{ kind: 'limit-widened', text: 'may repeat an item now (`uniqueItems`)', ...places }];
}

function compareItem(
  was: Domain | 'closed' | undefined,
  is: Domain | 'closed' | undefined,
  what: string,
  old: Alternative,
  new_: Alternative,
): SchemaChange[] {
  if (was === is || (was && is && was !== 'closed' && is !== 'closed')) return [];
  const places = { old: placeIn(old, 'items'), new: placeIn(new_, 'items') };
  if (is === 'closed') return [{ kind: 'items-narrowed', text: `may have no ${what === 'items' ? 'further items' : what} now`, ...places }];
  if (was === 'closed') return [{ kind: 'items-widened', text: `may have ${what === 'items' ? 'further items' : what} now`, ...places }];
  if (is && !isAnything(is)) return [{ kind: 'items-narrowed', text: `has a schema for ${what} now`, ...places }];
  return was && !isAnything(was) ? [{ kind: 'items-widened', text: `no longer has a schema for ${what}`, ...places }] : [];
}
