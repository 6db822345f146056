// JSONPaths we write select the place they were written for, whatever the names; those of others select or are refused with a sentence.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointerOf, resolvePointer } from '../../src/model/pointer.ts';
import { applyActions, applyOverlay } from '../../src/suggest/apply.ts';
import { itemsEqual, itemsNamed, parsePath, pathTo, select } from '../../src/suggest/json-path.ts';

const hostile = [
  '',
  "'",
  '"',
  '\\',
  "\\'",
  '~',
  '~1',
  '/',
  '__proto__',
  'constructor',
  'ü',
  '😀',
  '\u2028',
  '\n',
  '\u0000',
  ']',
  "']",
  '$',
  '*',
  '0',
  ' ',
  '@',
];
const nameArbitrary = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: 'binary' }).filter((name) => name.isWellFormed()),
);
const own = (name: string, value: unknown): object => Object.fromEntries([[name, value]]);

it.each(hostile)('the name %j is a name', (name) => {
  const document = { a: [own(name, { x: 1 }), own('other', 2)] };
  const pointer = pointerOf('a', 0, name);
  expect(select(document, parsePath(pathTo(document, pointer)))).toEqual([pointer]);
  const changed = applyActions(document, [{ target: pathTo(document, pointer), update: own(name, { y: 2 }) }]);
  expect(resolvePointer(changed, pointerOf('a', 0, name, name, 'y'))).toBe(2);
  expect(document).toEqual({ a: [own(name, { x: 1 }), { other: 2 }] });
  const names = { required: ['b', name, 'c'] };
  expect(applyActions(names, [{ target: itemsEqual('$.required', name), remove: true }])).toEqual({ required: ['b', 'c'] });
  const several = { enum: ['b', 1, null, name, 1e21, true] };
  expect(applyActions(several, [{ target: itemsEqual('$.enum', name, null, 1e21, 1), remove: true }])).toEqual({ enum: ['b', true] });
  const list = [{ name, in: 'query' }, { name, in: 'header' }, 'x', null];
  expect(applyActions({ list }, [{ target: itemsNamed('$.list', { name, in: 'query' }), remove: true }])).toEqual({ list: list.slice(1) });
});

it('law: every path leads back to its place', () => {
  fc.assert(
    fc.property(fc.array(nameArbitrary, { maxLength: 5 }), (names) => {
      const document = names.reduceRight<unknown>((inner, name) => [own(name, inner)], 1);
      const pointer = pointerOf(...names.flatMap((name) => [0, name]));
      expect(select(document, parsePath(pathTo(document, pointer)))).toEqual([pointer]);
    }),
  );
});

describe('paths by hand', () => {
  const document = { paths: { '/a b': { get: { tags: ['x', 'y', 'x', 1] } }, '/c': { get: { tags: ['y'] } } }, info: { title: 'T' } };

  it.each([
    ['$', ['']],
    ['$.info.title', ['/info/title']],
    ['$["info"]["title"]', ['/info/title']],
    ['$.paths.*.get', ['/paths/~1a b/get', '/paths/~1c/get']],
    ["$.paths['/a b'].get.tags[-1]", ['/paths/~1a b/get/tags/3']],
    ["$.paths[*].get.tags[?(@ == 'x')]", ['/paths/~1a b/get/tags/0', '/paths/~1a b/get/tags/2']],
    ['$.paths[*].get.tags[?@==1]', ['/paths/~1a b/get/tags/3']],
    ['$.nothing.here', []],
    ['$.info.title.length', []],
    ['$.info.constructor', []],
  ])('%s', (path, places) => {
    expect(select(document, parsePath(path))).toEqual(places);
  });

  it.each([
    '',
    'info',
    '$..title',
    '$.info[0:2]',
    "$.paths[?@.get.x == 'x']",
    "$.a[?(@ == 'x']",
    "$['a",
    '$.',
    "$['\\q']",
    '$[?@]',
    '$ .a',
  ])('%j is refused', (path) => {
    expect(() => parsePath(path)).toThrow(/is not a JSONPath that Truce can follow/);
  });

  it('is quick on long ones', () => {
    const started = performance.now();
    expect(() => parsePath(`$['${"\\'".repeat(100_000)}`)).toThrow(/is not a JSONPath/);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('actions', () => {
  const overlay = (...actions: object[]) => ({ overlay: '1.0.0', info: { title: 't', version: '1' }, actions });

  it('come in order; objects are merged, lists appended to, the rest replaced; the original stays', () => {
    const document = { a: { b: [1], c: 1, d: { e: 1 } } };
    const changed = applyOverlay(
      document,
      overlay(
        { target: '$.a', update: { b: [2, 1], c: [3], d: { f: 2 } } },
        { target: '$.a.b', update: 4 },
        { target: '$.a.b[?@ == 1]', remove: true },
        { target: '$.gone', update: { x: 1 } },
        { target: '$.a.d.e', remove: true },
      ),
    );
    expect(changed).toEqual({ a: { b: [2, 4], c: [3], d: { f: 2 } } });
    expect(document).toEqual({ a: { b: [1], c: 1, d: { e: 1 } } });
  });

  it('change the place they name, not another that is the same object, as with aliases in YAML', () => {
    const shared = { type: 'boolean', enum: [true] };
    const document = { a: shared, b: shared, list: [shared, shared] };
    const changed = applyOverlay(
      document,
      overlay(
        { target: '$.a', update: { type: 'string', enum: [false] } },
        { target: '$.list[0]', update: { x: 1 } },
        { target: '$.b.type', remove: true },
      ),
    );
    expect(changed).toEqual({ a: { type: 'string', enum: [true, false] }, b: { enum: [true] }, list: [{ ...shared, x: 1 }, shared] });
    expect(shared).toEqual({ type: 'boolean', enum: [true] });
  });

  it('cannot reach a prototype', () => {
    applyOverlay(
      { a: {} },
      overlay({ target: '$.a', update: JSON.parse('{"__proto__":{"bad":1}}') }, { target: '$.a.constructor', update: { bad: 1 } }),
    );
    expect(({} as Record<string, unknown>)['bad']).toBeUndefined();
  });

  it.each([
    [{}, /no OpenAPI Overlay 1\.0/],
    [null, /no OpenAPI Overlay 1\.0/],
    [{ overlay: '2.0.0', actions: [] }, /no OpenAPI Overlay 1\.0/],
    [{ overlay: '1.0.0' }, /`actions` of the Overlay to be a list/],
    [overlay({}), /action 0 of the Overlay to have a `target`/],
    [overlay({ target: '$', remove: true }), /would remove the whole document/],
    [overlay({ target: '$.a.b', update: 1 }), /neither an object nor a list/],
  ])('%j is refused', (value, sentence) => {
    expect(() => applyOverlay({ a: { b: 1 } }, value)).toThrow(sentence);
  });
});
