// Forms: names and values of a URL-encoded body by schema and Encoding Object.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import form from '../../src/content/form.ts';
import { contextOf, decodeWith, readWith } from './decode-with.ts';
import type { Setting } from './decode-with.ts';
import type { TestSchema } from './shape-of.ts';

const integers: TestSchema = { type: 'array', items: { type: 'integer' } };
const fields: TestSchema = {
  type: 'array',
  items: { type: 'object', properties: { Key: { type: 'integer' }, Value: { type: 'string' } } },
};
const object = (properties: Record<string, TestSchema>, more: Partial<TestSchema> = {}): TestSchema => ({
  type: 'object',
  properties,
  ...more,
});
const read = (body: string, schema?: TestSchema, encoding: Setting['encoding'] = {}) =>
  readWith(form, body, { ...(schema ? { schema } : {}), encoding });

describe('form', () => {
  it.each<[string, TestSchema | undefined, unknown]>([
    ['', undefined, {}],
    ['a=1&b=x+y%20z&c', undefined, { a: '1', b: 'x y z', c: '' }],
    ['a=1&a=2', undefined, { a: ['1', '2'] }],
    ['&&a=1&', undefined, { a: '1' }],
    ['=1', undefined, { '': '1' }],
    ['a=b=c', undefined, { a: 'b=c' }],
    ['%C3%A9=%E6%97%A5', undefined, { é: '日' }],
    [
      'a=1&b=true&c=1&d=1.5&e=',
      object({
        a: { type: 'integer' },
        b: { type: 'boolean' },
        c: { type: 'boolean' },
        d: { type: 'number' },
        e: { type: ['integer', 'null'] },
      }),
      { a: 1, b: true, c: '1', d: 1.5, e: null },
    ],
    ['a=1', object({ a: integers }), { a: [1] }],
    ['a=1&a=2', object({ a: integers }), { a: [1, 2] }],
    ['a[]=1&a%5B%5D=2', object({ a: integers }), { a: [1, 2] }],
    ['a[1]=1&a[0]=2&a[999999999]=3', object({ a: integers }), { a: [2, 1, 3] }],
    ['f[0][Key]=1&f[0][Value]=x&f[1][Key]=2', object({ f: fields }), { f: [{ Key: 1, Value: 'x' }, { Key: 2 }] }],
    ['f={"Key":1}&f={"Key":2}', object({ f: fields }), { f: [{ Key: 1 }, { Key: 2 }] }],
    ['f=[{"Key":1}]', object({ f: fields }), { f: [{ Key: 1 }] }],
    ['o={"n":1}', object({ o: object({ n: { type: 'integer' } }) }), { o: { n: 1 } }],
    ['o[n]=1', object({ o: object({ n: { type: 'integer' } }) }), { o: { n: 1 } }],
    ['s[n]=1&t[]=2', object({ s: { type: 'string' } }), { 's[n]': '1', 't[]': '2' }],
    ['a[b]=1', object({ 'a[b]': { type: 'integer' }, a: object({}) }), { 'a[b]': 1 }],
    ['x=1', object({}, { additionalProperties: { type: 'integer' } }), { x: 1 }],
    ['x[]=1', object({}, { additionalProperties: integers }), { x: [1] }],
  ])('%s', (body, schema, value) => {
    expect(read(body, schema)).toEqual({ value, notes: [], skip: [] });
  });

  it.each<[string, NonNullable<Setting['encoding']>[string], TestSchema, unknown]>([
    ['a=1,2%2C3', { style: 'form', explode: false }, { type: 'array', items: { type: 'string' } }, ['1', '2,3']],
    ['a=1%202+3', { style: 'spaceDelimited' }, integers, [1, 2, 3]],
    ['a=1|2%7C3', { style: 'pipeDelimited', explode: false }, integers, [1, 2, 3]],
    ['a=', { explode: false }, integers, []],
    ['a=1&a=2', { style: 'form' }, integers, [1, 2]],
    ['a[x]=1&a[y]=2', { style: 'deepObject' }, object({ x: { type: 'integer' } }), { x: 1, y: '2' }],
    ['a=x,1,y,2', { style: 'form', explode: false }, object({ x: { type: 'integer' } }), { x: 1, y: '2' }],
    ['a={"x":[1]}', { contentType: 'application/json' }, {}, { x: [1] }],
    ['a=12', { contentType: 'application/vnd.x+json' }, { type: ['string', 'integer'] }, 12],
  ])('%s by %j', (body, encoding, schema, value) => {
    expect(read(body, object({ a: schema }), { a: encoding })).toEqual({ value: { a: value }, notes: [], skip: [] });
  });

  it('notes a name that repeats where one value is expected', () => {
    expect(read('a=1&a=2', object({ a: { type: 'integer' } }))).toMatchObject({
      value: { a: 2 },
      notes: [{ kind: 'duplicate-key', severity: 'error', pointer: '/a', message: 'Expected the name once, got it 2 times: `a`' }],
    });
  });

  it('keeps broken escapes and says so', () => {
    expect(read('a=100%&b=%zz%41')).toMatchObject({
      value: { a: '100%', b: '%zzA' },
      notes: [{ kind: 'invalid-encoding', severity: 'warning', pointer: '/a' }, { pointer: '/b' }],
    });
    expect(read('a=%E9')).toMatchObject({
      value: { a: '\uFFFD' },
      notes: [{ kind: 'invalid-encoding', severity: 'error', message: 'The percent-encoded bytes are not valid UTF-8' }],
    });
  });

  it('notes JSON that is none and what JSON would lose', () => {
    expect(read('o={"n":1', object({ o: object({}) }))).toMatchObject({
      value: { o: '{"n":1' },
      notes: [{ kind: 'not-well-formed', severity: 'error', pointer: '/o' }],
    });
    expect(read('o={"n":1,"n":2}', object({ o: object({}) })).notes).toMatchObject([{ kind: 'duplicate-key', pointer: '/o/n' }]);
    expect(read('n=9007199254740993', object({ n: { type: 'integer' } })).notes).toMatchObject([
      { kind: 'lossy-number', pointer: '/n', digits: '9007199254740993' },
    ]);
  });

  it('makes `__proto__` an own property on every level', () => {
    const { value } = read('__proto__=1&o[__proto__][x]=1', object({ o: object({}, { additionalProperties: { type: 'object' } }) }));
    expect(Object.keys(value as object)).toEqual(['__proto__', 'o']);
    expect(Object.keys((value as { o: object }).o)).toEqual(['__proto__']);
    expect('x' in {}).toBe(false);
  });

  it('reads back what it wrote', () => {
    const schema = object({
      s: { type: 'string' },
      n: { type: 'number' },
      l: { type: 'array', items: { type: 'string' } },
      c: { type: 'array', items: { type: 'integer' } },
      o: object({ x: { type: 'string' } }),
      f: fields,
    });
    const setting: Setting = { schema, encoding: { c: { style: 'pipeDelimited' }, f: { style: 'deepObject' } } };
    const text = fc.string({ unit: fc.constantFrom('a', '&', '=', '+', '%', ' ', '[', '{', 'é', '😀', ',') });
    const value = fc.record(
      {
        s: text,
        n: fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
        l: fc.array(text, { minLength: 1 }),
        c: fc.array(fc.integer()),
        o: fc.record({ x: text }),
        f: fc.array(fc.record({ Key: fc.integer(), Value: text }), { minLength: 1 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(value, (drawn) => {
        expect(decodeWith(form, String(form.encode?.(drawn, contextOf(setting))), setting)).toEqual({
          kind: 'value',
          value: drawn,
          notes: [],
        });
      }),
    );
  });

  it('never throws', () => {
    const schema = object({ a: integers, o: object({}), f: fields });
    const piece = fc.constantFrom('a', 'o', 'f', '[', ']', '[0]', '[Key]', '=', '&', '%', '%E9', '{', '"', '+', '\u0000', '__proto__', '1');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
        ),
        (body) => {
          expect(decodeWith(form, body, { schema }).kind).toBe('value');
        },
      ),
      { numRuns: 500 },
    );
  });
});
