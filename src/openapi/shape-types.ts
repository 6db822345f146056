// The JSON types a schema can allow (JSON Schema 2020-12 §6.1.1), over all its branches.
import type { TypeName } from '../model/shape.ts';
import { type Documents, entriesOf, isObject, type Place, sameKey, step } from './documents.ts';
import { admitsNull } from './versions/3.0.ts';

const everyType: readonly TypeName[] = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'];

/** Further than this nothing is known of the types: every step costs call stack. */
const mostVisited = 1000;

/** The types a schema can allow; undefined = all of them. allOf narrows, anyOf and oneOf widen, a cycle says nothing. */
export function typesOf(place: Place, documents: Documents, visited: Set<string>): ReadonlySet<TypeName> | undefined {
  const key = sameKey(place);
  if (!isObject(place.value) || visited.has(key) || visited.size >= mostVisited) return undefined;
  visited.add(key);
  const schema = place.value;
  let types: ReadonlySet<TypeName> | undefined;
  const narrow = (other: ReadonlySet<TypeName> | undefined): void => {
    types =
      types && other
        ? new Set([...types].filter((type) => other.has(type) || (type === 'integer' && other.has('number'))))
        : (types ?? other);
  };
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    const target = documents.resolve(place, reference);
    if (target) narrow(typesOf(target, documents, visited));
  }
  const declared = Array.isArray(schema['type']) ? schema['type'] : schema['type'] === undefined ? [] : [schema['type']];
  const named = everyType.filter((type) => declared.includes(type));
  if (named.length > 0) narrow(new Set(schema['nullable'] === true ? [...named, 'null' as const] : named));
  for (const [, branch] of entriesOf(step(place, 'allOf'))) narrow(typesOf(branch, documents, visited));
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = entriesOf(step(place, keyword)).map(([, branch]) => typesOf(branch, documents, new Set(visited)));
    if (branches.length > 0 && branches.every((branch) => branch !== undefined)) narrow(new Set(branches.flatMap((branch) => [...branch])));
  }
  if (types && admitsNull(schema)) types = new Set([...types, 'null']);
  return types;
}
