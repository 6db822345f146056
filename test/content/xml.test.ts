// XML by schema: names, attributes, arrays, namespaces, types, emptiness, and what is noted when a document differs; long, because XML has that many ways to say one thing.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import xml from '../../src/content/xml.ts';
import { contextOf, decodeWith, placeIn, readWith } from './decode-with.ts';
import type { TestSchema } from './shape-of.ts';

const read = (body: string | Uint8Array, schema?: TestSchema, mediaType = 'application/xml') =>
  readWith(xml, body, { ...(schema ? { schema } : {}), mediaType });
const valueOf = (body: string, schema?: TestSchema): unknown => read(body, schema).value;
const notesOf = (body: string, schema?: TestSchema): string[] =>
  read(body, schema).notes.map(({ kind, severity, pointer, message }) => `${severity} ${kind} ${pointer} ${message}`);
const encode = (value: unknown, schema?: TestSchema): unknown => xml.encode?.(value, contextOf(schema ? { schema } : {}));
const object = (properties: Record<string, TestSchema>, more: Partial<TestSchema> = {}): TestSchema => ({
  type: 'object',
  xml: { name: 'a' },
  properties,
  ...more,
});

describe('names', () => {
  it('takes the root from xml.name, then from the component, then any', () => {
    expect(notesOf('<a/>', { type: 'object', name: 'b', xml: { name: 'a' } })).toEqual([]);
    expect(notesOf('<b/>', { type: 'object', name: 'b' })).toEqual([]);
    expect(notesOf('<anything/>', { type: 'object' })).toEqual([]);
  });

  it('decodes under a wrong root and says so', () => {
    const { value, notes } = read('<b><id>1</id></b>', object({ id: { type: 'integer' } }));
    expect(value).toEqual({ id: 1 });
    expect(notes).toMatchObject([
      { kind: 'unexpected-name', severity: 'error', pointer: '', message: 'Expected the root element `a`, got `b`' },
    ]);
  });

  it('only warns where the root is named by its component alone', () => {
    expect(notesOf('<b/>', { type: 'object', name: 'Contact' })).toEqual([
      'warning unexpected-name  Expected the root element `Contact`, got `b`',
    ]);
  });

  it('renames properties and tells the two kinds of children apart', () => {
    const schema = object({ id: { type: 'integer', xml: { attribute: true } }, full: { type: 'string', xml: { name: 'full-name' } } });
    expect(read('<a id="7"><full-name>Ann</full-name></a>', schema)).toEqual({ value: { id: 7, full: 'Ann' }, notes: [], skip: [] });
    expect(read('<a><id>7</id><full>Ann</full></a>', schema).value).toEqual({ id: 7, full: 'Ann' });
    expect(notesOf('<a><id>7</id><full>Ann</full></a>', schema)).toEqual([
      'error unexpected-name /id Expected `id` to be written as the attribute `id`, got the element `id`',
      'error unexpected-name /full Expected `full` to be written as the element `full-name`, got the element `full`',
    ]);
  });

  it('keeps what the contract does not know under its name', () => {
    expect(read('<a new="1"><other><x>1</x><x>2</x></other></a>', object({}))).toEqual({
      value: { new: '1', other: { x: ['1', '2'] } },
      notes: [],
      skip: [],
    });
  });

  it('reads maps by their element names, restoring names that XML cannot hold', () => {
    const schema = object({}, { additionalProperties: { type: 'integer' } });
    expect(valueOf('<a><one>1</one><two_x0020_words>2</two_x0020_words></a>', schema)).toEqual({ one: 1, 'two words': 2 });
    expect(encode({ one: 1, 'two words': 2, '': 3 }, schema)).toBe('<a><one>1</one><two_x0020_words>2</two_x0020_words><_>3</_></a>');
  });

  it('makes `__proto__` an own property', () => {
    const value = valueOf('<a><__proto__><admin>true</admin></__proto__></a>', object({})) as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect('admin' in value).toBe(false);
  });
});

