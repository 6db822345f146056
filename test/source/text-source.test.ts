// Positions: in files, in parts of large files, and in bodies that are strings inside them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Location } from '../../src/model/location.ts';
import { child } from '../../src/model/pointer.ts';
import { bodySource, fileSource, sliceFile } from '../../src/source/text-source.ts';
import { locateYaml, parseYaml } from '../../src/source/yaml.ts';

const short = ({ line, column, end }: { line: number; column: number; end?: { line: number; column: number } }): string =>
  `${line}:${column}${end ? `-${end.line}:${end.column}` : ''}`;

describe('fileSource', () => {
  it('answers with the line and column of values and names', () => {
    const source = fileSource({ uri: 'a.json', syntax: 'json', read: () => '\ufeff{\r\n  "a": [1,\r\n    {"b": "x"}]\r\n}\r\n' });
    expect(short(source.position('/a/1/b'))).toBe('3:11-3:14');
    expect(short(source.position('/a/1/b', 'key'))).toBe('3:6-3:9');
    expect(short(source.position('/a/1/c/d'))).toBe('3:5-3:15');
    expect(source.lines(2, 3)).toEqual(['  "a": [1,', '    {"b": "x"}]']);
    expect(source.lines(-3, 1)).toEqual(['{']);
    expect(source.lines(5, 9)).toEqual(['']);
  });

  it('reads once, only when asked, and never throws', () => {
    let reads = 0;
    const source = fileSource({ uri: 'a.json', syntax: 'json', read: () => (reads++, '{}') });
    expect(reads).toBe(0);
    source.position('');
    source.lines(1, 1);
    expect(reads).toBe(1);
    const gone = fileSource({
      uri: 'a',
      syntax: 'json',
      read: () => {
        throw new Error('gone');
      },
    });
    expect(short(gone.position('/a'))).toBe('1:1-1:1');
  });
});

describe('locateYaml', () => {
  const text = 'a: &x "q\\n"\nb:\n  - c: |\n      text\n    \'d e\': *x\n  - {f: [1, 2 ], g: , 200: {}}\nh:\ni: &m\n  j: 1\nk: *m\n';
  it.each([
    ['/a', 'value', '"q\\n"'],
    ['/a', 'key', 'a'],
    ['/b/0', 'value', "c: |\n      text\n    'd e': *x"],
    ['/b/0/c', 'value', 'text'],
    ['/b/0/d e', 'key', "'d e'"],
    ['/b/0/d e', 'value', '*x'],
    ['/b/1', 'value', '{f: [1, 2 ], g: , 200: {}}'],
    ['/b/1/f', 'value', '[1, 2 ]'],
    ['/b/1/f/1', 'value', '2'],
    ['/b/1/g', 'value', ':'],
    ['/b/1/200', 'value', '{}'],
    ['/h', 'value', ':'],
    ['/k', 'value', '*m'],
    ['/k/j', 'value', '1'],
  ] as const)('%s %s', (pointer, at, expected) => {
    const span = locateYaml(text, pointer, at);
    expect(span && text.slice(span.start, span.end).trim()).toBe(expected);
  });

  it('does not find what is not there', () => {
    for (const pointer of ['/z', '/b/2', '/a/0', '/b/1/f/x', '/h/a']) expect(locateYaml(text, pointer)).toBeUndefined();
    expect(locateYaml('a: [', '/a')).toBeUndefined();
  });

  it('finds every place of any value written as flow or block YAML', () => {
    const block = (value: unknown, indent: string): string => {
      if (Array.isArray(value) && value.length > 0) return value.map((item) => `\n${indent}- ${block(item, `${indent}  `)}`).join('');
      if (typeof value === 'object' && value !== null && Object.keys(value).length > 0)
        return Object.entries(value)
          .map(([key, item]) => `\n${indent}${JSON.stringify(key)}: ${block(item, `${indent}  `)}`)
          .join('');
      return JSON.stringify(value);
    };
    const json = fc.jsonValue({ maxDepth: 3, noUnicodeString: true, stringUnit: 'grapheme-ascii' });
    fc.assert(
      fc.property(json, fc.boolean(), (value, flow) => {
        const yaml = flow
          ? JSON.stringify(value)
          : `# block${block(value, '').startsWith('\n') ? block(value, '') : `\n${block(value, '')}`}`;
        const parsed = parseYaml(yaml);
        expect(parsed).toEqual({ value: JSON.parse(JSON.stringify(value)) });
        const walk = (inner: unknown, pointer: string): void => {
          const span = locateYaml(yaml, pointer);
          expect(span).toBeDefined();
          if (typeof inner !== 'object' || inner === null) expect(JSON.parse(yaml.slice(span?.start, span?.end))).toEqual(inner);
          else for (const [key, item] of Object.entries(inner)) walk(item, child(pointer, key));
        };
        walk(JSON.parse(JSON.stringify(value)), '');
      }),
      { numRuns: 200 },
    );
  });
});

