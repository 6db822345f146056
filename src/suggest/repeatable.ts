// Makes edits say the same when their Overlay is applied twice: an update appends to lists, so what it would append is removed first.
import { isRecord } from '../model/json-value.ts';
import { resolvePointer } from '../model/pointer.ts';
import { type Action, applyActions } from './apply.ts';
import type { Edit } from './edit-schema.ts';
import { itemsEqual, itemsNamed, memberPath, parsePath, select } from './json-path.ts';

type Json = Readonly<Record<string, unknown>>;

/** The same changes of `document`, in edits that may be repeated. */
export function makeRepeatable(edits: readonly Edit[], document: unknown): Edit[] {
  let current = document;
  const all: Edit[] = [];
  for (const edit of edits) {
    const removals: string[] = [];
    const update = isRecord(edit.update) ? prepare(edit.target, edit.update, placeOf(current, edit.target), removals) : edit.update;
    const fresh = removals.filter((target) => !all.some((other) => other.remove && other.target === target));
    const own = [
      ...fresh.map((target): Edit => ({ target, remove: true, isPreparation: true })),
      { ...edit, ...(edit.update !== undefined && { update }) },
    ];
    all.push(...own);
    // A copy of the whole document is not made for nothing.
    if (edit !== edits.at(-1)) current = applyActions(current, own.map(actionOf));
  }
  return all;
}

const actionOf = ({ target, update, remove }: Edit): Action => ({ target, update, ...(remove && { remove }) });

/** What an update of this place must say once `removals` are done. */
function prepare(path: string, update: Json, place: unknown, removals: string[]): Json {
  const prepared: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(update)) {
    const before = isRecord(place) && Object.hasOwn(place, name) ? place[name] : undefined;
    const own = memberPath(path, name);
    const isAppended = Array.isArray(before) && Array.isArray(value);
    const filters = isAppended ? filtersFor(own, value as unknown[]) : undefined;
    let after = value;
    if (isRecord(before) && isRecord(value)) after = prepare(own, value, before, removals);
    else if (!isAppended) removals.push(...(holdsList(value) ? [own] : []));
    else if (filters) removals.push(...filters);
    else {
      // No filter finds an object by all that it holds, so the whole list is said.
      removals.push(own);
      after = [...(before as unknown[]), ...(value as unknown[])];
    }
    Object.defineProperty(prepared, name, { value: after, enumerable: true, configurable: true, writable: true });
  }
  return prepared;
}

/** Paths to scalars, or to parameters by what tells one from another; undefined for what no filter finds. */
function filtersFor(path: string, items: readonly unknown[]): string[] | undefined {
  if (items.length === 0) return [];
  if (items.every(isScalar)) return [itemsEqual(path, ...items)];
  const filters = items.flatMap((item) => {
    const { name, in: where } = isRecord(item) ? item : {};
    return typeof name === 'string' && typeof where === 'string' ? [itemsNamed(path, { name, in: where })] : [];
  });
  return filters.length === items.length ? filters : undefined;
}

const isScalar = (value: unknown): value is string | number | boolean | null => value === null || typeof value !== 'object';

const holdsList = (value: unknown): boolean => Array.isArray(value) || (isRecord(value) && Object.values(value).some(holdsList));

function placeOf(document: unknown, path: string): unknown {
  const [pointer] = select(document, parsePath(path));
  return pointer === undefined ? undefined : resolvePointer(document, pointer);
}
