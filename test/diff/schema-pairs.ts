// Random pairs of schemas that differ a little, and random values that may fit them, for the laws of the diff.
import fc from 'fast-check';

export type Schema = Record<string, unknown> | boolean;
export type Pair = readonly [old: Schema, new_: Schema];

const names = ['a', 'b', 'c', 'x1'] as const;
const scalars = [0, 1, 2, 2.5, -1, 'x', 'xy', 'y', '', '2024-02-29', null, true, false] as const;

export const scalar = fc.constantFrom<unknown>(...scalars);

/** Values small enough that many fit. */
export const instance: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 3, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 4, arbitrary: fc.dictionary(fc.constantFrom(...names, 'd'), tie('value'), { maxKeys: 4, noNullPrototype: true }) },
  ),
})).value;

/** The same keyword on both sides, on one of them, or with two values. */
const keyword = (name: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Pair> =>
  fc.oneof(
    { weight: 6, arbitrary: value.map((own): Pair => [{ [name]: own }, { [name]: own }]) },
    { weight: 1, arbitrary: value.map((own): Pair => [{ [name]: own }, {}]) },
    { weight: 1, arbitrary: value.map((own): Pair => [{}, { [name]: own }]) },
    { weight: 1, arbitrary: fc.tuple(value, value).map(([one, other]): Pair => [{ [name]: one }, { [name]: other }]) },
  );

/** Pairs of schemas under one keyword, sometimes on one side only. */
const nested = (inner: fc.Arbitrary<Pair>, wrap: (schema: Schema) => Record<string, unknown>): fc.Arbitrary<Pair> =>
  fc
    .tuple(inner, fc.integer({ min: 0, max: 9 }))
    .map(([[old, new_], side]): Pair => [side === 0 ? {} : wrap(old), side === 1 ? {} : wrap(new_)]);

const merge = (pairs: readonly Pair[]): Pair =>
  [0, 1].map((side) => Object.assign({}, ...pairs.map((pair) => pair[side as 0 | 1])) as Schema) as unknown as Pair;

const reference: Schema = { $ref: '#/components/schemas/Tree' };

const type = fc.oneof(
  fc.constantFrom<unknown>('object', 'array', 'string', 'integer', 'number', 'boolean'),
  fc.uniqueArray(fc.constantFrom('object', 'array', 'string', 'integer', 'number', 'null'), { minLength: 1, maxLength: 3 }),
);
const small = fc.integer({ min: 0, max: 3 });

const simple: readonly fc.Arbitrary<Pair>[] = [
  keyword('type', type),
  keyword('enum', fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 })),
  keyword('const', scalar),
  keyword('minimum', small),
  keyword('maximum', small),
  keyword('exclusiveMinimum', small),
  keyword('multipleOf', fc.constantFrom(1, 2, 0.5)),
  keyword('minLength', small),
  keyword('maxLength', small),
  keyword('pattern', fc.constantFrom('^x', 'y$', 'x')),
  keyword('format', fc.constantFrom('date', 'int32', 'int64', 'uint8', 'uuid', 'made-up')),
  keyword('minItems', small),
  keyword('maxItems', small),
  keyword('uniqueItems', fc.boolean()),
  keyword('minProperties', small),
  keyword('maxProperties', small),
  keyword('required', fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 })),
  keyword('dependentRequired', fc.constantFrom({ a: ['b'] }, { b: ['c'] })),
];

export interface Vocabulary {
  /** Also keywords that are compared word for word. */
  readonly isRich?: boolean;
  /** References to the component `Tree`. */
  readonly refers?: boolean;
}

