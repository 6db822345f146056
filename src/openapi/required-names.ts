// Names of properties a schema requires whichever branch is taken (JSON Schema 2020-12 §6.5.3): allOf and $ref add, anyOf and oneOf only what all of them share.
import { type Documents, entriesOf, isObject, type Place, sameKey, step } from './documents.ts';

/** What is required further along a chain of references is not known here; the validator judges by all of it. */
const longestChain = 500;

export function requiredNames(place: Place, documents: Documents, visited: ReadonlySet<string> = new Set()): ReadonlySet<string> {
  const key = sameKey(place);
  if (!isObject(place.value) || visited.has(key) || visited.size >= longestChain) return new Set();
  const seen = new Set(visited).add(key);
  const { required, $ref: reference } = place.value;
  const names = new Set<string>();
  if (Array.isArray(required)) for (const name of required) if (typeof name === 'string') names.add(name);
  const target = typeof reference === 'string' ? documents.resolve(place, reference) : undefined;
  if (target) for (const name of requiredNames(target, documents, seen)) names.add(name);
  for (const [, branch] of entriesOf(step(place, 'allOf'))) for (const name of requiredNames(branch, documents, seen)) names.add(name);
  for (const keyword of ['anyOf', 'oneOf']) {
    const [first, ...others] = entriesOf(step(place, keyword))
      .filter(([, branch]) => !isNull(branch))
      .map(([, branch]) => requiredNames(branch, documents, seen));
    for (const name of first ?? []) if (others.every((other) => other.has(name))) names.add(name);
  }
  return names;
}

/** A branch for null says nothing about objects. */
const isNull = ({ value }: Place): boolean => isObject(value) && value['type'] === 'null';
