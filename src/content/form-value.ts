// A tree of form names becomes a JSON value by the shape: repeated names are arrays, indexes are order, one text for an object is JSON.
import type { DecodeNote, Encoding } from '../model/content.ts';
import { pointerOf } from '../model/pointer.ts';
import { itemShape, propertyShape } from '../model/shape.ts';
import type { Shape } from '../model/shape.ts';
import { grouped, plain } from '../model/show.ts';
import type { Branch } from './form-tree.ts';
import { kindsOf } from './kinds.ts';
import { setMember } from './members.ts';

export type Path = readonly (string | number)[];

/** How one leaf is read; `spread` answers where the encoding packs several items or members into it. */
export interface LeafReader<Leaf> {
  read(leaf: Leaf, shape: Shape | undefined, encoding: Encoding | undefined, path: Path): unknown;
  spread(leaf: Leaf, shape: Shape, encoding: Encoding | undefined): Leaf[] | undefined;
  textOf(leaf: Leaf): string;
}

export class FormReader<Leaf> {
  readonly #reader: LeafReader<Leaf>;
  readonly #note: (note: DecodeNote) => void;

  constructor(reader: LeafReader<Leaf>, note: (note: DecodeNote) => void) {
    this.#reader = reader;
    this.#note = note;
  }

  object(
    branch: Branch<Leaf>,
    shape: Shape | undefined,
    encodingOf: (name: string) => Encoding | undefined,
    path: Path,
  ): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    for (const [name, member] of branch.members) {
      setMember(value, name, this.#value(member, shape && propertyShape(shape, name), encodingOf(name), [...path, name]));
    }
    return value;
  }

  #value(branch: Branch<Leaf>, shape: Shape | undefined, encoding: Encoding | undefined, path: Path): unknown {
    const { leaves, members } = branch;
    const kinds = shape && kindsOf(shape);
    if (members.size > 0) {
      if (leaves.length > 0 && !kinds?.array) this.#duplicate(path, 'Expected the name as a whole or in parts, got both');
      if (kinds?.array && (!kinds.object || [...members.keys()].every((key) => /^\d+$/.test(key)))) return this.#items(branch, shape, path);
      return this.object(branch, shape, () => undefined, path);
    }
    const [first] = leaves;
    const last = leaves.at(-1) as Leaf;
    if (kinds?.array && shape) {
      if (leaves.length === 1 && first !== undefined) {
        if (this.#reader.textOf(first).startsWith('[') && !kindsOf(itemShape(shape, 0) ?? shape).string)
          return this.#reader.read(first, shape, encoding, path);
        const parts = this.#reader.spread(first, shape, encoding);
        if (parts) return this.#list(parts, shape, encoding, path);
        if (!kinds.list) return this.#reader.read(first, shape, encoding, path);
      }
      return this.#list(leaves, shape, encoding, path);
    }
    if (leaves.length > 1) {
      if (!shape) return this.#list(leaves, undefined, encoding, path);
      this.#duplicate(path, `Expected the name once, got it ${grouped(leaves.length)} times`);
    }
    if (kinds?.object && shape) {
      const parts = this.#reader.spread(last, shape, encoding);
      if (parts) return this.#pairs(parts, shape, path);
    }
    return this.#reader.read(last, shape, encoding, path);
  }

  #list(leaves: readonly Leaf[], shape: Shape | undefined, encoding: Encoding | undefined, path: Path): unknown[] {
    return leaves.map((leaf, index) => this.#reader.read(leaf, shape && itemShape(shape, index), encoding, [...path, index]));
  }

  /** Indexes order the items, whatever gaps they leave; items without an index follow. */
  #items({ leaves, members }: Branch<Leaf>, shape: Shape | undefined, path: Path): unknown[] {
    const numbered = [...members].sort(([a], [b]) => Number(a) - Number(b) || 0);
    const items = numbered.map(([, member], index) => this.#value(member, shape && itemShape(shape, index), undefined, [...path, index]));
    for (const leaf of leaves)
      items.push(this.#reader.read(leaf, shape && itemShape(shape, items.length), undefined, [...path, items.length]));
    return items;
  }

  /** Style `form` without `explode` writes an object as names and values in turn. */
  #pairs(parts: readonly Leaf[], shape: Shape, path: Path): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    for (let i = 0; i + 1 < parts.length; i += 2) {
      const name = this.#reader.textOf(parts[i] as Leaf);
      setMember(value, name, this.#reader.read(parts[i + 1] as Leaf, propertyShape(shape, name), undefined, [...path, name]));
    }
    return value;
  }

  #duplicate(path: Path, message: string): void {
    this.#note({
      kind: 'duplicate-key',
      severity: 'error',
      message: `${message}: \`${plain(String(path.at(-1)), 60)}\``,
      pointer: pointerOf(...path),
    });
  }
}
