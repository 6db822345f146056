// Random schemas of JSON Schema 2020-12 for the oracle: every keyword the comparison reads, and some it leaves out.
import fc from 'fast-check';

export type Schema = Readonly<Record<string, unknown>> | boolean;

export const propertyNames = ['a', 'b', 'k', 'x-y'];
/** Patterns with texts that fit them: the generator of bodies has no reader of regular expressions. */
export const patterns: Readonly<Record<string, readonly string[]>> = {
  '^x': ['x', 'xy', 'x7'],
  y$: ['y', 'xy'],
  '^[A-Z]{2}$': ['GB', 'AA', 'ZZ'],
  '^\\d+$': ['7', '12', '007'],
  '^(A|B)$': ['A', 'B'],
};
/** Formats with texts that fit them. */
export const formatted: Readonly<Record<string, readonly string[]>> = {
  date: ['2024-02-29', '1999-12-31'],
  time: ['10:20:30Z', '23:59:59.5+02:00'],
  'date-time': ['2020-01-01T00:00:00Z', '2024-02-29T10:20:30.125+02:00', '1999-12-31T23:59:59.5Z', '2024-02-29T10:20:30-05:30'],
  uuid: ['7b0d3f6e-6f0a-4a39-9d5f-0a8c5d1d4e2a', '00000000-0000-0000-0000-000000000000'],
  email: ['a@example.com'],
};

export const scalars: readonly unknown[] = [
  null,
  true,
  false,
  0,
  1,
  2,
  -1,
  1.5,
  10,
  '',
  'x',
  'y',
  'xy',
  'A',
  'B',
  'true',
  '12',
  '2024-02-29',
];
const scalar = fc.constantFrom(...scalars);
const small = fc.integer({ min: -1, max: 4 });
const count = fc.integer({ min: 0, max: 3 });
const name = fc.constantFrom(...propertyNames);

/** Values of which nothing is said may be anything in silence; that is tried on one plain kind of schema only. */
const described = (schema: Schema): Schema =>
  typeof schema === 'boolean' || Object.keys(schema).length === 0 ? { type: 'string' } : schema;

const arbitraries = fc.letrec<{ schema: Schema; object: Schema }>((tie) => ({
  object: fc.record(
    {
      type: fc.constant('object'),
      properties: fc.dictionary(name, tie('schema'), { minKeys: 1, maxKeys: 3 }),
      required: fc.uniqueArray(name, { maxLength: 3 }),
      additionalProperties: fc.oneof(fc.constant(false), tie('schema').map(described)),
      minProperties: fc.constantFrom(0, 1),
    },
    { requiredKeys: ['type', 'properties', 'required'] },
  ),
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 4, arbitrary: fc.record({ type: fc.constantFrom('null', 'boolean', 'integer', 'number', 'string') }) },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.uniqueArray(fc.constantFrom('null', 'boolean', 'integer', 'number', 'string'), { minLength: 2, maxLength: 3 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record(
        {
          type: fc.constantFrom('integer', 'number'),
          minimum: small,
          maximum: small,
          exclusiveMinimum: small,
          multipleOf: fc.constantFrom(1, 2, 0.5),
        },
        { requiredKeys: ['type'] },
      ),
    },
    {
      weight: 2,
      arbitrary: fc.record(
        { type: fc.constant('string'), minLength: count, maxLength: count, pattern: fc.constantFrom(...Object.keys(patterns)) },
        { requiredKeys: ['type'] },
      ),
    },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('string'), format: fc.constantFrom(...Object.keys(formatted)) }) },
    { weight: 3, arbitrary: fc.record({ enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }) }) },
    { weight: 1, arbitrary: fc.record({ const: scalar }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('string', 'integer'), not: fc.record({ const: scalar }) }) },
    { weight: 1, arbitrary: fc.constantFrom<Schema>(true, {}, { type: 'object' }, { type: ['object', 'null'] }, { type: 'array' }) },
    { weight: 4, arbitrary: tie('object') },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('object'),
        patternProperties: fc.dictionary(fc.constantFrom('^a', '^x'), tie('schema'), { minKeys: 1, maxKeys: 1 }),
        additionalProperties: fc.oneof(fc.constant(false), tie('schema').map(described)),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('object'), additionalProperties: tie('schema') }) },
    {
      weight: 3,
      arbitrary: fc.record(
        { type: fc.constant('array'), items: tie('schema'), minItems: count, maxItems: count },
        { requiredKeys: ['type', 'items'] },
      ),
    },
    {
      weight: 1,
      arbitrary: fc.record(
        {
          type: fc.constant('array'),
          prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
          items: fc.oneof(fc.constant(false), tie('schema')),
          minItems: count,
        },
        { requiredKeys: ['type', 'prefixItems'] },
      ),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('array'), items: tie('schema'), contains: tie('schema') }) },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('object'),
        properties: fc.dictionary(name, fc.record({ type: fc.constantFrom('integer', 'string', 'null') }), { minKeys: 1, maxKeys: 2 }),
        additionalProperties: fc.constant(true),
      }),
    },
    { weight: 1, arbitrary: fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }) },
    { weight: 1, arbitrary: fc.record({ allOf: fc.array(tie('object'), { minLength: 2, maxLength: 2 }) }) },
    { weight: 2, arbitrary: fc.record({ anyOf: fc.array(tie('schema'), { minLength: 2, maxLength: 3 }) }) },
    { weight: 2, arbitrary: fc.record({ oneOf: fc.array(tie('schema'), { minLength: 2, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ oneOf: fc.array(tie('object'), { minLength: 2, maxLength: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ if: tie('object'), then: tie('object'), else: tie('object') }, { requiredKeys: ['if'] }) },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constant('object'),
        properties: fc.dictionary(name, tie('schema'), { minKeys: 2, maxKeys: 3 }),
        dependentRequired: fc.dictionary(name, fc.uniqueArray(name, { minLength: 1, maxLength: 1 }), { minKeys: 1, maxKeys: 1 }),
      }),
    },
  ) as fc.Arbitrary<Schema>,
}));

/** Mostly objects, as bodies are. */
export const schemas: fc.Arbitrary<Schema> = fc.oneof(
  { weight: 3, arbitrary: arbitraries.object },
  { weight: 3, arbitrary: arbitraries.schema },
);
