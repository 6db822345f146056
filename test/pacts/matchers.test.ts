// Every kind of matcher against schemas (rows.ts), then arrays, maps, branches and what cannot be judged.
import { describe, expect, it } from 'vitest';
import { show } from '../../src/model/show.ts';
import { compareWith, excessOf } from './compare-with.ts';
import { rows } from './rows.ts';

describe('a matcher against a schema', () => {
  it.each(rows.map((row, index) => ({ index, ...row, name: JSON.stringify([row.schema, row.matchers]) })))(
    '$index $name is $answer',
    ({ schema, example, matchers, combine, answer, escape }) => {
      const found = compareWith(
        { type: 'object', required: ['v'], properties: { v: schema } },
        { v: example },
        { '$.v': { combine: combine ?? 'AND', matchers } },
      );
      expect(found.answer, found.told.join('; ')).toBe(answer);
      if (answer !== 'depends') return;
      const shown = Array.isArray(escape) && escape.length > 0 ? `${escape.length} items` : show(escape);
      expect(found.told).toContain(`value /v ${shown}`);
    },
  );
});

const item = { type: 'object', required: ['k', 'v'], properties: { k: { enum: ['a', 'b'] }, v: { type: 'integer' } } };

describe('arrays', () => {
  it('an exact array needs every item to be possible', () => {
    expect(compareWith({ type: 'array', items: { type: 'integer' } }, [1, 'x']).answer).toBe('impossible');
    expect(compareWith({ type: 'array', items: { type: 'integer' }, minItems: 3 }, [1, 2]).answer).toBe('impossible');
    expect(compareWith({ type: 'array', items: { type: 'integer' }, maxItems: 1 }, [1, 2]).answer).toBe('impossible');
    expect(compareWith({ type: 'array', prefixItems: [{ type: 'integer' }, { type: 'string' }], items: false }, [1, 'x']).answer).toBe(
      'guaranteed',
    );
    expect(compareWith({ type: 'array', prefixItems: [{ type: 'integer' }], items: false }, [1, 'x']).answer).toBe('impossible');
  });

  it('arrayContains wants each variant somewhere, which no list promises', () => {
    const variant = (rules: object) => ({ $: [{ match: 'arrayContains', variants: [{ index: 0, rules }] }] });
    const rules = variant({ '$.v': { matchers: [{ match: 'integer' }] } });
    expect(compareWith({ type: 'array', items: item }, [{ k: 'a', v: 1 }], rules)).toEqual({ answer: 'depends', told: ['value  []'] });
    expect(compareWith({ type: 'array', items: item }, [{ k: 'c', v: 1 }], rules).answer).toBe('impossible');
    expect(
      compareWith({ type: 'array', items: item }, [{ k: 'a', v: 1.5 }], variant({ '$.v': { matchers: [{ match: 'decimal' }] } })).answer,
    ).toBe('impossible');
  });
});

describe('maps', () => {
  const map = { type: 'object', additionalProperties: { type: 'integer' } };
  const closed = { type: 'object', additionalProperties: false, required: ['a'], properties: { a: { type: 'integer' } } };
  it.each([
    ['values', { match: 'values' }],
    ['eachValue', { match: 'eachValue', rules: [{ match: 'integer' }] }],
  ])('%s makes the names of the example examples', (_, matcher) => {
    const rules = { $: [matcher], '$.*': [{ match: 'integer' }] };
    expect(compareWith(map, { any: 1 }, rules).answer).toBe('guaranteed');
    expect(compareWith(closed, { any: 1 }, rules).answer).toBe('guaranteed');
    expect(compareWith({ type: 'object', additionalProperties: { type: 'string' } }, { any: 1 }, rules).answer).toBe('impossible');
    expect(compareWith({ type: 'object', additionalProperties: { type: ['integer', 'null'] } }, { any: 1 }, rules)).toEqual({
      answer: 'depends',
      told: ['value /any null'],
    });
  });

  it('without such a rule the names are needed', () => {
    expect(compareWith(closed, { any: 1 }).answer).toBe('impossible');
  });

  it('eachKey tries the names', () => {
    const rules = (regex: string) => ({ $: [{ match: 'eachKey', rules: [{ match: 'regex', regex }] }], '$.*': [{ match: 'integer' }] });
    expect(compareWith(closed, { a: 1 }, rules('[a-z]')).answer).toBe('guaranteed');
    expect(compareWith(closed, { a: 1 }, rules('[0-9]')).told).toEqual(['value  the name `a`']);
  });
});

