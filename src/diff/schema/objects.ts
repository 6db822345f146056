// Objects of two alternatives compared: properties, what is required, further names (JSON Schema 2020-12 §10.3.2, Validation §6.5).
import type { Alternative, Mention, PropertyFacts } from '../../model/domain.ts';
import type { Location } from '../../model/location.ts';
import { quote } from '../../model/show.ts';
import { entriesOf, type Place, step } from '../../openapi/documents.ts';
import { partsOf } from '../../openapi/domain.ts';
import { isIdle } from './notes.ts';
import { type Child, type Differences, isAnything, type SchemaChange, type Walk, placeIn } from './node.ts';
import { compareCount } from './scalars.ts';

/** `documented`: names that some alternative of the old schema lists; to send them is nobody's mistake, whichever alternative is meant. */
export function compareObjects(old: Alternative, new_: Alternative, documented: ReadonlySet<string>, walk: Walk): Differences {
  const changes: SchemaChange[] = [];
  const children: Child[] = [];
  const isSilentPair = old.isSilent && new_.isSilent;
  const names = isSilentPair ? [] : new Set([...old.names, ...new_.names, ...old.required, ...new_.required]);
  for (const name of names) {
    const [was, is] = [old.property(name), new_.property(name)];
    // What is not there on one side is not sent there either.
    const areIdle = [was, is].some(({ domain }) => domain) && [was, is].every(({ domain }) => !domain || isIdle(domain, walk.side));
    const own = compareProperty(name, was, is, old, new_, documented);
    changes.push(...(areIdle ? own.map((change) => ({ ...change, isIdle: true })) : own));
    // A property that came or went is told as that, and not a second time as one that must be there.
    if (!own.some(({ kind }) => kind === 'property-removed' || kind === 'property-added-required'))
      changes.push(...compareRequired(name, old, new_));
    if (was.domain && is.domain)
      children.push({ step: { kind: 'property', name }, node: walk.compare(was.domain, is.domain), ...(areIdle && { isIdle: true }) });
  }
  changes.push(...compareFurther(old, new_));
  if (old.rest.domain && new_.rest.domain)
    children.push({ step: { kind: 'further', name: '' }, node: walk.compare(old.rest.domain, new_.rest.domain) });
  changes.push(...comparePatternProperties(old, new_, walk));
  for (const [keyword, sign] of [
    ['minProperties', 1],
    ['maxProperties', -1],
  ] as const)
    changes.push(...compareCount(keyword, tightest(old, keyword, sign), tightest(new_, keyword, sign), sign, old, new_));
  return { changes, children };
}

const tightest = (alternative: Alternative, keyword: string, sign: 1 | -1): number => {
  const values = partsOf(alternative).flatMap(({ source }) => (typeof source[keyword] === 'number' ? [source[keyword]] : []));
  return sign === 1 ? Math.max(0, ...values) : Math.min(Infinity, ...values);
};

/** Nothing is said of members at all, so any name is as good as a described one. */
const mentionOf = ({ mention }: PropertyFacts, alternative: Alternative): Mention =>
  mention === 'unsaid' && alternative.names.length === 0 && !hasPatterns(alternative) ? 'open' : mention;

const hasPatterns = (alternative: Alternative): boolean =>
  partsOf(alternative).some(({ source }) => Object.keys((source['patternProperties'] as object | undefined) ?? {}).length > 0);

function compareProperty(
  name: string,
  was: PropertyFacts,
  is: PropertyFacts,
  old: Alternative,
  new_: Alternative,
  documented: ReadonlySet<string>,
): SchemaChange[] {
  const own = mentionOf(was, old);
  const before = own === 'unsaid' && documented.has(name) ? 'open' : own;
  const after = mentionOf(is, new_);
  const isDescribed = (mention: Mention): boolean => mention === 'named' || mention === 'mapped';
  const places = { old: placeOfName(old, name), new: placeOfName(new_, name) };
  if (isDescribed(before) && isDescribed(after)) return [];
  if (isDescribed(before))
    return before === 'named' || after === 'closed'
      ? [{ kind: 'property-removed', name, text: `is gone${laterWords(after, new_)}`, ...places }]
      : [];
  const mustCome = new_.required.has(name) && !old.required.has(name);
  const required: SchemaChange = { kind: 'property-added-required', name, text: 'is new and must be there', ...places };
  if (before === 'closed') {
    if (after === 'closed') return [];
    if (!isDescribed(after))
      return old.rest.mention === 'closed'
        ? []
        : [{ kind: 'additional-properties-widened', name, text: 'is no longer ruled out', ...places }];
    const text = 'is new, where no further properties were to come';
    return [{ kind: 'property-added-to-closed', name, text, ...places }, ...(mustCome ? [required] : [])];
  }
  if (after === 'closed')
    return new_.rest.mention === 'closed' ? [] : [{ kind: 'additional-properties-narrowed', name, text: 'is ruled out now', ...places }];
  if (after !== 'named') return [];
  if (mustCome) return [required];
  if (before === 'open' && is.domain && !isAnything(is.domain))
    return [{ kind: 'property-described', name, text: 'is described now and could be anything before', ...places }];
  return before === 'unsaid' ? [{ kind: 'property-added', name, text: 'is new and may be left out', ...places }] : [];
}

