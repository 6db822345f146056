// TypeScript types as data: built by what a schema says, joined by the laws of union and intersection, printed in the end.

export interface Doc {
  readonly description?: string;
  readonly deprecated?: boolean;
}

export interface Member {
  readonly name: string;
  readonly type: TypeNode;
  readonly isOptional: boolean;
  readonly doc?: Doc;
}

/** A type with a name of its own in the written module; its content is known when all its parts have been looked at. */
export interface NamedType {
  readonly name: string;
  readonly doc: Doc;
  node: TypeNode;
}

export type TypeNode =
  /** A keyword or a literal, as it is written. */
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'name'; readonly target: NamedType }
  | { readonly kind: 'array'; readonly items: TypeNode }
  | { readonly kind: 'tuple'; readonly items: readonly TypeNode[]; readonly required: number; readonly rest?: TypeNode }
  | { readonly kind: 'object'; readonly members: readonly Member[]; readonly index?: TypeNode }
  | { readonly kind: 'union' | 'intersection'; readonly parts: readonly TypeNode[] };

export const word = (text: string): TypeNode => ({ kind: 'word', text });
export const unknown = word('unknown');
export const never = word('never');
export const nothing = word('undefined');
export const anyObject: TypeNode = { kind: 'object', members: [], index: unknown };

export const isUnknown = (node: TypeNode): boolean => node.kind === 'word' && node.text === 'unknown';
const isNever = (node: TypeNode): boolean => node.kind === 'word' && node.text === 'never';

/** One of the types; `unknown` takes in all others, and what is there already adds nothing. */
export function union(parts: readonly TypeNode[]): TypeNode {
  const flat = distinct(flatten('union', parts).filter((part) => !isNever(part)));
  if (flat.some(isUnknown)) return unknown;
  return flat.length > 1 ? { kind: 'union', parts: flat } : (flat[0] ?? never);
}

/** All of the types at once; `unknown` says nothing. */
export function intersection(parts: readonly TypeNode[]): TypeNode {
  const flat = distinct(flatten('intersection', parts).filter((part) => !isUnknown(part)));
  if (flat.some(isNever)) return never;
  return flat.length > 1 ? { kind: 'intersection', parts: flat } : (flat[0] ?? unknown);
}

const flatten = (kind: 'union' | 'intersection', parts: readonly TypeNode[]): TypeNode[] =>
  parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));

function distinct(parts: readonly TypeNode[]): TypeNode[] {
  if (parts.length < 2) return [...parts];
  const byKey = new Map<string, TypeNode>();
  for (const part of parts) {
    const key = keyOf(part);
    if (!byKey.has(key)) byKey.set(key, part);
  }
  return [...byKey.values()];
}

/** Equal for types that mean the same by construction. */
function keyOf(node: TypeNode): string {
  if (node.kind === 'word') return node.text;
  if (node.kind === 'name') return `#${node.target.name}`;
  if (node.kind === 'array') return `${keyOf(node.items)}[]`;
  if (node.kind === 'tuple') return `[${node.items.map(keyOf).join()};${node.required};${node.rest ? keyOf(node.rest) : ''}]`;
  if (node.kind === 'object') {
    const members = node.members.map(({ name, type, isOptional }) => `${JSON.stringify(name)}${isOptional ? '?' : ''}:${keyOf(type)}`);
    return `{${members.join()};${node.index ? keyOf(node.index) : ''}}`;
  }
  return `(${node.kind} ${node.parts.map(keyOf).join()})`;
}

/**
 * Takes the circles out of aliases: TypeScript allows a type to come back to itself inside an object or an array, not as a
 * part of a union or intersection. Where a schema does that it says nothing, and nothing is what stands there: `unknown`.
 */
export function cutCircles(types: readonly NamedType[]): void {
  const states = new Map<NamedType, 'open' | 'done'>();
  for (const type of types) {
    if (states.has(type)) continue;
    states.set(type, 'open');
    // A stack of its own: documents can chain more types than calls can nest.
    const path = [{ type, pending: targetsOf(type.node), closing: new Set<NamedType>() }];
    for (let last = path.at(-1); last; last = path.at(-1)) {
      const target = last.pending.pop();
      if (!target) {
        if (last.closing.size > 0) last.type.node = withoutTargets(last.type.node, last.closing);
        states.set(last.type, 'done');
        path.pop();
      } else if (states.get(target) === 'open') last.closing.add(target);
      else if (!states.has(target)) {
        states.set(target, 'open');
        path.push({ type: target, pending: targetsOf(target.node), closing: new Set() });
      }
    }
  }
}

/** The aliases that a type is made of without an object or array between; interfaces may come back to themselves. */
function targetsOf(node: TypeNode): NamedType[] {
  if (node.kind === 'name') return node.target.node.kind === 'object' ? [] : [node.target];
  return node.kind === 'union' || node.kind === 'intersection' ? node.parts.flatMap(targetsOf) : [];
}

function withoutTargets(node: TypeNode, targets: ReadonlySet<NamedType>): TypeNode {
  if (node.kind === 'name') return targets.has(node.target) ? unknown : node;
  if (node.kind === 'union') return union(node.parts.map((part) => withoutTargets(part, targets)));
  return node.kind === 'intersection' ? intersection(node.parts.map((part) => withoutTargets(part, targets))) : node;
}
