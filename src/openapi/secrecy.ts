// May a value be shown in a finding? Not when a name, or `x-sensitive` in the contract, marks it, what it belongs to, or something in it as secret.
import { type Pointer, tokensOf } from '../model/pointer.ts';
import { itemShape, propertyShape, type Shape } from '../model/shape.ts';
import { isSecretName } from '../model/show.ts';

/** Findings show little of a value; what lies deeper than this never reaches a sentence. */
const deepest = 6;

/** `root`: shape of the whole value that `pointer` leads into. */
export function isSecret(root: Shape, pointer: Pointer, value: unknown): boolean {
  let shape: Shape | undefined = root;
  if (shape.sensitive) return true;
  for (const token of tokensOf(pointer)) {
    if (isSecretName(token)) return true;
    shape = shape && below(shape, token);
    if (shape?.sensitive) return true;
  }
  return shape !== undefined && holdsSecret(value, shape, 0);
}

const below = (shape: Shape, token: string): Shape | undefined =>
  /^\d+$/.test(token) ? (itemShape(shape, Number(token)) ?? propertyShape(shape, token)) : propertyShape(shape, token);

function holdsSecret(value: unknown, shape: Shape, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > deepest) return false;
  for (const [name, member] of Object.entries(value)) {
    // An object where a list of them belongs is a common mistake, and as secret.
    const inner = Array.isArray(value)
      ? itemShape(shape, Number(name))
      : (propertyShape(shape, name) ?? (shape.items && propertyShape(shape.items, name)));
    if (inner && (inner.sensitive || holdsSecret(member, inner, depth + 1))) return true;
  }
  return false;
}
