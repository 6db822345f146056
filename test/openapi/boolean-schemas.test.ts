// `true` and `false` where a schema stands (JSON Schema 2020-12 §4.3.2): every failing one gives a finding with its places.
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { resolvePointer } from '../../src/model/pointer.ts';
import { judgePlainValue, readPlainSchema } from '../../src/openapi/plain-schema.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const told = (schema: Json, value: Json): string[] =>
  judgePlainValue(schema, value, 'the body').map(
    ({ pointer, contract, message }) => `${pointer || '/'} by ${contract.pointer || '/'}: ${message}`,
  );

it.each<[Json, Json, string[]]>([
  [false, 1, ['/ by /: Expected the body to be absent, got 1']],
  [{ not: true }, 1, ['/ by /not: Expected the body to be absent, got 1']],
  [
    { properties: { a: { propertyNames: false } } },
    { a: { a: null } },
    ['/a/a by /properties/a/propertyNames: Expected `a` to have no properties, got "a"'],
  ],
  [{ contains: false }, [1], ['/ by /contains: Expected the body to have at least 1 item of the kind `contains` describes, got [1]']],
  [{ items: false }, [1, 2], ['/ by /items: Expected the body to have at most 0 items, got [1,2]']],
  [{ prefixItems: [true], items: false }, [1, 2], ['/ by /items: Expected the body to have at most 1 item, got [1,2]']],
  [{ prefixItems: [true, false] }, [1, 2], ['/1 by /prefixItems/1: Expected `[1]` to be absent, got 2']],
  [{ unevaluatedItems: false }, [1], ['/ by /unevaluatedItems: Expected the body to have at most 0 items, got [1]']],
  [{ properties: { a: false } }, { a: 1 }, ['/a by /properties/a: Expected `a` to be absent, got 1']],
  [{ patternProperties: { a: false } }, { a: 1 }, ['/a by /patternProperties/a: Expected `a` to be absent, got 1']],
  [
    { additionalProperties: false },
    { a: 1 },
    ['/a by /additionalProperties: Expected the body to have no property `a`, only the documented ones are allowed'],
  ],
  [
    { unevaluatedProperties: false },
    { a: 1 },
    ['/a by /unevaluatedProperties: Expected the body to have no property `a`, only the documented ones are allowed'],
  ],
  [{ if: true, then: false }, 1, ['/ by /then: Expected the body to be absent, got 1']],
  [{ if: false, else: false }, 1, ['/ by /else: Expected the body to be absent, got 1']],
  [{ dependentSchemas: { a: false } }, { a: 1 }, ['/ by /dependentSchemas/a: Expected the body to be absent, got {"a":1}']],
  [{ allOf: [true, false] }, 1, ['/ by /allOf/1: Expected the body to be absent, got 1']],
  [{ anyOf: [false] }, 1, ['/ by /anyOf/0: Expected the body to be absent, got 1']],
  [{ oneOf: [true, true] }, 1, ['/ by /oneOf: Expected the body to match exactly one of 2 alternatives, but it matches 2']],
])('%j says of %j', (schema, value, sentences) => {
  expect(told(schema, value)).toEqual(sentences);
});

it('a list shorter than its prefix is judged by what else is said of it, also by the quick answer', () => {
  const prefixItems = [{ type: 'string' }, { type: 'string' }];
  expect(readPlainSchema({ prefixItems, contains: { const: 'a' } }).accepts([], 'response')).toBe(false);
  expect(
    readPlainSchema({ prefixItems: [...prefixItems, {}, { type: 'string' }], uniqueItems: true }).accepts(['a', 'a'], 'response'),
  ).toBe(false);
  const each = { items: { anyOf: [{ prefixItems: [false], contains: false }, { type: 'string' }] } };
  expect(readPlainSchema(each).accepts([['a'], []], 'response')).toBe(false);
});

const names = ['a', 'b', 'ab'];
const maps = <Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<Record<string, Value>> =>
  fc.dictionary(fc.constantFrom(...names), values, { maxKeys: 2 });
const { value: values } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json[]>(null, true, 1, 'a', [], {}),
    fc.array(tie('value'), { maxLength: 3 }),
    maps(tie('value')),
  ),
}));
const { schema: schemas } = fc.letrec<{ schema: Json }>((tie) => {
  const one = tie('schema');
  const list = fc.array(one, { minLength: 1, maxLength: 2 });
  const keywords: Record<string, fc.Arbitrary<Json>> = {
    ...Object.fromEntries(['allOf', 'anyOf', 'oneOf', 'prefixItems'].map((keyword) => [keyword, list])),
    ...Object.fromEntries(['properties', 'patternProperties', 'dependentSchemas'].map((keyword) => [keyword, maps(one)])),
    ...Object.fromEntries(
      ['additionalProperties', 'items', 'contains', 'not', 'if', 'then', 'else', 'propertyNames'].map((keyword) => [keyword, one]),
    ),
    unevaluatedItems: one,
    unevaluatedProperties: one,
    type: fc.constantFrom('object', 'array', 'null', 'string'),
    required: fc.constant(['a']),
    minContains: fc.nat(2),
    maxContains: fc.nat(2),
  };
  const member = fc.constantFrom(...Object.keys(keywords)).chain((keyword) => fc.tuple(fc.constant(keyword), keywords[keyword] ?? one));
  const object = fc.array(member, { maxLength: 3 }).map((members): Json => Object.fromEntries(members));
  return { schema: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.boolean(), object) };
});

it('whatever the schema, the verdict is that of plain ajv, and every place exists', () => {
  fc.assert(
    fc.property(schemas, fc.array(values, { minLength: 1, maxLength: 6 }), (schema, list) => {
      const plain = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, logger: false });
      const validate = plain.compile(schema as boolean);
      const handle = readPlainSchema(schema);
      for (const value of list) {
        let isValid: boolean;
        try {
          isValid = validate(value);
        } catch {
          continue; // a fault of ajv with patterns beside branches, which Truce works around
        }
        const judgement = handle.judge(value, 'response');
        const mismatches = judgement.kind === 'judged' ? judgement.mismatches : [];
        expect([handle.accepts(value, 'response'), judgement.kind, mismatches.length === 0]).toEqual([isValid, 'judged', isValid]);
        for (const { pointer, contract, related } of mismatches) {
          expect(resolvePointer(value, pointer)).not.toBe(undefined);
          for (const place of [contract, ...related.map(({ location }) => location)])
            expect(resolvePointer(schema, place.pointer)).not.toBe(undefined);
        }
      }
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) },
  );
});
