// Walks a decoded body beside the tree of its fields and counts what it shows; where the validator found fault, what it contradicts.
import type { Mismatch } from '../model/contract.ts';
import { isRecord } from '../model/json-value.ts';
import { tokensOf } from '../model/pointer.ts';
import type { Need } from '../pacts/need.ts';
import { emptySlot, type FieldNode, type Inner, isToldName, itemNode, memberNode, nullSlot, presentSlot } from './field-tree.ts';
import type { KeyPath } from './key-path.ts';
import type { Trail } from './slot.ts';
import type { Witness } from './witness.ts';

/** Leaves on the trail everything a value shows, as if nothing were wrong with it, and whether it holds what nobody describes. */
export function showAll(value: unknown, node: FieldNode, trail: Trail): void {
  trail.push(presentSlot(node));
  inspect(value, node, trail);
}

/** What a value is, once its presence is shown. */
function inspect(value: unknown, node: FieldNode, trail: Trail): void {
  if (value === null) {
    trail.push(nullSlot(node));
    return;
  }
  const { values } = node;
  if (values?.isListed) values.show(value, trail);
  if (value === '') trail.push(emptySlot(node));
  else if (typeof value === 'object') {
    if (Array.isArray(value)) inspectArray(value, node, trail);
    else inspectObject(value, node, trail);
  }
}

function inspectArray(value: readonly unknown[], node: FieldNode, trail: Trail): void {
  const { inner } = node;
  if (value.length === 0) trail.push(emptySlot(node));
  else if (inner) {
    const { prefix, items } = inner;
    for (let index = 0; index < value.length; index++) {
      const item = prefix[index] ?? items;
      if (item) showAll(value[index], item, trail);
    }
  }
}

/** Every property of every body comes by here: the rest of the counting costs little beside this loop. */
function inspectObject(value: object, node: FieldNode, trail: Trail): void {
  const { inner } = node;
  const paths = inner?.paths;
  if (!paths) return inspectMap(value, node, trail);
  let path = paths.start;
  let isLost = false;
  for (const name in value) {
    const { next } = path;
    if (next !== undefined && next.name === name && !isLost) path = next;
    else {
      const step = isLost ? undefined : paths.step(path, name);
      if (step === undefined) {
        if (!isLost) showSteps(path, trail);
        isLost = true;
        showName(name, value, inner, trail);
        continue;
      }
      path = step;
    }
    if (path.isTold) trail.isClean = false;
    const { member } = path;
    if (member === undefined) continue;
    const own = (value as Record<string, unknown>)[name];
    if (own === null) trail.push(nullSlot(member));
    else if (typeof own === 'object' || path.isListed || own === '') inspect(own, member, trail);
  }
  if (!isLost) trail.push(path === paths.start ? emptySlot(node) : path.ends);
}

/** An object with one sequence of names too many goes on name by name, and so does what it had until then. */
function showSteps(path: KeyPath, trail: Trail): void {
  for (let at: KeyPath | undefined = path; at; at = at.above) if (at.member) trail.push(presentSlot(at.member));
}

function showName(name: string, value: object, inner: Inner, trail: Trail): void {
  const member = memberNode(inner, name);
  if (member) showAll((value as Record<string, unknown>)[name], member, trail);
  if (isToldName(inner, name)) trail.isClean = false;
}

/** Names are data, or nothing is said of them. */
function inspectMap(value: object, node: FieldNode, trail: Trail): void {
  const { inner } = node;
  let isEmpty = true;
  for (const name in value) {
    isEmpty = false;
    if (!inner) break;
    showName(name, value, inner, trail);
  }
  if (isEmpty) trail.push(emptySlot(node));
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

/**
 * A body with mismatches: what one of them names is contradicted, nothing at or below it is proved, and the rest counts. What is proved is
 * left on the trail.
 */
export function countFaulty(value: unknown, root: FieldNode, mismatches: readonly Mismatch[], witness: Witness, trail: Trail): void {
  visit(value, root, gatherFaults(mismatches), witness, trail);
}

function visit(value: unknown, node: FieldNode, faults: Faults | undefined, witness: Witness, trail: Trail): void {
  if (!faults) return showAll(value, node, trail);
  const { kind, below } = faults;
  if (kind === 'mild') return;
  if (kind === 'wrong') return node.count.contradict(witness);
  const { count, inner } = node;
  if (kind === 'lacks') count.contradict(witness);
  else {
    trail.push(presentSlot(node));
    node.values?.show(value, trail);
  }
  if (!inner) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const known = itemNode(inner, index);
      if (known) visit(item, known, below.get(String(index)), witness, trail);
    }
  } else if (isRecord(value)) {
    for (const name of Object.keys(value)) {
      const known = memberNode(inner, name);
      if (known) visit(value[name], known, below.get(name), witness, trail);
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
