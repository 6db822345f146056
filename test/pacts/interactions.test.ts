// Whole interactions: status classes, headers, XML, pending, promises, and what is broken costing only its own verdict.
import { describe, expect, it } from 'vitest';
import { readInteraction } from '../../src/evidence/pact/interaction.ts';
import { fileSource } from '../../src/source/text-source.ts';
import { judgePact } from './judge-pact.ts';

const json = (schema: unknown) => ({ 'application/json': { schema } });
const document = (responses: unknown, operation: object = {}) => ({
  openapi: '3.1.0',
  info: { title: 't', version: '1' },
  paths: { '/t': { get: { responses, ...operation } } },
});
const contact = { type: 'object', required: ['id'], properties: { id: { type: 'integer' }, name: { type: 'string' } } };
const ok = { 200: { description: 'ok', content: json(contact) } };

const interaction = (response: object, request: object = {}, more: object = {}) => ({
  description: 'i',
  request: { method: 'GET', path: '/t', ...request },
  response: { status: 200, headers: { 'Content-Type': 'application/json' }, ...response },
  ...more,
});
const pact = (interactions: readonly unknown[], version = '3.0.0') => ({
  consumer: { name: 'c' },
  provider: { name: 'p' },
  interactions,
  metadata: { pactSpecification: { version } },
});

/** `severity rule` of every finding, and the verdicts. */
async function judge(oas: unknown, interactions: readonly unknown[], version?: string, options: Parameters<typeof judgePact>[2] = {}) {
  const { findings, outcomes, exitCode } = await judgePact(oas, pact(interactions, version), options);
  return {
    found: findings.map(({ severity, rule }) => `${severity} ${rule}`),
    verdicts: outcomes.map(({ verdict }) => verdict),
    exitCode,
    findings,
  };
}

describe('status', () => {
  const matching = (status: unknown) => ({ matchingRules: { status: { matchers: [{ match: 'statusCode', status }] } } });
  const created = { 201: { description: 'made' } };
  it.each([
    ['success', 'conforms'],
    ['nonError', 'conforms'],
    [[200, 201], 'conforms'],
    ['clientError', 'violates'],
    [[202], 'violates'],
  ] as const)('%s against a documented 201 %s', async (status, verdict) => {
    const { verdicts } = await judge(document(created), [interaction({ status: 200, headers: {}, ...matching(status) })], '4.0');
    expect(verdicts).toEqual([verdict]);
  });

  it('204 never has the body a consumer expects', async () => {
    const { found } = await judge(document({ 204: { description: 'none' } }), [interaction({ status: 204, body: { id: 1 } })]);
    expect(found).toContain('error response-body-undocumented');
  });
});

describe('headers', () => {
  const headers = (schema: unknown, required = true) => document({ 200: { description: 'ok', headers: { 'X-A': { required, schema } } } });
  const expects = (value: unknown, matcher?: object) =>
    interaction({ headers: { 'x-a': value }, ...(matcher && { matchingRules: { header: { 'X-a': { matchers: [matcher] } } } }) });
  it.each([
    ['an exact value', { type: 'integer' }, '5', undefined, []],
    ['an exact value of another type', { type: 'integer' }, 'x', undefined, ['error response-header-mismatch']],
    ['any text, with an example outside', { type: 'integer' }, 'x', { match: 'type' }, []],
    ['an expression for some', { enum: ['a', 'b'] }, 'a', { match: 'regex', regex: 'a' }, ['warning response-header-unpromised']],
    ['an expression for none', { enum: ['a', 'b'] }, 'c', { match: 'regex', regex: 'c' }, ['error response-header-mismatch']],
    ['a number given as one', { type: 'integer' }, 5, undefined, []],
    ['a matcher nobody knows', { type: 'integer' }, '5', { match: 'telepathy' }, ['warning response-header-unchecked']],
  ])('%s', async (_, schema, value, matcher, expected) => {
    expect((await judge(headers(schema), [expects(value, matcher)])).found).toEqual(expected);
  });

  it('one that is optional is not promised, one nobody documents is an error', async () => {
    expect((await judge(headers({}, false), [expects('1')])).found).toEqual(['warning response-header-unpromised']);
    expect((await judge(document(ok), [interaction({ headers: { 'X-B': '1' } })])).found).toEqual(['error response-header-undocumented']);
  });
});

