// Runtime expressions (Arazzo 1.0.1 §4.3) and conditions (§4.6.11): every form, what names nothing, and text made to be slow.
import { describe, expect, it } from 'vitest';
import { explainCondition, holds } from '../../src/live/arazzo/condition.ts';
import { evaluate, fill, type Scope } from '../../src/live/arazzo/expression.ts';
import { UserError } from '../../src/model/user-error.ts';

const scope: Scope = {
  inputs: { name: 'Jane', 'a.b': 1, count: 7, list: [{ x: 1 }], empty: '', no: false, nothing: null, ['__proto__x']: 1 },
  steps: new Map([['first', { id: 42, 'full.name': 'Jane Doe', whole: { 'a/b': { '~c': [10, 20] } } }]]),
  workflows: new Map([['other', { inputs: { mark: 'm' }, outputs: { subject: 9 } }]]),
  outputs: { token: 't' },
  exchanged: {
    method: 'POST',
    url: 'https://crm.example/people/7?q=1',
    request: {
      fields: [['X-Sent', 'yes']],
      query: new Map<string, unknown>([
        ['q', '1'],
        ['$top', '5'],
      ]),
      path: new Map<string, unknown>([['id', 7]]),
      body: { name: 'Jane' },
    },
    response: {
      status: 201,
      fields: [
        ['Location', '/people/42'],
        ['x.dotted', 'd'],
      ],
      body: { id: 42, 'a/b': { '~': [true, null, { '': 'deep' }] }, 'with space': 's', name: "O'Hara" },
    },
  },
};

describe('an expression', () => {
  it.each<[string, unknown]>([
    ['$url', 'https://crm.example/people/7?q=1'],
    ['$method', 'POST'],
    ['$statusCode', 201],
    ['$request.header.x-sent', 'yes'],
    ['$request.query.q', '1'],
    ['$request.query.$top', '5'],
    ['$request.path.id', 7],
    ['$request.body', { name: 'Jane' }],
    ['$request.body#/name', 'Jane'],
    ['$response.header.LOCATION', '/people/42'],
    ['$response.header.x.dotted', 'd'],
    ['$response.body#/id', 42],
    ['$response.body#', scope.exchanged?.response.body],
    ['$response.body#/a~1b/~0/0', true],
    ['$response.body#/a~1b/~0/1', null],
    ['$response.body#/a~1b/~0/2/', 'deep'],
    ['$response.body#/with space', 's'],
    ['$inputs.name', 'Jane'],
    ['$inputs.a.b', 1],
    ['$inputs.list#/0/x', 1],
    ['$outputs.token', 't'],
    ['$steps.first.outputs.id', 42],
    ['$steps.first.outputs.full.name', 'Jane Doe'],
    ['$steps.first.outputs.whole#/a~1b/~0c/1', 20],
    ['$workflows.other.inputs.mark', 'm'],
    ['$workflows.other.outputs.subject', 9],
  ])('%s', (expression, value) => {
    expect(evaluate(expression, scope)).toEqual(value);
  });

  const missing = [
    ['$inputs.other', '$inputs.constructor', '$inputs.__proto__', '$inputs.name#/length', '$inputs.list#/length', '$inputs.list#/-'],
    ['$outputs.x', '$steps.second.outputs.id', '$steps.first.outputs.toString', '$workflows.none.outputs.x', '$request.query.none'],
    ['$response.body#/none/deeper', '$response.body#/a~1b/~0/01', '$response.header.none', '$response.query.q', '$request.path.x'],
  ].flat();
  it.each(missing)('%s names nothing', (expression) => {
    expect(evaluate(expression, scope)).toBeUndefined();
  });

  it.each(['$url', '$statusCode', '$response.body', '$response.header.x', '$request.path.id'])(
    '%s is nothing before an exchange',
    (expression) => {
      const { exchanged: _, ...before } = scope;
      expect(evaluate(expression, before)).toBeUndefined();
    },
  );

  it.each([
    '$select',
    '$',
    '',
    'inputs.x',
    '$steps.first',
    '$steps.first.id',
    '$response',
    '$response.cookie.x',
    '$response.header',
    '$workflows.other.steps.x',
  ])('%j is none, and says so', (expression) => {
    expect(() => evaluate(expression, scope)).toThrow(UserError);
  });
});

