// Small schemas and the types they become, by version and by view.
import { describe, expect, it } from 'vitest';
import { declared, documentOf, type Json, moduleOf, typeOf } from './write.ts';

const text = { type: 'string' };
const number = { type: 'number' };

describe('a schema of 3.1', () => {
  it.each<[string, unknown, string]>([
    [
      'scalars',
      { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'boolean' }, c: { type: 'null' } } },
      '{ a?: number; b?: boolean; c?: null; }',
    ],
    ['required members', { required: ['a'], properties: { a: text, b: number } }, '{ a: string; b?: number; }'],
    ['members nobody describes', { type: 'object', required: ['a', 'z'], properties: { a: text } }, '{ a: string; z: {} | null; }'],
    ['lists of types', { type: ['string', 'integer', 'null'] }, 'string | number | null'],
    ['enum', { enum: ['a', "it's", 1, -2.5, true, null] }, "'a' | 'it\\'s' | 1 | -2.5 | true | null"],
    ['enum held against type', { type: ['integer', 'null'], enum: [1, 1.5, '2', null] }, '1 | null'],
    ['enum of containers', { enum: [['a', 1], { b: [] }] }, "['a', 1] | { b: []; }"],
    ['an enum that leaves nothing', { type: 'string', enum: [1] }, 'never'],
    ['const', { const: 'x' }, "'x'"],
    ['const null', { const: null }, 'null'],
    ['const object', { const: { a: 0 } }, '{ a: 0; }'],
    ['list', { type: 'array', items: { type: ['string', 'null'] } }, '(string | null)[]'],
    ['list of anything', { type: 'array' }, 'unknown[]'],
    [
      'tuple',
      { type: 'array', minItems: 1, prefixItems: [text, { enum: ['a', 'b'] }], items: number },
      "[string, ('a' | 'b')?, ...number[]]",
    ],
    ['closed tuple', { prefixItems: [text, number], minItems: 5, items: false }, '[string, number]'],
    ['open tuple', { type: 'array', prefixItems: [text] }, '[string?, ...unknown[]]'],
    ['any object', { type: 'object' }, '{ [name: string]: unknown; }'],
    ['an object without members', { type: 'object', additionalProperties: false }, '{ [name: string]: never; }'],
    ['map', { type: 'object', additionalProperties: number }, '{ [name: string]: number; }'],
    [
      'map with names',
      { type: 'object', properties: { a: text }, additionalProperties: number },
      '{ a?: string; [name: string]: number | string | undefined; }',
    ],
    [
      'map with required names',
      { properties: { a: number }, required: ['a'], additionalProperties: number },
      '{ a: number; [name: string]: number; }',
    ],
    [
      'map with an object',
      { properties: { a: { properties: { b: text } } }, additionalProperties: number },
      '{ a?: { b?: string; }; [name: string]: unknown; }',
    ],
    ['open object', { properties: { a: text }, additionalProperties: true }, '{ a?: string; [name: string]: unknown; }'],
    ['patterns', { type: 'object', patternProperties: { '^a': text, '^b': number } }, '{ [name: string]: string | number; }'],
    ['allOf', { allOf: [{ properties: { a: text } }, { required: ['a'] }] }, '{ a?: string; } & { a: {} | null; }'],
    ['allOf below type: object', { type: 'object', allOf: [{ properties: { a: text } }] }, '{ a?: string; }'],
    ['oneOf', { oneOf: [text, number, text] }, 'string | number'],
    ['anyOf beside properties', { properties: { a: text }, anyOf: [{ required: ['a'] }, { title: 'or not' }] }, '{ a?: string; }'],
    [
      'branches within branches',
      { allOf: [{ oneOf: [text, number] }, { oneOf: [{ const: 1 }, text] }] },
      '(string | number) & (1 | string)',
    ],
    [
      'unevaluatedProperties beside branches',
      { type: 'object', allOf: [{ properties: { a: text } }], unevaluatedProperties: number },
      '{ a?: string; } & { [name: string]: unknown }',
    ],
    ['true', true, 'unknown'],
    ['false', false, 'never'],
    ['nothing', {}, 'unknown'],
    ['conditions', { type: 'string', not: { const: 'a' }, if: { minLength: 3 }, then: { pattern: 'x' }, format: 'uuid' }, 'string'],
    ['nullable kept from 3.0', { type: 'string', nullable: true }, 'string | null'],
  ])('%s', async (_, schema, expected) => {
    expect(await typeOf(schema)).toBe(expected);
  });
});

describe('a schema of 3.0', () => {
  it.each<[string, Json, string]>([
    ['nullable', { type: 'string', nullable: true }, 'string | null'],
    ['nullable beside allOf', { nullable: true, allOf: [{ $ref: '#/components/schemas/Y' }] }, 'Y | null'],
    ['nullable with an enum that does not list null', { type: 'string', nullable: true, enum: ['a'] }, "'a'"],
    ['flags for exclusive bounds', { type: 'integer', minimum: 1, exclusiveMinimum: true }, 'number'],
    [
      'members beside a reference are hidden',
      { properties: { y: { $ref: '#/components/schemas/Y', nullable: true, type: 'string' } } },
      '{ y?: Y; }',
    ],
  ])('%s', async (_, schema, expected) => {
    expect(await typeOf(schema, '3.0.3', 'responses', { Y: { type: 'object', properties: { a: text } } })).toBe(expected);
  });
});

