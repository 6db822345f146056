// The totals of the matrix equal a naive count: over random documents with random traffic, and over the repository's own evidence.
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, Collector, joinMatrix, loadContract, openEvidence } from '../../src/index.ts';
import { detectFormat } from '../../src/evidence/index.ts';
import { examine } from '../../src/judge/examine.ts';
import type { BodyRow, FieldRow, Matrix, PromiseKind } from '../../src/model/matrix.ts';
import { promiseKinds } from '../../src/model/matrix.ts';
import { isRecord } from '../../src/model/json-value.ts';
import { readExamples } from '../../src/openapi/examples.ts';
import { bare, documentWith, fieldsOf, har, type Made, runMatrix, sum } from './run-matrix.ts';

const root = new URL('../../', import.meta.url).pathname;

/** What the report says, counted once more from its rows. */
function recount(matrix: unknown): Record<string, Record<string, number>> {
  const totals = Object.fromEntries(
    promiseKinds.map((kind) => [kind, { promised: 0, proved: 0, contradicted: 0, unproved: 0, disputed: 0 }]),
  );
  const count = (kind: PromiseKind, row: { state: string; contradicted: object }): void => {
    const total = totals[kind] as Record<string, number>;
    total['promised'] = (total['promised'] ?? 0) + 1;
    total[row.state] = (total[row.state] ?? 0) + 1;
    if (row.state === 'proved' && sum(row.contradicted) > 0) total['disputed'] = (total['disputed'] ?? 0) + 1;
  };
  const visit = (value: unknown, key: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, key);
    if (!isRecord(value)) return;
    const kinds: Readonly<Record<string, PromiseKind>> = {
      operations: 'operation',
      statuses: 'status',
      bodies: 'mediaType',
      parameters: 'parameter',
      headers: 'parameter',
      security: 'security',
      fields: 'field',
      values: 'value',
    };
    const kind = kinds[key];
    if (kind && 'state' in value) count(kind, value as never);
    for (const [name, inner] of Object.entries(value)) if (name !== 'totals') visit(inner, name);
  };
  visit(matrix, '');
  return totals;
}

type Schema = {
  readonly type: string | string[];
  readonly enum?: unknown[];
  readonly properties?: Record<string, Schema>;
  readonly required?: string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | false;
};

const schemas = fc.letrec<{ schema: Schema; object: Schema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Schema>(
      { type: 'string' },
      { type: ['string', 'null'] },
      { type: 'integer' },
      { type: 'string', enum: ['a', 'b', ''] },
      { type: ['integer', 'null'], enum: [1, 2, null] },
    ),
    tie('object'),
    tie('schema').map((items): Schema => ({ type: 'array', items })),
    tie('schema').map((additionalProperties): Schema => ({ type: ['object', 'null'], additionalProperties })),
  ),
  object: fc
    .tuple(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'x/y', 'n~m', '*'), tie('schema'), { maxKeys: 4 }), fc.infiniteStream(fc.boolean()))
    .map(([properties, needed]): Schema => ({
      type: 'object',
      properties,
      required: Object.keys(properties).filter(() => needed.next().value === true),
      additionalProperties: false,
    })),
}));

/** A value that fits, sometimes with one scalar that does not: an object where text or a number belongs. */
function valueFor(schema: Schema, random: () => number, wrong: { left: boolean }): unknown {
  if (schema.type.includes('null') && random() < 0.3) return null;
  if (schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties)
        .filter(([name]) => schema.required?.includes(name) || random() < 0.6)
        .toSorted(() => random() - 0.5)
        .map(([name, inner]) => [name, valueFor(inner, random, wrong)]),
    );
  if (schema.items) return Array.from({ length: Math.floor(random() * 3) }, () => valueFor(schema.items as Schema, random, wrong));
  if (schema.additionalProperties)
    return Object.fromEntries(
      Array.from({ length: Math.floor(random() * 3) }, (_, n) => [`k${n}`, valueFor(schema.additionalProperties as Schema, random, wrong)]),
    );
  if (wrong.left && random() < 0.3) {
    wrong.left = false;
    return { wrong: true };
  }
  if (schema.enum) return schema.enum.filter((value) => value !== null)[Math.floor(random() * 2)];
  return schema.type.includes('string') ? (random() < 0.2 ? '' : 'text') : 7;
}

