// Documents become values: JSON and YAML told apart, hostile ones refused with a place.
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/model/user-error.ts';
import { parseDocument } from '../../src/source/document.ts';

function failure(text: string, uri = 'api.yaml'): string {
  try {
    parseDocument(text, uri);
  } catch (error) {
    if (!(error instanceof UserError) || !error.location) throw error;
    const { line, column } = error.location.source.position(error.location.pointer);
    return `${line}:${column} ${error.message}`;
  }
  return 'no failure';
}

describe('parseDocument', () => {
  it('reads the YAML 1.2 core schema: no dates, no yes and no, no merge keys', () => {
    const { value, syntax } = parseDocument(
      '\ufeffa: 2020-01-01\nb: yes\nc: 017\nd: 1_000\ne: 12:30:45\nf: ~\ng: 1e3\nh: &x {b: 1}\ni: {<<: *x}\n200: ok\n',
      'api.yaml',
    );
    expect(syntax).toBe('yaml');
    expect(value).toEqual({
      a: '2020-01-01',
      b: 'yes',
      c: 17,
      d: '1_000',
      e: '12:30:45',
      f: null,
      g: 1000,
      h: { b: 1 },
      i: { '<<': { b: 1 } },
      200: 'ok',
    });
  });

  it('tells JSON from YAML by content', () => {
    expect(parseDocument('\ufeff {"a": 1}', 'api.yaml')).toEqual({ value: { a: 1 }, syntax: 'json' });
    expect(parseDocument('a: 1', 'api.txt')).toEqual({ value: { a: 1 }, syntax: 'yaml' });
    expect(parseDocument('{a: 1}', 'api.yml')).toEqual({ value: { a: 1 }, syntax: 'yaml' });
    expect(parseDocument('true', 'api.json')).toEqual({ value: true, syntax: 'json' });
  });

  it.each([
    ['', 'a.yaml', '1:1 The file is empty'],
    ['# only a comment\n', 'a.yaml', '1:1 The file is empty'],
    ['{"a": 1,\n "b": }', 'a.json', '2:7 Not JSON: unexpected `}`, expected a value'],
    ['a: 1', 'a.json', '1:1 Not JSON: unexpected `a`, expected a value'],
    ['a: 1\nb: 2\na: 3\n', 'a.yaml', '3:1 Not YAML: Duplicated mapping key'],
    ['a: *b', 'a.yaml', '1:5 Not YAML: Unidentified alias "b"'],
    ['a: 1\n---\nb: 1\n', 'a.yaml', '2:1 Not YAML: Expected one YAML document, got 2 (separated by `---`)'],
    ['a: &a [1, *a]', 'a.yaml', '1:11 Not YAML: An alias stands inside the value it names, which would never end'],
    ['a: !!js/function x', 'a.yaml', '1:4 Not YAML: Unknown scalar tag !<tag:yaml.org,2002:js/function>'],
  ])('%j in %s', (text, uri, message) => {
    expect(failure(text, uri)).toBe(message);
  });

  it('refuses alias bombs and deep nesting without hanging', () => {
    const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]'];
    for (let i = 1; i < 12; i++) lines.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(',')}]`);
    expect(failure(lines.join('\n'))).toBe('2:10 Not YAML: The aliases of the document expand to more than 1,000,000 values');
    const chain = ['a0: &a0 [x]'];
    for (let i = 1; i < 20_000; i++) chain.push(`a${i}: &a${i} [*a${i - 1}]`);
    expect(failure(chain.join('\n'))).toBe('2:10 Not YAML: With its aliases the document is nested deeper than 1000 levels');
    expect(failure('['.repeat(100_000) + ']'.repeat(100_000), 'a.json')).toBe('1:1001 The document is nested deeper than 1000 levels');
    expect(failure('- '.repeat(100_000))).toContain('nested deeper than 1000 levels');
    expect(failure('{a: '.repeat(100_000))).toContain('nested deeper than 1000 levels');
    const deep = '['.repeat(999) + ']'.repeat(999);
    expect(parseDocument(deep, 'a.json').syntax).toBe('json');
    expect(parseDocument(`# yaml\n${deep}`, 'a.yaml').syntax).toBe('yaml');
  });

  it('gives every alias an object of its own', () => {
    const { value } = parseDocument('a: &x {y: [1]}\nb: *x\n', 'a.yaml');
    const { a, b } = value as { a: unknown; b: unknown };
    expect(b).toEqual(a);
    expect(b).not.toBe(a);
  });

  it('keeps `__proto__` as a plain property', () => {
    for (const text of ['{"__proto__": {"polluted": 1}}', '__proto__: {polluted: 1}', 'x: &x {__proto__: {polluted: 1}}\n__proto__: *x']) {
      const { value } = parseDocument(text, 'a.yaml');
      expect(Object.hasOwn(value as object, '__proto__')).toBe(true);
      expect((value as { polluted?: number }).polluted).toBeUndefined();
    }
  });
});
