// The values one place promises: null, each value of an enum or const, each branch of a discriminator (JSON Schema 2020-12 §6.1, OpenAPI 3.1.1 §4.8.25).
import type { ValueRow } from '../model/matrix.ts';
import { isEqual } from '../model/json-value.ts';
import type { Shape } from '../model/shape.ts';
import { Count } from './count.ts';
import { type Slot, slotOf, type Trail } from './slot.ts';

/** Of a longer list only so many are promises: the rest would drown everything else. */
export const mostValues = 1000;

export interface PromisedValue {
  readonly kind: ValueRow['kind'];
  /** JSON text; the bare value of a branch. */
  readonly text: string;
}

/** What a shape lists: the same wherever it stands. */
interface Listed {
  readonly all: readonly PromisedValue[];
  /** True when more than null is listed. */
  readonly isMore: boolean;
  /** Index of a listed scalar. */
  readonly scalars: ReadonlyMap<unknown, number>;
  readonly composites: readonly (readonly [index: number, value: object])[];
  /** Property whose value tells the branch. */
  readonly tag: string | undefined;
  readonly branches: ReadonlyMap<string, number>;
}

const known = new WeakMap<Shape, Listed>();

function listOf(shape: Shape): Listed {
  let listed = known.get(shape);
  if (!listed) known.set(shape, (listed = readList(shape)));
  return listed;
}

function readList({ types, values, tag }: Shape): Listed {
  const all: PromisedValue[] = [];
  const scalars = new Map<unknown, number>();
  const composites: [number, object][] = [];
  const branches = new Map<string, number>();
  const texts = new Set<string>();
  // A listed null that the type leaves out can never come.
  if (types.has('null') || (types.size === 0 && values.includes(null))) {
    scalars.set(null, 0);
    all.push({ kind: 'null', text: 'null' });
  }
  for (const value of values) {
    const text = JSON.stringify(value);
    if (value === null || texts.has(text) || texts.size >= mostValues) continue;
    texts.add(text);
    if (typeof value === 'object') composites.push([all.length, value]);
    else scalars.set(value, all.length);
    all.push({ kind: 'enum', text });
  }
  for (const value of tag?.values.slice(0, mostValues) ?? []) {
    branches.set(value, all.length);
    all.push({ kind: 'branch', text: value });
  }
  return { all, isMore: all.some(({ kind }) => kind !== 'null'), scalars, composites, tag: tag?.property, branches };
}

export class Values {
  readonly #listed: Listed;
  readonly #counts: (Count | undefined)[] = [];
  readonly #slots: (Slot | undefined)[] = [];

  private constructor(listed: Listed) {
    this.#listed = listed;
  }

  /** Undefined where no single value is promised. */
  static of(shape: Shape): Values | undefined {
    const listed = listOf(shape);
    return listed.all.length > 0 ? new Values(listed) : undefined;
  }

  get all(): readonly PromisedValue[] {
    return this.#listed.all;
  }

  /** True when more than null is listed. */
  get isListed(): boolean {
    return this.#listed.isMore;
  }

  /** The count of one of `all`, made on first use. */
  count(index: number): Count {
    return (this.#counts[index] ??= new Count());
  }

  /** Undefined: never counted. */
  peek(index: number): Count | undefined {
    return this.#counts[index];
  }

  /** The count of null, where it is promised. */
  get null(): Count | undefined {
    return this.#listed.scalars.has(null) ? this.count(0) : undefined;
  }

  /** Leaves on the trail which of the listed values this is. */
  show(value: unknown, trail: Trail): void {
    const { scalars, composites, tag, branches } = this.#listed;
    if (typeof value !== 'object' || value === null) {
      const index = scalars.get(value);
      if (index !== undefined) trail.push(this.#slot(index));
      return;
    }
    const composite = composites.find(([, listed]) => isEqual(listed, value));
    if (composite) trail.push(this.#slot(composite[0]));
    if (tag === undefined || !Object.hasOwn(value, tag)) return;
    const named = (value as Record<string, unknown>)[tag];
    const branch = typeof named === 'string' ? branches.get(named) : undefined;
    if (branch !== undefined) trail.push(this.#slot(branch));
  }

  #slot(index: number): Slot {
    return (this.#slots[index] ??= slotOf(this.count(index)));
  }
}
