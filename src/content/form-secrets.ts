// The secret values of bodies made of named parts, forms and multipart, with their places.
import type { IsSecret, SecretLeaf } from '../model/content.ts';
import { itemShape, propertyShape, type Shape } from '../model/shape.ts';
import { tokensOfName } from './form-tree.ts';

export interface NamedValue {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** Undefined when a part holds a value with a secret somewhere inside: only whole parts can be replaced. */
export function secretsOfNamed(
  parts: Iterable<NamedValue>,
  shape: Shape | undefined,
  isSecret: IsSecret,
  write: (value: string) => string,
): SecretLeaf[] | undefined {
  const leaves: SecretLeaf[] = [];
  const isWholeSecret = isSecret(undefined, shape);
  for (const { name, start, end, value } of parts) {
    let described = shape;
    let isWithin = isWholeSecret;
    let near = name;
    for (const token of tokensOfName(name, shape)) {
      described = described && (propertyShape(described, token) ?? itemShape(described, Number(token) || 0));
      isWithin ||= isSecret(token, described);
      if (token !== '' && !/^\d+$/.test(token)) near = token;
    }
    // A repeated name is an array; its items may be what is marked.
    isWithin ||= described?.items !== undefined && isSecret(undefined, described.items);
    if (isWithin && value !== '') leaves.push({ start, end, name: near, shape: described, kind: 'string', value, write });
    else if (/^\s*[[{<]/.test(value) && holdsSecret(described, isSecret)) return undefined;
  }
  return leaves;
}

/** Does a shape, or anything it describes, count as secret? */
export function holdsSecret(shape: Shape | undefined, isSecret: IsSecret, visited = new Set<Shape>()): boolean {
  if (!shape || visited.has(shape)) return false;
  visited.add(shape);
  if (isSecret(undefined, shape)) return true;
  for (const inner of shape.properties.values()) if (holdsSecret(inner, isSecret, visited)) return true;
  const { patterns, additional, items, prefixItems } = shape;
  return [...patterns.map((pattern) => pattern.shape), ...(typeof additional === 'object' ? [additional] : []), ...prefixItems, items].some(
    (inner) => holdsSecret(inner, isSecret, visited),
  );
}
