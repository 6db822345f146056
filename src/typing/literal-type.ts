// Values of `enum` and `const` (JSON Schema Validation 2020-12 §6.1) as literal types.
import { isObject } from '../openapi/documents.ts';
import { literal } from './names.ts';
import { type TypeNode, union, unknown, word } from './type-node.ts';

/** The listed values of the types that are declared; of all types when none is. */
export function typeOfValues(values: readonly unknown[], types: readonly string[]): TypeNode {
  return union(values.filter((value) => types.length === 0 || types.some((type) => isOf(value, type))).map((value) => literalType(value)));
}

export function literalType(value: unknown, depth = 0): TypeNode {
  if (value === null || typeof value === 'boolean') return word(String(value));
  if (typeof value === 'string') return word(literal(value));
  if (typeof value === 'number') return word(Number.isFinite(value) ? String(value === 0 ? 0 : value) : 'number');
  if (depth > 20) return unknown;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => literalType(item, depth + 1));
    return { kind: 'tuple', items, required: items.length };
  }
  if (!isObject(value)) return unknown;
  const members = Object.entries(value).map(([name, inner]) => ({ name, type: literalType(inner, depth + 1), isOptional: false }));
  return { kind: 'object', members };
}

function isOf(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}
