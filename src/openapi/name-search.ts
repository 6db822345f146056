// Which names the schemas behind a unit mention: some need a slower check, some a check that others need not pay for.
import type { Schema, Unit } from './derive.ts';

/** Names that every JavaScript object seems to have, such as `constructor`. */
export const inheritedNames: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Keywords for which everything beside and below them must keep a list of what it has looked at. */
export const unevaluatedKeywords: ReadonlySet<string> = new Set(['unevaluatedProperties', 'unevaluatedItems']);

function mentions(schema: Schema, names: ReadonlySet<string>): boolean {
  const pending: unknown[] = [schema];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value === 'string' && names.has(value)) return true;
    if (typeof value !== 'object' || value === null) continue;
    for (const key of Object.keys(value)) {
      if (names.has(key)) return true;
      pending.push((value as Record<string, unknown>)[key]);
    }
  }
  return false;
}

/** Answers for a unit and everything it refers to; each unit is looked at once, each answer is kept. */
export function createNameSearch(names: ReadonlySet<string>, unitById: (id: string) => Unit | undefined): (unit: Unit) => boolean {
  const own = new Map<string, boolean>();
  const answers = new Map<string, boolean>();
  const ask = (unit: Unit): boolean => {
    let answer = own.get(unit.id);
    if (answer === undefined) own.set(unit.id, (answer = mentions(unit.schema, names)));
    return answer;
  };
  const search = (unit: Unit): boolean => {
    const seen = new Set([unit.id]);
    for (const id of seen) {
      const next = id === unit.id ? unit : unitById(id);
      if (next && ask(next)) return true;
      for (const reference of next?.references ?? []) seen.add(reference);
    }
    return false;
  };
  return (unit) => {
    let answer = answers.get(unit.id);
    if (answer === undefined) answers.set(unit.id, (answer = search(unit)));
    return answer;
  };
}