describe('XML', () => {
  const schema = {
    type: 'object',
    required: ['id', 'a', 'tags'],
    xml: { name: 'r' },
    properties: {
      id: { type: 'integer', xml: { attribute: true } },
      a: { type: 'integer', minimum: 0 },
      tags: { type: 'array', xml: { wrapped: true }, items: { type: 'string', enum: ['x', 'y'], xml: { name: 'tag' } } },
    },
  };
  const oas = document({ 200: { description: 'ok', content: { 'application/xml': { schema } } } });
  const expects = (body: string, rules: object = {}) =>
    interaction({ headers: { 'Content-Type': 'application/xml' }, body, matchingRules: { body: rules } });
  const at = (...matchers: object[]) => ({ matchers });
  it.each([
    ['exact values', '<r id="1"><a>5</a><tags><tag>x</tag></tags></r>', {}, []],
    ['an exact value of another type', '<r><a>five</a></r>', {}, ['error response-body-mismatch']],
    ['nothing, under a matcher', '<r><a></a></r>', { '$.r.a.#text': at({ match: 'integer' }) }, []],
    ['a decimal where integers come', '<r><a>5</a></r>', { '$.r.a.#text': at({ match: 'decimal' }) }, ['error response-body-mismatch']],
    ['an attribute', '<r id="x"/>', { "$.r['@id']": at({ match: 'type' }) }, []],
    [
      'an item',
      '<r><tags><tag>z</tag></tags></r>',
      { '$.r.tags.tag.#text': at({ match: 'regex', regex: 'z' }) },
      ['error response-body-mismatch'],
    ],
  ])('%s', async (_, body, rules, expected) => {
    expect((await judge(oas, [expects(body, rules)])).found.filter((line) => !line.startsWith('info'))).toEqual(expected);
  });
});

describe('parameters', () => {
  const parameters = [
    { name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } },
    { name: 'tag', in: 'query', schema: { type: 'array', items: { enum: ['a', 'b'] } } },
    { name: 'X-A', in: 'header', schema: { type: 'string', format: 'uuid' } },
  ];
  const oas = { ...document({}), paths: { '/t/{id}': { get: { parameters, responses: { 204: { description: 'ok' } } } } } };
  const sends = (matchingRules: object) =>
    interaction(
      { status: 204, headers: {} },
      { path: '/t/7', query: { tag: ['a'] }, headers: { 'X-A': '7b0d3f6e-6f0a-4a39-9d5f-0a8c5d1d4e2a' }, matchingRules },
    );
  const at = (matcher: object) => ({ matchers: [matcher] });
  it.each([
    ['a path of words', { path: at({ match: 'regex', regex: '/t/[a-z]+' }) }, ['warning request-path-mismatch']],
    ['a path of numbers', { path: at({ match: 'regex', regex: '/t/[1-9]\\d*' }) }, []],
    ['a path by an expression that is none', { path: at({ match: 'regex', regex: '(' }) }, ['warning request-parameter-unchecked']],
    ['a wider list in the query', { query: { tag: at({ match: 'regex', regex: 'a|b|c' }) } }, ['warning request-query-mismatch']],
    ['the same, by an index', { query: { '$.tag[0]': at({ match: 'regex', regex: 'a|b|c' }) } }, ['warning request-query-mismatch']],
    ['a list as it is', { query: { tag: at({ match: 'regex', regex: 'a|b' }) } }, []],
    ['any text in a header', { header: { 'x-a': at({ match: 'type' }) } }, ['warning request-header-mismatch']],
    ['a matcher nobody knows', { header: { 'x-a': at({ match: 'telepathy' }) } }, ['warning request-parameter-unchecked']],
  ])('%s', async (_, rules, expected) => {
    expect((await judge(oas, [sends(rules)])).found).toEqual(expected);
  });
});

