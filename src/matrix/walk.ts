// Walks a decoded body beside the tree of its fields and counts what it shows; where the validator found fault, what it contradicts.
import type { Mismatch } from '../model/contract.ts';
import { isRecord } from '../model/json-value.ts';
import { tokensOf } from '../model/pointer.ts';
import type { Need } from '../pacts/need.ts';
import { type FieldNode, type Inner, itemNode, memberNode, seeNull } from './field-tree.ts';
import { proveUpTo } from './key-path.ts';
import type { Witness } from './witness.ts';

/** A body in which nothing was found wrong. Objects wait in their `KeyPaths` until the tree is flushed. */
export function countGood(value: unknown, node: FieldNode, witness: Witness): void {
  node.count.prove(witness);
  inspect(value, node, witness);
}

/** What a value is, once its presence is counted. Every value that is not plain comes here, so this is the hot path. */
function inspect(value: unknown, node: FieldNode, witness: Witness): void {
  if (value === null) {
    seeNull(node, witness);
    return;
  }
  const { values } = node;
  if (values?.isListed) values.see(value, witness);
  if (value === '') node.count.empties++;
  else if (typeof value === 'object') {
    if (Array.isArray(value)) inspectArray(value, node, witness);
    else inspectObject(value, node, witness);
  }
}

function inspectArray(value: readonly unknown[], { count, inner }: FieldNode, witness: Witness): void {
  if (value.length === 0) count.empties++;
  else if (inner) {
    const { prefix, items } = inner;
    for (let index = 0; index < value.length; index++) {
      const item = prefix[index] ?? items;
      if (item) countGood(value[index], item, witness);
    }
  }
}

function inspectObject(value: object, { count, inner }: FieldNode, witness: Witness): void {
  const paths = inner?.paths;
  if (!inner || !paths) return inspectMap(value, count, inner, witness);
  let path = paths.start;
  let isKnown = true;
  for (const name in value) {
    let member: FieldNode | undefined;
    let isListed = true;
    if (isKnown) {
      const { next } = path;
      const step = next && next.name === name ? next : paths.step(path, name);
      if (step) {
        path = step;
        ({ member, isListed } = step);
      } else {
        proveUpTo(path, witness);
        isKnown = false;
      }
    }
    if (!isKnown) {
      member = memberNode(inner, name);
      member?.count.prove(witness);
    }
    if (!member) continue;
    const own = (value as Record<string, unknown>)[name];
    if (own === null) seeNull(member, witness);
    else if (typeof own === 'string' ? own.length === 0 || isListed : typeof own === 'object' || isListed) inspect(own, member, witness);
  }
  if (!isKnown) return;
  if (path === paths.start) count.empties++;
  else paths.end(path, witness.at);
}

/** Names are data, or nothing is said of them. */
function inspectMap(value: object, count: FieldNode['count'], inner: Inner | undefined, witness: Witness): void {
  let isEmpty = true;
  for (const name in value) {
    isEmpty = false;
    if (!inner) break;
    const member = memberNode(inner, name);
    if (member) countGood((value as Record<string, unknown>)[name], member, witness);
  }
  if (isEmpty) count.empties++;
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
    // A matcher that is too wide says nothing against the example, which was judged.
    if (keyword === 'matcher') continue;
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
