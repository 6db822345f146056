// What a Schema Object of OpenAPI 3.0.3 says differently from JSON Schema 2020-12, as an edit of one level of it.
import type { JsonObject } from '../documents.ts';

/** `$ref` hides its siblings; `nullable` widens `type`; exclusive bounds are flags. */
export function editSchema(schema: JsonObject): JsonObject {
  if (typeof schema['$ref'] === 'string') return { $ref: schema['$ref'] };
  const { nullable, exclusiveMinimum, exclusiveMaximum, ...edited } = schema;
  if (nullable === true && typeof edited['type'] === 'string') edited['type'] = [edited['type'], 'null'];
  for (const [flag, bound, exclusive] of [
    [exclusiveMinimum, 'minimum', 'exclusiveMinimum'],
    [exclusiveMaximum, 'maximum', 'exclusiveMaximum'],
  ] as const) {
    if (typeof flag === 'number') edited[exclusive] = flag;
    else if (flag === true && edited[bound] !== undefined) {
      edited[exclusive] = edited[bound];
      delete edited[bound];
    }
  }
  return edited;
}

/** 3.0.3 gives `nullable` no effect without `type`, yet documents write it beside a reference in `allOf` and their servers do send null. */
export const admitsNull = (schema: JsonObject): boolean =>
  schema['nullable'] === true &&
  !Object.hasOwn(schema, 'type') &&
  !Object.hasOwn(schema, '$ref') &&
  ['allOf', 'anyOf', 'oneOf'].some((keyword) => Object.hasOwn(schema, keyword));
