// The walk: a consumer's need and what the contract allows, compared place by place into impossible, guaranteed and depends.
import type { Alternative, Domain, Kind } from '../model/domain.ts';
import { kindOf } from '../model/domain.ts';
import { tokensOf } from '../model/pointer.ts';
import { isEqual } from '../model/json-value.ts';
import { whyUnusable } from './accepts.ts';
import { compareArray } from './compare-array.ts';
import { compareObject, settleNames } from './compare-object.ts';
import { cover, coverContainer } from './coverage.ts';
import { gapsOfKind, refusesAny } from './kinds.ts';
import { isLiteral, isLiteralScalar, type Need } from './need.ts';
import { isMetPlainly, ofItsKind } from './plain.ts';
import { type Refusal, whyRefused } from './refusal.ts';
import { withoutRepeats } from './repeats.ts';
import { type Clash, clash, gap, type Gap, gather, guaranteed, isImpossible, type Result } from './result.ts';
import type { Walk } from './walk.ts';
import { clashOf, gapOf, showBranch, showEscape, typesOf } from './words.ts';
import { witnesses } from './witness.ts';

/** Compares a whole body. Throws a RangeError when both are nested beyond the call stack. */
export function compare(need: Need, domain: Domain): Result {
  const walk = new Comparison();
  const { clashes, unknown, gaps } = walk.descend(need, domain);
  return { clashes, unknown, gaps: walk.mayRepeat || !need.isPlain ? withoutRepeats(gaps) : gaps };
}

class Comparison implements Walk {
  choices = 0;
  mayRepeat = false;
  readonly #known = new Map<Need, Compared>();

  descend(need: Need, domain: Domain): Result {
    if (need.isPlain && !need.isText && isMetPlainly(need.example, domain)) return guaranteed;
    const first = this.#known.get(need);
    // Nearly every need meets one domain only.
    if (!first) {
      const result = compareAt(need, domain, this);
      this.#known.set(need, { domain, result });
      return result;
    }
    let last = first;
    for (let entry: Compared | undefined = first; entry; last = entry, entry = entry.next) if (entry.domain === domain) return entry.result;
    return (last.next = { domain, result: compareAt(need, domain, this) }).result;
  }
}

/** What a need came to with one domain; `next`: with another one. */
interface Compared {
  readonly domain: Domain;
  readonly result: Result;
  next?: Compared;
}

function compareAt(need: Need, domain: Domain, walk: Walk): Result {
  const { broken, alternatives, location } = domain;
  if (broken !== undefined) return gap(gapOf(need, 'unchecked', `the schema cannot be used: ${broken}`, location));
  const unusable = whyUnusable(need);
  if (unusable !== undefined && !need.members && !need.items) return gap(gapOf(need, 'unchecked', unusable, location));
  if (alternatives.length === 0) return clash(clashOf(need, 'false schema', {}, location));
  if (unusable === undefined) {
    // One alternative needs no choice, and of a literal object or array only those count that allow such a thing at all.
    const only = alternatives.length === 1 || !isPlainContainer(need) ? soleOf(alternatives) : ofItsKind(need.example, alternatives);
    if (only) return compareAlternative(need, only, walk);
  }
  walk.choices++;
  walk.mayRepeat = true;
  const open = alternatives.map((alternative) => compareAlternative(need, alternative, walk));
  walk.choices--;
  const own = combine(need, alternatives, settleNames(need, alternatives, open));
  return unusable === undefined ? own : gather([own, gap(gapOf(need, 'unchecked', unusable, location))]);
}

const soleOf = ([first, second]: readonly Alternative[]): Alternative | undefined => (second ? undefined : first);

/** True for an object or array without a matcher anywhere. */
const isPlainContainer = ({ isPlain, isText, example }: Need): boolean =>
  isPlain === true && !isText && typeof example === 'object' && example !== null;

/** What holds of all alternatives: one that can be met makes it possible, one that cannot makes it depend. */
function combine(need: Need, alternatives: readonly Alternative[], results: readonly Result[]): Result {
  const live = results.filter((result) => !isImpossible(result));
  if (live.length === 0) return nearest(need, alternatives, results);
  const gaps: Gap[] = live.flatMap((result) => result.gaps);
  for (const [index, result] of results.entries())
    if (isImpossible(result)) gaps.push(...gapsOfDead(need, alternatives[index] as Alternative, result));
  return gaps.length === 0 ? guaranteed : { ...guaranteed, gaps };
}

/** An alternative the consumer cannot live with, while it can with others: what the provider may send by it. */
function gapsOfDead(need: Need, alternative: Alternative, { clashes, unknown }: Result): Gap[] {
  if (isLiteralScalar(need)) return exactGap(need, alternative);
  if (clashes.length === 0) return unknown.map(({ pointer, contract }) => ({ kind: 'absent', pointer, text: '', needed: '', contract }));
  // Another branch than the one an exact value selects, such as another kind of pet.
  if (clashes.every(({ isExact }) => isExact)) return absentIn(need, alternative, clashes);
  const [kind] = alternative.kinds;
  const witness = kind && alternative.kinds.size === 1 ? witnesses(alternative, kind)[0] : undefined;
  const text = witness === undefined ? showBranch(alternative) : showEscape(need.pointer, witness);
  return [gapOf(need, 'value', text, alternative.location)];
}

