// The values one place promises: null, each value of an enum or const, each branch of a discriminator (JSON Schema 2020-12 §6.1, OpenAPI 3.1.1 §4.8.25).
import type { ValueRow } from '../model/matrix.ts';
import { isEqual } from '../model/json-value.ts';
import type { Shape } from '../model/shape.ts';
import { Count } from './count.ts';
import type { Witness } from './witness.ts';

/** Of a longer list only so many are promises: the rest would drown everything else. */
export const mostValues = 1000;

export interface PromisedValue {
  readonly kind: ValueRow['kind'];
  readonly value: unknown;
  /** JSON text; the bare value of a branch. */
  readonly text: string;
  readonly count: Count;
}

export class Values {
  readonly all: readonly PromisedValue[];
  /** Property whose value tells the branch. */
  readonly tag: string | undefined;
  /** True when more than null is listed. */
  readonly isListed: boolean;
  readonly null: Count | undefined;
  readonly #scalars = new Map<unknown, PromisedValue>();
  readonly #composites: readonly PromisedValue[];
  readonly #branches = new Map<string, PromisedValue>();

  private constructor(all: readonly PromisedValue[], tag: string | undefined) {
    this.all = all;
    this.tag = tag;
    this.isListed = all.some(({ kind }) => kind !== 'null');
    this.null = all.find(({ kind }) => kind === 'null')?.count;
    for (const promised of all) {
      if (promised.kind === 'branch') this.#branches.set(promised.text, promised);
      else if (typeof promised.value !== 'object') this.#scalars.set(promised.value, promised);
    }
    this.#composites = all.filter(({ kind, value }) => kind === 'enum' && typeof value === 'object' && value !== null);
  }

  /** Undefined where no single value is promised. */
  static of(shape: Shape): Values | undefined {
    const { types, values, tag } = shape;
    const found: PromisedValue[] = [];
    if (types.has('null')) found.push({ kind: 'null', value: null, text: 'null', count: new Count() });
    const known = new Set<string>();
    for (const value of values) {
      const text = JSON.stringify(value);
      // A null that the type leaves out can never come.
      if (known.has(text) || (value === null && (types.size > 0 || known.has('null')))) continue;
      if (known.size >= mostValues) break;
      known.add(text);
      found.push({ kind: value === null ? 'null' : 'enum', value, text, count: new Count() });
    }
    for (const value of tag?.values.slice(0, mostValues) ?? []) found.push({ kind: 'branch', value, text: value, count: new Count() });
    return found.length > 0 ? new Values(found, tag?.property) : undefined;
  }

  see(value: unknown, witness: Witness): void {
    if (value === null) {
      this.null?.prove(witness);
      return;
    }
    if (!this.isListed) return;
    if (typeof value !== 'object') {
      this.#scalars.get(value)?.count.prove(witness);
      return;
    }
    if (this.#composites.length > 0) this.#composites.find((promised) => isEqual(promised.value, value))?.count.prove(witness);
    if (this.tag === undefined || !Object.hasOwn(value, this.tag)) return;
    const named = (value as Record<string, unknown>)[this.tag];
    if (typeof named === 'string') this.#branches.get(named)?.count.prove(witness);
  }
}