describe('namespaces', () => {
  const schema = object(
    { id: { type: 'integer', xml: { namespace: 'urn:x', prefix: 'p' } }, name: { type: 'string' } },
    { xml: { name: 'a', namespace: 'urn:a' } },
  );

  it('accepts any prefix of the same namespace', () => {
    expect(read('<a xmlns="urn:a" xmlns:q="urn:x"><q:id>1</q:id><name>n</name></a>', schema)).toEqual({
      value: { id: 1, name: 'n' },
      notes: [],
      skip: [],
    });
    expect(read('<z:a xmlns:z="urn:a"><id xmlns="urn:x">1</id><z:name>n</z:name></z:a>', schema)).toEqual({
      value: { id: 1, name: 'n' },
      notes: [],
      skip: [],
    });
  });

  it('takes the same prefix of another namespace for another name', () => {
    expect(valueOf('<a xmlns="urn:a" xmlns:p="urn:y"><p:id>1</p:id></a>', schema)).toEqual({ 'p:id': '1' });
    expect(notesOf('<a xmlns="urn:b"/>', schema)).toEqual([
      'error unexpected-name  Expected the root element `a` in the namespace `urn:a`, got `a` in the namespace "urn:b"',
    ]);
  });

  it('warns of a namespace the contract does not name', () => {
    expect(read('<a xmlns="urn:b"><name>n</name></a>', object({ name: { type: 'string' } }))).toMatchObject({
      value: { name: 'n' },
      notes: [{ severity: 'warning', kind: 'unexpected-name' }],
    });
  });

  it('passes over declarations and xsi attributes', () => {
    expect(
      read(
        '<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="u v" xml:lang="en"><name>n</name></a>',
        object({ name: { type: 'string' } }),
      ),
    ).toEqual({ value: { name: 'n' }, notes: [], skip: [] });
  });

  it('forgets a declaration at the end of its element', () => {
    expect(decodeWith(xml, '<a><b xmlns:p="u"><p:c/></b><p:d/></a>')).toEqual({
      kind: 'malformed',
      message: 'Expected a declared namespace prefix, got `p`',
      offset: 34,
    });
  });

  it('writes declarations where they are needed', () => {
    expect(encode({ id: 1, name: 'n' }, schema)).toBe('<a xmlns="urn:a"><p:id xmlns:p="urn:x">1</p:id><name>n</name></a>');
  });
});

describe('arrays', () => {
  const plain: TestSchema = { type: 'array', items: { type: 'integer', xml: { name: 'n' } } };
  const wrapped: TestSchema = { type: 'array', items: { type: 'integer', xml: { name: 'n' } }, xml: { wrapped: true, name: 'list' } };

  it.each<[string, TestSchema, unknown]>([
    ['<a><n>1</n></a>', plain, [1]],
    ['<a><n>1</n><n>2</n></a>', plain, [1, 2]],
    ['<a><list><n>1</n></list></a>', wrapped, [1]],
    ['<a><list/></a>', wrapped, []],
    ['<a><list>\n</list></a>', wrapped, []],
    ['<a><list><n>1</n><n>2</n></list></a>', wrapped, [1, 2]],
    ['<a><v>1</v><v>2</v></a>', { type: 'array', items: { type: 'integer' } }, [1, 2]],
    ['<a><v><v>1</v></v></a>', { type: 'array', items: { type: 'integer' }, xml: { wrapped: true } }, [1]],
    ['<a><v><v>1</v><v>2</v></v><v/></a>', { type: 'array', items: { type: 'array', items: { type: 'integer' } } }, [[1, 2], []]],
    ['<a><v/></a>', { type: ['array', 'null'], items: { type: 'integer' } }, null],
    ['<a><v>1</v><v>x</v></a>', { type: ['array', 'string'], items: { type: 'string' } }, ['1', 'x']],
  ])('%s', (body, list, expected) => {
    expect(read(body, object({ v: list }))).toEqual({ value: { v: expected }, notes: [], skip: [] });
  });

  it('reads an array at the root', () => {
    expect(read('<list><n>1</n><n>2</n></list>', wrapped)).toEqual({ value: [1, 2], notes: [], skip: [] });
  });

  it('notes items of another name and still decodes them', () => {
    const { value, notes } = read('<a><list><m>1</m></list></a>', object({ v: wrapped }));
    expect(value).toEqual({ v: [1] });
    expect(notes).toMatchObject([
      { kind: 'unexpected-name', pointer: '/v/0', message: 'Expected the items of `list` to be named `n`, got `m`' },
    ]);
  });

  it('notes an element that repeats where one is expected', () => {
    const { value, notes } = read('<a><v>1</v><v>2</v></a>', object({ v: { type: 'integer' } }));
    expect(value).toEqual({ v: 2 });
    expect(notes).toEqual([{ kind: 'duplicate-key', severity: 'error', pointer: '/v', message: 'Expected one `v`, got 2' }]);
  });
});

