// Which rule is in force where: paths, weights, cascading, versions and categories (Pact specification 2 to 4).
import { describe, expect, it } from 'vitest';
import { parseRulePath } from '../../src/evidence/pact/rule-path.ts';
import { readRules } from '../../src/evidence/pact/rules.ts';
import type { Need } from '../../src/pacts/need.ts';
import { readNeed } from '../../src/pacts/need.ts';
import { fileSource } from '../../src/source/text-source.ts';
import { needOf } from './compare-with.ts';

const location = { source: fileSource({ uri: 'pact.json', syntax: 'json', read: () => '{}' }), pointer: '/interactions/0/response' };

/** The matchers in force at a place of the example, and whether they come from above. */
function forceAt(need: Need, ...path: (string | number)[]): string {
  let at: Need | undefined = need;
  for (const step of path) at = typeof step === 'number' ? at?.items?.[step] : at?.members?.get(step);
  if (!at) throw new Error(path.join());
  return `${at.matchers.map(({ kind }) => kind).join(' ')}${at.isCascaded ? ' from above' : ''}`.trim();
}

const one = (match: string) => [{ match }];

describe('paths', () => {
  it.each([
    ['$', []],
    ['$.a.b', ['a', 'b']],
    ['$[0].a', [0, 'a']],
    ["$['a b'][1]", ['a b', 1]],
    ["$.r['@id']", ['r', '@id']],
    ['$.a[*].*', ['a', '[*]', '*']],
    ['$.a.#text', ['a', '#text']],
  ])('%s', (text, expected) => {
    const shown = parseRulePath(text)?.map((token) =>
      token.kind === 'name' ? token.name : token.kind === 'index' ? token.index : token.kind === 'any-name' ? '*' : '[*]',
    );
    expect(shown).toEqual(expected);
  });

  it.each(['', 'a', '$a', '$.', '$[', '$[a]', '$..a'])('%s is none', (text) => {
    expect(parseRulePath(text)).toBeUndefined();
  });
});

describe('which rule is in force', () => {
  const example = { a: { b: 'x', c: ['y', 'z'] }, d: 1 };

  it('type cascades to everything below, also into arrays', () => {
    const need = needOf(example, { $: one('type') });
    expect(forceAt(need)).toBe('type');
    expect(forceAt(need, 'a', 'b')).toBe('type from above');
    expect(forceAt(need, 'a', 'c', 1)).toBe('type from above');
  });

  it('values, eachKey, eachValue and arrayContains do not cascade', () => {
    expect(forceAt(needOf(example, { $: one('values') }), 'd')).toBe('');
    expect(forceAt(needOf(example, { '$.a': [{ match: 'eachKey', rules: [] }] }), 'a', 'b')).toBe('');
  });

  it('the longer path wins, an exact step over a wildcard', () => {
    const rules = {
      $: one('type'),
      '$.a': one('equality'),
      '$.a.*': one('notEmpty'),
      '$.a.b': one('semver'),
      '$.a.c[*]': one('number'),
      '$.a.c[1]': one('integer'),
    };
    const need = needOf(example, rules);
    expect(forceAt(need, 'd')).toBe('type from above');
    expect(forceAt(need, 'a')).toBe('equality');
    expect(forceAt(need, 'a', 'b')).toBe('semver');
    expect(forceAt(need, 'a', 'c')).toBe('notEmpty');
    expect(forceAt(need, 'a', 'c', 0)).toBe('number');
    expect(forceAt(need, 'a', 'c', 1)).toBe('integer');
  });

  it('the product of weight and length decides between a wildcard here and a rule above', () => {
    // $.*.b weighs 2 · 1 · 2 = 4 over 3 steps, $.a 2 · 2 = 4 over 2.
    expect(forceAt(needOf(example, { '$.a': one('type'), '$.*.b': one('semver') }), 'a', 'b')).toBe('semver');
  });

  it('a rule for another place is not in force', () => {
    expect(forceAt(needOf(example, { '$.x': one('type'), '$.a[0]': one('type') }), 'a', 'b')).toBe('');
  });

  it('min and max count only where they are written', () => {
    const need = needOf(example, { '$.a': [{ match: 'type', min: 2 }] });
    expect(need.members?.get('a')?.members?.get('c')?.isCascaded).toBe(true);
  });

  it('eachValue hands its rules to the values', () => {
    const need = needOf({ m: { x: 1, y: 2 } }, { '$.m': [{ match: 'eachValue', rules: [{ match: 'integer' }] }], '$.m.y': one('decimal') });
    expect(forceAt(need, 'm', 'x')).toBe('integer');
    expect(forceAt(need, 'm', 'y')).toBe('decimal');
  });

  it('the rules of a variant begin at its item', () => {
    const matcher = { match: 'arrayContains', variants: [{ index: 1, rules: { '$.k': { matchers: one('integer') } } }] };
    const need = needOf([{ k: 0 }, { k: 1 }], { $: [matcher] });
    expect(need.items).toBeUndefined();
    expect(need.variants?.map((variant) => [variant.pointer, variant.members?.get('k')?.matchers[0]?.kind])).toEqual([['/1', 'integer']]);
  });
});

