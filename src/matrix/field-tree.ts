// The fields a schema promises in one direction, as a tree beside its Shape with a count at every place; recursive schemas make it a graph.
import type { View } from '../model/contract.ts';
import { child, type Pointer } from '../model/pointer.ts';
import type { Shape } from '../model/shape.ts';
import { Count } from './count.ts';
import { KeyPaths } from './key-path.ts';
import { Slot, slotOf } from './slot.ts';
import { Values } from './values.ts';

export interface FieldNode {
  /** `*` for items of arrays and names of maps. */
  readonly pointer: Pointer;
  readonly shape: Shape;
  readonly required: boolean;
  readonly count: Count;
  readonly values: Values | undefined;
  /** It travels in the other direction only: a name of a map can. */
  readonly isAgainst: boolean;
  /** Sightings that wait, each made on first use. */
  present: Slot | undefined;
  nulls: Slot | undefined;
  empties: Slot | undefined;
  /** Undefined where nothing is described further down. */
  inner: Inner | undefined;
  /** The place whose `inner` this is too. */
  sameAs: Pointer | undefined;
}

export const presentSlot = (node: FieldNode): Slot => (node.present ??= slotOf(node.count));

export const nullSlot = (node: FieldNode): Slot =>
  (node.nulls ??= new Slot(({ hits, first, last }, source) => {
    node.count.nulls += hits;
    node.values?.null?.proveMany(source, hits, first, last);
  }));

export const emptySlot = (node: FieldNode): Slot =>
  (node.empties ??= new Slot(({ hits }) => {
    node.count.empties += hits;
  }));

export interface Inner {
  readonly pointer: Pointer;
  /** Null: the property travels in the other direction only. */
  readonly members: ReadonlyMap<string, FieldNode | null>;
  readonly patterns: readonly { readonly pattern: { test(name: string): boolean }; readonly node: FieldNode }[];
  readonly rest: FieldNode | undefined;
  readonly prefix: readonly FieldNode[];
  readonly items: FieldNode | undefined;
  /** A name that nobody describes is undocumented here. */
  readonly asksNames: boolean;
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
  readonly #direction: View;

  constructor(shape: Shape, direction: View) {
    this.#direction = direction;
    this.root = makeNode('', shape, true, false);
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

  #expand({ pointer, shape }: FieldNode): [Inner, FieldNode[]] {
    const children: FieldNode[] = [];
    const keep = (node: FieldNode): FieldNode => {
      children.push(node);
      return node;
    };
    const { required, additional, items } = shape;
    const members = new Map<string, FieldNode | null>();
    for (const [name, property] of shape.properties) {
      members.set(name, this.#isAgainst(property) ? null : keep(makeNode(child(pointer, name), property, required.has(name), false)));
    }
    let stars = 0;
    const star = (of: Shape): FieldNode => {
      // A property can have that name, too.
      do stars++;
      while (members.has(starName(stars)));
      return keep(makeNode(child(pointer, starName(stars)), of, false, this.#isAgainst(of)));
    };
    const patterns = shape.patterns.map(({ pattern, shape: of }) => ({ pattern, node: star(of) }));
    const rest = typeof additional === 'object' ? star(additional) : undefined;
    const prefix = shape.prefixItems.map((of, index) =>
      keep(makeNode(child(pointer, members.has(String(index)) ? `${index}*` : index), of, false, false)),
    );
    const asksNames = additional === 'unsaid' && (members.size > 0 || patterns.length > 0);
    const inner: Inner = { pointer, members, patterns, rest, prefix, items: items && star(items), asksNames, paths: undefined };
    if (members.size > 0 && !rest && patterns.length === 0) inner.paths = new KeyPaths(inner);
    return [inner, children];
  }

  #isAgainst({ readOnly, writeOnly }: Shape): boolean {
    return this.#direction === 'request' ? readOnly : writeOnly;
  }
}

const starName = (number: number): string => (number === 1 ? '*' : `*${number}`);

const makeNode = (pointer: Pointer, shape: Shape, required: boolean, isAgainst: boolean): FieldNode => ({
  pointer,
  shape,
  required,
  count: new Count(),
  values: Values.of(shape),
  isAgainst,
  present: undefined,
  nulls: undefined,
  empties: undefined,
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

/** Nobody describes the name, or only for the other direction. */
export function isToldName(inner: Inner, name: string): boolean {
  if (inner.members.get(name) === null) return true;
  const node = memberNode(inner, name);
  return node ? node.isAgainst : inner.asksNames;
}

export const itemNode = ({ prefix, items }: Inner, index: number): FieldNode | undefined => prefix[index] ?? items;
