// The fields a schema promises in one direction, as a tree beside its Shape with a count at every place; recursive schemas make it a graph.
import type { View } from '../model/contract.ts';
import { child, type Pointer } from '../model/pointer.ts';
import type { Shape } from '../model/shape.ts';
import { Count } from './count.ts';
import type { Witness } from './witness.ts';
import { KeyPaths } from './key-path.ts';
import { Values } from './values.ts';

export interface FieldNode {
  /** `*` for items of arrays and names of maps. */
  readonly pointer: Pointer;
  readonly shape: Shape;
  readonly required: boolean;
  readonly count: Count;
  readonly values: Values | undefined;
  /** Nulls since the last flush. */
  nulls: Waiting | undefined;
  /** Undefined where nothing is described further down. */
  inner: Inner | undefined;
  /** The place whose `inner` this is too. */
  sameAs: Pointer | undefined;
}

/** Counted, and not yet written to the counts of a source. */
export interface Waiting {
  hits: number;
  first: number;
  last: number;
}

/** Nulls are so common that each costs no more than this. */
export function seeNull(node: FieldNode, { at, dirty }: Witness): void {
  const nulls = (node.nulls ??= { hits: 0, first: Infinity, last: -Infinity });
  if (nulls.hits++ === 0) dirty.push(node);
  if (at < nulls.first) nulls.first = at;
  if (at > nulls.last) nulls.last = at;
}

export function flushNulls(node: FieldNode, source: number): void {
  const { nulls, count, values } = node;
  if (!nulls) return;
  count.nulls += nulls.hits;
  values?.null?.proveMany(source, nulls.hits, nulls.first, nulls.last);
  node.nulls = undefined;
}

export interface Inner {
  readonly pointer: Pointer;
  /** Null: the property travels in the other direction only. */
  readonly members: ReadonlyMap<string, FieldNode | null>;
  readonly patterns: readonly { readonly pattern: { test(name: string): boolean }; readonly node: FieldNode }[];
  readonly rest: FieldNode | undefined;
  readonly prefix: readonly FieldNode[];
  readonly items: FieldNode | undefined;
  /** Undefined for maps, whose names are data. */
  paths: KeyPaths | undefined;
}

/**
 * A schema is written out anew wherever it appears until the tree has so many fields; after that, and wherever it would stand inside
 * itself, it shares the members of its first appearance. Keeps trees finite, and linear in the document.
 */
export const mostUnshared = 200;

interface Ancestor {
  readonly structure: string;
  readonly inner: Inner;
  readonly above: Ancestor | undefined;
}

export class FieldTree {
  readonly root: FieldNode;
  /** All fields but the root, outer before inner. */
  readonly fields: readonly FieldNode[];
  readonly #fields: FieldNode[] = [];
  readonly #paths: KeyPaths[] = [];
  readonly #direction: View;

  constructor(shape: Shape, direction: View) {
    this.#direction = direction;
    this.root = makeNode('', shape, true);
    this.fields = this.#fields;
    const first = new Map<string, Inner>();
    let level: (readonly [FieldNode, Ancestor | undefined])[] = [[this.root, undefined]];
    // Level by level, so that the first appearance is the one with the shortest pointer.
    while (level.length > 0) {
      const next: typeof level = [];
      for (const [node, above] of level) {
        const { structure } = node.shape;
        if (structure === '') continue;
        const shared = within(structure, above) ?? (this.#fields.length >= mostUnshared ? first.get(structure) : undefined);
        if (shared) {
          node.inner = shared;
          node.sameAs = shared.pointer;
          continue;
        }
        const [inner, children] = this.#expand(node);
        node.inner = inner;
        if (!first.has(structure)) first.set(structure, inner);
        const ancestor: Ancestor = { structure, inner, above };
        for (const node_ of children) next.push([node_, ancestor]);
        this.#fields.push(...children);
      }
      level = next;
    }
  }

  /** Writes what waits in sequences of names to the fields. */
  flush(source: number): void {
    for (const paths of this.#paths) paths.flush(source);
  }

  #expand({ pointer, shape }: FieldNode): [Inner, FieldNode[]] {
    const children: FieldNode[] = [];
    const keep = (node: FieldNode): FieldNode => {
      children.push(node);
      return node;
    };
    const { required, additional, items } = shape;
    const members = new Map<string, FieldNode | null>();
    for (const [name, property] of shape.properties) {
      const isAgainst = this.#direction === 'request' ? property.readOnly : property.writeOnly;
      members.set(name, isAgainst ? null : keep(makeNode(child(pointer, name), property, required.has(name))));
    }
    let stars = 0;
    const star = (of: Shape): FieldNode => keep(makeNode(child(pointer, ++stars === 1 ? '*' : `*${stars}`), of, false));
    const patterns = shape.patterns.map(({ pattern, shape: of }) => ({ pattern, node: star(of) }));
    const rest = typeof additional === 'object' ? star(additional) : undefined;
    const prefix = shape.prefixItems.map((of, index) => keep(makeNode(child(pointer, index), of, false)));
    const inner: Inner = { pointer, members, patterns, rest, prefix, items: items && star(items), paths: undefined };
    if (members.size > 0 && !rest && patterns.length === 0) this.#paths.push((inner.paths = new KeyPaths(inner)));
    return [inner, children];
  }
}

const makeNode = (pointer: Pointer, shape: Shape, required: boolean): FieldNode => ({
  pointer,
  shape,
  required,
  count: new Count(),
  values: Values.of(shape),
  nulls: undefined,
  inner: undefined,
  sameAs: undefined,
});

function within(structure: string, above: Ancestor | undefined): Inner | undefined {
  for (let at = above; at; at = at.above) if (at.structure === structure) return at.inner;
  return undefined;
}

/** The field a member of an object is; undefined where the contract names none. */
export function memberNode({ members, patterns, rest }: Inner, name: string): FieldNode | undefined {
  const known = members.get(name);
  if (known !== undefined) return known ?? undefined;
  for (const { pattern, node } of patterns) if (pattern.test(name)) return node;
  return rest;
}

export const itemNode = ({ prefix, items }: Inner, index: number): FieldNode | undefined => prefix[index] ?? items;
