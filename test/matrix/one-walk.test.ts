// Counting looks for undocumented properties in the same walk: with it and without it, and with walks of their own, everything is the same.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, Collector, joinMatrix, loadContract, openEvidence } from '../../src/index.ts';
import { detectFormat } from '../../src/evidence/index.ts';
import { examine } from '../../src/judge/examine.ts';
import { Judge } from '../../src/judge/judge.ts';
import { folderWith } from '../cli/folder.ts';
import { bare, documentWith, har, type Made } from './run-matrix.ts';

const name = fc.constantFrom('a', 'b', 'c', 'x/y', '__proto__', '*', '*2', '0', 'x-1');
const scalar = fc.constantFrom<unknown>(null, '', 'text', 1, true);
const record = <T>(inner: fc.Arbitrary<T>, maxLength = 4) =>
  fc.array(fc.tuple(name, inner), { maxLength }).map((entries) => Object.fromEntries(entries) as Record<string, T>);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie('value'), { maxLength: 3 }), record(tie('value'))),
}));

const marked = fc.constantFrom<object>({}, {}, {}, { readOnly: true }, { writeOnly: true });
const { schema } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc
    .tuple(
      fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<object>({}, { type: ['string', 'null'] }, { enum: ['text', 1, null] }, { type: 'object' }),
        fc.record(
          {
            properties: record(tie('schema')),
            required: fc.uniqueArray(name, { maxLength: 1 }),
            patternProperties: tie('schema').map((inner) => ({ '^x': inner })),
            additionalProperties: fc.oneof(fc.boolean(), tie('schema')),
          },
          { requiredKeys: ['properties'] },
        ),
        fc.record({ additionalProperties: tie('schema') }),
        fc.record({ items: tie('schema'), prefixItems: fc.tuple(tie('schema')) }, { requiredKeys: ['items'] }),
        fc.record({ allOf: fc.tuple(tie('schema'), tie('schema')) }),
        fc.record({ anyOf: fc.tuple(tie('schema'), tie('schema')) }),
        fc.constant({ $ref: '#/components/schemas/Tree' }),
      ),
      marked,
    )
    .map(([described, mark]) => ({ ...described, ...mark })),
}));
const tree = { properties: { a: { type: 'string' }, b: { $ref: '#/components/schemas/Tree' }, c: { type: 'string', readOnly: true } } };

async function load(document: object, made: readonly Made[]) {
  const cwd = folderWith({ 'api.json': JSON.stringify(document), 'a.har': JSON.stringify(har(...made)) });
  const contract = await loadContract('api.json', { cwd, id: 'api' });
  return { cwd, contract, open: () => openEvidence(join(cwd, 'a.har'), 'a.har') };
}

const findingsOf = (given: Awaited<ReturnType<typeof load>>, collector?: Collector): unknown[] =>
  [
    ...check({
      contracts: [given.contract],
      evidence: [{ kind: 'file', uri: 'a.har', open: given.open }],
      ...(collector && { collector }),
    }),
  ].map((event) =>
    event.kind === 'exchange'
      ? [
          event.outcome.verdict,
          ...event.findings.map(({ rule, message, instance, contract }) => [rule, message, instance?.pointer, contract?.pointer]),
        ]
      : event.kind,
  );

/** As users of the library count who do not let the collector look on. */
function countApart({ contract, open }: Awaited<ReturnType<typeof load>>): Collector {
  const collector = new Collector();
  const judge = new Judge([contract], {});
  const file = open();
  for (const exchange of detectFormat(file)?.read(file, () => undefined) ?? []) {
    const examination = examine(exchange, [contract]);
    collector.add(examination, judge.judgeExamined(examination).outcome.verdict, 'recording');
  }
  return collector;
}