describe('a filled value', () => {
  it.each<[unknown, unknown]>([
    ['$inputs.count', 7],
    ['$response.body#/id', 42],
    ['$inputs.other', undefined],
    ['id {$inputs.count} of {$inputs.name}, {$inputs.other}!', 'id 7 of Jane, !'],
    ['{$inputs.list}', '[{"x":1}]'],
    ['{$response.body#/a~1b/~0/0}', 'true'],
    ['$select', '$select'],
    ['$filter eq 1', '$filter eq 1'],
    ['$statusCodes', '$statusCodes'],
    ['{name}', '{name}'],
    ['{ $inputs.name }', '{ $inputs.name }'],
    [
      { a: ['$inputs.count', { b: '{$inputs.name}' }], ['__proto__']: 1 },
      { a: [7, { b: 'Jane' }], ['__proto__']: 1 },
    ],
    [
      [null, 1, true],
      [null, 1, true],
    ],
  ])('%j', (value, filled) => {
    expect(fill(value, scope)).toEqual(filled);
  });

  it('what came from an answer is not filled again', () => {
    expect(fill('{$inputs.x}', { ...scope, inputs: { x: '{$inputs.y}', y: 'secret' } })).toBe('{$inputs.y}');
    expect(fill('$inputs.x', { ...scope, inputs: { x: '$inputs.y', y: 'secret' } })).toBe('$inputs.y');
  });
});

const simple = (condition: string): boolean => holds({ condition, type: 'simple' }, scope);

describe('a condition', () => {
  it.each([
    '$statusCode == 201',
    '  $statusCode==201  ',
    '$statusCode >= 200 && $statusCode < 300',
    '$statusCode == 500 || $statusCode == 201',
    'true || false && false',
    '(true || false) && true',
    '!(true && false)',
    '!$inputs.no',
    '!!$inputs.name',
    '!$inputs.empty && !$inputs.nothing && !$inputs.other',
    "$inputs.name == 'jane'",
    '$inputs.name == "JANE"',
    "$response.body#/name == 'o''hara'",
    '$inputs.other == null && $inputs.nothing == null && $inputs.other == $inputs.nothing',
    "'' != null",
    '0 != null && false != null',
    "'5' != 5",
    "'b' > 'A'",
    '-1.5 < 0',
    "!('a' < 1) && !(null < 1) && !(null >= null)",
    '$inputs.list == $inputs.list',
    '$response.body#/id > 0',
    '$inputs.count',
  ])('%s holds', (condition) => {
    expect(simple(condition)).toBe(true);
  });

  it.each([
    '$statusCode == 200',
    'true && false || false',
    '$inputs.other > 0',
    '$inputs.other',
    "$inputs.name == 'Jan'",
    '0',
    "''",
    'null',
    '!true',
    '$inputs.other != null',
  ])('%s does not', (condition) => {
    expect(simple(condition)).toBe(false);
  });

  it.each([
    '',
    '   ',
    '==',
    '1 == 2 == 3',
    '(1',
    '1)',
    '()',
    '1 1',
    'a == b',
    "'open",
    '$statusCode = 201',
    '1 &&',
    '&& 1',
    '1 & 2',
    '12px == 1',
    '!',
    '1 <> 2',
    '$x == 1',
  ])('%j cannot be read, and says so', (condition) => {
    expect(() => simple(condition)).toThrow(UserError);
  });

  it.each<[string, string]>([
    ['parentheses', '('.repeat(100_000)],
    ['closed parentheses', `${'('.repeat(100_000)}1${')'.repeat(100_000)}`],
    ['negations', `${'!'.repeat(100_000)}1`],
    ['quotes', "'".repeat(200_001)],
    ['an open text', `'${'a'.repeat(200_000)}`],
    ['spaces', `1${' '.repeat(200_000)}==`],
    ['tokens and spaces', `${'1 && '.repeat(20_000)}1${' '.repeat(200_000)}`],
    ['alternatives', `${'$inputs.name || '.repeat(20_000)}1`],
    ['digits', `${'1'.repeat(200_000)}x`],
    ['dollars', '$'.repeat(200_000)],
  ])('%s by the hundred thousand: an answer or a sentence within a second', (_, condition) => {
    const began = performance.now();
    try {
      simple(condition);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).message.length).toBeLessThan(400);
    }
    expect(performance.now() - began).toBeLessThan(1000);
  });

  it('that does not hold says what was seen', () => {
    expect(explainCondition({ condition: "$statusCode == 200 && $inputs.name == 'x'", type: 'simple' }, scope)).toBe(
      '`$statusCode == 200 && $inputs.name == \'x\'` does not hold: `$statusCode` was 201, `$inputs.name` was "Jane"',
    );
  });

  it.each<[string, string, boolean]>([
    ['^20\\d$', '$statusCode', true],
    ['^Jane$', '$inputs.name', true],
    ['^jane$', '$inputs.name', false],
    ['^$', '$inputs.other', true],
    ['"x":1', '$inputs.list', true],
  ])('the pattern %s on %s', (condition, context, result) => {
    expect(holds({ condition, type: 'regex', context }, scope)).toBe(result);
  });

  it('a pattern that is none says so', () => {
    expect(() => holds({ condition: '(', type: 'regex', context: '$url' }, scope)).toThrow('is no regular expression');
  });
});
