// Counts the branches of `anyOf` and `oneOf` that nothing in a value tells apart without asking the validator for each (JSON Schema 2020-12 §10.2.1).
import { discriminatorProperty } from './discriminator.ts';
import { entriesOf, isObject, type Place, step } from './documents.ts';

/** Over all parts of a schema; null, listed values and what a discriminator chooses are told apart. */
export function countAlternatives(parts: readonly Place[]): number {
  let count = 0;
  for (const part of parts) {
    if (discriminatorProperty(part) !== undefined) continue;
    for (const keyword of ['anyOf', 'oneOf']) {
      const untold = entriesOf(step(part, keyword)).filter(([, branch]) => !isListed(branch));
      if (untold.length > 1) count += untold.length;
    }
  }
  return count;
}

/** Null, or values of its own. */
const isListed = ({ value }: Place): boolean =>
  isObject(value) && (value['type'] === 'null' || Object.hasOwn(value, 'enum') || Object.hasOwn(value, 'const'));
