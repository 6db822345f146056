// Makes instances of ajv as Truce needs them: its own formats, patterns and `uniqueItems`, and repairs of two faults of ajv 8.
import { _, Ajv2020, type AnySchema, type CodeKeywordDefinition, Name } from 'ajv/dist/2020.js';
import { alwaysValidSchema, mergeEvaluated } from 'ajv/dist/compile/util.js';
import { formats } from './formats.ts';
import { GuardedPattern } from './patterns.ts';
import { hasRepeats } from './unique-items.ts';

export interface Traits {
  readonly allErrors: boolean;
  /** Names that every JavaScript object seems to have count only where they are sent. */
  readonly ownProperties: boolean;
  /** `unevaluatedProperties` and `unevaluatedItems` are used: what each schema has looked at is kept, of long chains a long list each. */
  readonly unevaluated: boolean;
}

/** An instance of ajv. */
export function createAjv({ allErrors, ownProperties, unevaluated }: Traits): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors,
    ownProperties,
    verbose: allErrors,
    strict: false,
    meta: false,
    validateSchema: false,
    inlineRefs: false,
    addUsedSchema: false,
    messages: false,
    logger: false,
    multipleOfPrecision: 9,
    code: { optimize: false, regExp: Object.assign((pattern: string) => new GuardedPattern(pattern), { code: 'undefined' }) as never },
    formats: Object.fromEntries(Object.entries(formats).map(([name, check]) => [name, check as never])),
  });
  ajv.opts.unevaluated = unevaluated;
  // ajv compares every pair of items; a list of ten thousand objects would take minutes.
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    errors: false,
    validate: (wanted: boolean, items: unknown[]) => !wanted || !hasRepeats(items),
  });
  for (const [keyword, repair] of [
    ['patternProperties', withOwnProps],
    ['prefixItems', withShortLists],
  ] as const) {
    const rule = ajv.RULES.all[keyword];
    if (typeof rule === 'object') rule.definition = repair(rule.definition as CodeKeywordDefinition & typeof rule.definition);
  }
  return ajv;
}

/**
 * ajv 8 writes the names a pattern covered to those its neighbours `anyOf` and `oneOf` covered, which are not there when no branch holds
 * (and `true` when one covers all): the validator would throw a TypeError. They are gathered apart and added.
 */
const withOwnProps = <Definition extends CodeKeywordDefinition>(definition: Definition): Definition => ({
  ...definition,
  code(context, ...rest) {
    const { gen, it } = context;
    const before = it.props;
    if (!(before instanceof Name)) return definition.code(context, ...rest);
    it.props = undefined;
    definition.code(context, ...rest);
    const own: unknown = it.props;
    it.props = before;
    if (own instanceof Name) gen.if(_`${before} !== true`, () => gen.assign(before, _`Object.assign(${before} || {}, ${own})`));
  },
});

/**
 * ajv 8, asked for yes or no, passes over `contains`, `uniqueItems` and `unevaluatedItems` beside a prefix that is longer than the list:
 * they hang on a variable that only an item sets.
 */
const withShortLists = <Definition extends CodeKeywordDefinition>(definition: Definition): Definition => ({
  ...definition,
  code(context) {
    const { gen, data, keyword, it } = context;
    const prefix = context.schema as AnySchema[];
    if (it.opts.unevaluated && prefix.length > 0 && it.items !== true) it.items = mergeEvaluated.items(gen, prefix.length, it.items);
    for (const [index, schema] of prefix.entries()) {
      if (alwaysValidSchema(it, schema)) continue;
      const valid = gen.var('valid', true);
      gen.if(_`${data}.length > ${index}`, () => context.subschema({ keyword, schemaProp: index, dataProp: index }, valid));
      context.ok(valid);
    }
  },
});
