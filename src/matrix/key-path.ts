// Counts objects by the sequence of their names: nearly all objects of one place have the same names in the same order, and one count serves all of them.
import { type FieldNode, type Inner, memberNode } from './field-tree.ts';
import type { Witness } from './witness.ts';

/** A place where keys are data would have as many sequences as objects: what goes beyond this is counted name by name. */
const mostSteps = 400;

/** One name after those above it. */
export class KeyPath {
  readonly name: string;
  /** Undefined where the contract names no field, or only for the other direction. */
  readonly member: FieldNode | undefined;
  /** The value itself is asked for, not only whether it is null or empty. */
  readonly isListed: boolean;
  readonly above: KeyPath | undefined;
  /** The name that came last, with its step. */
  next: KeyPath | undefined;
  readonly others = new Map<string, KeyPath>();
  /** Objects that ended here since the last flush. */
  hits = 0;
  first = Infinity;
  last = -Infinity;

  constructor(name: string, member: FieldNode | undefined, above: KeyPath | undefined) {
    this.name = name;
    this.member = member;
    this.isListed = member?.values?.isListed === true;
    this.above = above;
  }
}

/** The sequences of one place. */
export class KeyPaths {
  readonly start = new KeyPath('', undefined, undefined);
  readonly #inner: Inner;
  readonly #ended: KeyPath[] = [];
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
      from.others.set(name, (path = new KeyPath(name, memberNode(this.#inner, name), from)));
    }
    from.next = path;
    return path;
  }

  end(path: KeyPath, at: number): void {
    if (path.hits++ === 0) this.#ended.push(path);
    if (at < path.first) path.first = at;
    if (at > path.last) path.last = at;
  }

  /** Writes what was counted since the last flush to the fields. */
  flush(source: number): void {
    for (const end of this.#ended) {
      const { hits, first, last } = end;
      for (let path: KeyPath | undefined = end; path; path = path.above) path.member?.count.proveMany(source, hits, first, last);
      end.hits = 0;
      end.first = Infinity;
      end.last = -Infinity;
    }
    this.#ended.length = 0;
  }
}

/** The fields on the way to a step, for an object that leaves the known sequences. */
export function proveUpTo(path: KeyPath, witness: Witness): void {
  for (let at: KeyPath | undefined = path; at; at = at.above) at.member?.count.prove(witness);
}
