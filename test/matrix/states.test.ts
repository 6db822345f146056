// What proves a promise, what contradicts it, and what does neither; long, because each kind of promise has its own ways.
import { describe, expect, it } from 'vitest';
import { bare, documentWith, fieldsOf, har, operationOf, runMatrix, showValues } from './run-matrix.ts';

const pet = {
  type: 'object',
  required: ['id', 'kind'],
  properties: {
    id: { type: 'integer' },
    kind: { enum: ['cat', 'dog', 'fish'] },
    name: { type: ['string', 'null'] },
    tags: { type: 'array', items: { type: 'object', properties: { label: { type: 'string' } } } },
    limits: { type: 'object', additionalProperties: { type: 'object', properties: { max: { type: 'integer' } } } },
    secret: { type: 'string', writeOnly: true },
  },
};

describe('fields', () => {
  it('are proved by what came, with nulls, empties, values, and dates', async () => {
    const run = await runMatrix(documentWith(pet), {
      'a.har': har(
        { answer: { id: 1, kind: 'cat', name: null, tags: [] }, at: '2026-03-01T10:00:00+02:00' },
        {
          answer: { id: 2, kind: 'dog', name: '', tags: [{ label: 'x' }, {}], limits: { a: { max: 1 }, b: {} } },
          at: '2026-01-01T00:00:00Z',
        },
      ),
    });
    const fields = fieldsOf(run, 'getThings', '200');
    expect([...fields.keys()]).toEqual([
      '/id',
      '/kind',
      '/name',
      '/tags',
      '/limits',
      '/tags/*',
      '/limits/*',
      '/tags/*/label',
      '/limits/*/max',
    ]);
    expect([...fields.values()].map(({ pointer, proved, nulls, empties }) => [pointer, proved.recording, nulls, empties])).toEqual([
      ['/id', 2, 0, 0],
      ['/kind', 2, 0, 0],
      ['/name', 2, 1, 1],
      ['/tags', 2, 0, 1],
      ['/limits', 1, 0, 0],
      ['/tags/*', 2, 0, 1],
      ['/limits/*', 2, 0, 1],
      ['/tags/*/label', 1, 0, 0],
      ['/limits/*/max', 1, 0, 0],
    ]);
    expect(showValues(fields.get('/kind')?.values ?? [])).toEqual(['"cat" 1', '"dog" 1', '"fish" 0']);
    expect(showValues(fields.get('/name')?.values ?? [])).toEqual(['null 1']);
    expect(fields.get('/id')).toMatchObject({ required: true, first: '2026-01-01T00:00:00.000Z', last: '2026-03-01T08:00:00.000Z' });
    expect(fields.get('/limits')).toMatchObject({ required: false, first: '2026-01-01T00:00:00.000Z', last: '2026-01-01T00:00:00.000Z' });
  });

  it('only in a violating exchange are contradicted where the fault is, and a missing one too', async () => {
    const run = await runMatrix(documentWith(pet), { 'a.har': har({ answer: { kind: 'bird', name: 'Tom', tags: 'none' } }) });
    const fields = fieldsOf(run, 'getThings', '200');
    const states = Object.fromEntries([...fields].map(([pointer, { state }]) => [pointer, state]));
    expect(states).toMatchObject({
      '/id': 'contradicted',
      '/kind': 'contradicted',
      '/name': 'proved',
      '/tags': 'contradicted',
      '/tags/*': 'unproved',
    });
    const row = operationOf(run, 'getThings');
    expect([row.state, row.statuses[0]?.state, row.statuses[0]?.bodies[0]?.state]).toEqual([
      'contradicted',
      'contradicted',
      'contradicted',
    ]);
    expect(fields.get('/kind')?.values.map(({ state }) => state)).toEqual(['unproved', 'unproved', 'unproved']);
  });

  it('that are proved here and contradicted there are disputed', async () => {
    const run = await runMatrix(documentWith(pet), {
      'a.har': har({ answer: { id: 1, kind: 'cat' } }, { answer: { id: 'x', kind: 'cat' } }),
    });
    expect(fieldsOf(run, 'getThings', '200').get('/id')).toMatchObject({
      state: 'proved',
      proved: { recording: 1 },
      contradicted: { recording: 1 },
    });
    expect(run.matrix.totals.field).toMatchObject({ proved: 2, disputed: 1 });
  });

  it('of a recursive schema count once, below its first appearance', async () => {
    const node = {
      type: 'object',
      properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/components/schemas/Node' } } },
    };
    const document = documentWith({ $ref: '#/components/schemas/Node' }, {}, { schemas: { Node: node } });
    const run = await runMatrix(document, {
      'a.har': har({ answer: { name: 'a', children: [{ name: 'b', children: [{ name: 'c' }] }] } }),
    });
    const fields = fieldsOf(run, 'getThings', '200');
    expect([...fields.values()].map(({ pointer, proved, sameAs }) => [pointer, proved.recording, sameAs])).toEqual([
      ['/name', 3, undefined],
      ['/children', 2, undefined],
      ['/children/*', 2, ''],
    ]);
  });

  it('of branches: the discriminator says which was taken', async () => {
    const animal = (name: string, own: object): object => ({
      type: 'object',
      required: ['type'],
      properties: { type: { const: name }, ...own },
    });
    const schemas = { Cat: animal('Cat', { lives: { type: 'integer' } }), Dog: animal('Dog', { bark: { type: 'string' } }) };
    const schema = {
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
      discriminator: { propertyName: 'type' },
    };
    const run = await runMatrix(documentWith(schema, {}, { schemas }), { 'a.har': har({ answer: { type: 'Cat', lives: 9 } }) });
    expect(showValues(operationOf(run, 'getThings').statuses[0]?.bodies[0]?.values ?? [])).toEqual(['Cat 1', 'Dog 0']);
    expect(fieldsOf(run, 'getThings', '200').get('/type')).toMatchObject({ required: true });
    expect(fieldsOf(run, 'getThings', '200').get('/bark')).toMatchObject({ state: 'unproved', required: false });
  });

  it('are the same in JSON, XML and forms', async () => {
    const schema = {
      type: 'object',
      xml: { name: 'thing' },
      properties: { a: { type: 'integer' }, b: { type: 'array', items: { type: 'string' } }, c: { type: 'string' } },
    };
    const content = Object.fromEntries(
      ['application/json', 'application/xml', 'application/x-www-form-urlencoded'].map((range) => [range, { schema }]),
    );
    const document = documentWith({}, { requestBody: { content } });
    const run = await runMatrix(document, {
      'getThings.request.one.json': { a: 1, b: ['x', 'y'] },
      'getThings.request.two.xml': '<thing><a>1</a><b>x</b><b>y</b></thing>',
      'getThings.request.three.form': 'a=1&b=x&b=y',
    });
    for (const range of Object.keys(content))
      expect(
        [...fieldsOf(run, 'getThings', undefined, range).values()].map(({ pointer, proved }) => [pointer, proved.sample]),
        range,
      ).toEqual([
        ['/a', 1],
        ['/b', 1],
        ['/c', undefined],
        ['/b/*', 2],
      ]);
  });

  it('of a map named like a prototype, and thousands of names, are one', async () => {
    const names = ['__proto__', 'constructor', ...Array.from({ length: 3000 }, (_, n) => `k${n}`)];
    const answer = `{${names.map((name) => `"${name}":null`).join()}}`;
    const text = JSON.stringify(har({ answer: 'X' })).replace('\\"X\\"', JSON.stringify(answer).slice(1, -1));
    const run = await runMatrix(documentWith({ type: 'object', additionalProperties: { type: ['integer', 'null'] } }), { 'a.har': text });
    expect([...fieldsOf(run, 'getThings', '200').values()].map(({ pointer, nulls }) => [pointer, nulls])).toEqual([['/*', names.length]]);
  });

  it('of objects whose names never come in the same order are counted all the same', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `f${n}`);
    const schema = { type: 'object', properties: Object.fromEntries(names.map((name) => [name, { type: 'integer' }])) };
    const answers = Array.from({ length: 60 }, (_, turn) =>
      Object.fromEntries(names.map((_, n) => [names[(n * 7 + turn * 11) % 40] as string, n])),
    );
    const run = await runMatrix(documentWith({ type: 'array', items: schema }), { 'a.har': har({ answer: answers }) });
    expect(
      new Set([...fieldsOf(run, 'getThings', '200')].filter(([pointer]) => pointer !== '/*').map(([, { proved }]) => proved.recording)),
    ).toEqual(new Set([60]));
  });
});

