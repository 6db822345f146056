// Walks a decoded body beside the tree of its fields and counts what it shows; where the validator found fault, what it contradicts.
import type { Mismatch } from '../model/contract.ts';
import { isRecord } from '../model/json-value.ts';
import { tokensOf } from '../model/pointer.ts';
import type { Need } from '../pacts/need.ts';
import type { Witness } from './count.ts';
import { type FieldNode, itemNode, memberNode } from './field-tree.ts';

/** A body in which nothing was found wrong. Every value in it comes here, so this is the hot path. */
export function countGood(value: unknown, node: FieldNode, witness: Witness): void {
  const { count, values, inner } = node;
  count.prove(witness);
  if (values) values.see(value, witness);
  if (value === '') count.empties++;
  else if (value === null) count.nulls++;
  else if (typeof value === 'object') {
    if (Array.isArray(value)) {
      if (value.length === 0) count.empties++;
      else if (inner) {
        const { prefix, items } = inner;
        for (let index = 0; index < value.length; index++) {
          const item = prefix[index] ?? items;
          if (item) countGood(value[index], item, witness);
        }
      }
      return;
    }
    let isEmpty = true;
    for (const name in value) {
      isEmpty = false;
      if (!inner) break;
      const known = inner.members.get(name);
      const member = known === undefined ? memberNode(inner, name) : known;
      if (member) countGood((value as Record<string, unknown>)[name], member, witness);
    }
    if (isEmpty) count.empties++;
  }
}

/** Where mismatches point, as a tree of names and indexes. `lacks`: names are missing here, everything else was judged. */
interface Faults {
  kind: 'none' | 'lacks' | 'mild' | 'wrong';
  readonly below: Map<string, Faults>;
}

const noFaults = (): Faults => ({ kind: 'none', below: new Map() });
const gravity = { none: 0, lacks: 1, mild: 2, wrong: 3 } as const;

function gatherFaults(mismatches: readonly Mismatch[]): Faults {
  const root = noFaults();
  for (const { pointer, keyword, severity } of mismatches) {
    let place = root;
    for (const token of tokensOf(pointer)) {
      let next = place.below.get(token);
      if (!next) place.below.set(token, (next = noFaults()));
      place = next;
    }
    const kind = severity !== undefined ? 'mild' : keyword === 'required' ? 'lacks' : 'wrong';
    if (gravity[kind] > gravity[place.kind]) place.kind = kind;
  }
  return root;
}

/** A body with mismatches: what one of them names is contradicted, nothing at or below it is proved, and the rest counts. */
export function countFaulty(value: unknown, root: FieldNode, mismatches: readonly Mismatch[], witness: Witness): void {
  visit(value, root, gatherFaults(mismatches), witness);
}

function visit(value: unknown, node: FieldNode, faults: Faults | undefined, witness: Witness): void {
  if (!faults) return countGood(value, node, witness);
  const { kind, below } = faults;
  if (kind === 'mild') return;
  if (kind === 'wrong') return node.count.contradict(witness);
  const { count, inner } = node;
  if (kind === 'lacks') count.contradict(witness);
  else {
    count.prove(witness);
    node.values?.see(value, witness);
  }
  if (!inner) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const known = itemNode(inner, index);
      if (known) visit(item, known, below.get(String(index)), witness);
    }
  } else if (isRecord(value)) {
    for (const name of Object.keys(value)) {
      const known = memberNode(inner, name);
      if (known) visit(value[name], known, below.get(name), witness);
    }
    if (kind !== 'lacks') return;
    for (const [name, member] of inner.members) if (member?.required && !Object.hasOwn(value, name)) member.count.contradict(witness);
  }
}

/** Who needs which fields. Members of an example are always needed, but for those in an array that may be empty or in a map. */
export function countNeeds(need: Need, node: FieldNode, consumer: string, required = true): void {
  const { inner } = node;
  if (node.pointer !== '') node.count.need(consumer, required);
  if (!inner) return;
  const mayBeEmpty = need.matchers.some((matcher) => (matcher.kind === 'type' && matcher.min === 0) || matcher.kind === 'eachValue');
  for (const [name, member] of need.members ?? []) {
    const known = inner.members.get(name);
    if (known) countNeeds(member, known, consumer, required);
    else {
      const mapped = memberNode(inner, name);
      if (mapped) countNeeds(member, mapped, consumer, false);
    }
  }
  for (const item of need.variants ?? need.items ?? []) {
    const known = itemNode(inner, Number(tokensOf(item.pointer).at(-1)));
    if (known) countNeeds(item, known, consumer, required && !mayBeEmpty);
  }
}