function laterWords(after: Mention, { rest }: Alternative): string {
  if (after === 'closed') return rest.mention === 'closed' ? ', and no further properties may come' : ', and may not come any more';
  return after === 'open' ? ', though any property may come' : '';
}

function compareRequired(name: string, old: Alternative, new_: Alternative): SchemaChange[] {
  const [was, is] = [old.required.has(name), new_.required.has(name)];
  if (was === is) return [];
  const places = { old: requirementPlace(old, name, was), new: requirementPlace(new_, name, is) };
  return is
    ? [{ kind: 'property-became-required', name, text: 'could be left out and must be there now', ...places }]
    : [{ kind: 'property-became-optional', name, text: 'was always there and may be left out now', ...places }];
}

/** What stands under names nobody lists. */
function compareFurther(old: Alternative, new_: Alternative): SchemaChange[] {
  const [was, is] = [mentionOf(old.rest, old), mentionOf(new_.rest, new_)];
  const keyword = (alternative: Alternative): Location => placeIn(alternative, 'additionalProperties');
  const places = { old: keyword(old), new: keyword(new_) };
  const isFree = (mention: Mention): boolean => mention === 'unsaid' || mention === 'open';
  if (was === is || (isFree(was) && isFree(is))) return [];
  if (is === 'closed') return [{ kind: 'additional-properties-narrowed', text: 'may have no further properties now', ...places }];
  if (was === 'closed') return [{ kind: 'additional-properties-widened', text: 'may have further properties now', ...places }];
  const [described, kind, text] = isFree(was)
    ? [new_.rest, 'additional-properties-narrowed' as const, 'has a schema for its further properties now']
    : [old.rest, 'additional-properties-widened' as const, 'no longer has a schema for its further properties'];
  return described.domain && !isAnything(described.domain) ? [{ kind, text, ...places }] : [];
}

/** Which names two patterns share is not decided, so they have to be the same ones. */
function comparePatternProperties(old: Alternative, new_: Alternative, walk: Walk): SchemaChange[] {
  const of = (alternative: Alternative): [string, Place][] =>
    partsOf(alternative)
      .flatMap(({ place }) => entriesOf(step(place, 'patternProperties')))
      .toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  const [were, are] = [of(old), of(new_)];
  const isSame =
    were.length === are.length &&
    were.every(([pattern, place], at) => {
      const [other, place_] = are[at] ?? [];
      return pattern === other && place_ !== undefined && walk.isSame([place], [place_]);
    });
  if (isSame) return [];
  const show = (entries: readonly [string, Place][]): string => entries.map(([pattern]) => quote(pattern)).join(' and ') || 'none';
  return [
    {
      kind: 'pattern-properties-changed',
      text: `had the pattern properties ${show(were)}, has ${show(are)}, or other schemas for them`,
      reason: 'which names two patterns share is not decided',
      old: placeIn(old, 'patternProperties'),
      new: placeIn(new_, 'patternProperties'),
    },
  ];
}

/** The name as a key where it is listed, else the list of properties or the schema. */
function placeOfName(alternative: Alternative, name: string): Location {
  for (const { place, isInvented } of partsOf(alternative)) {
    const own = isInvented ? undefined : step(place, 'properties', name);
    if (own) return { source: own.document.source, pointer: own.pointer, at: 'key' };
  }
  const list = partsOf(alternative).find(({ place, isInvented }) => !isInvented && step(place, 'properties'));
  return list
    ? { source: list.place.document.source, pointer: `${list.place.pointer}/properties`, at: 'key' }
    : { ...alternative.location, at: 'key' };
}

/** The entry of `required`, or where it would be. */
function requirementPlace(alternative: Alternative, name: string, isThere: boolean): Location {
  if (!isThere) return placeOfName(alternative, name);
  for (const { place } of partsOf(alternative)) {
    const entry = entriesOf(step(place, 'required')).find(([, { value }]) => value === name);
    if (entry) return { source: entry[1].document.source, pointer: entry[1].pointer };
  }
  return placeIn(alternative, 'required');
}
