// Documents that try to break out of the module or out of the compiler's patience; every module written of them compiles.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadContract } from '../../src/openapi/load.ts';
import { writeModule } from '../../src/typing/module.ts';
import { folderWith } from '../cli/folder.ts';
import { complaintsAbout } from './compile.ts';
import { declared, documentOf, type Json, moduleOf } from './write.ts';

const nasty = [
  '__proto__',
  'constructor',
  'a-b',
  "it's",
  'back\\slash',
  'new\nline',
  '*/ }; evil(); /*',
  '\u2028',
  '\ud800',
  '',
  '0',
  '-1',
  'default',
  'readonly',
  'ünï',
  '${x}',
  '`',
  '//',
];

it('names, descriptions and values cannot leave their place', async () => {
  const description = 'a */ export const evil = 1; /* \r\n*\u0000/ b\u202e\n/**/\n\n';
  const properties = Object.fromEntries(nasty.map((name) => [name, { description, enum: nasty, deprecated: true }]));
  Object.defineProperty(properties, '__proto__', { value: { description, type: 'string' }, enumerable: true });
  const document = documentOf({ X: { type: 'object', description, properties, required: nasty, additionalProperties: { const: nasty } } });
  document['info'] = { title: description, version: description };
  const paths = document['paths'] as Json;
  for (const [at, name] of nasty.entries())
    paths[`/${at}/{p}`] = {
      get: {
        operationId: name,
        summary: description,
        parameters: name === '' ? [] : [{ name, in: 'query', description, schema: { type: 'string' } }],
        responses: { default: { description } },
      },
    };
  const module = await moduleOf(document);
  expect(module).not.toMatch(/[\u0000-\u0009\u202e\u2028]/);
  expect(module).toContain("'__proto__'");
  const use = `
import type { Operations } from './api.ts';
import * as all from './api.ts';
// @ts-expect-error it was a description
export const evil = all.evil;
export const proto: Operations['x']['responses'][200]['__proto__'] = 'text';
export type Names = Operations['*/ }; evil(); /*']['parameters']['query']['*/ }; evil(); /*'];
`;
  expect(complaintsAbout({ 'api.ts': module.replaceAll('\r', ''), 'use.ts': use })).toBe('');
});

it('components whose names become the same are numbered, and the clean one keeps its name', async () => {
  const names = ['a-b', 'a b', 'AB', 'aB', 'AB2', 'string', 'String', 'Array', 'Uint8Array', 'class', '3d', '日本', '-', '𝒳', 'ǆ'];
  const schemas = Object.fromEntries(names.map((name, at) => [name, { const: at }]));
  const properties = Object.fromEntries(
    names.map((name) => [name, { type: 'array', items: { $ref: `#/components/schemas/${encodeURIComponent(name)}` } }]),
  );
  const module = await moduleOf(documentOf({ X: { properties }, ...schemas }));
  expect(declared(module, 'responses', 'AB')).toBe('2');
  expect(declared(module, 'responses', 'AB2')).toBe('4');
  expect(declared(module, 'responses', 'AB3')).toBe('0');
  expect(declared(module, 'responses', 'String')).toBe('6');
  const uses = names.map((name, at) => `export const x${at}: X[${JSON.stringify(name)}] = [${at}];`).join('\n');
  expect(
    complaintsAbout({
      'api.ts': module,
      'use.ts': `import type { Operations } from './api.ts';\ntype X = Required<Operations['x']['responses'][200]>;\n${uses}\n`,
    }),
  ).toBe('');
});

it('long chains and wide circles of aliases end', async () => {
  const count = 3000;
  const schemas: Json = { X: { allOf: [{ $ref: '#/components/schemas/C0' }] } };
  for (let at = 0; at < count; at++) schemas[`C${at}`] = { anyOf: [{ $ref: `#/components/schemas/C${(at + 1) % count}` }, { const: at }] };
  const folder = folderWith({ 'api.json': JSON.stringify(documentOf(schemas)) });
  const contract = await loadContract('api.json', { cwd: folder });
  const module = writeModule(contract, { document: 'api.json', from: 'truce' });
  expect(declared(module, 'responses', `C${count - 1}`)).toBe('unknown');
});

