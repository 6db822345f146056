// Places in JSON text, what JSON.parse loses, and why a text is not JSON; long, because each scanner meets the same hostile texts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outlineJson } from '../../src/model/json-outline.ts';
import { diagnoseJson, inspectJson, locateJson, locateNearestJson, mapStringOffset } from '../../src/model/json-text.ts';
import { child, pointerOf } from '../../src/model/pointer.ts';

const cut = (text: string, pointer: string, at?: 'key' | 'value'): string | undefined => {
  const span = locateJson(text, pointer, at);
  return span && text.slice(span.start, span.end);
};

function* places(value: unknown, pointer = ''): Generator<[string, unknown]> {
  yield [pointer, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* places(inner, child(pointer, key));
}

/** JSON.parse is the judge of what is JSON. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('locateJson', () => {
  it('finds every value of any JSON value, minified or pretty', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1, '\t', '\r\n'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        for (const [pointer, inner] of places(JSON.parse(text))) {
          expect(JSON.parse(cut(text, pointer) ?? 'missing')).toEqual(inner);
          const name = cut(text, pointer, 'key');
          if (pointer !== '' && name?.startsWith('"') && name !== cut(text, pointer))
            expect(child('', JSON.parse(name))).toBe(pointer.slice(pointer.lastIndexOf('/')));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('takes the last of repeated names, as JSON.parse does', () => {
    expect(cut('{"a":{"x":1},"b":2,"a":{"x":3}}', '/a/x')).toBe('3');
    expect(cut('{"a":{"x":1},"a":7}', '/a/x')).toBeUndefined();
    expect(cut('{"a":7,"a":{"x":[1,2]}}', '/a/x/1')).toBe('2');
    expect(cut(String.raw`{"a":1,"\u0061":2}`, '/a')).toBe('2');
  });

  it('reads escapes in names and tokens', () => {
    expect(cut(String.raw`{"a\/b":{"~":{"":[0,"x\"]"]}}}`, '/a~1b/~0//1')).toBe(String.raw`"x\"]"`);
    expect(cut('{"__proto__":{"a":1}}', '/__proto__/a')).toBe('1');
    expect(cut('\ufeff {"a" : true }', '/a')).toBe('true');
  });

  it('does not find what is not there, and names the nearest place', () => {
    const text = '{"a":[1,{"b":2}]}';
    for (const pointer of ['/b', '/a/2', '/a/01', '/a/-', '/a/0/x', '/a/1/b/c']) expect(cut(text, pointer)).toBeUndefined();
    const near = locateNearestJson(text, '/a/1/c/d');
    expect(text.slice(near.start, near.end)).toBe('{"b":2}');
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '1', 'a', ' ', '"a"')),
        fc.constantFrom('', '/a', '/0/a', '/a/a/1'),
        (parts, pointer) => {
          const text = parts.join('');
          const span = locateNearestJson(text, pointer);
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeLessThanOrEqual(text.length);
          expect(span.start).toBeLessThanOrEqual(span.end);
          inspectJson(text);
          expect(diagnoseJson(text) === undefined).toBe(isJson(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('walks 100,000 levels in linear time', () => {
    const depth = 100_000;
    const text = '[1,'.repeat(depth) + '2' + ']'.repeat(depth);
    expect(cut(text, '/1'.repeat(depth))).toBe('2');
    expect(diagnoseJson(text)).toBeUndefined();
    expect(inspectJson(text).lossy).toEqual([]);
    expect(diagnoseJson('[{"a":'.repeat(depth))).toEqual({ offset: 6 * depth, message: 'the text ends inside an object' });
  });
});

describe('outlineJson', () => {
  it('answers like locateNearestJson, also for repeated names and places that are not there', () => {
    const more = fc.array(fc.constantFrom('a', '0', '1', 'x/y', ''), { maxLength: 5 }).map((tokens) => pointerOf(...tokens));
    const key = fc.constantFrom('a', '0', 'x/y', '');
    const value = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('1', '"\\"]}"', 'null'),
        fc.array(tie('node'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
        fc
          .array(fc.tuple(key, tie('node')), { maxLength: 4 })
          .map((members) => `{${members.map(([name, inner]) => `"${name}":${inner}`).join(',\n')} }`),
      ),
    })).node;
    fc.assert(
      fc.property(value, fc.array(more, { minLength: 1 }), fc.constantFrom('key' as const, 'value' as const), (text, pointers, at) => {
        const find = outlineJson(text);
        for (const pointer of pointers) expect(find(pointer, at)).toEqual(locateNearestJson(text, pointer, at));
      }),
      { numRuns: 1000 },
    );
  });

  it('costs each further place only its part', () => {
    const text = JSON.stringify({ interactions: Array.from({ length: 20_000 }, (_, i) => ({ description: 'x'.repeat(200), status: i })) });
    const find = outlineJson(text);
    const started = performance.now();
    for (let i = 0; i < 20_000; i++) {
      const span = find(`/interactions/${i}/status`);
      expect(text.slice(span.start, span.end)).toBe(String(i));
    }
    // Not a benchmark: walking the text each time would take minutes.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('inspectJson', () => {
  it('lists repeated names with their places', () => {
    expect(inspectJson(String.raw`{"a":1,"b":[{"c":1,"\u0063":2}],"a":{"a":1},"__proto__":1,"__proto__":2}`).duplicates).toEqual([
      { pointer: '/b/0/c', key: 'c' },
      { pointer: '/a', key: 'a' },
      { pointer: '/__proto__', key: '__proto__' },
    ]);
    expect(inspectJson('{"a":{"a":1},"b":{"a":"a"},"c":["a","a"]}').duplicates).toEqual([]);
  });

  it('lists numbers a double does not hold', () => {
    const lossy = [
      '9007199254740993',
      '-12345678901234567890',
      '0.12345678901234567891',
      '1e400',
      '1e-400',
      '1' + '0'.repeat(400),
      '3.14159265358979323846',
      `${'9'.repeat(300)}`,
    ];
    const exact = [
      '9007199254740992',
      '9007199254740994',
      '1180591620717411303424',
      '1.0',
      '1e2',
      '1E+2',
      '-0',
      '0.1',
      '0.30000000000000004',
      '0.10000000000000001',
      '0.1000000000000000055511151231257827',
      '100000000000000000000000',
      '1.50000000000000000000000',
      '5e-324',
    ];
    const text = JSON.stringify({ lossy: 0, exact: 0 })
      .replace('"lossy":0', `"lossy":[${lossy.join(',')}]`)
      .replace('"exact":0', `"exact":[${exact.join(' ,')}]`);
    expect(inspectJson(text).lossy).toEqual(lossy.map((digits, index) => ({ pointer: `/lossy/${index}`, digits })));
    expect(inspectJson('9007199254740993').lossy).toEqual([{ pointer: '', digits: '9007199254740993' }]);
  });

  it('finds nothing in what JSON.stringify wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(inspectJson(JSON.stringify(value))).toEqual({ duplicates: [], lossy: [] });
      }),
    );
  });

  it('finds every repeated name, wherever it stands', () => {
    const name = fc.constantFrom('a', 'b', 'aa', 'ab', '', 'é', '__proto__', 'constructor');
    const { node } = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('1', '"a"', '"{\\"a\\":1,\\"a\\":2}"', 'null', '-1.5'),
        fc.array(tie('node'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
        fc
          .array(fc.tuple(name, tie('node')), { maxLength: 5 })
          .map((members) => `{${members.map(([key, value]) => `"${key}":${value}`).join(',\n')}}`),
      ),
    }));
    const countKept = (value: unknown): number =>
      typeof value === 'object' && value !== null
        ? Object.values(value).reduce<number>((sum, inner) => sum + countKept(inner), Array.isArray(value) ? 0 : Object.keys(value).length)
        : 0;
    fc.assert(
      fc.property(node, (text) => {
        const written = text.replaceAll(/"\{\\.*?\}"/g, '0').match(/":/g)?.length ?? 0;
        const { duplicates } = inspectJson(text);
        expect(duplicates.length > 0).toBe(countKept(JSON.parse(text)) < written);
        for (const { key } of duplicates) expect(text).toContain(`"${key}":`);
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps at most 100 of each', () => {
    const found = inspectJson(`[${Array.from({ length: 300 }, () => '{"a":9007199254740993,"a":1}').join(',')}]`);
    expect([found.duplicates.length, found.lossy.length]).toEqual([100, 100]);
  });

  it('is linear in a number of a million digits', () => {
    const zeros = '0'.repeat(1_000_000);
    expect(inspectJson(`[1${zeros}1,0.${zeros}1,1.${zeros}]`).lossy.map(({ pointer }) => pointer)).toEqual(['/0', '/1']);
    expect(diagnoseJson(`[${'1'.repeat(20_000_000)}]`)).toBeUndefined();
  });
});

describe('diagnoseJson', () => {
  it.each([
    ['', 0, 'the text is empty'],
    ['  \n', 3, 'the text is empty'],
    ['\ufeff{}', 0, 'the text begins with a byte order mark'],
    ['{"a":}', 5, 'unexpected `}`, expected a value'],
    ['{"a":1,}', 7, 'a trailing comma before `}`'],
    ['[1,]', 3, 'a trailing comma before `]`'],
    ['[,1]', 1, 'unexpected `,`, expected a value or `]`'],
    ["{'a':1}", 1, 'single quotes; JSON strings stand in double quotes'],
    ['{a:1}', 1, 'unexpected `a`, expected a property name in double quotes or `}`'],
    ['{"a" 1}', 5, 'unexpected `1`, expected `:` after the property name'],
    ['{"a":1 "b":2}', 7, 'unexpected `"`, expected `,` or `}`'],
    ['[1 2]', 3, 'unexpected `2`, expected `,` or `]`'],
    ['[1}', 2, 'unexpected `}`, expected `,` or `]`'],
    ['{} x', 3, 'unexpected `x` after the end of the value'],
    ['[NaN]', 1, '`NaN` is not a JSON value'],
    ['[-Infinity]', 1, '`-Infinity` is not a JSON value'],
    ['[True]', 1, 'unexpected `True`; JSON writes it `true`'],
    ['[nul', 4, 'the text ends inside a word, `nul`'],
    ['[01]', 1, '`01` is not a JSON number'],
    ['[+1]', 1, '`+1` is not a JSON number'],
    ['[.5]', 1, '`.5` is not a JSON number'],
    ['[1.', 3, 'the text ends inside a number'],
    ['-', 1, 'the text ends inside a number'],
    ['["a', 3, 'the text ends inside a string'],
    ['["a\\', 4, 'the text ends inside a string'],
    ['["a\\u12', 7, 'the text ends inside a string'],
    ['["\\u12g4"]', 2, '`\\u` must be followed by four hexadecimal digits'],
    ['["\\x"]', 2, 'unknown escape in a string: a backslash before `x`'],
    ['["a\tb"]', 3, 'the control character U+0009 inside a string, which must be written as an escape or belongs after a closing quote'],
    ['["a\n"]', 3, 'a line break inside a string, which must be written as an escape or belongs after a closing quote'],
    ['[1, // one\n]', 4, 'a comment; JSON has none'],
    ['[\u201ca\u201d]', 1, 'typographic quotes; JSON strings stand in `"`'],
    ['[`a`]', 1, 'unexpected a backtick, expected a value or `]`'],
    ['[\u0000]', 1, 'unexpected U+0000, expected a value or `]`'],
    ['{"a":[1,{"b":"c"', 16, 'the text ends inside an object'],
    ['<html>', 0, 'unexpected `<`, expected a value'],
  ])('%j', (text, offset, message) => {
    expect(diagnoseJson(text)).toEqual({ offset, message });
  });

  it('agrees with JSON.parse about JSON with one character changed', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', ',', '\\', '0', 'e', '-', '.', '}', '\u0001', '\ud800', '\u2028'),
        (json, place, char) => {
          const at = place % (json.length + 1);
          const text = json.slice(0, at) + char + json.slice(at + 1);
          expect(diagnoseJson(text) === undefined).toBe(isJson(text));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('mapStringOffset', () => {
  it('finds every character of any string, whatever is escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (value, all) => {
        const escaped = all
          ? `"${Array.from({ length: value.length }, (_, i) => `\\u${value.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`
          : JSON.stringify(value);
        const text = `[${escaped}]`;
        for (let i = 0; i <= value.length; i++) {
          const at = mapStringOffset(text, 1, i);
          expect(JSON.parse(`"${text.slice(at, -1)}`)).toBe(value.slice(i));
        }
      }),
    );
  });

  it('stops at the closing quote', () => {
    expect(mapStringOffset('"a\\n" ', 0, 99)).toBe(4);
    expect(mapStringOffset('"a\\', 0, 99)).toBe(3);
  });
});
