// What a probe may send: nothing that writes unless asked to, nothing to a thing of somebody else, the same for the same seed, and one case alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from './contract-of.ts';
import { type Answering, type Asked, probeTiny, tinyContract } from './tiny-instance.ts';
import { strict, arazzo as tinyArazzo, things } from './tiny-things.ts';

const paths = ['/things', '/things/{id}', '/things/{id}/parts', '/search', '/things/{id}/parts/{part}'];
const methods = ['get', 'head', 'options', 'trace', 'post', 'put', 'patch', 'delete'];
/** What every contract has, for the workflows. */
const always = ['post /things', 'delete /things/{id}'];

const idOf = (method: string, path: string): string => `${method}${path.replace(/\W+/g, '_')}`;
const object: Json = { type: 'object', properties: { id: { type: 'string' }, name: { type: 'string' } } };

function operationOf(method: string, path: string, hasBody: boolean): Json {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  return {
    operationId: idOf(method, path),
    parameters: [
      ...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' }, example: `foreign-${name}` })),
      { name: 'q', in: 'query', schema: { type: 'integer', minimum: 1 } },
    ],
    ...(hasBody &&
      /^(post|put|patch)$/.test(method) && {
        requestBody: { content: { 'application/json': { schema: object, example: { id: 'foreign-id', name: 'x' } } } },
      }),
    responses: { '2XX': { description: 'Fine', content: { 'application/json': { schema: object } } }, '4XX': { description: 'No' } },
  };
}

/** What somebody may say of an operation, right or wrong. */
const sayings: readonly Json[] = [
  {},
  { subject: { make: 'make', at: ['path.id'] } },
  { subject: { make: 'make', at: ['path.id', 'body#/id'] } },
  { subject: { make: 'make', at: ['body#/id'] } },
  { subject: { make: 'make', at: [] } },
  { subject: { make: 'make', at: ['path.part'] } },
  { creates: '$response.body#/id', undo: 'remove' },
  { creates: '$response.body#/id' },
  { creates: 'path.id', undo: 'remove' },
  { creates: 'path.id', undo: 'remove', set: { 'path.id': '$inputs.uuid' } },
  { creates: 'body#/id', undo: 'remove' },
  { mark: ['body#/name'] },
];

interface Made {
  readonly contract: Json;
  readonly arazzo: Json;
}

const made: fc.Arbitrary<Made> = fc
  .array(
    fc.record({
      method: fc.constantFrom(...methods),
      path: fc.constantFrom(...paths),
      saying: fc.constantFrom(...sayings),
      hasBody: fc.boolean(),
    }),
    { minLength: 4, maxLength: 16 },
  )
  .map((wanted) => {
    const all = new Map([
      ...always.map((one) => [one, {} as Json] as const),
      ...wanted.map(({ method, path, saying }) => [`${method} ${path}`, saying] as const),
    ]);
    const items: Record<string, Record<string, Json>> = {};
    const operations: Record<string, Json> = {};
    for (const [one, saying] of all) {
      const [method = '', path = ''] = one.split(' ');
      items[path] = { ...items[path], [method]: operationOf(method, path, wanted[0]?.hasBody ?? true) };
      // To empty a list is nothing that anybody may call safe here.
      if (!(method === 'delete' && !path.includes('{'))) operations[idOf(method, path)] = saying;
    }
    const subject = { inputs: { type: 'object', required: ['subject'] } };
    const remove = {
      stepId: 'r',
      operationId: idOf('delete', '/things/{id}'),
      parameters: [{ name: 'id', in: 'path', value: '$inputs.subject' }],
    };
    const make = { stepId: 'm', operationId: idOf('post', '/things'), outputs: { id: '$response.body#/id' } };
    const arazzo = {
      arazzo: '1.0.1',
      info: { title: 'T', version: '1' },
      sourceDescriptions: [{ name: 'tiny', url: 'tiny.json' }],
      workflows: [
        { workflowId: 'make', steps: [make], outputs: { subject: '$steps.m.outputs.id' } },
        { workflowId: 'remove', ...subject, steps: [remove] },
      ],
      'x-truce': { operations },
    };
    return { contract: tinyContract(items), arazzo };
  });

let count = 0;
/** Whatever comes is taken, and named as something new. */
const taking: Answering = ({ method }) => ({
  status: method === 'POST' ? 201 : 200,
  ...(method !== 'HEAD' && { body: { id: `own-${++count}` } }),
});
const isWriting = ({ method }: Asked): boolean => !/^(GET|HEAD|OPTIONS|TRACE)$/.test(method);
const shown = ({ method, target, body }: Asked): string => `${method} ${target} ${body}`;
const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/;

