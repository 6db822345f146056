// OpenAPI 3.1 and 3.2 Schema Objects are JSON Schema 2020-12 already; `nullable` is tolerated where a document kept it from 3.0.
import type { JsonObject } from '../documents.ts';

export function editSchema(schema: JsonObject): JsonObject {
  if (schema['nullable'] !== true || typeof schema['type'] !== 'string') return schema;
  const { nullable: _, ...edited } = schema;
  return { ...edited, type: [schema['type'], 'null'] };
}
