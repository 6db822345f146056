// What single keywords of a schema come to as facts: kinds of values, listed values, and how a name is spoken of.
import { type Kind, kinds as everyKind, type PropertyFacts } from '../model/domain.ts';
import { isObject, type JsonObject, type Place } from './documents.ts';
import { GuardedPattern, PatternTimeout } from './patterns.ts';

/** One schema of a conjunction: `source` as OpenAPI's version means it. `isInvented`: no author wrote it. */
export interface Part {
  readonly place: Place;
  readonly source: JsonObject;
  readonly isInvented?: boolean;
}

/** Keywords these facts do not hold: with one of them they allow more than the contract. */
export const leftOut = ['contains', 'propertyNames', 'uniqueItems', 'minProperties', 'maxProperties', 'minContains', 'maxContains'];
/** Keywords that say nothing about values. */
export const annotations =
  /^(title|description|example|examples|default|deprecated|externalDocs|xml|discriminator|nullable|readOnly|writeOnly|\$.*|x-.*)$/;

const kindsOfType: Readonly<Record<string, readonly Kind[]>> = { number: ['integer', 'fraction'] };

/** A schema for names nobody lists; what describes their values is added to `places`. */
export function addMention(mention: PropertyFacts['mention'], place: Place, places: Place[]): PropertyFacts['mention'] {
  const isFree = place.value === true || (isObject(place.value) && Object.keys(place.value).length === 0);
  if (!isFree) places.push(place);
  if (mention === 'named' || mention === 'mapped') return mention;
  return isFree ? 'open' : 'mapped';
}

const known = new Map<string, GuardedPattern>();

function patternOf(source: string): GuardedPattern {
  let pattern = known.get(source);
  if (!pattern) {
    pattern = new GuardedPattern(source);
    if (known.size < 1000) known.set(source, pattern);
  }
  return pattern;
}

/** A pattern that cannot be decided counts as fitting, so that nothing is called undocumented for it. */
export function fits(source: string, name: string): boolean {
  try {
    return patternOf(source).test(name);
  } catch (error) {
    return error instanceof PatternTimeout;
  }
}

export const kindsNamed = (type: unknown): readonly Kind[] =>
  (Array.isArray(type) ? (type as unknown[]) : [type]).flatMap((name) => kindsOfType[String(name)] ?? [name as Kind]);

export const intersect = (kinds: ReadonlySet<Kind>, others: readonly Kind[]): Set<Kind> =>
  new Set([...kinds].filter((kind) => others.includes(kind)));

/** The values one schema lists for a property; none where it lists none. */
export function listed({ source }: Part, name: string): (readonly unknown[])[] {
  const properties = source['properties'];
  const own = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (!isObject(own)) return [];
  if (Object.hasOwn(own, 'const')) return [[own['const']]];
  return Array.isArray(own['enum']) ? [own['enum'] as unknown[]] : [];
}

/** What `not` rules out, where it is a list of values or of types; undefined where it is more than that. */
export function readNot(not: unknown): { readonly values?: readonly unknown[]; readonly kinds?: readonly Kind[] } | undefined {
  if (not === undefined || not === false) return {};
  if (not === true) return { kinds: everyKind };
  const [only, ...others] = isObject(not) ? Object.keys(not) : ['?'];
  if (!isObject(not) || others.length > 0) return undefined;
  if (only === undefined) return { kinds: everyKind };
  if (only === 'const') return { values: [not['const']] };
  if (only === 'enum' && Array.isArray(not['enum'])) return { values: not['enum'] as unknown[] };
  return only === 'type' ? { kinds: kindsNamed(not['type']) } : undefined;
}
