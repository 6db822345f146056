// One case for each cause, in 3.0 and 3.1: the Overlay makes the schema what is written here, and the recording agrees with it; long, because each cause stands here twice.
import { describe, expect, it } from 'vitest';
import { documentOf, run, type Seen } from './run-suggest.ts';

const object = (value: object, more: object = {}) => ({ type: 'object', properties: { a: value }, ...more });
const bodies = (...values: unknown[]): Seen[] => values.map((a) => ({ body: { a } }));
const note = (n: number): string => `Suggested by truce from ${n} exchange${n === 1 ? '' : 's'}.`;

interface Case {
  readonly name: string;
  readonly version?: string;
  readonly schema: object;
  readonly seen: readonly Seen[];
  readonly becomes: object;
}

const both = (one: Omit<Case, 'version'>): Case[] => ['3.0.4', '3.1.1'].map((version) => ({ ...one, version }));

const cases: Case[] = [
  {
    name: 'null',
    version: '3.0.4',
    schema: object({ type: 'string' }),
    seen: bodies(null),
    becomes: object({ type: 'string', nullable: true }),
  },
  {
    name: 'null',
    version: '3.1.1',
    schema: object({ type: 'string' }),
    seen: bodies(null, 'x'),
    becomes: object({ type: ['string', 'null'] }),
  },
  {
    name: 'another type',
    version: '3.1.1',
    schema: object({ type: 'boolean' }),
    seen: bodies('no', 1),
    becomes: object({ type: ['boolean', 'integer', 'string'] }),
  },
  {
    name: 'another type beside a list',
    version: '3.1.1',
    schema: object({ type: ['boolean', 'null'] }),
    seen: bodies('no'),
    becomes: object({ type: ['boolean', 'null', 'string'] }),
  },
  {
    name: 'another type',
    version: '3.0.4',
    schema: object({ type: 'boolean' }),
    seen: bodies('no', 1),
    becomes: object({ anyOf: [{ type: 'boolean' }, { type: 'integer' }, { type: 'string' }] }),
  },
  {
    name: 'another type of a nullable one',
    version: '3.0.4',
    schema: object({ type: 'boolean', nullable: true }),
    seen: bodies('no'),
    becomes: object({
      anyOf: [
        { type: 'boolean', nullable: true },
        { type: 'string', nullable: true },
      ],
    }),
  },
  ...both({ name: 'fraction', schema: object({ type: 'integer' }), seen: bodies(1.5, 2), becomes: object({ type: 'number' }) }),
  ...both({
    name: 'enum',
    schema: object({ type: 'string', enum: ['x'] }),
    seen: bodies('z', 'y', 'z'),
    becomes: object({ type: 'string', enum: ['x', 'y', 'z'] }),
  }),
  { name: 'const', version: '3.1.1', schema: object({ const: 'x' }), seen: bodies('y'), becomes: object({ enum: ['x', 'y'] }) },
  ...both({
    name: 'required',
    schema: object({}, { required: ['a', 'b', "c'd"] }),
    seen: bodies(1),
    becomes: object({}, { required: ['a'] }),
  }),
  ...both({ name: 'the only required one', schema: object({}, { required: ['b'] }), seen: bodies(1), becomes: object({}) }),
  ...both({
    name: 'additional property',
    schema: object({}, { additionalProperties: false }),
    seen: [{ body: { b: true } }, { body: { b: false } }],
    becomes: { type: 'object', properties: { a: {}, b: { type: 'boolean', description: note(2) } }, additionalProperties: false },
  }),
  ...both({
    name: 'undocumented property, with its format',
    schema: object({}),
    seen: ['2026-01-01', '2026-01-02', '2026-01-03'].map((b) => ({ body: { b: [{ c: b, d: 1 }] } })),
    becomes: {
      type: 'object',
      properties: {
        a: {},
        b: {
          type: 'array',
          items: { type: 'object', properties: { c: { type: 'string', format: 'date' }, d: { type: 'integer' } } },
          description: note(3),
        },
      },
    },
  }),
  ...both({
    name: 'minimum',
    schema: object({ type: 'number', minimum: 5 }),
    seen: bodies(3, 1, 4),
    becomes: object({ type: 'number', minimum: 1 }),
  }),
  ...both({
    name: 'maxLength in characters',
    schema: object({ type: 'string', maxLength: 1 }),
    seen: bodies('😀😀'),
    becomes: object({ type: 'string', maxLength: 2 }),
  }),
  ...both({
    name: 'minItems',
    schema: object({ type: 'array', items: {}, minItems: 2 }),
    seen: bodies([]),
    becomes: object({ type: 'array', items: {}, minItems: 0 }),
  }),
  {
    name: 'exclusive limit',
    version: '3.1.1',
    schema: object({ type: 'number', exclusiveMaximum: 5 }),
    seen: bodies(5),
    becomes: object({ type: 'number', maximum: 5 }),
  },
  {
    name: 'exclusive limit',
    version: '3.0.4',
    schema: object({ type: 'number', maximum: 5, exclusiveMaximum: true }),
    seen: bodies(5),
    becomes: object({ type: 'number', maximum: 5, exclusiveMaximum: false }),
  },
  ...both({
    name: 'format',
    schema: object({ type: 'string', format: 'date' }),
    seen: bodies('soon'),
    becomes: object({ type: 'string' }),
  }),
  ...both({
    name: 'alternatives',
    schema: object({ anyOf: [{ type: 'integer' }, { type: 'boolean' }] }),
    seen: bodies('x'),
    becomes: object({ anyOf: [{ type: 'integer' }, { type: 'boolean' }, { type: 'string' }] }),
  }),
  ...both({
    name: 'one of apart alternatives',
    schema: object({ oneOf: [{ type: 'integer' }, { type: 'boolean' }] }),
    seen: bodies('x'),
    becomes: object({ oneOf: [{ type: 'integer' }, { type: 'boolean' }, { type: 'string' }] }),
  }),
  ...both({
    name: 'one of alternatives that would overlap',
    schema: object({
      oneOf: [
        { type: 'string', format: 'date' },
        { type: 'string', format: 'uuid' },
      ],
    }),
    seen: bodies('soon', '2026-01-01'),
    becomes: object({ anyOf: [{ type: 'string', format: 'date' }, { type: 'string', format: 'uuid' }, { type: 'string' }] }),
  }),
  ...both({
    name: 'a branch of allOf',
    schema: { allOf: [object({ type: 'string' }, { required: ['a', 'b'] }), { type: 'object', properties: { b: { type: 'integer' } } }] },
    seen: [{ body: { a: 'x' } }],
    becomes: { allOf: [object({ type: 'string' }, { required: ['a'] }), { type: 'object', properties: { b: { type: 'integer' } } }] },
  }),
  ...both({
    name: 'what only a second round can see',
    schema: object({ type: 'string', format: 'date', maxLength: 3 }),
    seen: bodies('soon'),
    becomes: object({ type: 'string', maxLength: 4 }),
  }),
];