interface Tallied {
  proved: number;
  contradicted: number;
  nulls: number;
  empties: number;
  values: Record<string, number>;
}

/** Every place the schema promises, with nothing counted. Pointers as the matrix writes them. */
function promisedBy(schema: Schema, pointer: string, into: Map<string, Tallied>): void {
  const values = [
    ...(schema.type.includes('null') ? ['null'] : []),
    ...(schema.enum ?? []).filter((value) => value !== null).map((value) => JSON.stringify(value)),
  ];
  into.set(pointer, { proved: 0, contradicted: 0, nulls: 0, empties: 0, values: Object.fromEntries(values.map((text) => [text, 0])) });
  for (const [name, inner] of Object.entries(schema.properties ?? {}))
    promisedBy(inner, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, into);
  const star = schema.items ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
  if (star) promisedBy(star, `${pointer}/*`, into);
}

function countNaively(value: unknown, schema: Schema, pointer: string, into: Map<string, Tallied>): void {
  const tallied = into.get(pointer) as Tallied;
  const isContainer = schema.properties !== undefined || schema.items !== undefined || typeof schema.additionalProperties === 'object';
  if (!isContainer && isRecord(value)) {
    tallied.contradicted++;
    return;
  }
  tallied.proved++;
  const text = JSON.stringify(value);
  if (text in tallied.values) tallied.values[text] = (tallied.values[text] ?? 0) + 1;
  if (value === null) tallied.nulls++;
  if (['""', '[]', '{}'].includes(text)) tallied.empties++;
  if (Array.isArray(value)) for (const item of value) countNaively(item, schema.items as Schema, `${pointer}/*`, into);
  else if (isRecord(value))
    for (const [name, inner] of Object.entries(value)) {
      const property = schema.properties?.[name];
      if (property) countNaively(inner, property, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, into);
      else countNaively(inner, schema.additionalProperties as Schema, `${pointer}/*`, into);
    }
}

const tallyRow = ({ proved, contradicted, nulls, empties, values }: FieldRow): Tallied => ({
  proved: sum(proved),
  contradicted: sum(contradicted),
  nulls,
  empties,
  values: Object.fromEntries(values.map((value) => [value.text, sum(value.proved)])),
});

describe('random documents', () => {
  it('are counted as a naive walk counts them', async () => {
    await fc.assert(
      fc.asyncProperty(schemas.object, fc.integer(), async (schema, seed) => {
        let state = seed >>> 0 || 1;
        const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
        const made: Made[] = Array.from({ length: 12 }, (_, turn) => ({ answer: valueFor(schema, random, { left: turn % 3 === 2 }) }));
        const expected = new Map<string, Tallied>();
        promisedBy(schema, '', expected);
        for (const { answer } of made) countNaively(answer, schema, '', expected);
        expected.delete('');
        const evidence = { 'a.har': har(...made.slice(0, 5)), 'b.har': har(...made.slice(5)) };
        const run = await runMatrix(documentWith(schema), evidence);
        const rows = [...fieldsOf(run, 'getThings', '200').values()];
        expect(Object.fromEntries(rows.map((row) => [row.pointer, tallyRow(row)]))).toEqual(Object.fromEntries(expected));
        expect(run.matrix.totals).toEqual(recount(run.matrix));
        const merged = await runMatrix(documentWith(schema), evidence, { isSharded: true });
        expect(bare(merged.matrix)).toEqual(bare(run.matrix));
      }),
      { numRuns: 60 },
    );
  });
});

/** A pointer as the matrix writes it: what is inside a schema that came before stands at its first place. */
function settle(pointer: string, fields: ReadonlyMap<string, FieldRow>): string {
  let tokens: string[] = [];
  for (const token of pointer.split('/').slice(1)) {
    const above = `/${tokens.join('/')}`;
    const sameAs = tokens.length === 0 ? undefined : fields.get(above)?.sameAs;
    if (sameAs !== undefined) tokens = sameAs.split('/').slice(1);
    const at = tokens.map((name) => `/${name}`).join('');
    tokens.push(fields.has(`${at}/${token}`) ? token : '*');
  }
  return tokens.map((name) => `/${name}`).join('');
}