describe('types', () => {
  it.each<[string, TestSchema, unknown]>([
    ['12', { type: 'integer' }, 12],
    [' +012 ', { type: 'integer' }, 12],
    ['1.0', { type: 'integer' }, '1.0'],
    ['1.50', { type: 'number' }, 1.5],
    ['-.5E2', { type: 'number' }, -50],
    ['NaN', { type: 'number' }, 'NaN'],
    ['true', { type: 'boolean' }, true],
    ['0', { type: 'boolean' }, false],
    ['yes', { type: 'boolean' }, 'yes'],
    ['1', { type: ['boolean', 'integer'] }, 1],
    ['true', { type: ['boolean', 'integer'] }, true],
    ['12', { type: 'string' }, '12'],
    ['12', { type: ['string', 'integer'] }, '12'],
    ['12', { type: ['string', 'integer'], enum: ['a', 12] }, 12],
    ['12', { type: ['string', 'integer'], enum: ['12', 12] }, '12'],
    ['12', {}, '12'],
    ['x', { type: 'object' }, 'x'],
    ['', { type: ['string', 'null'] }, null],
    ['', { type: 'string' }, ''],
    ['  ', { type: 'string' }, '  '],
    ['', { type: ['integer', 'null'] }, null],
    ['', { type: 'integer' }, ''],
    ['', { type: 'object' }, {}],
    ['', { type: ['object', 'null'] }, null],
    ['<![CDATA[<b>]]>&amp;&#x41;<!-- c -->!<?p q?>', { type: 'string' }, '<b>&A!'],
  ])('%s', (content, schema, expected) => {
    expect(valueOf(`<a><v>${content}</v></a>`, object({ v: schema }))).toEqual({ v: expected });
  });

  it('honours xsi:nil whatever the schema says', () => {
    const body = '<a xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><v i:nil="true"/><w i:nil="false">x</w></a>';
    expect(valueOf(body, object({ v: { type: 'string' }, w: { type: 'string' } }))).toEqual({ v: null, w: 'x' });
  });

  it('keeps the digits of numbers a double does not hold', () => {
    expect(
      read('<a><v>9007199254740993</v><w>9007199254740992</w></a>', object({ v: { type: 'integer' }, w: { type: 'integer' } })),
    ).toMatchObject({
      value: { v: 9007199254740992, w: 9007199254740992 },
      notes: [{ kind: 'lossy-number', severity: 'warning', pointer: '/v', digits: '9007199254740993' }],
    });
  });

  it('notes text between members and attributes on a scalar', () => {
    const schema = object({ v: { type: 'string' } });
    expect(notesOf('<a>hello<v lang="en">x</v></a>', schema)).toEqual([
      'error unexpected-name  Expected no text beside the members of `a`, got "hello"',
      'warning unexpected-name /v Expected `v` without attributes, got `lang`',
    ]);
  });

  it('gives elements inside a scalar back as an object, for the validator to refuse', () => {
    expect(valueOf('<a><v>big <b>news</b></v></a>', object({ v: { type: 'string' } }))).toEqual({ v: { b: 'news', '#text': 'big ' } });
  });
});

describe('encoding', () => {
  it('escapes text and replaces what XML cannot hold', () => {
    expect(encode({ v: 'a<b>&"\r\u0000\ud800' }, object({ v: { type: 'string' } }))).toBe(
      '<a><v>a&lt;b&gt;&amp;"&#13;\uFFFD\uFFFD</v></a>',
    );
    expect(encode({ v: '"\n' }, object({ v: { type: 'string', xml: { attribute: true } } }))).toBe('<a v="&quot;&#10;"/>');
  });

  it('writes null as an empty element where the schema allows it, else as xsi:nil', () => {
    expect(encode({ v: null, w: null }, object({ v: { type: ['string', 'null'] }, w: { type: 'string' } }))).toBe(
      '<a><v/><w xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></a>',
    );
  });

  it('keeps dates and large integers verbatim', () => {
    expect(encode({ d: '2021-11-26T04:36:28.5400491Z', n: 1e21 }, object({ d: { type: 'string' }, n: { type: 'integer' } }))).toBe(
      '<a><d>2021-11-26T04:36:28.5400491Z</d><n>1000000000000000000000</n></a>',
    );
  });

  it('refuses a value that nests too deep with a sentence', () => {
    let value: unknown = 1;
    for (let i = 0; i < 10_000; i++) value = { a: value };
    expect(() => encode(value)).toThrow('A value that nests more than 256 deep cannot be written as XML');
  });
});

describe('places', () => {
  const schema = object({
    id: { type: 'integer', xml: { attribute: true } },
    list: { type: 'array', items: { type: 'object', properties: { n: { type: 'integer' } } }, xml: { wrapped: true } },
    tags: { type: 'array', items: { type: 'string', xml: { name: 'tag' } } },
    none: { type: ['string', 'null'] },
  });
  const text =
    '<?xml version="1.0"?>\r\n<a other = "&lt;id=&quot;" id=\'7\'>\r\n <list><list><n>1</n></list><list><n>&#50;</n></list></list><tag>x</tag><none/><tag><![CDATA[y]]></tag></a>';

  it.each([
    ['/id', '7'],
    ['/other', '&lt;id=&quot;'],
    ['/list/1/n', '&#50;'],
    ['/list/0', '<list><n>1</n></list>'],
    ['/tags/1', '<![CDATA[y]]>'],
    ['/tags', '<tag>x</tag><none/><tag><![CDATA[y]]></tag>'],
    ['/none', '<none/>'],
    ['/missing', undefined],
    ['/list/2', undefined],
    ['/list/x', undefined],
    ['/id/deeper', undefined],
  ])('%s is %s', (pointer, expected) => {
    expect(placeIn(xml, text, pointer, { schema })).toBe(expected);
  });

  it('finds the whole document and the names', () => {
    expect(placeIn(xml, text, '', { schema })).toBe(text.slice(text.indexOf('<a')));
    expect(placeIn(xml, text, '/id', { schema }, 'key')).toBe('id');
    expect(xml.locate?.(text, '/id', 'key', contextOf({ schema }))?.start).toBe(text.indexOf("id='7'"));
    expect(placeIn(xml, text, '/tags/1', { schema }, 'key')).toBe('tag');
    expect(placeIn(xml, '<a', '/x', { schema })).toBeUndefined();
  });
});