describe('exchanges', () => {
  it('that no contract covers, or nobody could judge, prove nothing', async () => {
    const run = await runMatrix(documentWith(pet), {
      'a.har': har({ target: '/elsewhere', answer: { id: 1, kind: 'cat' } }),
      'b.har': {
        log: {
          version: '1.2',
          creator: {},
          entries: [{ request: { method: 'GET', url: 'https://api.example/things', headers: [] }, response: { status: 0 } }],
        },
      },
    });
    expect(run.matrix.sources).toEqual([]);
    for (const { proved, contradicted } of Object.values(run.matrix.totals)) expect(proved + contradicted).toBe(0);
    expect(run.sightings.contracts).toEqual([{ contract: 'api', operations: [] }]);
  });

  it('tell which statuses came, below ranges too; undocumented ones contradict the operation', async () => {
    const run = await runMatrix(documentWith(pet), { 'a.har': har({ status: 404 }, { status: 403 }, { status: 302 }) });
    const row = operationOf(run, 'getThings');
    expect(row.statuses.map(({ key, state, seen }) => [key, state, seen])).toEqual([
      ['200', 'unproved', []],
      ['500', 'unproved', []],
      ['4XX', 'proved', [403, 404]],
    ]);
    expect([row.proved.recording, row.contradicted.recording]).toEqual([2, 1]);
  });

  it('count for their source: the mock for itself, samples, and the document', async () => {
    const answer = { id: 1, kind: 'cat' };
    const document = documentWith(pet) as { paths: { '/things': { get: { responses: { 200: { content: object } } } } } };
    document.paths['/things'].get.responses[200].content = { 'application/json': { schema: pet, example: answer } };
    const run = await runMatrix(
      document,
      { 'a.har': har({ answer }, { answer, isMock: true }), 'getThings.200.one.json': answer },
      { examples: true },
    );
    expect(fieldsOf(run, 'getThings', '200').get('/id')?.proved).toEqual({ recording: 1, sample: 1, example: 1, mock: 1 });
    expect(run.matrix.sources).toEqual(['recording', 'sample', 'example', 'mock']);
  });

  it('count parameters that came and fit, with their values; absent ones are unproved', async () => {
    const parameters = [
      { name: 'sort', in: 'query', schema: { type: 'array', items: { enum: ['up', 'down'] } } },
      { name: 'limit', in: 'query', schema: { type: 'integer' } },
      { name: 'page', in: 'query', schema: { type: 'integer' } },
    ];
    const headers = { 'X-Total': { schema: { type: 'integer' } }, 'X-Next': { schema: { type: 'string' } } };
    const document = documentWith(pet, { parameters, responses: { 204: { description: 'none', headers } } });
    const run = await runMatrix(document, {
      'a.har': har({ target: '/things?sort=up&limit=x', status: 204, answerHeaders: { 'x-total': '3' } }),
    });
    const row = operationOf(run, 'getThings');
    expect(row.parameters.map(({ name, state }) => [name, state])).toEqual([
      ['sort', 'proved'],
      ['limit', 'contradicted'],
      ['page', 'unproved'],
    ]);
    expect(showValues(row.parameters[0]?.values ?? [])).toEqual(['"up" 1', '"down" 0']);
    expect(row.statuses[0]?.headers.map(({ name, state }) => [name, state])).toEqual([
      ['X-Total', 'proved'],
      ['X-Next', 'unproved'],
    ]);
    // The request was wrong, the answer was not.
    expect([row.state, row.statuses[0]?.state]).toEqual(['contradicted', 'proved']);
  });

  it('count the security alternative that was met; examples carry no credentials', async () => {
    const document = {
      ...documentWith(pet, { security: [{ key: [] }, { basic: [] }] }),
      components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' }, basic: { type: 'http', scheme: 'basic' } } },
    };
    const met = await runMatrix(document, { 'a.har': har({ headers: { Authorization: 'Basic abc' }, status: 500 }) });
    expect(operationOf(met, 'getThings').security.map(({ schemes, state }) => [schemes, state])).toEqual([
      [['key'], 'unproved'],
      [['basic'], 'proved'],
    ]);
    const sample = await runMatrix(document, { 'getThings.request.one.http': 'GET /things HTTP/1.1\r\nHost: api.example\r\n\r\n' });
    expect(operationOf(sample, 'getThings')).toMatchObject({ state: 'proved', security: [{ state: 'unproved' }, { state: 'unproved' }] });
  });

  it('of a pact say who needs what', async () => {
    const body = { id: 1, tags: [{ label: 'x' }], limits: { a: { max: 1 } } };
    const pact = (name: string, response: object): object => ({
      consumer: { name },
      provider: { name: 'p' },
      interactions: [
        {
          description: 'd',
          request: { method: 'GET', path: '/things' },
          response: { status: 200, headers: { 'Content-Type': 'application/json' }, ...response },
        },
      ],
      metadata: { pactSpecification: { version: '3.0.0' } },
    });
    const rules = { body: { '$.tags': { matchers: [{ match: 'type', min: 0 }] } } };
    const run = await runMatrix(documentWith(pet), {
      'b.json': pact('web', { body, matchingRules: rules }),
      'a.json': pact('app', { body: { tags: [{ label: 'x' }] } }),
    });
    const fields = fieldsOf(run, 'getThings', '200');
    const needs = (pointer: string): unknown => fields.get(pointer)?.consumers.map(({ consumer, required }) => `${consumer} ${required}`);
    expect(needs('/id')).toEqual(['web true']);
    expect(needs('/tags')).toEqual(['app true', 'web true']);
    expect(needs('/tags/*/label')).toEqual(['app true', 'web false']);
    expect(needs('/limits/*/max')).toEqual(['web false']);
    expect(needs('/kind')).toEqual([]);
    expect(operationOf(run, 'getThings').consumers).toEqual(['app', 'web']);
  });
});

