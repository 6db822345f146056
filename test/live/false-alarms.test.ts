// What a correct instance may do, and a contract may say, without any check crying.
import { describe, expect, it } from 'vitest';
import type { Json } from './contract-of.ts';
import { type Answering, probeTiny, tinyContract, type TinyOptions } from './tiny-instance.ts';
import { accepts, arazzo, errors, fine, get, id, inXml, json, key, one, put, requestBody, strict, thing, things } from './tiny-things.ts';

/** Everything that was said, and how much was asked. */
async function said(contract: Json, answer: Answering, more: Partial<TinyOptions> = {}) {
  const { told, asked, findings, out, err } = await probeTiny({ contract, answer, arguments: ['--generate', '20'], ...more });
  const bad = findings
    .filter(({ severity }) => severity !== 'info')
    .map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
  return { told, bad, asked, out, err };
}

const reading = (responses: Json, more: Json = {}): Json => tinyContract({ '/thing': { get: get({ responses, ...more }) } });
const bare = (text: string): Json => ({ description: text });
const idGet = (more: Json = {}): Json => tinyContract({ '/things/{id}': { parameters: [id], get: get(more) } });
const list: Json = { 'application/json': { schema: { type: 'array', items: thing } } };

type Quiet = [what: string, contract: Json, answer: Answering, more?: Partial<TinyOptions>];
const quiet: readonly Quiet[] = [
  ['404 for an id of nobody', idGet(), () => 404],
  ['410 for an id of nobody', idGet({ responses: { ...errors, 410: bare('Gone'), 200: fine() } }), () => 410],
  [
    'HEAD beside GET',
    tinyContract({ '/thing': { get: get(), head: { operationId: 'headThing', responses: { 200: fine() } } } }),
    () => one,
  ],
  ['a body that is a list', reading({ ...errors, 200: fine(list) }), () => ({ body: [{ name: 'a' }, { name: 'b' }] })],
  ['an empty list', reading({ ...errors, 200: fine(list) }), () => ({ body: [] })],
  ['204 instead of 200 with a body', reading({ ...errors, 200: fine(), 204: bare('Nothing') }), () => 204],
  ['a success without a body', reading({ 200: bare('Fine') }), () => ({ status: 200 })],
  ['a promised redirect', reading({ 302: bare('Elsewhere') }), () => ({ status: 302, headers: { Location: 'https://cdn.example/x' } })],
  [
    'a promised redirect beside a success',
    reading({ '3XX': bare('Elsewhere'), 200: fine() }),
    () => ({ status: 303, headers: { Location: '/x' } }),
  ],
  [
    'a promised 304 to a condition',
    reading(
      { ...errors, 200: fine(), 304: bare('Same') },
      { parameters: [{ name: 'If-None-Match', in: 'header', example: '"a"', schema: { type: 'string' } }] },
    ),
    ({ headers }) => (headers['if-none-match'] === undefined ? one : 304),
  ],
  ['only a default response', reading({ default: fine() }), () => one],
  ['ranges of responses', reading({ '2XX': fine(), '4XX': bare('No') }), () => one],
  [
    'open access as an alternative',
    tinyContract({ '/thing': { get: get({ security: [{ key: [] }, {}] }) } }, { components: { securitySchemes: key } }),
    () => one,
    { env: { TRUCE_TINY_KEY: 'sesame42' } },
  ],
  [
    'no security for one operation',
    tinyContract({ '/thing': { get: get({ security: [] }) } }, { security: [{ key: [] }], components: { securitySchemes: key } }),
    () => one,
  ],
  [
    '403 instead of 401',
    tinyContract(
      { '/thing': { get: get({ security: [{ key: [] }], responses: { 200: fine(), 403: bare('No') } }) } },
      { components: { securitySchemes: key } },
    ),
    ({ headers }) => (headers['x-key'] === 'sesame42' ? one : 403),
    { env: { TRUCE_TINY_KEY: 'sesame42' } },
  ],
  ['a contract of OpenAPI 3.0', { openapi: '3.0.3', info: { title: 'T', version: '1' }, paths: { '/thing': { get: get() } } }, () => one],
  [
    'servers with a path and variables',
    tinyContract(
      { '/thing': { get: get() } },
      {
        servers: [
          {
            url: 'https://{tenant}.crm.example/{stage}/v1',
            variables: { tenant: { default: 'a' }, stage: { default: 'live', enum: ['live', 'test'] } },
          },
        ],
      },
    ),
    ({ path }) => (path === '/thing' ? one : 404),
    { base: '/acme/api' },
  ],
  ['a redirect-free slash at the end', tinyContract({ '/thing/': { get: get() } }), ({ path }) => (path === '/thing/' ? one : 404)],
  [
    'JSON that calls itself with a charset',
    reading({ ...errors, 200: fine() }),
    () => ({ headers: { 'Content-Type': 'application/json; charset=utf-8' }, body: '{"name":"a"}' }),
  ],
  [
    'a contract whose media type has a parameter',
    reading({ ...errors, 200: fine({ 'application/json; charset=utf-8': { schema: thing } }) }),
    () => ({ headers: { 'Content-Type': 'application/json' }, body: '{"name":"a"}' }),
  ],
  [
    'a counter in both representations',
    reading({ ...errors, 200: fine({ ...json, 'application/xml': { schema: thing } }) }),
    (asked, count) =>
      accepts(asked, 'xml') ? { ...inXml, body: `<thing><id>${count}</id><name>a</name></thing>` } : { body: { id: count, name: 'a' } },
  ],
];

