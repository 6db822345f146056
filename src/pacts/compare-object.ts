// Objects: names the consumer reads against names the contract documents, promises, leaves free or forbids; and maps of free names.
import type { Alternative, Domain } from '../model/domain.ts';
import { knownChild } from '../model/known-pointers.ts';
import { count, list, plain } from '../model/show.ts';
import { acceptsOne } from './accepts.ts';
import type { Need } from './need.ts';
import { addMembers, compareMember } from './plain.ts';
import { add, type Found, gap, type Gap, gather, guaranteed, isImpossible, type Result } from './result.ts';
import type { Walk } from './walk.ts';
import { namesOfPatterns } from './witness.ts';
import { gapOf, typesOf } from './words.ts';

/** `values`, `eachKey` and `eachValue`: the names of the example are only examples. */
const isMap = ({ matchers, isCascaded }: Need): boolean =>
  !isCascaded && matchers.some(({ kind }) => kind === 'values' || kind === 'eachKey' || kind === 'eachValue' || kind === 'arrayContains');

export function compareObject(need: Need, alternative: Alternative, walk: Walk): Result {
  if (isMap(need)) return compareMap(need, alternative, walk);
  const { pointer, isPlain, isText, matchers } = need;
  const found: Found = { clashes: [], unknown: [], gaps: [] };
  // Members that several alternatives ask about keep one need, by which their results are known.
  if (isPlain && !isText) addMembers(found, need.example as object, pointer, alternative, walk, walk.choices > 0 ? need : undefined);
  else for (const [name, member] of need.members ?? []) add(found, compareMember(name, member, need, alternative, walk));
  if (matchers.length > 0) add(found, compareCount(need, alternative));
  return found.clashes.length + found.unknown.length + found.gaps.length === 0 ? guaranteed : found;
}

/** No rule is for it: it stands for all names nobody lists. */
const anyName = '\u{10FFFF}';

/** Every value must fit what its own name needs, and every other what the first one of the example does. */
function compareMap(need: Need, alternative: Alternative, walk: Walk): Result {
  const results: Result[] = [];
  const dead: { readonly name: string; readonly result: Result; readonly domain: Domain }[] = [];
  for (const name of new Set([...alternative.names, ...namesOfPatterns(alternative), ...(need.members?.keys() ?? [])])) {
    const { domain } = alternative.property(name);
    const member = need.like?.(name);
    if (!domain || !member) continue;
    const result = walk.descend(member, domain);
    if (!isImpossible(result) || alternative.required.has(name)) results.push(result);
    else dead.push({ name, result, domain });
  }
  const { mention, domain } = alternative.rest;
  const template = need.like?.(anyName);
  if (domain && template) {
    const result = walk.descend(template, domain);
    if (isImpossible(result)) dead.push({ name: '', result, domain });
    else results.push(result);
  } else if (mention !== 'closed' && template && template.matchers.length > 0 && alternative.names.length === 0)
    results.push(gap(gapOf(template, 'value', 'anything: the contract does not describe it', alternative.location)));
  // A provider that sends none of the impossible names still satisfies the consumer, unless there are no others.
  const isOpen = mention === 'open' || [...(need.members?.keys() ?? [])].some((name) => alternative.property(name).mention === 'open');
  const [first] = dead;
  if (first && results.length === 0 && !isOpen) results.push(first.result);
  else results.push(...dead.map(({ name, domain: at }) => gap(gapOf(need, 'value', showMember(name, at), at.location))));
  return gather([...results, compareNames(need, alternative), compareCount(need, alternative)]);
}

/** Members whose absence is told for themselves; further names may be missing in silence. */
const told = ({ members }: Need, alternative: Alternative): number =>
  [...(members?.keys() ?? [])].filter((name) => ['named', 'unsaid'].includes(alternative.property(name).mention)).length;