describe('XML in a request', () => {
  const schema = { type: 'object', xml: { name: 'r' }, properties: { a: { type: 'integer' } } };
  const oas = document({ 200: { description: 'ok' } }, { requestBody: { content: { 'application/xml': { schema } } } });
  const sends = (body: string, rules: object) =>
    interaction({ headers: {} }, { headers: { 'Content-Type': 'application/xml' }, body, matchingRules: { body: rules } });
  it.each([
    ['left empty under a matcher is no example', '<r><a></a></r>', { '$.r.a.#text': { matchers: [{ match: 'integer' }] } }, []],
    ['left empty without one is one', '<r><a></a></r>', {}, ['error request-body-mismatch']],
    [
      'another type under a matcher is an example',
      '<r><a>x</a></r>',
      { '$.r.a.#text': { matchers: [{ match: 'type' }] } },
      ['error request-body-mismatch'],
    ],
  ])('%s', async (_, body, rules, expected) => {
    expect((await judge(oas, [sends(body, rules)])).found.filter((line) => line.startsWith('error'))).toEqual(expected);
  });
});

describe('promises', () => {
  const wanted = [interaction({ body: { id: 1, name: 'x' } })];
  it.each([
    ['warning', 'warning', 0],
    ['error', 'error', 1],
    ['off', undefined, 0],
  ] as const)('weigh as %s', async (severity, expected, exitCode) => {
    const report = await judge(document(ok), wanted, '3.0.0', { severities: { 'response-property-unpromised': severity } });
    expect(report.found).toEqual(expected ? [`${expected} response-property-unpromised`] : []);
    expect(report.exitCode).toBe(exitCode);
  });

  it('are one line for each interaction', async () => {
    const properties = Object.fromEntries('abcdefgh'.split('').map((name) => [name, { type: 'string' }]));
    const body = Object.fromEntries(Object.keys(properties).map((name) => [name, 'x']));
    const { findings } = await judge(document({ 200: { description: 'ok', content: json({ type: 'object', properties }) } }), [
      interaction({ body }),
    ]);
    expect(findings.map(({ message }) => message)).toEqual([
      'The provider may omit `a`, `b`, `c`, `d`, `e`, `f` and 2 more, which the consumer relies on',
    ]);
  });
});

describe('circumstances', () => {
  it('a pending interaction is listed and fails nothing', async () => {
    const bad = interaction(
      { body: { content: { id: 'x' }, contentType: 'application/json', encoded: false } },
      {},
      { type: 'Synchronous/HTTP', pending: true },
    );
    const report = await judge(document(ok), [bad], '4.0');
    expect(report).toMatchObject({ found: ['warning response-body-mismatch'], verdicts: ['violates'], exitCode: 0 });
    expect(report.findings[0]?.message).toContain('pending');
  });

  it('provider states and comments stand with the findings', async () => {
    const more = {
      type: 'Synchronous/HTTP',
      providerStates: [{ name: 'a contact exists', params: { id: 80, token: 'abc' } }, { name: 'the list is short' }],
      comments: { text: ['used by the form'] },
    };
    const body = { content: { id: 'x' }, contentType: 'application/json', encoded: false };
    const { findings } = await judge(document(ok), [interaction({ body }, {}, more)], '4.0');
    expect(findings[0]?.exchange).toMatchObject({
      given: ['a contact exists (id: 80, token: …)', 'the list is short'],
      comments: ['used by the form'],
    });
  });

  it('messages and interactions of plugins are said to be unchecked', async () => {
    const plugin = interaction({}, {}, { type: 'Synchronous/HTTP', pluginConfiguration: { protobuf: {} } });
    const message = { type: 'Asynchronous/Messages', description: 'm', contents: {} };
    const report = await judge(document(ok), [plugin, message, interaction({ body: { content: { id: 1 } } })], '4.0');
    expect(report.verdicts).toEqual(['unchecked', 'unchecked', 'conforms']);
    expect(report.found).toEqual(['warning evidence-exchange-unchecked', 'warning evidence-exchange-unchecked']);
  });

  it('a request that provokes its error is information, one behind another error a warning', async () => {
    const oas = document(
      { 400: { description: 'bad' }, 409: { description: 'conflict' } },
      { parameters: [{ name: 'n', in: 'query', schema: { type: 'integer' } }] },
    );
    const provoking = (status: number) => interaction({ status, headers: {} }, { query: { n: ['x'] } });
    const { found } = await judge(oas, [provoking(400), provoking(409)]);
    expect(found).toEqual(['info request-query-mismatch', 'warning request-query-mismatch']);
  });
});

