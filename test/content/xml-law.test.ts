// The law of the XML mapping: decoding what was encoded gives the value back; and no text makes the decoder throw.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import xml from '../../src/content/xml.ts';
import { contextOf, decodeWith } from './decode-with.ts';
import type { TestSchema } from './shape-of.ts';

interface Sample {
  readonly schema: TestSchema;
  readonly value: fc.Arbitrary<unknown>;
}

// Characters XML holds; a carriage return survives only as a reference, which the encoder writes.
const text = fc.string({
  unit: fc.constantFrom('a', 'Z', '0', ' ', '\n', '\t', '\r', '<', '>', '&', '"', "'", ']]>', 'é', '日', '😀', '&amp;'),
  maxLength: 6,
});
const namespaces = ['urn:one', 'urn:two', undefined, undefined, undefined];
const xmlOf = fc.record({ namespace: fc.constantFrom(...namespaces), prefix: fc.constantFrom('p', 'q', undefined) });
const clean = (object: { namespace: string | undefined; prefix: string | undefined }): object =>
  object.namespace === undefined ? {} : JSON.parse(JSON.stringify(object));

const scalar: fc.Arbitrary<Sample> = fc.oneof(
  fc.constant<Sample>({ schema: { type: 'string' }, value: text }),
  fc.constant<Sample>({ schema: { type: 'integer' }, value: fc.maxSafeInteger().map((n) => n + 0) }),
  fc.constant<Sample>({ schema: { type: 'number' }, value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0) }),
  fc.constant<Sample>({ schema: { type: 'boolean' }, value: fc.boolean() }),
  // An empty string where null is allowed is read as null: the one ambiguity of a nullable string.
  fc.constant<Sample>({ schema: { type: ['string', 'null'] }, value: fc.option(text.filter((own) => own !== '')) }),
  fc.constant<Sample>({ schema: { type: ['integer', 'null'] }, value: fc.option(fc.integer()) }),
);

// An array without a wrapper needs an item to be seen at all.
const list = (item: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  fc.tuple(item, fc.boolean(), fc.constantFrom(undefined, 'item'), xmlOf).map(([{ schema, value }, wrapped, name, own]) => ({
    schema: {
      type: 'array',
      items: { ...schema, xml: { ...schema.xml, ...(name === undefined ? {} : { name }) } },
      xml: { wrapped, ...clean(own) },
    },
    value: fc.array(value, { minLength: wrapped ? 0 : 1, maxLength: 3 }),
  }));

// Every property is named apart, because two of one name are two answers to one question.
const object = (member: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> =>
  fc
    .tuple(
      fc.uniqueArray(fc.constantFrom('id', 'Name', 'a b', '1st', '_x0041_', '__proto__', 'x:y', 'é'), { maxLength: 4 }),
      fc.infiniteStream(member),
      fc.infiniteStream(fc.boolean()),
      fc.infiniteStream(xmlOf),
    )
    .map(([names, members, attributes, own]) => {
      const properties: [string, TestSchema][] = [];
      const values: [string, fc.Arbitrary<unknown>][] = [];
      for (const [index, name] of names.entries()) {
        const { schema, value } = members.next().value as Sample;
        const isPlain = typeof schema.type === 'string' && schema.type !== 'array' && schema.type !== 'object';
        const attribute = attributes.next().value === true && isPlain;
        const isList = schema.type === 'array';
        const named = isList ? { ...schema, items: { ...schema.items, xml: { ...schema.items?.xml, name: `n${index}` } } } : schema;
        properties.push([
          name,
          isList
            ? { ...named, xml: { ...named.xml, name: `w${index}` } }
            : { ...named, xml: { ...named.xml, ...clean(own.next().value), attribute } },
        ]);
        values.push([name, value]);
      }
      return {
        schema: { type: 'object', properties: fromEntries(properties) },
        value: fc
          .tuple(...values.map(([, value]) => value))
          .map((drawn) => fromEntries(drawn.map((value, index) => [values[index]?.[0] ?? '', value]))),
      };
    });

function fromEntries<T>(entries: [string, T][]): Record<string, T> {
  return Object.fromEntries(entries);
}

const root: fc.Arbitrary<Sample> = fc.letrec<{ any: Sample; object: Sample }>((tie) => ({
  any: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, list(tie('any')), tie('object')),
  object: object(tie('any')),
})).object;

const cases = root
  .chain(({ schema, value }) => fc.tuple(fc.constant(schema), value, xmlOf))
  .map(([schema, value, own]) => ({ schema: { ...schema, xml: { name: 'root', ...clean(own) } }, value }));

describe('xml', () => {
  it('decodes what it encoded', () => {
    fc.assert(
      fc.property(cases, ({ schema, value }) => {
        const encoded = String(xml.encode?.(value, contextOf({ schema })));
        expect(decodeWith(xml, encoded, { schema })).toEqual({ kind: 'value', value, notes: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('locates every member it decoded', () => {
    fc.assert(
      fc.property(cases, ({ schema, value }) => {
        const encoded = String(xml.encode?.(value, contextOf({ schema })));
        for (const name of Object.keys(value as object)) {
          const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
          expect(xml.locate?.(encoded, pointer, 'value', contextOf({ schema }))).toBeDefined();
        }
      }),
      { numRuns: 100 },
    );
  });

  it('encodes any JSON value as well-formed XML, with a schema or without', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.option(root, { nil: undefined }), (value, sample) => {
        const setting = sample ? { schema: sample.schema } : {};
        expect(decodeWith(xml, String(xml.encode?.(value, contextOf(setting))), setting).kind).toBe('value');
      }),
      { numRuns: 300 },
    );
  });

  it('never throws, whatever the bytes', () => {
    const schema: TestSchema = {
      type: 'object',
      xml: { name: 'a' },
      properties: { b: { type: 'integer', xml: { attribute: true } }, c: { type: 'array', items: { type: 'string' } } },
    };
    const fragment = fc.constantFrom(
      '<a',
      ' b="',
      '"',
      '>',
      '</a>',
      '<c>',
      '</c>',
      '<c/>',
      '&',
      'amp;',
      '&#',
      '0;',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?x',
      '?>',
      '<!DOCTYPE a',
      '[',
      ']',
      ' xmlns="u"',
      ' xmlns:p="u"',
      '<p:c>',
      '</p:c>',
      '\u0000',
      '\ud800',
      '\ufeff',
      'x',
      '12',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.array(fragment, { maxLength: 30 }).map((parts) => `<a>${parts.join('')}</a>`),
          fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join('')),
        ),
        (body) => {
          expect(['value', 'malformed', 'unchecked']).toContain(decodeWith(xml, body, { schema }).kind);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
