// Random schemas, and random values that now and then fit them.
import fc from 'fast-check';

const names = ['a', 'b', 'k'];
export const scalar = fc.constantFrom<unknown>(null, true, false, 0, 1, 2, 1.5, -1, 'x', 'y', '', 'xy', '2024-02-29');

export const { schema } = fc.letrec<{ schema: Record<string, unknown> }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.record(
      {
        type: fc.oneof(
          fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object'),
          fc.constant(['string', 'null']),
          fc.constant(['object', 'integer']),
        ),
        minimum: fc.integer({ min: -1, max: 2 }),
        maximum: fc.integer({ min: 0, max: 3 }),
        minLength: fc.integer({ min: 0, max: 2 }),
        pattern: fc.constantFrom('^x', 'y$', '.'),
        format: fc.constantFrom('date', 'int32'),
      },
      { requiredKeys: [] },
    ),
    fc.record({ enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }) }),
    fc.record({ const: scalar }),
    fc.record({ not: fc.record({ const: scalar }) }),
    fc.record(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(fc.constantFrom(...names), tie('schema'), { maxKeys: 3 }),
        required: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }),
        additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
      },
      // Undocumented names are another question, which the validator does not ask.
      { requiredKeys: ['properties', 'additionalProperties'] },
    ),
    fc.record(
      {
        type: fc.constant('array'),
        items: tie('schema'),
        prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        minItems: fc.integer({ min: 0, max: 2 }),
        maxItems: fc.integer({ min: 0, max: 3 }),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ if: tie('schema'), then: tie('schema'), else: tie('schema') }, { requiredKeys: ['if'] }),
    fc.record({ dependentSchemas: fc.dictionary(fc.constantFrom(...names), tie('schema'), { minKeys: 1, maxKeys: 1 }) }),
  ) as fc.Arbitrary<Record<string, unknown>>,
}));

export const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 3 }),
  ),
}));