it.each(cases)('$name ($version)', async ({ version = '3.1.1', schema, seen, becomes }) => {
  const { applied, left, suggestion } = await run(documentOf(version, schema), seen);
  expect(applied).toEqual(documentOf(version, becomes));
  expect(left).toEqual([]);
  expect(suggestion.after.red.size).toBe(0);
});

describe.each(['3.0.4', '3.1.1'])('around the schema (%s)', (version) => {
  const operationOf = (applied: unknown) => (applied as { paths: Record<string, { get: Record<string, never> }> }).paths['/things']?.get;

  it('documents a status, with the component its siblings use where that fits', async () => {
    const components = { schemas: { Problem: { type: 'object', required: ['title'], properties: { title: { type: 'string' } } } } };
    const responses = {
      '400': { description: 'Wrong', content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    };
    const document = documentOf(version, {}, { components, operation: { responses } });
    const { applied, left } = await run(document, [
      { status: 404, body: { title: 'gone' } },
      { status: 410, body: { code: 1 } },
    ]);
    expect(operationOf(applied)?.['responses']).toEqual({
      ...responses,
      '404': { description: note(1), content: responses['400'].content },
      '410': {
        description: note(1),
        content: { 'application/json': { schema: { type: 'object', properties: { code: { type: 'integer' } } } } },
      },
    });
    expect(left).toEqual([]);
  });

  it('documents a media type by its sibling', async () => {
    const { applied, left } = await run(documentOf(version, object({ type: 'integer' })), [
      { type: 'application/hal+json', body: { a: 1 } },
    ]);
    expect(operationOf(applied)?.['responses']['200']['content']).toEqual({
      'application/json': { schema: object({ type: 'integer' }) },
      'application/hal+json': { schema: object({ type: 'integer' }) },
    });
    expect(left).toEqual([]);
  });

  it('documents query parameters and headers', async () => {
    const { applied, left } = await run(documentOf(version, {}), [
      { target: '/things?page=2&tag=a&tag=b', body: {}, headers: [{ name: 'X-Left', value: '7' }] },
      { target: '/things?page=3', body: {} },
    ]);
    expect(operationOf(applied)?.['parameters']).toEqual([
      { name: 'page', in: 'query', required: false, description: note(2), schema: { type: 'integer' } },
      { name: 'tag', in: 'query', required: false, description: note(1), schema: { type: 'array', items: { type: 'string' } } },
    ]);
    expect(operationOf(applied)?.['responses']['200']['headers']).toEqual({
      'X-Left': { description: note(1), schema: { type: 'integer' } },
    });
    expect(left).toEqual([]);
  });

  it('edits a shared component once, and says whom that touches', async () => {
    const components = { schemas: { Thing: object({ type: 'string' }) } };
    const document = documentOf(version, { $ref: '#/components/schemas/Thing' }, { components });
    const second = { ...document.paths['/things'].get, operationId: 'getOthers' };
    const { actions, applied, left } = await run({ ...document, paths: { ...document.paths, '/others': { get: second } } }, [
      { body: { a: null }, at: '2026-03-01T00:00:00Z' },
      { target: '/others', body: { a: null }, at: '2026-02-01T00:00:00+01:00' },
    ]);
    expect(new Set(actions.map(({ target }) => target.replace(/\.type$/, '')))).toEqual(
      new Set(['$.components.schemas.Thing.properties.a']),
    );
    expect(actions[0]).toMatchObject({
      description: expect.stringMatching(/; 2 operations share it\.$/),
      'x-operations': ['getThings', 'getOthers'],
      'x-evidence': {
        sources: [{ file: 'seen.har', count: 2 }],
        exchanges: 2,
        firstSeen: '2026-02-01T00:00:00+01:00',
        lastSeen: '2026-03-01T00:00:00Z',
        finding: 'response-body-mismatch',
        places: [expect.stringMatching(/^seen\.har:1:\d+$/), expect.stringMatching(/^seen\.har:1:\d+$/)],
      },
    });
    expect((applied as unknown as { paths: unknown }).paths).toEqual({ ...document.paths, '/others': { get: second } });
    expect(left).toEqual([]);
  });

  it('reads XML and forms as the schema types them', async () => {
    const operation = {
      requestBody: { content: { 'application/x-www-form-urlencoded': { schema: object({ type: 'integer' }) } } },
      responses: {
        '200': { description: 'x', content: { 'application/xml': { schema: { ...object({ type: 'integer' }), xml: { name: 'thing' } } } } },
      },
    };
    const document = documentOf(version, {}, {});
    const posted = { ...document, paths: { '/things': { post: { ...document.paths['/things'].get, ...operation } } } };
    const { applied, left } = await run(posted, [
      {
        method: 'POST',
        type: 'application/xml',
        body: '<thing><a>x</a><b>y</b></thing>',
        sent: { type: 'application/x-www-form-urlencoded', text: 'a=1.5&c=z' },
      },
    ]);
    expect(left).toEqual([]);
    const { requestBody, responses } =
      (applied as unknown as { paths: Record<string, { post: typeof operation }> }).paths['/things']?.post ?? operation;
    expect(requestBody.content['application/x-www-form-urlencoded'].schema).toEqual({
      type: 'object',
      properties: { a: { type: 'number' }, c: { type: 'string', description: note(1) } },
    });
    expect(responses['200'].content['application/xml'].schema).toMatchObject({ properties: { b: { type: 'string' } } });
  });

  it('makes a missing header and a missing request body optional', async () => {
    const document = documentOf(
      version,
      {},
      {
        operation: {
          requestBody: { required: true, content: { 'application/json': { schema: {} } } },
          responses: { '200': { description: 'x', headers: { 'X-A': { required: true, schema: { type: 'string' } } } } },
        },
      },
    );
    const posted = { ...document, paths: { '/things': { post: document.paths['/things'].get } } };
    const { actions, left } = await run(posted, [{ method: 'POST' }]);
    expect(actions.map(({ target, update }) => [target, update]).toSorted()).toEqual([
      ["$.paths['/things'].post.requestBody", { required: false }],
      ["$.paths['/things'].post.responses['200'].headers['X-A']", { required: false }],
    ]);
    expect(left).toEqual([]);
  });
});

describe('what is not suggested', () => {
  it.each([
    ['a pattern', { type: 'string', pattern: '^x' }, ['y'], /pattern cannot be told/],
    ['values of personal data', { type: 'string', enum: ['x'], 'x-personal-data': true }, ['Ada'], /personal data or secrets/],
    ['secret values', { type: 'string', enum: ['x'], 'x-sensitive': true }, ['Ada'], /personal data or secrets/],
    ['multipleOf', { type: 'integer', multipleOf: 2 }, [3], /cannot be told from values/],
    ['a long list of values', { type: 'integer', enum: [-1] }, Array.from({ length: 60 }, (_, i) => i), /60 values were seen/],
  ])('%s', async (_, schema, values, reason) => {
    const { actions, reasons, text } = await run(documentOf('3.1.1', object(schema)), bodies(...values));
    expect(actions).toEqual([]);
    expect(reasons).toEqual([expect.stringMatching(reason)]);
    expect(text).not.toContain('Ada');
  });

  it('what fits several alternatives of oneOf', async () => {
    const { actions, reasons } = await run(documentOf('3.1.1', object({ oneOf: [{ type: 'integer' }, { type: 'number' }] })), bodies(1));
    expect([actions, reasons]).toEqual([[], ['no change of the contract follows from it']]);
  });

  it('what stands in another file', async () => {
    const document = documentOf('3.1.1', { $ref: 'other.json' });
    const { actions, reasons } = await run(document, bodies(1), { files: { 'other.json': JSON.stringify(object({ type: 'string' })) } });
    expect([actions, reasons]).toEqual([[], ['it stands in other.json, and an Overlay changes one document']]);
  });

  it('a name that is data, and what too few exchanges showed', async () => {
    const names = await run(documentOf('3.1.1', object({})), [{ body: { 'ada@example.org': 1 } }]);
    expect(names.text).not.toContain('ada');
    expect(names.reasons).toEqual([expect.stringMatching(/looks like data/)]);
    const few = await run(documentOf('3.1.1', object({ type: 'string' })), bodies(1), { minExchanges: 2 });
    expect([few.actions, few.reasons]).toEqual([[], ['only 1 exchange showed it']]);
  });

  it('no value goes into a schema that was inferred', async () => {
    const { text, left } = await run(documentOf('3.1.1', object({})), [
      { body: { b: { 'x@y.example': 'Sesame', c: ['Sesame'] } } },
      { status: 409, body: 'Sesame' },
    ]);
    expect(text).not.toMatch(/Sesame|x@y/);
    expect(left).toEqual([]);
  });
});

it('the same recording in another order gives the same Overlay, but for its three places', async () => {
  const seen = [...bodies(1, 'x', null), { status: 409, body: { e: 1 } }, { target: '/things?q=1', body: { b: 1 } }];
  const document = documentOf('3.1.1', object({ type: 'boolean' }));
  const strip = (text: string): string => text.replace(/seen\.har:\d+:\d+/g, '');
  const [one, other] = [await run(document, seen), await run(document, seen.toReversed())];
  expect(strip(other.text)).toBe(strip(one.text));
});