describe('whatever a contract and its settings say', () => {
  it('nothing that writes is sent without --write', { timeout: 120_000 }, async () => {
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(made, async ({ contract, arazzo }) => {
        const { asked, err } = await probeTiny({ contract, arazzo, answer: taking, arguments: ['--generate', '10'] });
        expect(err).not.toContain('bug in Truce');
        expect(asked.filter(isWriting).map(shown)).toEqual([]);
        sent += asked.length;
      }),
      { numRuns: 12, seed: 11 },
    );
    expect(sent).toBeGreaterThan(150);
  });

  it('PUT, PATCH and DELETE go only to what the run made, and a list is never deleted', { timeout: 120_000 }, async () => {
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(made, async ({ contract, arazzo }) => {
        const { asked, err } = await probeTiny({ contract, arazzo, answer: taking, arguments: ['--write', '--generate', '10'] });
        expect(err).not.toContain('bug in Truce');
        const changing = asked.filter(({ method, path }) => /^(PUT|PATCH|DELETE)$/.test(method) && path.startsWith('/things/'));
        // A part of a thing of the run is the run's, and so is a part that it made.
        const isOwn = (segment: string): boolean => segment.startsWith('own-') || uuid.test(segment);
        const foreign = changing.filter(({ path }) => !path.split('/').some(isOwn));
        expect(foreign.map(shown)).toEqual([]);
        expect(asked.filter(({ method, path }) => method === 'DELETE' && !path.startsWith('/things/')).map(shown)).toEqual([]);
        sent += changing.length;
      }),
      { numRuns: 15, seed: 12 },
    );
    expect(sent).toBeGreaterThan(60);
  });
});

describe('a plan', () => {
  const run = (...more: readonly string[]) =>
    probeTiny({
      contract: tinyContract(things),
      arazzo: tinyArazzo,
      answer: (asked) => strict(asked),
      arguments: ['--write', '--generate', '60', ...more],
    });
  const texts = (asked: readonly Asked[]): string[] => asked.map((one) => shown(one).replace(/truce-[\da-f]{8}/g, 'mark'));

  it('is the same for the same seed, and another for another', async () => {
    const [first, again, other] = [await run('--seed', '5'), await run('--seed', '5'), await run('--seed', '6')];
    expect(texts(first.asked).length).toBeGreaterThan(100);
    expect(texts(again.asked)).toEqual(texts(first.asked));
    expect(texts(other.asked)).not.toEqual(texts(first.asked));
  });

  const reading = tinyContract({
    '/things': {
      get: {
        operationId: 'list',
        parameters: [{ name: "it's", in: 'query', schema: { type: 'string', enum: ['a', 'b'] } }],
        responses: { 200: { description: 'Fine' }, 400: { description: 'No' } },
      },
    },
  });

  it('--only sends the one case that a finding names, and nothing else', async () => {
    const crashing: Answering = ({ target }) => (target.includes('?') ? 500 : 200);
    const all = await probeTiny({ contract: reading, answer: crashing, arguments: ['--seed', '3'] });
    const ids = [
      ...new Set([...all.out.matchAll(/--only\s+('(?:[^']|'\\'')*')/g)].map(([, id]) => (id ?? '').slice(1, -1).replaceAll(`'\\''`, "'"))),
    ];
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) {
      const one = await probeTiny({ contract: reading, answer: crashing, arguments: ['--seed', '3', '--only', id] });
      // What is random is made smaller.
      expect(one.asked.length, id).toBeLessThanOrEqual(id.includes('random') ? 41 : 1);
      expect(all.asked.map(shown)).toContain(shown(one.asked[0] as Asked));
      expect(one.code).toBe(1);
    }
  });

  it('--only with a case that is not there says so, and sends nothing', async () => {
    const { code, err, asked } = await probeTiny({ contract: reading, answer: taking, arguments: ['--only', 'tiny/list/none/x'] });
    expect([code, asked]).toEqual([2, []]);
    expect(err).toContain('There is no case "tiny/list/none/x"');
  });

  it('without --write, signing in that writes is no crash, and says what to do', async () => {
    const contract = tinyContract(
      {
        '/login': { post: { operationId: 'login', security: [], responses: { 200: { description: 'Fine' } } } },
        '/me': { get: { operationId: 'me', responses: { 200: { description: 'Fine' } } } },
      },
      { security: [{ key: [] }], components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } } },
    );
    const arazzo = {
      arazzo: '1.0.1',
      info: { title: 'T', version: '1' },
      sourceDescriptions: [{ name: 'tiny', url: 'tiny.json' }],
      workflows: [
        {
          workflowId: 'in',
          inputs: { type: 'object', required: ['user'] },
          steps: [{ stepId: 'a', operationId: 'login', outputs: { t: '$response.body#/id' } }],
          outputs: { t: '$steps.a.outputs.t' },
        },
      ],
      'x-truce': { operations: { login: { harmless: true } }, credentials: { key: { signIn: 'in', output: 't' } } },
    };
    const { err, code, asked } = await probeTiny({ contract, arazzo, answer: taking, env: { TRUCE_TINY_USER: 'jane' } });
    expect(err).not.toContain('bug in Truce');
    expect(err).toContain('Signing in is not possible (workflow `in`): POST is not sent without --write');
    expect(err).toContain('set `TRUCE_TINY_KEY` yourself');
    expect([code, asked]).toEqual([2, []]);
  });
});
