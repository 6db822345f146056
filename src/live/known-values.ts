// Values a document itself gives for its parameters, bodies and schemas: examples, defaults and listed values (OpenAPI 3.1.1 §4.8.19, JSON Schema §9).
import type { Contract, MediaTypeEntry, Parameter, SchemaHandle } from '../model/contract.ts';
import type { Alternative } from '../model/domain.ts';
import type { Location } from '../model/location.ts';
import { coerceScalar } from '../openapi/coerce.ts';
import { isObject, type Place, placeAt } from '../openapi/documents.ts';
import { examplesOf } from '../openapi/examples.ts';
import { LoadedContract } from '../openapi/load.ts';

export interface KnownValue {
  readonly value: unknown;
  /** Which keyword gives it, such as `example` or `schema default`. */
  readonly from: string;
}

/** What the document says a parameter may be, the most telling first; only what its own schema accepts. */
export function knownParameterValues(contract: Contract, parameter: Parameter): readonly KnownValue[] {
  const schema = parameter.content?.schema ?? parameter.schema;
  const holder = placeOf(contract, parameter.content?.location ?? parameter.location);
  const own = parameter.content ? placeOf(contract, parameter.location) : undefined;
  const given = [...namedExamples(contract, holder), ...namedExamples(contract, own), ...knownSchemaValues(contract, schema?.location)];
  return given.flatMap((known) => accepted(known, schema));
}

/** Examples of a body, of the Media Type Object and of its schema. */
export const knownBodies = (contract: Contract, { location, schema }: MediaTypeEntry): readonly KnownValue[] =>
  [...namedExamples(contract, placeOf(contract, location)), ...knownSchemaValues(contract, schema?.location)].flatMap((known) =>
    accepted(known, schema),
  );

/** An example that is written as it travels, such as `"5"` for an integer, is understood too. */
function accepted(known: KnownValue, schema: SchemaHandle | undefined): KnownValue[] {
  if (!schema || schema.accepts(known.value, 'request')) return [known];
  if (typeof known.value !== 'string') return [];
  const value = coerceScalar(known.value, schema.shape);
  return schema.accepts(value, 'request') ? [{ ...known, value }] : [];
}

/** `example`, `examples`, `default`, `const` and `enum` of a schema and of what it refers to. */
export function knownSchemaValues(contract: Contract, location: Location | undefined): readonly KnownValue[] {
  const values: KnownValue[] = [];
  let place = placeOf(contract, location);
  for (let steps = 0; place && steps < 20; steps++) {
    if (!isObject(place.value)) break;
    const schema = place.value;
    for (const keyword of ['example', 'examples', 'default', 'const', 'enum']) {
      if (!Object.hasOwn(schema, keyword)) continue;
      const given = schema[keyword];
      const all: readonly unknown[] = keyword === 'examples' || keyword === 'enum' ? (Array.isArray(given) ? given : []) : [given];
      values.push(...all.map((value) => ({ value, from: `schema ${keyword}` })));
    }
    const reference: unknown = schema['$ref'];
    place = typeof reference === 'string' && contract instanceof LoadedContract ? contract.documents.resolve(place, reference) : undefined;
  }
  return values;
}

function namedExamples(contract: Contract, holder: Place | undefined): KnownValue[] {
  if (!holder || !isObject(holder.value) || !(contract instanceof LoadedContract)) return [];
  return examplesOf(contract.documents, holder).map(({ name, place }) => ({
    value: place.value,
    from: name === 'example' ? 'example' : `example ${name}`,
  }));
}

function placeOf(contract: Contract, location: Location | undefined): Place | undefined {
  if (!location || !(contract instanceof LoadedContract)) return undefined;
  const document = contract.documents.documentOf(location.source);
  return document && placeAt(document, location.pointer);
}

/** The value of a keyword that counts for an alternative, where the author wrote one; for those its facts do not hold. */
export function keywordOf(contract: Contract, facts: Alternative, keyword: string): unknown {
  const location = facts.place(keyword);
  return location.pointer.endsWith(`/${keyword}`) ? placeOf(contract, location)?.value : undefined;
}

/** The schema a keyword holds, as `contains` does. */
export function schemaAt(contract: Contract, facts: Alternative, keyword: string): SchemaHandle | undefined {
  const location = facts.place(keyword);
  const place = location.pointer.endsWith(`/${keyword}`) ? placeOf(contract, location) : undefined;
  return place && contract instanceof LoadedContract ? contract.handle(place) : undefined;
}