describe('bounds', () => {
  it('a list of thousands of values is cut, a tree of nested schemas stays small', async () => {
    const level = (n: number): object =>
      n === 0
        ? { type: 'string' }
        : {
            type: 'object',
            properties: Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, { $ref: `#/components/schemas/L${n - 1}` }])),
          };
    const schemas = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`L${n}`, level(n)]));
    const schema = {
      type: 'object',
      properties: { deep: { $ref: '#/components/schemas/L11' }, code: { enum: Array.from({ length: 5000 }, (_, n) => n) } },
    };
    const run = await runMatrix(documentWith(schema, {}, { schemas }), {});
    const fields = fieldsOf(run, 'getThings', '200');
    expect(fields.get('/code')?.values).toHaveLength(1000);
    expect(fields.size).toBeLessThan(2000);
    expect([...fields.values()].some(({ sameAs }) => sameAs !== undefined)).toBe(true);
  });

  it('shards that are merged are one run', async () => {
    const evidence = {
      'a.har': har({ answer: { id: 1, kind: 'cat', name: null } }),
      'b.har': har({ answer: { id: 'x', kind: 'dog', tags: [] }, at: '2025-01-01T00:00:00Z' }, { status: 404 }),
    };
    const [whole, merged] = [
      await runMatrix(documentWith(pet), evidence),
      await runMatrix(documentWith(pet), evidence, { isSharded: true }),
    ];
    expect(bare(merged.matrix)).toEqual(bare(whole.matrix));
    expect(merged.sightings).toEqual(whole.sightings);
  });
});