const body = { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Sent' } } } } };

describe('one walk', () => {
  it('finds the same, and counts the same, as two', async () => {
    await fc.assert(
      fc.asyncProperty(schema, schema, fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 8 }), async (sent, answered, bodies) => {
        const given = await load(
          documentWith(answered, body, { schemas: { Sent: sent, Tree: tree } }),
          bodies.map(([send, answer]) => ({ send, answer })),
        );
        const collector = new Collector();
        expect(findingsOf(given, collector)).toEqual(findingsOf(given));
        expect(bare(joinMatrix(collector, [given.contract]))).toEqual(bare(joinMatrix(countApart(given), [given.contract])));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('goes on name by name where objects have too many sequences of names', async () => {
    const names = Array.from({ length: 30 }, (_, n) => `n${n}`);
    const properties = Object.fromEntries(names.map((one) => [one, { type: ['string', 'null'] }]));
    let state = 7;
    const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
    const answers = Array.from({ length: 60 }, (_, turn) =>
      Object.fromEntries(
        [...names, ...(turn === 59 ? ['unknown'] : [])].toSorted(() => random() - 0.5).map((one) => [one, random() < 0.5 ? null : '']),
      ),
    );
    const given = await load(
      documentWith({ type: 'object', properties }),
      answers.map((answer) => ({ answer })),
    );
    const collector = new Collector();
    const findings = findingsOf(given, collector);
    expect(findings).toEqual(findingsOf(given));
    expect(JSON.stringify(findings)).toContain('unknown');
    const fields = joinMatrix(collector, [given.contract]).contracts[0]?.operations[0]?.statuses[0]?.bodies[0]?.fields ?? [];
    expect(fields.map(({ pointer, proved, nulls, empties }) => [pointer, proved.recording, nulls, empties])).toEqual(
      names.map((one) => {
        const nulls = answers.filter((answer) => answer[one] === null).length;
        return [`/${one}`, 60, nulls, 60 - nulls];
      }),
    );
  });

  it('walks each level once, however many of them have too many sequences', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `n${n}`);
    const properties = { ...Object.fromEntries(names.map((one) => [one, { type: 'integer' }])), a: { $ref: '#/components/schemas/Wide' } };
    // Every level begins with other names, and the next level comes before the names that differ.
    const level = (n: number, inner: unknown): object => ({
      [names[n % 40] as string]: 1,
      [names[(n * 7 + 1) % 40] as string]: 1,
      a: inner,
      ...Object.fromEntries(names.map((_, k) => [names[(k * (n + 3)) % 40] as string, 1])),
    });
    let nested: unknown = {};
    for (let n = 0; n < 60; n++) nested = level(n, nested);
    const given = await load(
      documentWith({ $ref: '#/components/schemas/Wide' }, {}, { schemas: { Wide: { type: 'object', properties } } }),
      [{ answer: nested }, { answer: nested }],
    );
    const collector = new Collector();
    expect(findingsOf(given, collector)).toEqual(findingsOf(given));
    const fields = joinMatrix(collector, [given.contract]).contracts[0]?.operations[0]?.statuses[0]?.bodies[0]?.fields ?? [];
    expect(fields.find(({ pointer }) => pointer === '/a')?.proved.recording).toBe(120);
  }, 20_000);

  it('leaves a body that is too deep to be judged uncounted', async () => {
    const deep = `${'{"b":'.repeat(200_000)}{}${'}'.repeat(200_000)}`;
    const given = await load(documentWith({ $ref: '#/components/schemas/Tree' }, {}, { schemas: { Tree: tree } }), []);
    const entry = { request: { method: 'GET', url: 'https://api.example/things', headers: [] }, response: { status: 200, headers: [] } };
    const held = { ...entry, response: { ...entry.response, content: { mimeType: 'application/json', text: deep } } };
    writeFileSync(join(given.cwd, 'a.har'), JSON.stringify({ log: { version: '1.2', creator: {}, entries: [held, held] } }));
    const collector = new Collector();
    expect(findingsOf(given, collector)).toEqual(findingsOf(given));
    expect(joinMatrix(collector, [given.contract]).totals.field.proved).toBe(0);
  });
});