it('unions that would have to be multiplied out beyond what the compiler bears are left out', async () => {
  const branches = (name: string): Json[] =>
    Array.from({ length: 400 }, (_, at) => ({
      type: 'object',
      required: [name],
      properties: { [name]: { const: at }, [`${name}${at}`]: { type: 'string' } },
    }));
  const X = { allOf: [{ properties: { own: { const: 1 } } }, { $ref: '#/components/schemas/A' }, { oneOf: branches('b') }] };
  const module = await moduleOf(documentOf({ X, A: { oneOf: branches('a') } }));
  const use = `
import type { Operations } from './api.ts';
export const x: Operations['x']['responses'][200] = { own: 1, a: 7, a7: 'x', b: 1 };
// @ts-expect-error what is left still counts
export const y: Operations['x']['responses'][200] = { own: 2, a: 7, b: 1 };
`;
  expect(complaintsAbout({ 'api.ts': module, 'use.ts': use })).toBe('');
});

it('deep schemas are written', async () => {
  let schema: Json = { type: 'string' };
  for (let depth = 0; depth < 60; depth++)
    schema = { type: 'object', properties: { a: { type: 'array', items: { anyOf: [schema, { type: 'null' }] } } } };
  expect(complaintsAbout({ 'api.ts': await moduleOf(documentOf({ X: schema })) })).toBe('');
});

const { schema: schemas } = fc.letrec<{ schema: unknown }>((tie) => {
  const inner = tie('schema');
  const name = fc.constantFrom('a', 'b', '0', '__proto__', 'a-b');
  const values = fc.array(fc.constantFrom<unknown>('a', 1, null, true, [], {}), { minLength: 1, maxLength: 3 });
  const types = fc.constantFrom('string', 'integer', 'number', 'boolean', 'null', 'object', 'array');
  return {
    schema: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.record({ type: types }, { requiredKeys: [] }),
      fc.record({ $ref: fc.constantFrom('S0', 'S1', 'S2', 'S3', 'S4').map((target) => `#/components/schemas/${target}`) }),
      fc.record({ enum: values, type: fc.oneof(types, fc.uniqueArray(types, { minLength: 1, maxLength: 3 })) }, { requiredKeys: ['enum'] }),
      fc.record(
        {
          type: fc.constantFrom<unknown>('object', ['object', 'null']),
          properties: fc.dictionary(name, inner, { maxKeys: 3 }),
          required: fc.uniqueArray(name, { maxLength: 3 }),
          additionalProperties: inner,
          patternProperties: fc.dictionary(fc.constantFrom('^x', '^y'), inner, { maxKeys: 2 }),
          unevaluatedProperties: inner,
          readOnly: fc.boolean(),
          writeOnly: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
      fc.record({ prefixItems: fc.array(inner, { minLength: 1, maxLength: 3 }), items: inner, minItems: fc.nat(4) }, { requiredKeys: [] }),
      fc.record(
        {
          allOf: fc.array(inner, { minLength: 1, maxLength: 3 }),
          oneOf: fc.array(inner, { minLength: 1, maxLength: 3 }),
          anyOf: fc.array(inner, { minLength: 1, maxLength: 3 }),
          nullable: fc.boolean(),
        },
        { requiredKeys: [] },
      ),
      fc.boolean(),
    ),
  };
});

it('whatever the schemas, the compiler accepts the module', async () => {
  const files: Record<string, string> = {};
  for (const [at, five] of fc.sample(fc.array(schemas, { minLength: 5, maxLength: 5 }), { seed: 7, numRuns: 150 }).entries()) {
    const components = Object.fromEntries(five.map((schema, number) => [`S${number}`, schema]));
    const loops = {
      X: {
        type: 'object',
        properties: Object.fromEntries(five.map((_, number) => [`p${number}`, { $ref: `#/components/schemas/S${number}` }])),
      },
    };
    try {
      files[`m${at}.ts`] = await moduleOf(documentOf({ ...loops, ...components }));
    } catch (error) {
      // References that only lead to each other are the loader's to refuse.
      if (!String(error).includes('leads back to itself')) throw error;
    }
  }
  expect(Object.keys(files).length).toBeGreaterThan(100);
  expect(complaintsAbout(files)).toBe('');
});
