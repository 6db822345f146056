// The keywords whose values are schemas, lists of schemas or maps of schemas (JSON Schema 2020-12 §10 and §11).
export const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'] as const;
export const named = ['properties', 'patternProperties', 'dependentSchemas'] as const;
export const singles = [
  'additionalProperties',
  'items',
  'contains',
  'not',
  'if',
  'then',
  'else',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
] as const;
