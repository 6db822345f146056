// What the oracle (`npm run test:oracle`) found Pact's engine to do otherwise than Truce did: a row for each.
import { describe, expect, it } from 'vitest';
import { readNeed } from '../../src/pacts/need.ts';
import { compareWith } from './compare-with.ts';

describe('what the engine was found to do', () => {
  const object = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };
  const date = (format: string) => ({ match: 'datetime', format });
  const closed = {
    type: 'object',
    properties: { a: { type: 'string' }, b: { type: 'object' } },
    required: ['a'],
    additionalProperties: false,
  };
  const asked = { type: 'object', properties: { k: { type: 'string' } }, required: ['k', 'other'], additionalProperties: false };
  const either = { type: 'object', properties: { k: { type: 'string' }, x: { type: 'string' } }, additionalProperties: false };
  const nullable = { oneOf: [object, { type: 'null' }] };

  it.each<[string, unknown, unknown, Record<string, unknown>, string]>([
    ['a matcher of scalars refuses every object', { type: 'object' }, {}, { $: [{ match: 'integer' }] }, 'impossible'],
    ['null refuses every array', { type: 'array' }, [1], { $: [{ match: 'null' }] }, 'impossible'],
    ['an expression on an object asks its members', object, { a: 1 }, { $: [{ match: 'regex', regex: '-?\\d+' }] }, 'undecided'],
    ['notEmpty of another kind of value', { type: 'object' }, 'x', { $: [{ match: 'notEmpty' }] }, 'depends'],
    ['notEmpty of an object', { type: 'object' }, {}, { $: [{ match: 'notEmpty' }] }, 'depends'],
    ['min counts members', { type: 'object' }, {}, { $: [{ match: 'type', min: 1 }] }, 'depends'],
    [
      'an empty list under a matcher is any list',
      { type: 'array', items: { type: 'string' } },
      [],
      { $: [{ match: 'type', min: 1 }] },
      'guaranteed',
    ],
    ['items nobody describes', { type: 'array' }, [{ a: 1 }], { '$[*]': [{ match: 'type' }] }, 'depends'],
    [
      'an expression sees null as a text',
      { type: ['string', 'null'], enum: ['x', null] },
      'x',
      { $: [{ match: 'regex', regex: '.+' }] },
      'guaranteed',
    ],
    ['any expression sees objects as JSON', { type: 'object' }, 'x', { $: [{ match: 'regex', regex: '.*' }] }, 'undecided'],
    [
      'eachKey asks nothing of values',
      { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false },
      { a: 1 },
      { $: [{ match: 'eachKey', rules: [{ match: 'regex', regex: '[a-z]' }] }] },
      'guaranteed',
    ],
    [
      'eachKey tries names of patterns',
      { type: 'object', patternProperties: { '^a': { type: 'string' } }, additionalProperties: false },
      { a1: 'x' },
      { $: [{ match: 'eachKey', rules: [{ match: 'regex', regex: '\\d+' }] }] },
      'depends',
    ],
    ['values of other names', closed, { b: {} }, { $: [{ match: 'values' }] }, 'impossible'],
    ['values of optional names', { ...closed, required: [] }, { b: {} }, { $: [{ match: 'values' }] }, 'depends'],
    [
      'values of a pattern',
      { type: 'object', patternProperties: { '^a': { type: 'integer' } }, additionalProperties: { type: 'null' } },
      { a1: 0 },
      { $: [{ match: 'values' }], '$.a1': [{ match: 'number' }] },
      'depends',
    ],
    [
      'a rule for all names, of one the example lacks',
      { ...closed, properties: { a: { type: 'string' }, c: { type: 'object' } } },
      { a: 'x' },
      { $: [{ match: 'values' }], '$.*': [{ match: 'type' }] },
      'depends',
    ],
    [
      'arrayContains without variants wants the example',
      { type: 'array', items: { type: 'string' } },
      [1],
      { $: [{ match: 'arrayContains', variants: [] }] },
      'impossible',
    ],
    ['a date of digits is a number, too', { enum: [2024] }, '2024', { $: [date('yyyy')] }, 'guaranteed'],
    ['a date with points is no number', { type: 'integer' }, '1.1.2024', { $: [date('d.M.yyyy')] }, 'impossible'],
    ['digits may be fewer', { enum: ['1:2'] }, '01:02', { $: [date('HH:mm')] }, 'guaranteed'],
    ['hours end at 23', { enum: ['24'] }, '23', { $: [date('HH')] }, 'impossible'],
    [
      'an object with matchers in it is no exact value',
      { type: 'object', properties: { o: nullable }, required: ['o'] },
      { o: { a: 1 } },
      { '$.o.a': [{ match: 'type' }] },
      'depends',
    ],
    ['one without is', { type: 'object', properties: { o: nullable }, required: ['o'] }, { o: { a: 1 } }, {}, 'guaranteed'],
    [
      'of two ways to write a path the first counts',
      { type: 'object', properties: { a: { enum: ['x', 'y'] } }, required: ['a'] },
      { a: 'x' },
      { '$.a': [{ match: 'regex', regex: 'x' }], "$['a']": [{ match: 'type' }] },
      'depends',
    ],
    [
      'min counts no further names',
      { type: 'object', additionalProperties: true },
      { b: 1 },
      { $: [{ match: 'type', min: 1 }] },
      'depends',
    ],
    [
      'eachKey of a pattern the example has no name of',
      { type: 'object', patternProperties: { '^x': { type: 'boolean' } }, additionalProperties: false },
      {},
      { $: [{ match: 'eachKey', rules: [{ match: 'regex', regex: 'true|false' }] }] },
      'depends',
    ],
    [
      'values of a pattern, where nothing else may come',
      { type: 'object', properties: { a: { type: 'string' } }, patternProperties: { '^x': { type: 'null' } }, additionalProperties: false },
      { a: 'b' },
      { $: [{ match: 'values' }], '$.*': [{ match: 'type' }] },
      'depends',
    ],
    [
      'values of other names are like the first of the example by name',
      {
        type: 'object',
        properties: { a: { type: 'array' }, b: { type: 'string' } },
        required: ['a', 'b'],
        additionalProperties: { type: 'string' },
      },
      { b: 'x', a: [] },
      { $: [{ match: 'values' }] },
      'depends',
    ],
    ['nothing at all is allowed', { type: 'array', items: { not: {} } }, [1], { $: [{ match: 'type' }] }, 'impossible'],
    [
      'integers that are no longer safe',
      { type: 'integer', minimum: 1e300, maximum: 1e300 },
      1,
      { $: [{ match: 'integer' }] },
      'guaranteed',
    ],
    [
      'OR does not help an object',
      object,
      { a: 1 },
      { $: { combine: 'OR', matchers: [{ match: 'type' }, { match: 'null' }] } },
      'impossible',
    ],
    [
      'but a list',
      { type: 'array', items: { type: 'integer' } },
      [1],
      { $: { combine: 'OR', matchers: [{ match: 'type' }, { match: 'null' }] } },
      'guaranteed',
    ],
    ['multiples of whole numbers have no fraction', { type: 'number', multipleOf: 2 }, 1.5, { $: [{ match: 'decimal' }] }, 'impossible'],
    [
      'a condition that is met where nothing is there',
      { if: { properties: { k: { type: 'array' } } }, else: { type: 'object', required: ['k'] } },
      { k: '' },
      {},
      'depends',
    ],
    ['a condition that asks for more than one thing', { if: asked, else: either }, { k: 'A', x: '' }, {}, 'depends'],
  ])('%s', (_, schema, example, rules, answer) => {
    expect(compareWith(schema, example, rules).answer).toBe(answer);
  });

  it('asks only the rules that may be for an item: four times the items and rules cost four times as much', () => {
    const asked = (size: number): number => {
      let count = 0;
      const rules = Array.from({ length: size }, (__, index) => {
        const tokens = [{ kind: 'index', index } as const, { kind: 'name', name: 'a' } as const];
        return {
          matchers: [{ kind: 'type' } as const],
          combine: 'and' as const,
          location: { source: undefined as never, pointer: '' },
          get tokens() {
            count++;
            return tokens;
          },
        };
      });
      const need = readNeed(
        Array.from({ length: size }, () => ({ a: 1 })),
        rules,
      );
      expect(need.items?.every(({ members }) => members?.get('a')?.matchers.length === 1)).toBe(true);
      return count;
    };
    expect(asked(4000) / asked(1000)).toBeLessThan(5);
  });
});
