// JSON bodies: the value of JSON.parse and everything it would not have told.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import json from '../../src/content/json.ts';
import { mayLose } from '../../src/content/json-loss.ts';
import { inspectJson } from '../../src/model/json-text.ts';
import { contextOf, decodeWith, placeIn, readWith } from './decode-with.ts';

const setting = { mediaType: 'application/json' };
const read = (body: string | Uint8Array) => readWith(json, body, setting);

describe('json', () => {
  it.each([
    'application/json',
    'text/json',
    'application/json-patch+json',
    'application/problem+json',
    'application/vnd.crm+json; charset=utf-8',
  ])('reads %s', (mediaType) => {
    expect(json.matches(contextOf({ mediaType }).mediaType)).toBe(true);
  });

  it.each(['application/jsonx', 'text/plain', 'application/x-ndjson'])('leaves %s to others', (mediaType) => {
    expect(json.matches(contextOf({ mediaType }).mediaType)).toBe(false);
  });

  it('has nothing to note about ordinary JSON', () => {
    expect(
      read('{"id": 1, "when": "2021-11-26T04:36:28.5400491Z", "quoted": "a\\":b", "list": [{"id": 2}, {"id": 3}], "n": 1.5e3}'),
    ).toMatchObject({ notes: [] });
    expect(read('{"when":"2021-11-26T04:36:28.5400491Z","phone":"12345678901234567890"}').notes).toEqual([]);
  });

  it.each([
    ['{"a":1,"a":2}', { a: 2 }, '/a'],
    ['{"a" : 1, "a" : 2}', { a: 2 }, '/a'],
    ['{"x":[{"a":1,"\\u0061":2}]}', { x: [{ a: 2 }] }, '/x/0/a'],
    ['{"a":1,"b":"\\":","a":2}', { a: 2, b: '":' }, '/a'],
    // A number shorter than its digits makes up for the name that repeats.
    ['{"a":1e9,"a":1e9}', { a: 1e9 }, '/a'],
    ['{"b":1000000000,"b":1e12}', { b: 1e12 }, '/b'],
  ])('notes the name that repeats in %s', (body, value, pointer) => {
    expect(read(body)).toMatchObject({ value, notes: [{ kind: 'duplicate-key', severity: 'error', pointer }] });
  });

  it.each([
    ['{"id":9007199254740993}', '/id', '9007199254740993'],
    ['[0.12345678901234567890123]', '/0', '0.12345678901234567890123'],
    ['[1.00000000000000000001]', '/0', '1.00000000000000000001'],
    ['{"big": 1e400}', '/big', '1e400'],
    ['[-12345678901234567891]', '/0', '-12345678901234567891'],
  ])('notes the digits lost in %s', (body, pointer, digits) => {
    expect(read(body).notes).toMatchObject([{ kind: 'lossy-number', severity: 'warning', pointer, digits }]);
  });

  it('notes a byte order mark and reads on', () => {
    expect(read(Buffer.from('\ufeff{"a":1}'))).toMatchObject({
      value: { a: 1 },
      notes: [{ kind: 'byte-order-mark', severity: 'error', pointer: '' }],
    });
    expect(decodeWith(json, '\ufeff{"a":}', setting)).toMatchObject({ kind: 'malformed', offset: 6 });
  });

  it('notes bytes that are no UTF-8 and reads on', () => {
    expect(read(Buffer.from('{"a":"\xe9"}', 'latin1'))).toMatchObject({
      value: { a: '\uFFFD' },
      notes: [{ kind: 'invalid-encoding', severity: 'error' }],
    });
    expect(readWith(json, Buffer.from('{"a":"\xe9"}', 'latin1'), { mediaType: 'application/json; charset=iso-8859-1' })).toMatchObject({
      value: { a: 'é' },
      notes: [],
    });
  });

  it.each([
    ['', 'Expected JSON, the body is empty', 0],
    [' \n', 'Expected JSON, the body is empty', 0],
  ])('calls %j empty', (body, message, offset) => {
    expect(decodeWith(json, body, setting)).toEqual({ kind: 'malformed', message, offset });
  });

  it('says where broken JSON ends', () => {
    expect(decodeWith(json, '{"a":1,}', setting)).toMatchObject({ kind: 'malformed', offset: 7 });
    expect(decodeWith(json, '{"a":1', setting)).toMatchObject({ kind: 'malformed', offset: 6 });
  });

  it('makes `__proto__` an own property', () => {
    const { value } = read('{"__proto__":{"admin":true}}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('finds places', () => {
    expect(placeIn(json, '{"a": [1, 22]}', '/a/1', setting)).toBe('22');
    expect(placeIn(json, '{"a": [1, 22]}', '/a', setting, 'key')).toBe('"a"');
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(read(String(json.encode?.(value, contextOf(setting)))).value).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('the quick test for losses', () => {
  const name = fc.constantFrom('a', 'b', 'a":', '__proto__', '1');
  const number = fc.oneof(
    fc.integer().map(String),
    fc.constantFrom(
      '1e9',
      '1E3',
      '1000',
      '0.10',
      '-0',
      '9007199254740993',
      '123456789.12345678',
      '0.1234567890123456',
      '1e400',
      '100000000000000000000',
    ),
  );
  const space = fc.constantFrom('', '', '', ' ', '\n');
  const { value } = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      number,
      fc.constantFrom('true', 'null', '"x"', '"\\":"', '"a : b"', '"\\u0061"'),
      fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
      fc
        .tuple(fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }), space)
        .map(([members, gap]) => `{${members.map(([key, member]) => `${JSON.stringify(key)}${gap}:${gap}${member}`).join(',')}}`),
    ),
  }));

  it('never misses what the full scan finds', () => {
    fc.assert(
      fc.property(value, (text) => {
        const { duplicates, lossy } = inspectJson(text);
        const isMissed = duplicates.length + lossy.length > 0 && !mayLose(text, JSON.parse(text));
        expect(isMissed).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it('spares ordinary JSON the full scan', () => {
    for (const text of [
      '{"a":1,"b":[{"c":"2021-11-26T04:36:28.5400491Z"}]}',
      '{ "a": 1.5, "b": "\\/x" }',
      '{"id":"12345678-1234-1234-1234-123456789012"}',
    ]) {
      expect(mayLose(text, JSON.parse(text))).toBe(false);
    }
  });
});
