// Which schemas describe the members and items of a shape: equal keys mean equal structure, whatever references led there (JSON Schema 2020-12 §10.3).
import { type Place, sameKey } from './documents.ts';

/** What says which members and items there are. */
const structural: readonly string[] = [
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'items',
  'prefixItems',
  'unevaluatedItems',
  'required',
  'discriminator',
];

/** Empty where none of the schemas describes any. */
export const structureKey = (parts: readonly Place[]): string =>
  parts
    .filter(({ value }) => structural.some((keyword) => Object.hasOwn(value as object, keyword)))
    .map(sameKey)
    .join('\n');
