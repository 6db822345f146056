// Counts objects by the sequence of their names: nearly all objects of one place have the same names in the same order, and one slot serves all of them.
import { type FieldNode, type Inner, isToldName, memberNode } from './field-tree.ts';
import { Slot } from './slot.ts';

/** A place where keys are data would have as many sequences as objects: what goes beyond this is counted name by name. */
const mostSteps = 400;

/** One name after those above it. */
export class KeyPath {
  // What the walk asks of every property comes first: together it fits one cache line.
  readonly name: string;
  /** The name that came last, with its step. */
  next: KeyPath | undefined = undefined;
  /** Undefined where the contract names no field, or only for the other direction. */
  readonly member: FieldNode | undefined;
  /** Nobody describes the name, or only for the other direction. */
  readonly isTold: boolean;
  /** The value itself is asked for, not only whether it is null or empty. */
  readonly isListed: boolean;
  readonly above: KeyPath | undefined;
  readonly others = new Map<string, KeyPath>();
  #ends: Slot | undefined;

  constructor(name: string, member: FieldNode | undefined, isTold: boolean, above: KeyPath | undefined) {
    this.name = name;
    this.member = member;
    this.isListed = member?.values?.isListed === true;
    this.isTold = isTold;
    this.above = above;
  }

  /** Objects that ended here. */
  get ends(): Slot {
    return (this.#ends ??= endOf(this));
  }
}

/** Each object that ends at a step has every field on the way. */
const endOf = (end: KeyPath): Slot =>
  new Slot(({ hits, first, last }, source) => {
    for (let path: KeyPath | undefined = end; path; path = path.above) path.member?.count.proveMany(source, hits, first, last);
  });

/** The sequences of one place. */
export class KeyPaths {
  readonly start = new KeyPath('', undefined, false, undefined);
  readonly #inner: Inner;
  #steps = 0;

  constructor(inner: Inner) {
    this.#inner = inner;
  }

  /** The step that is not the one taken last; undefined when there are too many. */
  step(from: KeyPath, name: string): KeyPath | undefined {
    let path = from.others.get(name);
    if (!path) {
      if (this.#steps >= mostSteps) return undefined;
      this.#steps++;
      path = new KeyPath(name, memberNode(this.#inner, name), isToldName(this.#inner, name), from);
      from.others.set(name, path);
    }
    from.next = path;
    return path;
  }
}
