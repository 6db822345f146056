// Which operations a place of a document belongs to: its own, or all that refer to the component it stands in.
import { isRecord } from '../model/json-value.ts';
import { type Pointer, resolvePointer, tokensOf, pointerOf } from '../model/pointer.ts';
import type { LoadedContract } from '../openapi/load.ts';

/** Answers with operation ids, in document order. */
export function createReach(contract: LoadedContract): (pointer: Pointer) => string[] {
  let components: Map<string, ReadonlySet<Pointer>> | undefined;
  const { value, source } = contract.root.document;
  return (pointer) => {
    const tokens = tokensOf(pointer);
    if (tokens[0] === 'paths') return contract.operations.filter(({ location }) => isWithin(pointer, location.pointer)).map(({ id }) => id);
    components ??= new Map(
      contract.operations.map(({ id, location }) => [id, location.source === source ? componentsOf(value, location.pointer) : new Set()]),
    );
    const component = pointerOf(...tokens.slice(0, 3));
    return [...components].filter(([, reached]) => reached.has(component)).map(([id]) => id);
  };
}

/** An operation of the path item counts for what stands in the item itself. */
const isWithin = (pointer: Pointer, operation: Pointer): boolean =>
  pointer === operation ||
  pointer.startsWith(`${operation}/`) ||
  pointer.startsWith(`${operation.slice(0, operation.lastIndexOf('/'))}/parameters/`);

function componentsOf(document: unknown, start: Pointer): Set<Pointer> {
  const reached = new Set<Pointer>();
  const item = resolvePointer(document, `${start.slice(0, start.lastIndexOf('/'))}/parameters`);
  const pending: unknown[] = [resolvePointer(document, start), item];
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value)) pending.push(...(value as unknown[]));
    if (!isRecord(value)) continue;
    pending.push(...Object.values(value));
    const reference = value['$ref'];
    if (typeof reference !== 'string' || !reference.startsWith('#/')) continue;
    const pointer = pointerOf(...tokensOf(decode(reference.slice(1))).slice(0, 3));
    if (reached.has(pointer)) continue;
    reached.add(pointer);
    pending.push(resolvePointer(document, pointer));
  }
  return reached;
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
