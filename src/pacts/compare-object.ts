// Objects: names the consumer reads against names the contract documents, promises, leaves free or forbids; and maps of free names.
import type { Alternative } from '../model/domain.ts';
import { child } from '../model/pointer.ts';
import { acceptsOne } from './accepts.ts';
import type { Descend } from './compare.ts';
import type { Need } from './need.ts';
import { clash, gap, type Gap, gather, guaranteed, isImpossible, type Result } from './result.ts';
import { clashOf, gapOf } from './words.ts';

/** `values`, `eachKey` and `eachValue`: the names of the example are only examples. */
const isMap = ({ matchers, isCascaded }: Need): boolean =>
  !isCascaded && matchers.some(({ kind }) => kind === 'values' || kind === 'eachKey' || kind === 'eachValue');

export function compareObject(need: Need, alternative: Alternative, descend: Descend): Result {
  if (isMap(need)) return compareMap(need, alternative, descend);
  const results: Result[] = [];
  for (const [name, member] of need.members ?? []) results.push(compareMember(name, member, need, alternative, descend));
  return gather(results);
}

function compareMember(name: string, member: Need, need: Need, alternative: Alternative, descend: Descend): Result {
  const { mention, domain } = alternative.property(name);
  const absent: Gap = gapOf(member, 'absent', '', domain?.location ?? alternative.location);
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
      return alternative.isBare ? gap(absent) : { ...guaranteed, unknown: [{ pointer: member.pointer, contract: alternative.location }] };
    case 'open':
      return guaranteed;
    case 'mapped':
      return domain ? descend(member, domain) : guaranteed;
    case 'named': {
      const result = domain ? descend(member, domain) : guaranteed;
      return alternative.required.has(name) ? result : gather([gap(absent), result]);
    }
  }
}

/** Every value must fit the template: that of its own name in the example, else the first one. */
function compareMap(need: Need, alternative: Alternative, descend: Descend): Result {
  const [template] = need.members?.values() ?? [];
  const results: Result[] = [];
  for (const name of alternative.names) {
    const { domain } = alternative.property(name);
    const member = need.members?.get(name) ?? template;
    if (domain && member) results.push(descend(member, domain));
  }
  const { mention, domain } = alternative.rest;
  if (domain && template) results.push(descend(template, domain));
  else if (mention !== 'closed' && template && template.matchers.length > 0 && alternative.names.length === 0)
    results.push(gap(gapOf(template, 'value', 'anything: the contract does not describe it', alternative.location)));
  const possible = results.filter((result) => !isImpossible(result));
  // A provider that sends none of the impossible names still satisfies the consumer, unless there are no others.
  const told = possible.length > 0 || results.length === 0 ? possible : results.slice(0, 1);
  return gather([...told, compareNames(need, alternative)]);
}

/** `eachKey`: the names the contract allows, tried as texts. */
function compareNames(need: Need, alternative: Alternative): Result {
  const names = alternative.rest.mention === 'closed' ? alternative.names : [...alternative.names, 'a', '1'];
  for (const matcher of need.matchers) {
    if (matcher.kind !== 'eachKey') continue;
    for (const rule of matcher.rules) {
      const text: Need = { pointer: need.pointer, example: '', matchers: [rule], combine: 'and', isCascaded: false, isText: true };
      const refused = names.find((name) => acceptsOne(rule, text, name) === false);
      if (refused !== undefined) return gap(gapOf(need, 'value', `the name \`${refused}\``, alternative.location));
    }
  }
  return guaranteed;
}

/**
 * A name one branch does not mention is documented when another branch does that can hold beside it (`anyOf`, not `oneOf`).
 * `results` are those of `alternatives`, in order.
 */
export function settleNames(need: Need, alternatives: readonly Alternative[], results: readonly Result[]): readonly Result[] {
  if (!need.members || alternatives.length < 2) return results;
  const names = [...need.members.keys()];
  const documented = new Map<string, Set<string>>();
  for (const [index, alternative] of alternatives.entries()) {
    if ((results[index]?.clashes.length ?? 0) > 0) continue;
    let known = documented.get(alternative.choice);
    if (!known) documented.set(alternative.choice, (known = new Set()));
    for (const name of names) {
      const { mention } = alternative.property(name);
      if (mention !== 'unsaid' && mention !== 'closed') known.add(child(need.pointer, name));
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