/** `notEmpty`, and `min` and `max` of `type`, count members as they count items. */
function compareCount(need: Need, alternative: Alternative): Result {
  const { required, names, rest, isLoose, location } = alternative;
  const results: Result[] = [];
  for (const matcher of need.matchers) {
    const counts = matcher.kind === 'type' && !need.isCascaded;
    const least = matcher.kind === 'notEmpty' ? 1 : counts ? (matcher.min ?? 0) : 0;
    const greatest = counts ? (matcher.max ?? Infinity) : Infinity;
    if (least === 0 && greatest === Infinity) continue;
    const sure = Math.max(required.size, isMap(need) ? 0 : told(need, alternative));
    const most = rest.mention === 'closed' && alternative.namePatterns.length === 0 ? names.length : Infinity;
    if (sure < least) results.push(gap(gapOf(need, isLoose ? 'undecided' : 'value', sure === 0 ? '{}' : count(sure, 'member'), location)));
    if (most > greatest) results.push(gap(gapOf(need, 'value', count(Math.max(greatest, sure) + 1, 'member'), location)));
  }
  return gather(results);
}

/** An object with a value for a name that the consumer cannot live with. */
function showMember(name: string, { alternatives }: Domain): string {
  const which = name === '' ? 'one member' : `\`${plain(name, 80)}\``;
  return `an object whose ${which} is of type ${list(typesOf(alternatives), 7, 'or')}`;
}

/** `eachKey`: the names the contract allows, tried as texts. */
function compareNames(need: Need, alternative: Alternative): Result {
  const isClosed = alternative.rest.mention === 'closed' && alternative.namePatterns.length === 0;
  const own = [...(need.members?.keys() ?? [])].filter((name) => alternative.property(name).mention !== 'closed');
  const names = new Set([
    ...alternative.names,
    ...namesOfPatterns(alternative),
    ...own,
    ...(alternative.rest.mention === 'closed' ? [] : ['a', '1']),
  ]);
  for (const matcher of need.matchers) {
    if (matcher.kind !== 'eachKey') continue;
    for (const rule of matcher.rules) {
      const text: Need = { pointer: need.pointer, example: '', matchers: [rule], combine: 'and', isCascaded: false, isText: true };
      const refused = [...names].find((name) => acceptsOne(rule, text, name) === false);
      if (refused !== undefined) return gap(gapOf(need, 'value', `the name \`${refused}\``, alternative.location));
      if (!isClosed && rule.kind !== 'type') return gap(gapOf(need, 'undecided', '', alternative.location));
    }
  }
  return guaranteed;
}

/**
 * A name one branch does not mention is documented when another branch does that can hold beside it (`anyOf`, not `oneOf`).
 * `results` are those of `alternatives`, in order.
 */
export function settleNames(need: Need, alternatives: readonly Alternative[], results: readonly Result[]): readonly Result[] {
  if (alternatives.length < 2 || results.every(({ unknown }) => unknown.length === 0) || !need.members) return results;
  const names = [...need.members.keys()];
  const documented = new Map<string, Set<string>>();
  for (const [index, alternative] of alternatives.entries()) {
    if ((results[index]?.clashes.length ?? 0) > 0) continue;
    let known = documented.get(alternative.choice);
    if (!known) documented.set(alternative.choice, (known = new Set()));
    for (const name of names) {
      const { mention } = alternative.property(name);
      if (mention !== 'unsaid' && mention !== 'closed') known.add(knownChild(need.pointer, name));
    }
  }
  return results.map((result, index) => {
    const known = documented.get(alternatives[index]?.choice ?? '');
    const elsewhere = result.unknown.filter(({ pointer }) => known?.has(pointer));
    if (elsewhere.length === 0) return result;
    const gaps = elsewhere.map(({ pointer, contract }): Gap => ({ kind: 'absent', pointer, text: '', needed: '', contract }));
    return { ...result, unknown: result.unknown.filter((entry) => !elsewhere.includes(entry)), gaps: [...result.gaps, ...gaps] };
  });
}
