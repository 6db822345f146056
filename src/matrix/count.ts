// How often one promise was kept and broken, by source, and when: the number behind every row of the matrix.
import type { ConsumerNeed, SourceKind, Tally } from '../model/matrix.ts';
import { sourceKinds } from '../model/matrix.ts';
import type { Witness } from './witness.ts';

/** A Count as plain data; what is zero or empty is left out. */
export interface PlainCount {
  readonly proved?: readonly number[];
  readonly contradicted?: readonly number[];
  readonly nulls?: number;
  readonly empties?: number;
  /** Milliseconds since 1970. */
  readonly first?: number;
  readonly last?: number;
  readonly consumers?: readonly ConsumerNeed[];
}

const none = (): number[] => sourceKinds.map(() => 0);

/** Undefined for nothing at all; sources beyond those this version knows are left out. */
function sumOf(own: number[] | undefined, other: readonly number[] | undefined): number[] | undefined {
  if (!other?.some((n) => n > 0)) return own;
  return (own ?? none()).map((n, at) => n + (other[at] ?? 0));
}

export class Count {
  /** Undefined until there is one. */
  proved: number[] | undefined;
  contradicted: number[] | undefined;
  nulls = 0;
  empties = 0;
  first = Infinity;
  last = -Infinity;
  consumers: Map<string, boolean> | undefined;

  prove({ source, at }: Witness): void {
    const counts = (this.proved ??= none());
    counts[source] = (counts[source] as number) + 1;
    if (at < this.first) this.first = at;
    if (at > this.last) this.last = at;
  }

  /** So many times at once, between two dates. */
  proveMany(source: number, times: number, first: number, last: number): void {
    const counts = (this.proved ??= none());
    counts[source] = (counts[source] as number) + times;
    if (first < this.first) this.first = first;
    if (last > this.last) this.last = last;
  }

  contradict({ source, at }: Witness): void {
    const counts = (this.contradicted ??= none());
    counts[source] = (counts[source] as number) + 1;
    if (at < this.first) this.first = at;
    if (at > this.last) this.last = at;
  }

  /** Once required, always required: one place where the consumer needs it is enough. */
  need(consumer: string, required: boolean): void {
    const consumers = (this.consumers ??= new Map());
    consumers.set(consumer, required || consumers.get(consumer) === true);
  }

  get isProved(): boolean {
    return this.proved !== undefined;
  }
  get isContradicted(): boolean {
    return this.contradicted !== undefined;
  }
  get isSeen(): boolean {
    return this.isProved || this.isContradicted || this.consumers !== undefined;
  }

  get needs(): readonly ConsumerNeed[] {
    return [...(this.consumers ?? [])]
      .map(([consumer, required]) => ({ consumer, required }))
      .toSorted((a, b) => (a.consumer < b.consumer ? -1 : 1));
  }

  /** Undefined when there is nothing to say. */
  get plain(): PlainCount | undefined {
    if (!this.isSeen) return undefined;
    return {
      ...(this.proved && { proved: [...this.proved] }),
      ...(this.contradicted && { contradicted: [...this.contradicted] }),
      ...(this.nulls > 0 && { nulls: this.nulls }),
      ...(this.empties > 0 && { empties: this.empties }),
      ...(this.first <= this.last && { first: this.first, last: this.last }),
      ...(this.consumers && { consumers: this.needs }),
    };
  }

  /** What was counted elsewhere is added. */
  add({ proved, contradicted, nulls = 0, empties = 0, first = Infinity, last = -Infinity, consumers = [] }: PlainCount): void {
    this.proved = sumOf(this.proved, proved);
    this.contradicted = sumOf(this.contradicted, contradicted);
    this.nulls += nulls;
    this.empties += empties;
    if (isDate(first)) this.first = Math.min(this.first, first);
    if (isDate(last)) this.last = Math.max(this.last, last);
    for (const { consumer, required } of consumers) this.need(consumer, required);
  }
}

/** ECMA-262 §21.4.1.1: nothing beyond can be written as a date. */
const isDate = (time: number): boolean => Math.abs(time) <= 8.64e15;

/** Sources that never did have no member. */
export const tallyOf = (counts: readonly number[] | undefined): Tally =>
  counts ? Object.fromEntries(sourceKinds.map((kind, at) => [kind, counts[at] ?? 0] as const).filter(([, n]) => n > 0)) : nothing;

/** Most promises of most contracts. */
const nothing: Tally = {};

export const sourceIndex = (kind: SourceKind): number => sourceKinds.indexOf(kind);
