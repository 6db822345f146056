// How many members a type has once TypeScript has multiplied its unions out, and what is left out where it would refuse to (error TS2590).
import { anyObject, type NamedType, type TypeNode } from './type-node.ts';

/** TypeScript gives up at 100 000; whoever joins two of our types should not meet that at once. */
const most = 20_000;
/** Names followed by names, from which on nobody counts any more. */
const deepest = 100;

const known = new WeakMap<NamedType, number>();

/**
 * The parts of an intersection, without its broadest unions as long as the product is too large. Less is said then, nothing wrong:
 * where objects were left out, the names of their members are allowed.
 */
export function bearable(parts: readonly TypeNode[]): readonly TypeNode[] {
  let left = [...parts];
  let product = left.reduce((total, part) => total * breadthOf(part, 0), 1);
  let hasLostObjects = false;
  while (product > most && left.length > 1) {
    const broadest = left.reduce((a, b) => (breadthOf(b, 0) > breadthOf(a, 0) ? b : a));
    left = left.filter((part) => part !== broadest);
    product /= breadthOf(broadest, 0);
    hasLostObjects ||= isObjects(broadest, 0);
  }
  return hasLostObjects ? [...left, anyObject] : left;
}

function isObjects(node: TypeNode, depth: number): boolean {
  if (node.kind === 'union') return node.parts.every((part) => isObjects(part, depth));
  if (node.kind === 'intersection') return node.parts.some((part) => isObjects(part, depth));
  if (node.kind === 'name') return depth < deepest && isObjects(node.target.node, depth + 1);
  return node.kind === 'object';
}

function breadthOf(node: TypeNode, depth: number): number {
  if (depth > deepest) return 1;
  if (node.kind === 'union') return node.parts.reduce((sum, part) => sum + breadthOf(part, depth), 0);
  if (node.kind === 'intersection')
    return Math.min(
      most,
      node.parts.reduce((product, part) => product * breadthOf(part, depth), 1),
    );
  if (node.kind !== 'name') return 1;
  let breadth = known.get(node.target);
  if (breadth === undefined) {
    breadth = node.target.node.kind === 'object' ? 1 : breadthOf(node.target.node, depth + 1);
    known.set(node.target, breadth);
  }
  return breadth;
}