describe('versions', () => {
  it('2 writes flat paths that begin with the part of the message', () => {
    const rules = readRules(
      {
        '$.body.n': { match: 'type' },
        '$.body.s': { regex: 'a|b' },
        '$.body.list': { min: 1 },
        '$.headers.X-A': { match: 'regex', regex: '\\d+' },
        '$.header.X-B': { match: 'type' },
        '$.query.q[0]': { match: 'type' },
        '$.path': { match: 'regex', regex: '/a/\\d+' },
      },
      location,
    );
    expect(rules.problems).toEqual([]);
    expect(rules.body.map(({ matchers }) => matchers[0])).toEqual([
      { kind: 'type' },
      { kind: 'regex', regex: 'a|b' },
      { kind: 'type', min: 1 },
    ]);
    expect(rules.header.map(({ name }) => name)).toEqual(['X-A', 'X-B']);
    expect(rules.query.map(({ name }) => name)).toEqual(['q']);
    expect(rules.path?.matchers).toEqual([{ kind: 'regex', regex: '/a/\\d+' }]);
    expect(readNeed({ n: 1 }, rules.body).members?.get('n')?.matchers[0]?.kind).toBe('type');
  });

  it('3 and 4 write categories, with names or paths', () => {
    const rules = readRules(
      {
        header: { 'X-A': { matchers: one('type') }, "$['X-B']": { matchers: one('type') }, '$.X-C[0]': { matchers: one('type') } },
        path: { matchers: one('type') },
        status: { $: { matchers: [{ match: 'statusCode', status: 'success' }] } },
        query: { 'a b': { combine: 'OR', matchers: [...one('type'), ...one('null')] } },
        metadata: { any: { matchers: one('type') } },
      },
      location,
    );
    expect(rules.problems).toEqual([]);
    expect(rules.header.map(({ name }) => name)).toEqual(['X-A', 'X-B', 'X-C']);
    expect(rules.status?.matchers).toEqual([{ kind: 'statusCode', status: 'success' }]);
    expect(rules.query[0]).toMatchObject({ name: 'a b', rule: { combine: 'or' } });
  });

  it.each([
    ['rules that are no object', 5],
    ['a category that is none', { body: [] }],
    ['a category nobody knows', { smell: {} }],
    ['a path that is none', { body: { 'a.b': { matchers: [] } } }],
    ['a flat path of no part', { '$.smell.x': { match: 'type' } }],
  ])('%s are a problem with a place', (_, rules) => {
    const { problems, body } = readRules(rules, location);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.location.pointer).toMatch(/^\/interactions\/0\/response\/matchingRules/);
    expect(body).toEqual([]);
  });

  it.each([
    ['matchers that are no list', { matchers: 'type' }],
    ['a matcher that is a text', { matchers: ['type'] }],
    ['an include without a text', { matchers: [{ match: 'include' }] }],
    ['a min that is no count', { matchers: [{ match: 'type', min: 'two' }] }],
    ['variants that are no list', { matchers: [{ match: 'arrayContains', variants: {} }] }],
    ['a status of no class', { matchers: [{ match: 'statusCode', status: 'fine' }] }],
  ])('%s are a matcher that says why it cannot be used', (_, list) => {
    const { body, problems } = readRules({ body: { $: list } }, location);
    expect(problems).toEqual([]);
    expect(body[0]?.matchers[0]).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(/\w{3}/) as string });
  });
});