describe('sliceFile', () => {
  const sliced = (text: string) => {
    const bytes = Buffer.from(text);
    let reads = 0;
    const file = sliceFile({
      uri: 'big.har',
      size: bytes.length,
      read: (offset, length) => (reads++, bytes.subarray(offset, offset + length)),
    });
    return { file, bytes, reads: () => reads };
  };

  it('answers for its part in terms of the whole file, reading only on demand', () => {
    const text = '{"entries": [\n  {"é": "日本", "a": {"b": 1}}, {"c": [\n 2]}\n]}';
    const { file, bytes, reads } = sliced(text);
    const start = bytes.indexOf('{"c"');
    const part = file.slice({ syntax: 'json', prefix: '/entries/1', offset: start, length: bytes.indexOf('\n]}') - start });
    expect(reads()).toBe(0);
    expect(short(part.position('/entries/1'))).toBe('2:31-3:5');
    expect(short(part.position('/entries/1/c', 'key'))).toBe('2:32-2:35');
    expect(short(part.position('/entries/1/c/0'))).toBe('3:2-3:3');
    expect(part.lines(1, 4)).toEqual(text.split('\n'));
  });

  it('agrees with the text about any offset, across blocks and in one endless line', () => {
    const unit = 'añ€😀\n';
    for (const text of [unit.repeat(260_000), 'añ€😀'.repeat(260_000) + '\nz', `\n${'x'.repeat(3 << 20)}\ny`]) {
      const { file, bytes } = sliced(text);
      for (const share of [0.999, 0.1, 0.5, 0.42, 1]) {
        let offset = Math.floor(bytes.length * share);
        while (offset < bytes.length && ((bytes[offset] ?? 0) & 0xc0) === 0x80) offset++;
        const before = bytes.toString('utf8', 0, offset);
        const line = before.split('\n').length;
        expect(file.at(offset)).toMatchObject({ line, column: before.length - before.lastIndexOf('\n') });
        if (!text.startsWith('añ€😀añ') && !text.startsWith('\nx'))
          expect(file.slice({ syntax: 'text', prefix: '', offset: 0, length: 0 }).lines(line, line)).toEqual([text.split('\n')[line - 1]]);
      }
    }
  });

  it('never throws when the file has gone', () => {
    const file = sliceFile({
      uri: 'x',
      size: 10,
      read: () => {
        throw new Error('gone');
      },
    });
    const part = file.slice({ syntax: 'json', prefix: '', offset: 5, length: 5 });
    expect(short(part.position('/a'))).toBe('1:1-1:1');
    expect(part.lines(1, 2)).toEqual(['']);
  });
});

describe('bodySource', () => {
  const body = '{\n "a": "é\\n",\n "b": 1\n}';
  const text = `{"log": [\n{"text": ${JSON.stringify(body)}, "data": "e30="}]}`;
  const file = fileSource({ uri: 't.har', syntax: 'json', read: () => text });
  const place = (pointer: string): Location => ({ source: file, pointer });

  it('maps places in a body through the string that holds it', () => {
    const source = bodySource({ content: { form: 'text', text: body, location: place('/log/0/text') }, syntax: 'json' });
    const { line, column, end } = source.position('/b');
    expect(line).toBe(2);
    expect(text.split('\n')[1]?.slice(column - 1, (end?.column ?? 0) - 1)).toBe('1');
    const key = source.position('/a', 'key');
    expect(text.split('\n')[1]?.slice(key.column - 1, (key.end?.column ?? 0) - 1)).toBe('\\"a\\"');
    expect(source.within?.pointer).toBe('/log/0/text');
    expect(source.lines(1, 1)).toEqual(['{"log": [']);
  });

  it('answers with the string for base64, with the place itself for values, and through `locate` for other formats', () => {
    const bytes = Buffer.from('{}');
    expect(
      short(
        bodySource({ content: { form: 'bytes', bytes, verbatim: false, location: place('/log/0/data') }, syntax: 'json' }).position('/a'),
      ),
    ).toBe(short(file.position('/log/0/data')));
    expect(
      short(bodySource({ content: { form: 'value', value: null, location: place('/log') }, syntax: 'json' }).position('/0/data')),
    ).toBe(short(file.position('/log/0/data')));
    const xml = fileSource({ uri: 'a.xml', syntax: 'xml', read: () => '<a>\n <b/></a>' });
    const locate = (_: string, pointer: string) => (pointer === '/b' ? { start: 5, end: 9 } : undefined);
    const source = bodySource({
      content: { form: 'bytes', bytes: Buffer.from('<a>\n <b/></a>'), verbatim: true, location: { source: xml, pointer: '' } },
      syntax: 'xml',
      locate,
    });
    expect(short(source.position('/b'))).toBe('2:2-2:6');
    expect(short(source.position('/b/c/d'))).toBe('2:2-2:6');
    expect(short(source.position('/c'))).toBe('1:1-2:10');
  });
});
