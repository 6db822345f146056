// The quick answer to "does it conform?" is that of the schema as it is written, whatever was rewritten to give it sooner.
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadContract } from '../../src/index.ts';
import { folderWith, put } from '../cli/folder.ts';

const schemas = [
  `{ oneOf: [{ $ref: '#/components/schemas/Name' }, { type: 'null' }] }`,
  `{ oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/Anything' }] }`,
  `{ oneOf: [{ $ref: '#/components/schemas/Maybe' }, { type: 'null' }] }`,
  `{ anyOf: [{ $ref: '#/components/schemas/Maybe' }, { type: 'null' }] }`,
  `{ anyOf: [{ type: object, required: [a] }, { type: 'null' }], if: { type: object }, then: { maxProperties: 1 } }`,
  `{ oneOf: [{ type: string }, { type: 'null' }], else: false }`,
  `{ oneOf: [{ type: string }, { type: 'null' }], anyOf: [{ minLength: 11 }, { type: 'null' }] }`,
  `{ anyOf: [{ format: date-time }, { format: date-time-local }] }`,
  `{ type: string, anyOf: [{ format: date-time }, { format: date }] }`,
  `{ anyOf: [{ format: date }, { format: int32 }] }`,
  `{ anyOf: [{ format: date }, { format: no-such-format }] }`,
  `{ format: date-time, anyOf: [{ format: date-time }, { format: date }] }`,
  `{ anyOf: [{ format: date }, { type: 'null' }] }`,
  `{ type: object, properties: { a: { anyOf: [{ format: date }, { format: time }] } }, unevaluatedProperties: false, oneOf: [{ $ref: '#/components/schemas/Part' }, { type: 'null' }] }`,
];
const date = '2024-02-29';
const values = [
  null,
  1,
  3e9,
  true,
  '',
  'name',
  date,
  `${date}T10:00:00`,
  `${date}T10:00:00Z`,
  [],
  {},
  { a: 1 },
  { a: date },
  { a: 'x', b: null },
];

it('agrees with the full one', async () => {
  const cwd = folderWith();
  const parameters = schemas.map((schema, index) => `    - { name: p${index}, in: query, schema: ${schema} }`).join('\n');
  const text = `openapi: 3.1.0
info: { title: Unions, version: '1' }
paths:
  /a:
    parameters:
${parameters}
    get: { operationId: a, responses: { '200': { description: A } } }
components:
  schemas:
    Name: { type: string, minLength: 2 }
    Anything: {}
    Maybe: { type: [object, 'null'], properties: { a: { type: integer } } }
    Part: { type: object, properties: { b: {} } }
`;
  put(cwd, { 'api.yaml': text });
  const contract = await loadContract(join(cwd, 'api.yaml'));
  const handles = contract.operations[0]?.parameters.map(({ schema }) => schema) ?? [];
  expect(handles.length).toBe(schemas.length);
  const answers = new Set<boolean>();
  const agrees = (value: unknown): void => {
    for (const [index, handle] of handles.entries()) {
      for (const view of ['request', 'response'] as const) {
        const accepted = handle?.accepts(value, view);
        const judgement = handle?.judge(value, view);
        expect(judgement?.kind).toBe('judged');
        expect(accepted, `${schemas[index]} ${JSON.stringify(value)}`).toBe(
          judgement?.kind === 'judged' && judgement.mismatches.length === 0,
        );
        answers.add(accepted === true);
      }
    }
  };
  for (const value of values) agrees(value);
  fc.assert(fc.property(fc.jsonValue(), agrees), { numRuns: 50 });
  expect([...answers].toSorted()).toEqual([false, true]);
});