describe('views', () => {
  const schema = {
    type: 'object',
    required: ['id', 'name', 'secret'],
    properties: { id: { type: 'integer', readOnly: true }, name: text, secret: { $ref: '#/components/schemas/Secret' } },
  };
  const others = { Secret: { type: 'string', writeOnly: true } };

  it('a request owes nothing that is read-only, a response nothing that is write-only', async () => {
    expect(await typeOf(schema, '3.2.0', 'requests', others)).toBe('{ id?: number; name: string; secret: Secret; }');
    expect(await typeOf(schema, '3.2.0', 'responses', others)).toBe('{ id: number; name: string; secret?: Secret; }');
  });

  it('whichever branch says so', async () => {
    const split = { allOf: [{ properties: { id: { readOnly: true, type: 'integer' } } }, { required: ['id'] }] };
    expect(await typeOf(split, '3.1.0', 'requests')).toBe('{ id?: number; }');
    expect(await typeOf(split, '3.1.0', 'responses')).toBe('{ id?: number; } & { id: {} | null; }');
  });

  it('hold what they use and nothing else', async () => {
    const document = documentOf({ X: { type: 'object', properties: { y: { $ref: '#/components/schemas/Y' } } }, Y: text, Unused: text });
    const { put } = (document['paths'] as { '/x': { put: { requestBody?: unknown } } })['/x'];
    delete put.requestBody;
    const module = await moduleOf(document);
    expect(module).not.toContain('namespace requests');
    expect(module).not.toContain('Unused');
    expect(declared(module, 'responses', 'Y')).toBe('string');
  });
});

describe('references', () => {
  it('come back to themselves through objects and lists, and are cut where TypeScript cannot follow', async () => {
    expect(await typeOf({ type: 'object', properties: { next: { $ref: '#/components/schemas/X' } } })).toBe('{ next?: X; }');
    expect(await typeOf({ type: 'array', items: { $ref: '#/components/schemas/X' } })).toBe('X[]');
    expect(await typeOf({ anyOf: [{ type: 'string' }, { type: 'array', items: { $ref: '#/components/schemas/X' } }] })).toBe(
      'string | X[]',
    );
    expect(await typeOf({ allOf: [{ $ref: '#/components/schemas/X' }, { properties: { a: text } }] })).toBe('{ a?: string; }');
    const module = await moduleOf(
      documentOf({ X: { oneOf: [{ $ref: '#/components/schemas/Y' }, text] }, Y: { allOf: [{ $ref: '#/components/schemas/X' }, number] } }),
    );
    expect([declared(module), declared(module, 'responses', 'Y')]).toEqual(['Y | string', 'number']);
  });

  it('cross files; a file that is one schema is called like the file', async () => {
    const module = await moduleOf(
      documentOf({ X: { properties: { a: { $ref: 'parts/some-thing.yaml' }, b: { $ref: 'parts/more.yaml#/$defs/X' } } } }),
      {
        'parts/some-thing.yaml': 'type: object\nproperties: { x: { $ref: "more.yaml#/$defs/X" } }',
        'parts/more.yaml': '$defs: { X: { type: integer } }',
      },
    );
    expect(declared(module)).toBe('{ a?: SomeThing; b?: X2; }');
    expect(declared(module, 'responses', 'SomeThing')).toBe('{ x?: X2; }');
    expect(declared(module, 'responses', 'X2')).toBe('number');
  });

  it('into the middle of a schema: scalars are written out, the rest is named after its way', async () => {
    const others = { Y: { type: 'object', properties: { a: text, list: { type: 'array', items: text } } } };
    const schema = {
      properties: { a: { $ref: '#/components/schemas/Y/properties/a' }, b: { $ref: '#/components/schemas/Y/properties/list' } },
    };
    expect(await typeOf(schema, '3.1.0', 'responses', others)).toBe('{ a?: string; b?: YList; }');
  });

  it('with siblings are intersections; a description is no sibling', async () => {
    const others = { Y: { type: 'object', properties: { a: text } } };
    const $ref = '#/components/schemas/Y';
    const schema = { properties: { one: { $ref, description: 'one' }, two: { $ref, required: ['a'] } } };
    expect(await typeOf(schema, '3.1.0', 'responses', others)).toBe('{ one?: Y; two?: Y & { a: {} | null; }; }');
  });
});

describe('a discriminator', () => {
  const cat = { type: 'object', required: ['kind'], properties: { kind: text, lives: number } };
  const dog = { type: 'object', required: ['kind'], properties: { kind: text, tail: { type: 'boolean' } } };
  const oneOf = [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }];

  it('gives every branch the values that select it', async () => {
    const discriminator = { propertyName: 'kind', mapping: { cat: 'Cat', tom: '#/components/schemas/Cat' } };
    expect(await typeOf({ oneOf, discriminator }, '3.1.0', 'responses', { Cat: cat, Dog: dog })).toBe(
      "(Cat & { kind?: 'cat' | 'tom'; }) | (Dog & { kind?: 'Dog'; })",
    );
  });

  it('of a base stands for all that inherit from it, except as a part of them', async () => {
    const Base = { type: 'object', required: ['kind'], properties: { kind: text }, discriminator: { propertyName: 'kind' } };
    const Child = { allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { a: text } }] };
    const module = await moduleOf(documentOf({ X: { properties: { it: { $ref: '#/components/schemas/Base' } } }, Base, Child }));
    expect(declared(module)).toBe('{ it?: Base | Child; }');
    expect(declared(module, 'responses', 'Child')).toBe('Base & { a?: string; }');
  });
});
