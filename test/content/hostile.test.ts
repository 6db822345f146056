// Huge and absurd bodies are read in a time that grows with their length; the limits are far above what a linear reader needs and far below what a quadratic one takes.
import { describe, expect, it } from 'vitest';
import form from '../../src/content/form.ts';
import json from '../../src/content/json.ts';
import multipart from '../../src/content/multipart.ts';
import xml from '../../src/content/xml.ts';
import { contextOf, decodeWith, readWith } from './decode-with.ts';
import type { TestSchema } from './shape-of.ts';

const strings: TestSchema = { type: 'array', items: { type: 'string' } };
const schema: TestSchema = {
  type: 'object',
  xml: { name: 'a' },
  properties: {
    b: strings,
    s: { type: 'string' },
    i: { type: 'array', items: { type: 'object', properties: { k: { type: 'integer' } } } },
  },
};
const lengthOf = (value: unknown, key: string): number => (value as Record<string, string | unknown[]>)[key]?.length ?? -1;

describe.concurrent('hostile bodies', { timeout: 20_000 }, () => {
  it('XML with one text of ten megabytes', () => {
    expect(lengthOf(readWith(xml, `<a><s>${'x'.repeat(1e7)}</s></a>`, { schema }).value, 's')).toBe(1e7);
  });

  it('XML with a million entities', () => {
    expect(lengthOf(readWith(xml, `<a><s>${'&amp;'.repeat(1e6)}</s></a>`, { schema }).value, 's')).toBe(1e6);
  });

  it('XML that nests 100,000 deep', () => {
    expect(decodeWith(xml, '<a>'.repeat(1e5) + '</a>'.repeat(1e5), { schema })).toEqual({
      kind: 'unchecked',
      reason: 'The body nests elements more than 256 deep',
    });
  });

  it('XML with 100,000 elements at the greatest depth, each with a namespace', () => {
    const body = `${'<a>'.repeat(254)}${'<p:b xmlns:p="u"/>'.repeat(1e5)}${'</a>'.repeat(254)}`;
    expect(decodeWith(xml, body).kind).toBe('value');
  });

  it('XML with more elements than anybody needs', () => {
    expect(decodeWith(xml, `<a>${'<b/>'.repeat(1_000_001)}</a>`, { schema })).toEqual({
      kind: 'unchecked',
      reason: 'The body has more than 1,000,000 elements and attributes',
    });
  });

  it('XML with 100,000 attributes, found again one by one', () => {
    const body = `<a ${Array.from({ length: 1e5 }, (_, i) => `n${i}="${i}"`).join(' ')}/>`;
    expect(Object.keys(readWith(xml, body, { schema }).value as object)).toHaveLength(1e5);
    const span = xml.locate?.(body, '/n99999', 'value', contextOf({ schema }));
    expect(body.slice(span?.start, span?.end)).toBe('99999');
  });

  it('JSON that nests five hundred thousand deep', () => {
    expect(decodeWith(json, '['.repeat(5e5) + ']'.repeat(5e5)).kind).toBe('value');
    expect(decodeWith(json, '{"a":'.repeat(1e5) + '1' + '}'.repeat(1e5)).kind).toBe('value');
  });

  it('JSON with a number of a million digits', () => {
    expect(readWith(json, `[${'1'.repeat(1e6)}]`).notes).toMatchObject([{ kind: 'lossy-number', pointer: '/0' }]);
  });

  it('JSON with one name 100,000 times', () => {
    expect(readWith(json, `{${'"a":1,'.repeat(1e5)}"a":2}`)).toMatchObject({ value: { a: 2 } });
  });

  it('a form with a million pairs', () => {
    expect(lengthOf(readWith(form, 'b=1&'.repeat(1e6), { schema }).value, 'b')).toBe(1e6);
  });

  it('a form with 100,000 indexed items', () => {
    expect(lengthOf(readWith(form, Array.from({ length: 1e5 }, (_, i) => `i[${i}][k]=1`).join('&'), { schema }).value, 'i')).toBe(1e5);
  });

  it('a form whose name is a million brackets', () => {
    expect(Object.keys(readWith(form, `i${'[x]'.repeat(1e6)}=1&i${'['.repeat(1e6)}]=1`, { schema }).value as object)).toHaveLength(2);
  });

  it('a multipart body with 100,000 parts, and with one more', () => {
    const part = '--b\r\nContent-Disposition: form-data; name="b"\r\n\r\nx\r\n';
    const setting = { schema, mediaType: 'multipart/form-data; boundary=b' };
    expect(lengthOf(readWith(multipart, `${part.repeat(1e5)}--b--`, setting).value, 'b')).toBe(1e5);
    expect(decodeWith(multipart, `${part.repeat(1e5 + 1)}--b--`, setting)).toEqual({
      kind: 'unchecked',
      reason: 'The body has more than 100,000 parts',
    });
  });

  it('a multipart body full of almost-boundaries', () => {
    expect(decodeWith(multipart, `--b\r\n${'\n--bc'.repeat(1e6)}`, { mediaType: 'multipart/form-data; boundary=b' }).kind).toBe(
      'malformed',
    );
  });
});