describe('nobody cries over', () => {
  it.each(quiet.map(([what, ...rest]) => ({ what, rest })))('$what', async ({ rest }) => {
    const { told, bad, asked, out } = await said(...rest);
    expect(
      told.filter((text) => !text.startsWith('info')),
      out,
    ).toEqual([]);
    expect(bad, out).toEqual([]);
    expect(asked.length).toBeGreaterThan(0);
  });

  it('an operation without responses: only the rules of the recording say so', async () => {
    const { told } = await said(tinyContract({ '/thing': { get: { operationId: 'g' } } }), () => ({ body: 1 }));
    expect(told.filter((text) => !text.startsWith('info'))).toEqual([]);
  });

  it.each(['simple', 'label', 'matrix'])('path parameters in the style %s', async (style) => {
    const parameter = (name: string, more: Json): Json => ({ name, in: 'path', required: true, style, ...more });
    const parameters = [
      parameter('list', { schema: { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 2 }, example: ['a', 'b'] }),
      parameter('object', {
        explode: true,
        schema: { type: 'object', required: ['x'], properties: { x: { type: 'integer' } } },
        example: { x: 1 },
      }),
    ];
    const contract = tinyContract({
      '/a/{list}/b/{object}': { get: get({ parameters, responses: { 200: fine(), 404: bare('None'), 400: bare('No') } }) },
    });
    const { bad, asked, out } = await said(contract, ({ path }) => (path.startsWith('/a/') ? one : 404));
    expect(bad, out).toEqual([]);
    expect(
      asked.some(({ path }) => path === { simple: '/a/a,b/b/x=1', label: '/a/.a,b/b/.x=1', matrix: '/a/;list=a,b/b/;x=1' }[style]),
    ).toBe(true);
  });
});

const writing = { arazzo, arguments: ['--write', '--generate', '30'] };

describe('nobody cries, when writing, over', () => {
  it('a thing of the run whose id is a number, and text in the path', async () => {
    const { told, asked, out } = await said(tinyContract(things), (asked) => strict(asked), writing);
    expect(
      told.filter((text) => !text.startsWith('info')),
      out,
    ).toEqual([]);
    expect(asked.filter(({ method, path }) => method === 'PUT' && path === '/things/7').length).toBeGreaterThan(5);
  });

  it('PUT that answers 201, then 204', async () => {
    const responses = { ...errors, 201: fine(), 204: bare('Done') };
    const contract = tinyContract({ ...things, '/things/{id}': { parameters: [id], put: { ...put, responses } } });
    const seen = new Set<string>();
    const answer: Answering = (asked) => {
      const usual = strict(asked);
      if (asked.method !== 'PUT' || usual.status !== 200) return usual;
      if (seen.has(asked.body)) return 204;
      seen.add(asked.body);
      return { ...usual, status: 201 };
    };
    const { told, out } = await said(contract, answer, writing);
    expect(
      told.filter((text) => !text.startsWith('info')),
      out,
    ).toEqual([]);
  });

  it('409 for what is there already, once the contract says so', async () => {
    const responses = { ...errors, 201: fine(), 409: bare('Twice') };
    const contract = tinyContract({
      '/things': { post: { operationId: 'addThing', requestBody, responses } },
      '/things/{id}': { parameters: [id], put },
    });
    let made = 0;
    const { told, out } = await said(
      contract,
      (asked) => {
        const usual = strict(asked);
        return usual.status === 201 && ++made > 1 ? 409 : usual;
      },
      writing,
    );
    expect(
      told.filter((text) => text.startsWith('error')),
      out,
    ).toEqual([]);
  });

  it('a method of a path that a template covers', async () => {
    const contract = tinyContract({
      ...things,
      '/things/search': { post: { operationId: 'search', requestBody, responses: { ...errors, 200: fine() } } },
    });
    const settings = {
      ...arazzo,
      'x-truce': { operations: { ...(arazzo['x-truce'] as { operations: Json }).operations, search: { harmless: true } } },
    };
    const { told, asked, out } = await said(
      contract,
      (asked) =>
        asked.path === '/things/search' && asked.method === 'POST'
          ? { ...strict({ ...asked, path: '/things' }), ...(strict({ ...asked, path: '/things' }).status === 201 && { status: 200 }) }
          : strict(asked),
      { ...writing, arazzo: settings },
    );
    expect(
      told.filter((text) => !text.startsWith('info')),
      out,
    ).toEqual([]);
    expect(asked.some(({ path, method }) => path === '/things/search' && method === 'PUT')).toBe(false);
  });
});
