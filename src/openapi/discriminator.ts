// Discriminator Object (OpenAPI 3.1.1 §4.8.25): which schema a property's value selects, with oneOf/anyOf or by inheritance through allOf.
import { type Documents, entriesOf, isObject, type Place, sameKey, step } from './documents.ts';

export interface DiscriminatorTarget {
  readonly value: string;
  readonly target: Place;
}

const subclasses = new WeakMap<Documents, Map<string, DiscriminatorTarget[]>>();

/** The property's name; undefined when the schema has no usable discriminator. */
export function discriminatorProperty(place: Place): string | undefined {
  const discriminator = isObject(place.value) ? place.value['discriminator'] : undefined;
  const name = isObject(discriminator) ? discriminator['propertyName'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** Every value the discriminator knows with the schema it selects; empty when the schema has none. Explicit mappings replace the implicit names. */
export function discriminatorTargets(place: Place, documents: Documents): DiscriminatorTarget[] {
  if (discriminatorProperty(place) === undefined) return [];
  const explicit = new Map<string, Place>();
  for (const [value, entry] of entriesOf(step(place, 'discriminator', 'mapping'))) {
    if (typeof entry.value !== 'string') continue;
    const target = resolveMapping(place, entry.value, documents);
    if (target) explicit.set(value, target);
  }
  const mapped = new Set([...explicit.values()].map(sameKey));
  const targets = [...explicit].map(([value, target]) => ({ value, target }));
  const branches = [...entriesOf(step(place, 'oneOf')), ...entriesOf(step(place, 'anyOf'))];
  const implicit = branches.length > 0 ? branches.flatMap(([, branch]) => nameOf(branch, documents)) : inheritors(place, documents);
  for (const { value, target } of implicit) if (!mapped.has(sameKey(target)) && !explicit.has(value)) targets.push({ value, target });
  return targets;
}

/** True when the discriminator chooses among the branches of its own schema rather than among subclasses. */
export const choosesBranch = (place: Place): boolean =>
  isObject(place.value) && (Array.isArray(place.value['oneOf']) || Array.isArray(place.value['anyOf']));

/** A mapping value is a component's bare name or a URI reference. */
function resolveMapping(place: Place, text: string, documents: Documents): Place | undefined {
  const named = documents.resolve(place, `#/components/schemas/${text.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  if (named && /^[A-Za-z0-9._-]+$/.test(text)) return named;
  return documents.resolve(place, text);
}

function nameOf(branch: Place, documents: Documents): DiscriminatorTarget[] {
  const reference = isObject(branch.value) ? branch.value['$ref'] : undefined;
  if (typeof reference !== 'string') return [];
  const target = documents.resolve(branch, reference);
  const value = target?.pointer.split('/').at(-1)?.replaceAll('~1', '/').replaceAll('~0', '~');
  return target && value !== undefined ? [{ value, target }] : [];
}

/** Components of the same document whose allOf refers to this schema. */
function inheritors(place: Place, documents: Documents): DiscriminatorTarget[] {
  let index = subclasses.get(documents);
  if (!index) subclasses.set(documents, (index = new Map()));
  const indexKey = `index of ${place.document.url}`;
  if (!index.has(indexKey)) {
    index.set(indexKey, []);
    const root: Place = { document: place.document, pointer: '', value: place.document.value };
    for (const [value, component] of entriesOf(step(root, 'components', 'schemas'))) {
      for (const [, part] of entriesOf(step(component, 'allOf'))) {
        const reference = isObject(part.value) ? part.value['$ref'] : undefined;
        const parent = typeof reference === 'string' ? documents.resolve(part, reference) : undefined;
        if (!parent) continue;
        const key = sameKey(parent);
        const known = index.get(key) ?? [];
        known.push({ value, target: component });
        index.set(key, known);
      }
    }
  }
  return index.get(sameKey(place)) ?? [];
}