/** The branch is not the one the consumer is about, unless it may leave out all that tells them apart. */
function absentIn(need: Need, alternative: Alternative, clashes: readonly Clash[]): Gap[] {
  const depth = tokensOf(need.pointer).length;
  const names = new Set(clashes.map(({ pointer }) => tokensOf(pointer)[depth] ?? ''));
  const members = [...names].map((name) => (alternative.required.has(name) ? undefined : need.members?.get(name)));
  return members.every((member) => member !== undefined) ? members.map((member) => gapOf(member, 'absent', '', alternative.location)) : [];
}

/** An exact value where the contract lists several: the provider state has to supply it. */
function exactGap(need: Need, { values, location }: Alternative): Gap[] {
  const other = values?.find((value) => !isEqual(value, need.example));
  return other === undefined ? [] : [gapOf(need, 'exact', showEscape(need.pointer, other), location)];
}

/** Of several alternatives that are all impossible, the one with the fewest and deepest reasons is told. */
function nearest(need: Need, alternatives: readonly Alternative[], results: readonly Result[]): Result {
  const isAllKinds = results.every(({ clashes }) => clashes.some(({ pointer, keyword }) => pointer === need.pointer && keyword === 'type'));
  if (isAllKinds && alternatives.length > 1)
    return clash(clashOf(need, 'type', { type: typesOf(alternatives) }, (alternatives[0] as Alternative).place('type')));
  const [first, ...others] = results
    .map((result, index) => ({ result, distance: distanceOf(need, alternatives[index] as Alternative, result) }))
    .toSorted((a, b) => a.distance - b.distance);
  if (!first) return guaranteed;
  const rivals = others.filter(({ distance }) => distance < 1e5).length;
  if (rivals === 0) return first.result;
  const suffix = ` (nearest of ${rivals + 1} alternatives)`;
  return {
    ...first.result,
    clashes: first.result.clashes.map((entry) => ({
      ...entry,
      message: entry.message.replace(/( \(nearest of \d+ alternatives\))?$/, suffix),
    })),
  };
}

/** An alternative for another kind of value is further away than one for another tag, that than one with other faults; deep faults are near. */
function distanceOf({ pointer: here, example }: Need, { isSilent, kinds }: Alternative, { clashes, unknown }: Result): number {
  const depth = tokensOf(here).length;
  const isOtherKind =
    (!isSilent && !kinds.has(kindOf(example))) || clashes.some(({ pointer, keyword }) => pointer === here && keyword === 'type');
  const deepest = Math.max(0, ...[...clashes, ...unknown].map(({ pointer }) => tokensOf(pointer).length - depth));
  const isOtherTag = clashes.some(({ keyword, isExact }) => isExact && (keyword === 'const' || keyword === 'enum'));
  return (isOtherKind ? 1e6 : isOtherTag ? 1e5 : 0) + (clashes.length + unknown.length) * 100 - deepest;
}

function compareAlternative(need: Need, alternative: Alternative, walk: Walk): Result {
  if (alternative.isSilent)
    return isLiteralScalar(need)
      ? guaranteed
      : gap(gapOf(need, 'value', 'anything: the contract does not describe it', alternative.location));
  const accepted: Result[] = [];
  const refused: Kind[] = [];
  for (const kind of alternative.kinds) {
    const result = compareKind(need, alternative, kind, walk);
    if (result) accepted.push(result);
    else refused.push(kind);
  }
  if (accepted.length === 0) return clash(clashWith(need, alternative));
  const live = accepted.filter((result) => !isImpossible(result));
  if (live.length === 0) return gather(accepted);
  if (refused.length === 0) return gather(live);
  const gaps = refused.flatMap((kind) => gapsOfKind(need, alternative, kind));
  return gather(gaps.length > 0 ? [...live, gap(...gaps)] : live);
}

/** Undefined: no value of this kind satisfies the consumer. */
function compareKind(need: Need, alternative: Alternative, kind: Kind, walk: Walk): Result | undefined {
  const own = kindOf(need.example);
  const isContainer = kind === 'object' || kind === 'array';
  if (isContainer && own === kind) {
    if (refusesAny(need, kind)) return undefined;
    return kind === 'array' ? compareArray(need, alternative, walk) : compareObject(need, alternative, walk);
  }
  if (own === 'object' || own === 'array') return undefined;
  const coverage = isContainer ? coverContainer(need, alternative, kind) : cover(need, alternative, kind);
  const contract = alternative.location;
  switch (coverage.answer) {
    case 'all':
      return guaranteed;
    case 'none':
      return undefined;
    case 'undecided':
      return gap(gapOf(need, 'undecided', '', contract));
    case 'some': {
      if (isLiteral(need) && !coverage.isListed) return guaranteed;
      // What is left out of the facts may be just what rules the value out.
      if (alternative.isLoose && !coverage.isListed) return gap(gapOf(need, 'undecided', '', contract));
      const text = showEscape(need.pointer, coverage.escape);
      return gap(gapOf(need, isLiteral(need) ? 'exact' : 'value', text, contract));
    }
  }
}

/** The keyword that rules out what the consumer needs. */
function clashWith(need: Need, alternative: Alternative): Clash {
  const { formats } = alternative;
  // The example of a matcher may well be allowed: then it is the kind of value, or its format, that differs.
  const [format] = formats;
  const kept: Refusal =
    whyRefused(alternative, need.example) ??
    (format ? { keyword: 'format', wanted: { format: format.name } } : { keyword: 'type', wanted: { type: typesOf([alternative]) } });
  return clashOf(need, kept.keyword, kept.wanted, alternative.place(kept.keyword));
}
