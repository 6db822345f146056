// Which format takes which media type, and the two that take what has no structure.
import { describe, expect, it } from 'vitest';
import { contentFor, contentFormats } from '../../src/content/index.ts';
import { contextOf, decodeWith } from './decode-with.ts';

describe('contentFor', () => {
  it.each([
    ['application/json', 'json'],
    ['text/json', 'json'],
    ['application/merge-patch+json', 'json'],
    ['text/xml', 'xml'],
    ['application/soap+xml', 'xml'],
    ['application/x-www-form-urlencoded; charset=UTF-8', 'form'],
    ['multipart/form-data; boundary=x', 'multipart'],
    ['multipart/mixed', 'multipart'],
    ['text/html', 'text'],
    ['image/png', 'binary'],
    ['application/yaml', 'binary'],
  ])('%s is %s', (mediaType, id) => {
    expect(contentFor(contextOf({ mediaType }).mediaType).id).toBe(id);
  });

  it('asks in a fixed order', () => {
    expect(contentFormats.map(({ id }) => id)).toEqual(['json', 'xml', 'form', 'multipart', 'text', 'binary']);
  });
});

const decode = (body: string | Uint8Array, mediaType: string, type?: 'string' | 'integer' | 'object' | 'array') => {
  const setting = { mediaType, ...(type ? { schema: { type } } : {}) };
  return decodeWith(contentFor(contextOf(setting).mediaType), body, setting);
};

describe('text', () => {
  it('is its own value', () => {
    expect(decode(Buffer.from('Unauthorized é'), 'text/plain')).toEqual({ kind: 'value', value: 'Unauthorized é', notes: [] });
    expect(decode('', 'text/html', 'string')).toEqual({ kind: 'value', value: '', notes: [] });
    expect(decode('80', 'text/plain', 'integer')).toEqual({ kind: 'value', value: 80, notes: [] });
    expect(decode('9007199254740993', 'text/plain', 'integer')).toMatchObject({
      notes: [{ kind: 'lossy-number', digits: '9007199254740993' }],
    });
  });

  it('notes bytes that are no text in its charset', () => {
    expect(decode(Buffer.from([0x61, 0xff]), 'text/plain')).toMatchObject({ value: 'a\uFFFD', notes: [{ kind: 'invalid-encoding' }] });
  });

  it('is not checked against a structure', () => {
    expect(decode('a;b', 'text/csv', 'array')).toEqual({ kind: 'unchecked', reason: 'No reader makes an array of `text/csv`' });
  });
});

describe('binary', () => {
  it('is held to its presence alone', () => {
    expect(decode(new Uint8Array([0, 255, 65]), 'image/png', 'string')).toEqual({
      kind: 'value',
      value: '\u0000\u00ffA',
      notes: [],
      skip: [''],
    });
    expect(decode('abc', 'application/octet-stream')).toEqual({ kind: 'value', value: 'abc', notes: [], skip: [''] });
  });

  it('is not checked against a structure', () => {
    expect(decode('a: 1', 'application/yaml', 'object')).toEqual({
      kind: 'unchecked',
      reason: 'No reader makes an object of `application/yaml`',
    });
    expect(decode('a: 1', 'application/yaml')).toMatchObject({ kind: 'value' });
  });
});