describe('what is broken costs its own verdict', () => {
  const good = interaction({ body: { id: 1 } });
  it.each<[string, unknown, string]>([
    ['an interaction that is a number', 7, 'unchecked'],
    ['one without a request', { description: 'x', response: {} }, 'unchecked'],
    ['a request that is a list', interaction({}, {}, { request: [] }), 'unchecked'],
    ['headers that are a text', interaction({ headers: 'none' }), 'unchecked'],
    ['rules that are a text', interaction({ body: { id: 1 }, matchingRules: 'none' }), 'unchecked'],
    ['a category that is a list', interaction({ body: { id: 1 }, matchingRules: { body: [] } }), 'unchecked'],
    ['a matcher that is a number', interaction({ body: { id: 1 }, matchingRules: { body: { '$.id': { matchers: [7] } } } }), 'unchecked'],
    [
      'an expression that is none',
      interaction({ body: { id: 1 }, matchingRules: { body: { '$.id': { match: 'regex', regex: '(' } } } }),
      'unchecked',
    ],
    [
      'an expression that never ends',
      interaction({ body: { id: 1 }, matchingRules: { body: { '$.id': { matchers: [{ match: 'regex', regex: '(\\d+)+e1' }] } } } }),
      'conforms',
    ],
    [
      'a body of another shape, nested deeply',
      interaction({ body: JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) as unknown }),
      'violates',
    ],
    ['provider states of every kind', interaction({ body: { id: 1 } }, {}, { providerStates: [1, null, { name: 5 }, 'x'] }), 'conforms'],
  ])('%s', async (_, broken, verdict) => {
    const { verdicts } = await judge(document(ok), [broken, good]);
    expect(verdicts).toEqual([verdict, 'conforms']);
  });

  it('matchers in matchers, nested too deeply', () => {
    const text = `${'{"match":"eachValue","rules":['.repeat(20_000)}${']}'.repeat(20_000)}`;
    const response = { matchingRules: { body: { $: { matchers: [JSON.parse(text) as unknown] } } } };
    const location = { source: fileSource({ uri: 'pact.json', syntax: 'json', read: () => '{}' }), pointer: '' };
    const context = { version: 4, evidence: 'pact.json', index: 0, location, isMessage: false };
    const { problem } = readInteraction({ request: { method: 'GET', path: '/contact' }, response }, context);
    expect(problem?.message).toBe('Interaction 0 is not checked: its matching rules are nested too deeply to be read');
  });

  it('a schema that is broken where nobody looks costs nothing there', async () => {
    const schema = { ...contact, properties: { ...contact.properties, other: { type: 'sting' } } };
    const { verdicts, exitCode } = await judge(document({ 200: { description: 'ok', content: json(schema) } }), [good]);
    // The document is at fault all the same, which exit code 2 says.
    expect([verdicts, exitCode]).toEqual([['conforms'], 2]);
  });

  it('deep examples under a recursive schema are not judged, and others are', async () => {
    const node = { type: 'object', required: ['id'], properties: { id: { type: 'integer' }, next: { $ref: '#/components/schemas/Node' } } };
    const oas = {
      ...document({ 200: { description: 'ok', content: json({ $ref: '#/components/schemas/Node' }) } }),
      components: { schemas: { Node: node } },
    };
    const text = JSON.stringify(pact([interaction({ body: 'DEEP' }), good])).replace(
      '"DEEP"',
      `${'{"id":1,"next":'.repeat(20_000)}{"id":1}${'}'.repeat(20_000)}`,
    );
    const { outcomes } = await judgePact(oas, text);
    expect(outcomes.map(({ verdict }) => verdict)).toEqual(['unchecked', 'conforms']);
  });
});
