// The law behind every error: what the validator accepts is possible, whatever the schema; and what a guaranteed answer covers, the consumer accepts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Derivation } from '../../src/openapi/derive.ts';
import { Documents } from '../../src/openapi/documents.ts';
import { Domains } from '../../src/openapi/domain.ts';
import { Validator } from '../../src/openapi/schema.ts';
import { Shapes } from '../../src/openapi/shape.ts';
import { editSchema } from '../../src/openapi/versions/3.1.ts';
import type { SchemaHandle } from '../../src/model/contract.ts';
import { compare } from '../../src/pacts/compare.ts';
import { fileSource } from '../../src/source/text-source.ts';
import { answerOf, needOf } from './compare-with.ts';
import { scalar, schema, value } from './random.ts';

const source = fileSource({ uri: 'api.json', syntax: 'json', read: () => '{}' });

function handleOf(schema: unknown): SchemaHandle {
  const document = { url: 'file:///api.json', uri: 'api.json', value: { schema }, source };
  const documents = Documents.ofOne(document);
  const version = { id: '3.1' as const, editSchema, admitsNull: () => false };
  const shapes = new Shapes(documents);
  const validator = new Validator(new Derivation(documents, shapes, version), documents, shapes, new Domains(documents, version));
  return validator.handle({ document, pointer: '/schema', value: schema });
}

const rules = fc.constantFrom<Record<string, unknown>>(
  {},
  { $: [{ match: 'type' }] },
  { '$.a': [{ match: 'type' }], '$[*]': [{ match: 'type' }] },
  { '$.*': { combine: 'OR', matchers: [{ match: 'type' }, { match: 'equality' }] } },
);

describe('what the validator accepts', () => {
  it('is never impossible, with any matchers the example satisfies', () => {
    let accepted = 0;
    fc.assert(
      fc.property(schema, fc.array(value, { minLength: 4, maxLength: 10 }), rules, (document, examples, matching) => {
        const handle = handleOf(document);
        for (const example of examples) {
          if (!handle.accepts(example, 'response')) continue;
          accepted++;
          const { clashes } = compare(needOf(example, matching), handle.domain('response'));
          expect(
            clashes.map(({ message }) => message),
            JSON.stringify([document, example, matching]),
          ).toEqual([]);
        }
      }),
      { numRuns: 1500 },
    );
    expect(accepted).toBeGreaterThan(1000);
  }, 60_000);

  it('is never a surprise where the answer is guaranteed: the type of every scalar is the one the consumer wants', () => {
    let guaranteed = 0;
    fc.assert(
      fc.property(schema, scalar, fc.array(scalar, { minLength: 4, maxLength: 13 }), (document, example, others) => {
        const handle = handleOf(document);
        if (answerOf(compare(needOf(example, { $: [{ match: 'type' }] }), handle.domain('response'))).answer !== 'guaranteed') return;
        guaranteed++;
        for (const other of others)
          if (handle.accepts(other, 'response')) expect(typeof other, JSON.stringify([document, example, other])).toBe(typeof example);
      }),
      { numRuns: 1500 },
    );
    expect(guaranteed).toBeGreaterThan(20);
  }, 60_000);
});
