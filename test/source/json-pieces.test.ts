// A large JSON document read from its bytes: the same value as JSON.parse, and the same places as its text has.
import { describe, expect, it } from 'vitest';
import { byteSource } from '../../src/source/byte-source.ts';
import { parseInPieces } from '../../src/source/json-pieces.ts';
import { fileSource } from '../../src/source/text-source.ts';

const schemas = Object.fromEntries(
  Array.from({ length: 3000 }, (_, index) => [
    `Schéma ${index}/~`,
    { type: 'object', description: `Zahl ${index} „ä“ 😀 \n "quoted" \\`, properties: { a: { enum: [index, null, 'ü'] } } },
  ]),
);
const document = { openapi: '3.1.0', paths: { '/a': { get: { 'x-list': [1, [2, { three: 'drei' }], 'x'] } } }, components: { schemas } };

const variants: readonly (readonly [string, string])[] = [
  ['in one line', JSON.stringify(document)],
  ['indented', JSON.stringify(document, null, 2)],
  ['with a byte order mark', `\ufeff${JSON.stringify(document, null, 1)}`],
  ['with CRLF', JSON.stringify(document, null, 1).replaceAll('\n', '\r\n')],
  [
    'with repeated and strange names',
    `{"a":1,"a":{"b":[${'"…",'.repeat(100_000)}1],"__proto__":{"c":1}},"\\u0062\\/":2,"__proto__":{"d":[]},"7":1}`,
  ],
];

const pointersOf = (value: unknown, pointer = '', depth = 0): string[] =>
  typeof value !== 'object' || value === null || depth > 6
    ? [pointer]
    : [
        pointer,
        ...Object.keys(value)
          .slice(-7)
          .flatMap((key) =>
            pointersOf((value as Record<string, unknown>)[key], `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1),
          ),
      ];

describe('a large JSON document', () => {
  it.each(variants)('%s is the value JSON.parse gives, with the places of its text', (_, text) => {
    const bytes = Buffer.from(text);
    const parsed = parseInPieces(bytes);
    const wanted: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    expect(JSON.stringify(parsed?.value)).toBe(JSON.stringify(wanted));
    const fromBytes = byteSource('a.json', bytes, (parsed as NonNullable<typeof parsed>).outline);
    const fromText = fileSource({ uri: 'a.json', syntax: 'json', read: () => text });
    const places = (source: typeof fromText): unknown =>
      [...pointersOf(wanted), '/no/such', '/paths/~1a/get/x-list/9', '/components/schemas/none'].map((pointer) => [
        pointer,
        source.position(pointer),
        source.position(pointer, 'key'),
        source.positionInside(pointer, { start: 1, end: 3 }, false),
      ]);
    expect(places(fromBytes)).toEqual(places(fromText));
    expect(fromBytes.lines(1, 3)).toEqual(fromText.lines(1, 3));
    expect(fromBytes.lines(40, 42)).toEqual(fromText.lines(40, 42));
  });

  it.each(['{"a":1} x', '{"a":1,}', '{"a" 1}', '{"a":1', '{"a":01}', '[1]', '', '{"a":{"b":tru}}', '{"a\n":1}'])(
    'leaves %j to others',
    (text) => {
      expect(parseInPieces(Buffer.from(text))).toBeUndefined();
    },
  );
});