/** Two schemas that have much in common. */
export const schemaPair = ({ isRich = false, refers = false }: Vocabulary): fc.Arbitrary<Pair> =>
  fc.letrec<{ pair: Pair }>((tie) => {
    const inner = tie('pair');
    const branches = fc.array(inner, { minLength: 1, maxLength: 3 });
    const listed = (name: string): fc.Arbitrary<Pair> =>
      fc.tuple(branches, fc.integer({ min: 0, max: 9 })).map(([pairs, cut]): Pair => {
        const [olds, news] = [pairs.map(([old]) => old), pairs.map(([, new_]) => new_)];
        if (cut === 0) olds.pop();
        if (cut === 1) news.pop();
        if (cut === 2) news.reverse();
        return [olds.length > 0 ? { [name]: olds } : {}, news.length > 0 ? { [name]: news } : {}];
      });
    const properties = fc
      .dictionary(fc.constantFrom(...names), fc.tuple(inner, fc.integer({ min: 0, max: 11 })), {
        minKeys: 1,
        maxKeys: 3,
        noNullPrototype: true,
      })
      .map((map): Pair => {
        const side = (of: 0 | 1): Record<string, Schema> =>
          Object.fromEntries(Object.entries(map).flatMap(([name, [pair, without]]) => (without === of ? [] : [[name, pair[of]]])));
        return [{ properties: side(0) }, { properties: side(1) }];
      });
    const composed: fc.Arbitrary<Pair>[] = [
      properties,
      properties,
      properties,
      nested(inner, (schema) => ({ items: schema })),
      nested(inner, (schema) => ({ additionalProperties: schema })),
      keyword('additionalProperties', fc.boolean()),
      listed('allOf'),
      listed('anyOf'),
      listed('oneOf'),
      nested(inner, (schema) => ({ not: schema })),
      ...(refers ? [nested(fc.constant<Pair>([reference, reference]), (schema) => schema as Record<string, unknown>)] : []),
    ];
    const rich: fc.Arbitrary<Pair>[] = [
      nested(inner, (schema) => ({ contains: schema })),
      nested(inner, (schema) => ({ propertyNames: schema })),
      nested(inner, (schema) => ({ patternProperties: { '^x': schema } })),
      nested(inner, (schema) => ({ prefixItems: [schema] })),
      nested(inner, (schema) => ({ dependentSchemas: { a: schema } })),
      keyword('unevaluatedProperties', fc.boolean()),
      fc.tuple(inner, inner, inner).map(([question, yes, no]) =>
        merge([
          [
            { if: question[0], then: yes[0], else: no[0] },
            { if: question[1], then: yes[1], else: no[1] },
          ],
        ]),
      ),
    ];
    return {
      pair: fc.oneof(
        { maxDepth: 3 },
        { weight: 4, arbitrary: fc.array(fc.oneof(...simple), { minLength: 1, maxLength: 3 }).map(merge) },
        { weight: 1, arbitrary: fc.constantFrom<Pair>([true, true], [{}, {}], [false, {}], [{}, false]) },
        {
          weight: 6,
          arbitrary: fc
            .array(fc.oneof(...composed, ...composed, ...(isRich ? rich : []), ...simple), { minLength: 1, maxLength: 4 })
            .map(merge),
        },
      ),
    };
  }).pair;

/** Two schemas of a component that refers to itself a step down. */
export const treePair: fc.Arbitrary<Pair> = fc.tuple(schemaPair({}), schemaPair({})).map(([own, left]): Pair => {
  const side = (of: 0 | 1): Schema => ({ allOf: [own[of]], properties: { a: left[of], b: reference }, items: reference });
  return [side(0), side(1)];
});

/** One operation that takes and gives the schema. */
export const documentOf = (schema: Schema, tree: Schema, version = '3.1.0'): Record<string, unknown> => {
  const content = { 'application/json': { schema } };
  return {
    openapi: version,
    info: { title: 'Law', version: '1' },
    paths: { '/things': { post: { requestBody: { content }, responses: { 200: { description: '', content } } } } },
    components: { schemas: { Tree: tree } },
  };
};

/** Two documents whose body is one of some components, told apart by the property `kind`. */
export const taggedPair: fc.Arbitrary<readonly [old: unknown, new_: unknown]> = fc
  .record({
    members: fc.tuple(schemaPair({}), schemaPair({}), schemaPair({})),
    branches: fc.tuple(fc.subarray(['A', 'B', 'C'], { minLength: 1 }), fc.subarray(['A', 'B', 'C'], { minLength: 1 })),
    areBranchesSame: fc.boolean(),
    isTagRequired: fc.tuple(fc.boolean(), fc.boolean()),
    mapping: fc.tuple(fc.boolean(), fc.boolean()),
    keyword: fc.constantFrom('oneOf', 'anyOf'),
    isBase: fc.boolean(),
  })
  .map(({ members, branches, areBranchesSame, isTagRequired, mapping, keyword: composition, isBase }) => {
    const side = (of: 0 | 1): unknown => {
      const names = branches[areBranchesSame ? 0 : of];
      const own = (at: number): Record<string, unknown> => ({
        type: 'object',
        properties: { kind: { type: 'string' }, v: members[at]?.[of] ?? true },
        ...(isTagRequired[of] && { required: ['kind'] }),
      });
      const discriminator = { propertyName: 'kind', ...(mapping[of] && { mapping: { a: '#/components/schemas/A' } }) };
      const base = { $ref: '#/components/schemas/Base' };
      const component = (at: number): unknown => (isBase ? { allOf: [base, own(at)] } : own(at));
      const document = documentOf(
        isBase ? base : { [composition]: names.map((name) => ({ $ref: `#/components/schemas/${name}` })), discriminator },
        {},
      ) as {
        components: { schemas: Record<string, unknown> };
      };
      const all = Object.fromEntries(['A', 'B', 'C'].map((name, at) => [name, component(at)]));
      document.components.schemas = isBase
        ? {
            Base: { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } }, discriminator },
            ...Object.fromEntries(names.map((name) => [name, all[name]])),
          }
        : all;
      return document;
    };
    return [side(0), side(1)] as const;
  });

export const taggedInstance: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ kind: fc.constantFrom('A', 'B', 'C', 'a', 'other'), v: instance }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: instance },
);
