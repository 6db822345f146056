// Multipart bodies: cutting, names, types of parts, files, and what is wrong with them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import multipart from '../../src/content/multipart.ts';
import { parseDisposition } from '../../src/content/disposition.ts';
import { contextOf, decodeWith, readWith } from './decode-with.ts';
import type { Setting } from './decode-with.ts';
import type { TestSchema } from './shape-of.ts';

const mediaType = 'multipart/form-data; boundary="b 1"';
const part = (name: string, body: string, more = '', newline = '\r\n'): string =>
  `--b 1${newline}Content-Disposition: form-data; name="${name}"${more.replaceAll('\n', newline)}${newline}${newline}${body}${newline}`;
const close = '--b 1--';
const object = (properties: Record<string, TestSchema>): TestSchema => ({ type: 'object', properties });
const read = (body: string | Uint8Array, schema?: TestSchema, encoding: Setting['encoding'] = {}) =>
  readWith(multipart, body, { mediaType, ...(schema ? { schema } : {}), encoding });
const notes = (body: string | Uint8Array, schema?: TestSchema, encoding: Setting['encoding'] = {}): string[] =>
  read(body, schema, encoding).notes.map(({ severity, pointer, message }) => `${severity} ${pointer} ${message}`);

describe('multipart', () => {
  const schema = object({
    id: { type: 'integer' },
    tags: { type: 'array', items: { type: 'string' } },
    meta: object({ n: { type: 'integer' } }),
    photo: { type: 'string', format: 'binary' },
    f: { type: 'array', items: object({ Key: { type: 'integer' } }) },
  });

  it('reads text, lists, JSON and files', () => {
    const body = `preamble\r\n${part('id', '7')}${part('tags', 'a')}${part('tags[]', 'é')}${part('meta', '{"n":1}')}${part('f[0][Key]', '3')}${part('photo', '\u0089PNG\r\n--b', '; filename="p.png"\nContent-Type: image/png')}${close}\r\nepilogue`;
    const value = { id: 7, tags: ['a', 'é'], meta: { n: 1 }, f: [{ Key: 3 }], photo: '\u0089PNG\r\n--b' };
    expect(read(body, schema, { photo: { contentType: 'image/*' } })).toEqual({ value, notes: [], skip: ['/photo'] });
    expect(read(Buffer.from(body), schema).value).toEqual({ ...value, photo: '\u00c2\u0089PNG\r\n--b' });
  });

  it('reads lines that end in LF, parts without content and no parts at all', () => {
    expect(read(`${part('id', '7', '', '\n')}${part('empty', '', '', '\n')}${close}`, schema).value).toEqual({ id: 7, empty: '' });
    expect(read(close)).toEqual({ value: {}, notes: [], skip: [] });
  });

  it('reads a part by its type, by the encoding, by the schema', () => {
    expect(read(`${part('x', '[1]', '\nContent-Type: application/json')}${close}`).value).toEqual({ x: [1] });
    expect(read(`${part('x', '12')}${close}`, undefined, { x: { contentType: 'application/json' } }).value).toEqual({ x: 12 });
    expect(read(`${part('meta', '<meta><n>1</n></meta>', '\nContent-Type: application/xml')}${close}`, schema).value).toEqual({
      meta: { n: 1 },
    });
    expect(read(`${part('meta', '{"n":1}', '; filename="m.json"\nContent-Type: application/json')}${close}`, schema)).toEqual({
      value: { meta: { n: 1 } },
      notes: [],
      skip: [],
    });
  });

  it('notes a part whose type the encoding does not allow', () => {
    const photo = { photo: { contentType: 'image/png, image/jpeg' } };
    expect(notes(`${part('photo', 'x', '; filename="a.txt"\nContent-Type: text/plain')}${close}`, schema, photo)).toEqual([
      'error /photo Expected the part `photo` to be `image/png` or `image/jpeg`, got `text/plain`',
    ]);
    expect(notes(`${part('photo', 'x', '; filename="a"')}${close}`, schema, photo)).toEqual([
      'error /photo Expected the part `photo` to be `image/png` or `image/jpeg`, got no Content-Type',
    ]);
  });

  it('notes parts without a name or without an end of their fields, and loses nothing else', () => {
    const body = `--b 1\r\nContent-Type: text/plain\r\n\r\nx\r\n--b 1\r\nno header here\r\n${part('id', '7')}${close}`;
    expect(read(body, schema).value).toEqual({ id: 7 });
    expect(notes(body, schema)).toContain('error  Expected part 1 to have a name in its Content-Disposition, got none');
    expect(notes(body, schema)).toContain('error  Expected an empty line after the header fields of part 2, got none');
  });

  it('notes JSON that is none, text that is no UTF-8, a name that repeats', () => {
    expect(notes(`${part('meta', '{"n":')}${close}`, schema)[0]).toMatch(/^error \/meta /);
    expect(notes(Buffer.from(`${part('id', '\xe9')}${close}`, 'latin1'), schema)).toEqual(['error /id The part is not valid UTF-8']);
    expect(notes(`${part('id', '1')}${part('id', '2')}${close}`, schema)).toEqual([
      'error /id Expected the name once, got it 2 times: `id`',
    ]);
  });

  it.each([
    ['no boundary', 'Expected the first boundary, the body has none', 0],
    [`--b 1\r\nA: b\r\n\r\nx`, 'Expected the closing boundary after part 1, got the end of the body', 16],
    [part('id', '1'), 'Expected the closing boundary after part 1, got the end of the body', part('id', '1').length],
  ])('refuses %j', (body, message, offset) => {
    expect(decodeWith(multipart, body, { mediaType })).toEqual({ kind: 'malformed', message, offset });
  });

  it('takes the boundary from the body where the media type lost it', () => {
    const setting = { mediaType: 'multipart/form-data' };
    expect(readWith(multipart, `${part('id', '1')}${close}`, setting)).toMatchObject({
      value: { id: '1' },
      notes: [{ severity: 'warning' }],
    });
    expect(decodeWith(multipart, 'x', setting)).toMatchObject({
      kind: 'malformed',
      message: 'Expected a `boundary` in the media type, got none',
    });
  });

  it('does not cut at a longer boundary or in the middle of a line', () => {
    expect(read(`${part('id', 'x\r\n--b 12\r\ny --b 1\r\nz')}${close}`).value).toEqual({ id: 'x\r\n--b 12\r\ny --b 1\r\nz' });
  });

  it('makes `__proto__` an own property', () => {
    expect(Object.keys(read(`${part('__proto__', 'x')}${close}`).value as object)).toEqual(['__proto__']);
  });

  it('reads back what it wrote', () => {
    const setting: Setting = { mediaType, schema, encoding: { f: { style: 'deepObject' } } };
    const text = fc.string({ unit: fc.constantFrom('a', '\r\n', '--', ' ', 'é', '😀', '"') });
    const value = fc.record(
      {
        id: fc.integer(),
        tags: fc.array(text, { minLength: 1 }),
        meta: fc.record({ n: fc.integer() }),
        f: fc.array(fc.record({ Key: fc.integer() }), { minLength: 1 }),
        'a "name"': text,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(value, (drawn) => {
        expect(decodeWith(multipart, multipart.encode?.(drawn, contextOf(setting)) ?? '', setting)).toEqual({
          kind: 'value',
          value: drawn,
          notes: [],
          skip: [],
        });
      }),
    );
  });

  it('never throws', () => {
    const piece = fc.constantFrom(
      '--b 1',
      '--',
      '\r\n',
      '\n',
      'Content-Disposition: form-data; name="id"',
      ':',
      ';',
      'filename="',
      'x',
      '\u0000',
      'é',
      '"',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.array(piece, { maxLength: 40 }).map((pieces) => `--b 1\r\n${pieces.join('')}`),
        ),
        (body) => {
          expect(['value', 'malformed']).toContain(decodeWith(multipart, body, { mediaType, schema }).kind);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('content-disposition', () => {
  it.each([
    ['form-data; name="a"', { type: 'form-data', name: 'a', filename: undefined }],
    ['form-data; name=a; filename=b.txt', { type: 'form-data', name: 'a', filename: 'b.txt' }],
    ['Form-Data;NAME="a;b\\"c%22"', { type: 'form-data', name: 'a;b"c"', filename: undefined }],
    ["form-data; name=a; filename=x; filename*=UTF-8''%e2%82%ac.txt", { type: 'form-data', name: 'a', filename: '€.txt' }],
    ["form-data; name=a; filename=x; filename*=UTF-8''%e2", { type: 'form-data', name: 'a', filename: 'x' }],
    ['', { type: '', name: undefined, filename: undefined }],
  ])('%s', (value, expected) => {
    expect(parseDisposition(value)).toEqual(expected);
  });
});