describe('not well-formed', () => {
  it.each([
    ['', 'Expected an XML document, the body is empty', 0],
    [' \n', 'Expected an XML document, the body is empty', 0],
    ['<a><b></a>', 'Expected the end tag of `b`, got another one', 9],
    ['<a>', 'Expected the end tag of `a`, got the end of the body', 2],
    ['<a b="1" b="2"/>', 'Expected well-formed XML: duplicate attribute: b', 15],
    ['<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>', 'Expected each attribute once, got "b" twice in one namespace', 44],
    ['<a>&nbsp;</a>', 'Expected one of the five predefined entities or a character reference, got another entity', 8],
    ['<a>\u0000</a>', 'Expected a character XML allows here, got another one', 3],
    ['<a>\ud800</a>', 'Expected well-formed XML, got half of a surrogate pair', 3],
    ['{"a":1}', 'Expected one root element and nothing else, got text beside it', 7],
  ])('%s', (body, message, offset) => {
    expect(decodeWith(xml, body)).toEqual({ kind: 'malformed', message, offset });
  });

  it.each([
    [
      'an entity that laughs',
      `<!DOCTYPE a [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "${'&a;'.repeat(10)}">`).join('')}]><a>&a9;</a>`,
    ],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['an external subset', '<!DOCTYPE a SYSTEM "http://example.com/a.dtd"><a/>'],
    ['one that never ends', '<!DOCTYPE a [<!ENTITY x "'],
  ])('refuses %s', (_, body) => {
    expect(decodeWith(xml, body)).toEqual({
      kind: 'malformed',
      message: 'Document type declarations and entity definitions are refused',
      offset: 0,
    });
  });

  it('reads what only looks like a declaration', () => {
    expect(valueOf('<a><v><![CDATA[<!DOCTYPE a>]]></v></a>', object({ v: { type: 'string' } }))).toEqual({ v: '<!DOCTYPE a>' });
  });
});

describe('bytes', () => {
  const schema = object({ v: { type: 'string' } });

  it('follows the byte order mark, then the charset parameter, then the declaration', () => {
    const latin1 = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a><v>\xe9</v></a>', 'latin1');
    expect(read(latin1, schema)).toEqual({ value: { v: 'é' }, notes: [], skip: [] });
    expect(read(Buffer.from('<a><v>\xe9</v></a>', 'latin1'), schema, 'text/xml; charset=iso-8859-1').value).toEqual({ v: 'é' });
    expect(read(Buffer.from('\ufeff<a><v>é</v></a>', 'utf16le'), schema).value).toEqual({ v: 'é' });
    expect(read(Buffer.from('\ufeff<a><v>é</v></a>'), schema)).toEqual({ value: { v: 'é' }, notes: [], skip: [] });
  });

  it('notes bytes that are no UTF-8', () => {
    expect(read(Buffer.from('<a><v>\xe9</v></a>', 'latin1'), schema)).toMatchObject({
      value: { v: '\uFFFD' },
      notes: [{ kind: 'invalid-encoding', severity: 'error' }],
    });
  });
});

describe('the samples of the vendors', () => {
  const read = (path: string): string => readFileSync(new URL(`../../contracts/${path}`, import.meta.url), 'utf8');
  const boolean: TestSchema = { type: 'boolean' };

  it('reads the sample of Odyssee', () => {
    const schema: TestSchema = { type: 'object', xml: { name: 'contact' }, properties: { archived: boolean, e_commerce: boolean } };
    const { value, notes } = readWith(xml, read(odyssee), { schema });
    expect(notes).toEqual([]);
    expect(value).toMatchObject({
      archived: true,
      e_commerce: true,
      contact_picture: 'QEA=',
      modified_dateutc: '2026-01-11T21:03:21.837Z',
    });
    expect(placeIn(xml, read(odyssee), '/e_commerce', { schema })).toBe('true');
  });
});

const odyssee = 'odyssee/samples/saveContact.200.document.xml';