describe('branches', () => {
  const dog = { type: 'object', required: ['kind', 'bark'], properties: { kind: { const: 'dog' }, bark: { type: 'string' } } };
  const cat = { type: 'object', required: ['kind', 'lives'], properties: { kind: { const: 'cat' }, lives: { type: 'integer' } } };
  const type = { $: [{ match: 'type' }], '$.kind': [{ match: 'equality' }] };

  it('an exact value selects its branch', () => {
    expect(compareWith({ oneOf: [dog, cat] }, { kind: 'cat', lives: 9 }, type).answer).toBe('guaranteed');
    expect(compareWith({ oneOf: [dog, cat] }, { kind: 'cat', bark: 'wuff' }, type).answer).toBe('impossible');
    expect(compareWith({ oneOf: [dog, cat] }, { kind: 'cow' }, type).answer).toBe('impossible');
  });

  it('what only one branch has may be omitted', () => {
    expect(compareWith({ oneOf: [dog, cat] }, { lives: 9 }, type)).toEqual({ answer: 'depends', told: ['absent /lives'] });
  });

  it('branches of anyOf hold together, those of oneOf do not', () => {
    const [a, b] = ['a', 'b'].map((name) => ({ type: 'object', properties: { [name]: { type: 'string' } } }));
    expect(compareWith({ anyOf: [a, b] }, { a: 'x', b: 'y' }, type).answer).toBe('depends');
    expect(compareWith({ oneOf: [a, b] }, { a: 'x', b: 'y' }, type).answer).toBe('impossible');
  });

  it('allOf is a conjunction', () => {
    expect(compareWith({ allOf: [{ enum: ['A', 'B'] }, { enum: ['B', 'C'] }] }, 'A').answer).toBe('impossible');
    expect(compareWith({ allOf: [{ minimum: 10 }, { type: 'integer', maximum: 12 }] }, 13).answer).toBe('impossible');
    expect(
      compareWith(
        {
          allOf: [
            { type: 'object', required: ['a'], properties: { a: {} } },
            { required: ['b'], properties: { b: { type: 'string' } } },
          ],
        },
        { b: 'x' },
        type,
      ).answer,
    ).toBe('guaranteed');
  });

  it('a condition holds on its side only', () => {
    const schema = {
      type: 'object',
      required: ['k', 'n'],
      properties: { k: { enum: ['i', 's'] }, n: {} },
      if: { properties: { k: { const: 'i' } } },
      then: { properties: { n: { type: 'integer' } } },
      else: { properties: { n: { type: 'string' } } },
    };
    expect(compareWith(schema, { k: 'i', n: 1 }, type).answer).not.toBe('impossible');
    expect(compareWith(schema, { k: 'i', n: 'x' }).answer).toBe('impossible');
    expect(compareWith(schema, { k: 's', n: 'x' }).answer).not.toBe('impossible');
  });

  it('recursion ends with the example', () => {
    const node = { type: 'object', required: ['v'], properties: { v: { type: 'integer' }, next: { $ref: '#/components/schemas/Node' } } };
    const components = { Node: node, Loop: { allOf: [{ $ref: '#/components/schemas/Loop' }, { type: 'string' }] } };
    const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    expect(compareWith(ref('Node'), { v: 1, next: { v: 2, next: { v: 'x' } } }, {}, components).told).toEqual([
      'Expected `v` to be an integer, got "x"',
    ]);
    expect(compareWith(ref('Loop'), 'x', {}, components).answer).toBe('guaranteed');
  });
});

describe('what cannot be judged', () => {
  it.each([
    ['an unknown matcher', { match: 'telepathy' }, /not known/],
    ['a matcher that is no object', 'regex', /should be an object/],
    ['a regular expression that is none', { match: 'regex', regex: '(' }, /regular expression/],
    ['one that looks behind without end', { match: 'regex', regex: 'x'.repeat(20_000) }, /20000 characters/],
    ['a date format with unknown letters', { match: 'date', format: 'yyyy-JJ' }, /letters/],
  ])('%s costs its own place only', (_, matcher, reason) => {
    const schema = { type: 'object', required: ['v', 'w'], properties: { v: { type: 'string' }, w: { type: 'integer' } } };
    const found = compareWith(schema, { v: 'x', w: 'y' }, { '$.v': [matcher] });
    expect(found).toEqual({ answer: 'impossible', told: ['Expected `w` to be an integer, got "y"'] });
    const alone = compareWith(schema, { v: 'x', w: 1 }, { '$.v': [matcher] });
    expect(alone.answer).toBe('unchecked');
    expect(alone.told.join()).toMatch(reason);
  });

  it('a regular expression that never ends is undecided', () => {
    const schema = { enum: [`${'a'.repeat(40)}b`] };
    expect(compareWith(schema, 'a', { $: [{ match: 'regex', regex: '(a+)+' }] }).answer).toBe('undecided');
  });

  it('a schema that is none costs its own place only', () => {
    const schema = { type: 'object', required: ['v', 'w'], properties: { v: { type: 'sting' }, w: { type: 'integer' } } };
    expect(compareWith(schema, { v: 'x', w: 'y' }).answer).toBe('impossible');
    expect(compareWith(schema, { v: 'x', w: 1 }).answer).toBe('unchecked');
  });
});