function* pointersOf(value: unknown, pointer: string): Generator<string> {
  if (pointer !== '') yield pointer;
  if (Array.isArray(value)) for (const item of value) yield* pointersOf(item, `${pointer}/*`);
  else if (isRecord(value))
    for (const [name, inner] of Object.entries(value))
      yield* pointersOf(inner, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}

describe("the repository's own evidence", () => {
  it.each(['superoffice', 'onlyoffice', 'odyssee'])('%s', async (vendor) => {
    const contract = await loadContract(`${root}contracts/${vendor}/openapi.yaml`, { cwd: root });
    const files = ['samples', 'recordings', 'pacts'].flatMap((folder) =>
      readdirSync(`${root}contracts/${vendor}/${folder}`).map((name) => `contracts/${vendor}/${folder}/${name}`),
    );
    const collector = new Collector();
    const evidence = [
      ...files.map((uri) => ({ kind: 'file' as const, uri, open: () => openEvidence(root + uri, uri), isOptional: true })),
      { kind: 'examples' as const, contract },
    ];
    const verdicts = new Map<string, string>();
    for (const event of check({ contracts: [contract], evidence, collector }))
      if (event.kind === 'exchange')
        verdicts.set(`${event.outcome.exchange.evidence} ${event.outcome.exchange.index}`, event.outcome.verdict);
    const matrix: Matrix = joinMatrix(collector, [contract]);
    expect(matrix.totals).toEqual(recount(bare(matrix)));

    // Naively: every pointer of every body of a conforming exchange.
    const bodies = new Map<unknown, BodyRow>();
    for (const row of matrix.contracts[0]?.operations ?? []) {
      const operation = contract.operation(row.operation.id);
      for (const [index, body] of row.bodies.entries()) bodies.set(operation?.requestBody?.content[index], body);
      for (const [at, status] of row.statuses.entries())
        for (const [index, body] of status.bodies.entries()) bodies.set(operation?.responses[at]?.content[index], body);
    }
    const naive = new Map<string, number>();
    const exchanges = [
      ...files.flatMap((uri) => [
        ...(detectFormat(openEvidence(root + uri, uri))?.read(openEvidence(root + uri, uri), () => undefined) ?? []),
      ]),
      ...readExamples(contract),
    ];
    const statuses = new Map<string, number>();
    for (const exchange of exchanges) {
      if (verdicts.get(`${exchange.evidence} ${exchange.index}`) !== 'conforms') continue;
      const { operation, request, response } = examine(exchange, [contract]);
      if (response)
        statuses.set(`${operation?.id} ${response.entry?.key}`, (statuses.get(`${operation?.id} ${response.entry?.key}`) ?? 0) + 1);
      for (const side of [request, response]) {
        const body = bodies.get(side?.body.entry);
        if (!side || !body || side.body.value === undefined) continue;
        const fields = new Map(body.fields.map((field) => [field.pointer, field]));
        for (const pointer of pointersOf(side.body.value, '')) {
          const key = `${operation?.id} ${response === side ? response.entry?.key : 'request'} ${body.range} ${settle(pointer, fields)}`;
          naive.set(key, (naive.get(key) ?? 0) + 1);
        }
      }
    }
    const counted = new Map<string, number>();
    for (const { operation, bodies: own, statuses: rows } of matrix.contracts[0]?.operations ?? []) {
      for (const { key, proved } of rows) expect(sum(proved), `${operation.id} ${key}`).toBe(statuses.get(`${operation.id} ${key}`) ?? 0);
      for (const [key, list] of [['request', own] as const, ...rows.map((row) => [row.key, row.bodies] as const)])
        for (const body of list)
          for (const field of body.fields)
            if (sum(field.proved) > 0) counted.set(`${operation.id} ${key} ${body.range} ${field.pointer}`, sum(field.proved));
    }
    // What no schema names is no field.
    const known = [...naive].filter(([key]) => counted.has(key) || !key.endsWith('/*'));
    expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(known.filter(([key]) => counted.has(key))));
    expect(counted.size).toBeGreaterThan(100);
    expect([...naive.keys()].filter((key) => !counted.has(key) && !key.endsWith('/*'))).toEqual([]);
  });
});
