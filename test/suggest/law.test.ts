// Laws over random schemas and values: once the Overlay is applied, nothing it set out to answer is found in the same recording, and applying it is lossless.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { documentOf, run } from './run-suggest.ts';

const name = fc.constantFrom('a', 'b', "it's", '/x~y', '__proto__', 'type', 'properties', 'required', 'ü');
const scalar = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, '', 'x', 'long text', '2026-01-01', 'b0e1e6a4-3c1f-4b52-9d5c-0d9a51b6a001'),
  fc.integer({ min: -9, max: 9 }),
  fc.constantFrom(0.5, -2.25),
);
const record = <T>(inner: fc.Arbitrary<T>) =>
  fc.array(fc.tuple(name, inner), { maxLength: 3 }).map((entries) => Object.fromEntries(entries) as Record<string, T>);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 2, withCrossShrink: true }, scalar, fc.array(tie('value'), { maxLength: 3 }), record(tie('value'))),
}));

const leaf = fc.oneof(
  fc.record({ type: fc.constant('integer'), minimum: fc.integer({ min: -3, max: 3 }) }, { requiredKeys: ['type'] }),
  fc.record({ type: fc.constant('string'), maxLength: fc.nat(4), enum: fc.constant(['x']) }, { requiredKeys: ['type'] }),
  fc.record({ type: fc.constant('string'), format: fc.constantFrom('date', 'uuid') }),
  fc.constantFrom({ type: 'boolean' }, { type: 'number' }, { type: 'object' }),
);
const { schema } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    leaf,
    fc.record({ type: fc.constant('array'), items: tie('schema'), maxItems: fc.nat(2) }, { requiredKeys: ['type', 'items'] }),
    fc.record(
      {
        type: fc.constant('object'),
        properties: record(tie('schema')),
        required: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
        additionalProperties: fc.constant(false),
      },
      { requiredKeys: ['type', 'properties'] },
    ),
    fc.record({ allOf: fc.tuple(tie('schema'), tie('schema')) }),
    fc.record({ anyOf: fc.tuple(tie('schema'), tie('schema')) }),
    fc.record({ oneOf: fc.tuple(tie('schema'), tie('schema')) }),
  ),
}));

const mayStay = /no change of the contract|objects, lists and long texts|looks like data/;

it.each(['3.0.4', '3.1.1'])(
  'law: nothing is found again, or its reason was said (%s)',
  async (version) => {
    await fc.assert(
      fc.asyncProperty(schema, fc.array(value, { minLength: 1, maxLength: 4 }), async (described, values) => {
        const { left, reasons, suggestion } = await run(
          documentOf(version, { $ref: '#/components/schemas/Thing' }, { components: { schemas: { Thing: described } } }),
          values.map((body) => ({ body })),
        );
        const unexplained = reasons.filter((reason) => !mayStay.test(reason));
        expect(unexplained).toEqual([]);
        if (reasons.length === 0) expect(left.map(({ message }) => message)).toEqual([]);
        expect(left).toHaveLength([...suggestion.after.findings.values()].reduce((sum, { count }) => sum + count, 0));
      }),
      { numRuns: 60 },
    );
  },
  60_000,
);