describe('branches', () => {
  it('that nothing tells apart are named as such, those with a discriminator, a null or a value are not', async () => {
    const schema = {
      type: 'object',
      properties: {
        either: { oneOf: [{ type: 'string' }, { type: 'object', properties: { a: {} } }] },
        told: {
          oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
          discriminator: { propertyName: 'kind' },
        },
        nullable: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        listed: { oneOf: [{ const: 'a' }, { const: 'b' }] },
      },
    };
    const animal = { type: 'object', properties: { kind: { type: 'string' } } };
    const run = await runMatrix(documentWith(schema, {}, { schemas: { Cat: animal, Dog: animal } }), {
      'a.har': har({ answer: { either: 'x', told: { kind: 'Cat' }, nullable: null, listed: 'a' } }),
    });
    const fields = fieldsOf(run, 'getThings', '200');
    expect([...fields.values()].map(({ pointer, alternatives }) => [pointer, alternatives])).toContainEqual(['/either', 2]);
    expect([...fields.values()].filter(({ alternatives }) => alternatives !== undefined)).toHaveLength(1);
    expect(showValues(fields.get('/told')?.values ?? [])).toEqual(['Cat 1', 'Dog 0']);
    expect(showValues(fields.get('/listed')?.values ?? [])).toEqual(['"a" 1', '"b" 0']);
  });
});