describe('what the facts leave out', () => {
  it('a list that must contain something is not empty', () => {
    const list = { type: 'array', items: { type: 'string' }, contains: { const: 'x' } };
    expect(compareWith(list, ['x'], { $: [{ match: 'type', min: 1 }] }).answer).toBe('guaranteed');
  });

  it('a value that `not` may rule out is no escape', () => {
    const schema = { type: 'string', not: { pattern: '^$' } };
    expect(compareWith(schema, 'x', { $: [{ match: 'regex', regex: '.+' }] }).answer).toBe('undecided');
  });

  it('more alternatives than can be compared are said, and many are compared', () => {
    const two = { oneOf: [{ properties: { a: { type: 'string' } } }, { properties: { b: { type: 'string' } } }] };
    expect(compareWith({ type: 'object', allOf: Array(12).fill(two) }, { a: 1 })).toEqual({
      answer: 'unchecked',
      told: ['the schema cannot be used: it has more than 500 alternatives to compare'],
    });
    const kinds = Array.from({ length: 300 }, (_, kind) => ({
      type: 'object',
      required: ['kind'],
      properties: { kind: { const: kind }, [`p${kind}`]: { type: 'string' } },
    }));
    expect(compareWith({ oneOf: kinds }, { kind: 299, p299: 'x' }).answer).toBe('depends');
    expect(compareWith({ oneOf: kinds }, { kind: 299, p298: 'x' }).answer).toBe('impossible');
  });
});

describe('requests', () => {
  it.each([
    [
      'a list without an end',
      { type: 'array', maxItems: 3, items: {} },
      ['x'],
      { $: [{ match: 'type', min: 1 }] },
      /at most 3 items, but the consumer may send 4 items/,
    ],
    ['a type where values are listed', { enum: ['A', 'B'] }, 'A', { $: [{ match: 'type' }] }, /may send "text"/],
    ['an expression where values are listed', { enum: ['A', 'B'] }, 'A', { $: [{ match: 'regex', regex: '[A-C]' }] }, /may send "C"/],
    [
      'numbers below a minimum',
      { type: 'integer', minimum: 1 },
      5,
      { $: [{ match: 'integer' }] },
      /at least 1, but the consumer may send 0/,
    ],
    [
      'a type where there is a format',
      { type: 'string', format: 'uuid' },
      '7b0d3f6e-6f0a-4a39-9d5f-0a8c5d1d4e2a',
      { $: [{ match: 'type' }] },
      /UUID/,
    ],
  ] as const)('%s is wider than the contract', (_, schema, example, rules, message) => {
    expect(
      excessOf(schema, example, rules)
        .map((excess) => excess.message)
        .join(),
    ).toMatch(message);
  });

  it('an expression nobody can sample is undecided where texts are restricted', () => {
    const rules = { $: [{ match: 'regex', regex: '(?=A)[A-C]' }] };
    expect(excessOf({ enum: ['A', 'B'] }, 'A', rules)).toMatchObject([
      { severity: 'info', message: expect.stringContaining('not decided') as string },
    ]);
    expect(excessOf({ type: 'string' }, 'A', rules)).toEqual([]);
  });

  it.each([
    ['texts of any length', { type: 'string', maxLength: 3 }, 'abc', { $: [{ match: 'type' }] }],
    ['numbers of any size', { type: 'integer', maximum: 3 }, 3, { $: [{ match: 'type' }] }],
    ['an expression that fits', { enum: ['A', 'B', 'C'] }, 'A', { $: [{ match: 'regex', regex: 'A|B' }] }],
    ['an exact value', { enum: ['A', 'B'] }, 'A', {}],
    ['a list with an end', { type: 'array', maxItems: 3, items: {} }, ['x'], { $: [{ match: 'type', min: 1, max: 3 }] }],
  ] as const)('%s are not', (_, schema, example, rules) => {
    expect(excessOf(schema, example, rules)).toEqual([]);
  });
});
