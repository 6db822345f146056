// Which alternative became which: the same ones first, then those that have most in common; what is left over came or went.
import type { Alternative, Kind } from '../../model/domain.ts';
import { isEqual } from '../../model/json-value.ts';
import { partsOf } from '../../openapi/domain.ts';
import { compareAlternatives } from './alternatives.ts';
import { type Child, type Differences, isWithin, type SchemaChange, type Walk } from './node.ts';
import { showKinds } from './words.ts';

/** With more alternatives than this on a side only those that pair off are compared. */
const mostTried = 24;

/** Compares those alternatives of two schemas that allow values of a kind which nobody lists. */
export function compareAll(olds: readonly Alternative[], news: readonly Alternative[], kind: Kind, walk: Walk): Differences {
  const isSole = olds.length === 1 && news.length === 1;
  const documented = new Set(olds.flatMap(({ names }) => names));
  const [freeOld, freeNew] = [[...olds], [...news]];
  for (const old of olds) {
    const at = freeNew.findIndex((new_) => isSameAlternative(old, new_, walk));
    if (at < 0) continue;
    freeNew.splice(at, 1);
    freeOld.splice(freeOld.indexOf(old), 1);
  }
  const known = new Map<Alternative, Map<Alternative, Differences>>();
  const differences = (old: Alternative, new_: Alternative): Differences => {
    let row = known.get(old);
    if (!row) known.set(old, (row = new Map()));
    let found = row.get(new_);
    if (!found) row.set(new_, (found = compareAlternatives(old, new_, kind, { isSole, documented }, walk)));
    return found;
  };
  const isTried = olds.length <= mostTried && news.length <= mostTried;
  const isCovered = (old: Alternative): boolean => isTried && news.some((new_) => isWithin(differences(old, new_), 'old'));
  const isKnown = (new_: Alternative): boolean => isTried && olds.some((old) => isWithin(differences(old, new_), 'new'));
  const changes: SchemaChange[] = [];
  const children: Child[] = [];
  for (const [old, new_] of pairUp(freeOld, freeNew, isSole)) {
    const own = differences(old, new_);
    // All that one allows is allowed by some other alternative, and the other way round: written another way, meant alike.
    if (!isSole && isCovered(old) && isKnown(new_)) continue;
    changes.push(...own.changes);
    children.push(...own.children);
    freeOld.splice(freeOld.indexOf(old), 1);
    freeNew.splice(freeNew.indexOf(new_), 1);
  }
  for (const old of freeOld)
    if (!isCovered(old))
      changes.push({
        kind: 'alternative-removed',
        text: `no longer may be ${nameOf(old, kind)}`,
        old: old.location,
        ...at(news[0], 'new'),
      });
  for (const new_ of freeNew)
    if (!isKnown(new_))
      changes.push({ kind: 'alternative-added', text: `may be ${nameOf(new_, kind)}, too`, new: new_.location, ...at(olds[0], 'old') });
  return { changes, children };
}

const at = (alternative: Alternative | undefined, side: 'old' | 'new') => alternative && { [side]: alternative.location };

function isSameAlternative(old: Alternative, new_: Alternative, walk: Walk): boolean {
  const [were, are] = [partsOf(old), partsOf(new_)];
  return (
    were.length === are.length &&
    were.every((part, index) => {
      const other = are[index];
      if (!other) return false;
      return part.isInvented || other.isInvented ? isEqual(part.source, other.source) : walk.isSame([part.place], [other.place]);
    }) &&
    old.kinds.size === new_.kinds.size
  );
}

function* pairUp(olds: readonly Alternative[], news: readonly Alternative[], isSole: boolean): Iterable<[Alternative, Alternative]> {
  if (isSole) {
    if (olds[0] && news[0]) yield [olds[0], news[0]];
    return;
  }
  const scored = olds
    .flatMap((old) => news.map((new_) => ({ old, new_, score: likeness(old, new_) })))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
  const used = new Set<Alternative>();
  for (const { old, new_ } of scored) {
    if (used.has(old) || used.has(new_)) continue;
    used.add(old).add(new_);
    yield [old, new_];
  }
}

/** 0 where two alternatives have nothing to do with each other. */
function likeness(old: Alternative, new_: Alternative): number {
  const tags = (alternative: Alternative): Map<string, unknown> =>
    new Map(
      [...alternative.required].flatMap((name) => {
        const [only, ...more] = alternative.property(name).domain?.alternatives ?? [];
        return only?.values?.length === 1 && more.length === 0 ? [[name, only.values[0]] as const] : [];
      }),
    );
  const [were, are] = [tags(old), tags(new_)];
  let score = old.location.pointer === new_.location.pointer ? 2 : 0;
  for (const [name, value] of were) if (are.has(name)) score += isEqual(are.get(name), value) ? 10 : -10;
  const shared = old.names.filter((name) => new_.names.includes(name)).length;
  const all = new Set([...old.names, ...new_.names]).size;
  return score + (all === 0 ? 0.5 : shared / all);
}

function nameOf(alternative: Alternative, kind: Kind): string {
  const component = partsOf(alternative)
    .map(({ place }) => /^\/components\/schemas\/([^/]+)$/.exec(place.pointer)?.[1])
    .find((name) => name !== undefined);
  if (component !== undefined) return `\`${component.replaceAll('~1', '/').replaceAll('~0', '~')}\``;
  const names = alternative.names.slice(0, 4).map((name) => `\`${name}\``);
  const article = kind === 'object' || kind === 'integer' || kind === 'array' ? 'an' : 'a';
  const more = alternative.names.length > names.length ? ', …' : '';
  return `${article} ${showKinds(new Set([kind]))}${names.length > 0 ? ` with ${names.join(', ')}${more}` : ' of another form'}`;
}

/** True when both schemas have the same alternatives, and the same ones of them exclude each other. */
export function areSameAlternatives(olds: readonly Alternative[], news: readonly Alternative[], walk: Walk): boolean {
  if (olds.length !== news.length) return false;
  const free = [...news];
  const twins = olds.map((old) => {
    const at = free.findIndex((new_) => isSameAlternative(old, new_, walk));
    return at < 0 ? undefined : free.splice(at, 1)[0];
  });
  return olds.every((one, at) =>
    olds.every((other, also) => twins[at] !== undefined && (one.choice === other.choice) === (twins[at]?.choice === twins[also]?.choice)),
  );
}
