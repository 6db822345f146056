// What stands where a body belongs and is none: the body is not known then, neither missing nor the name of a type.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { evidenceFormats } from '../../src/evidence/index.ts';
import type { Exchange } from '../../src/model/exchange.ts';
import { openEvidence } from '../../src/source/read.ts';

const folder = mkdtempSync(join(tmpdir(), 'truce-no-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(id: string, value: unknown, problems: string[] = []): Exchange[] {
  const path = join(folder, 'evidence.json');
  writeFileSync(path, JSON.stringify(value));
  const format = evidenceFormats.find((one) => one.id === id);
  return [...(format?.read(openEvidence(path, 'evidence.json'), ({ message }) => void problems.push(message)) ?? [])];
}

const har = (response: object, request: object = {}): object => ({
  log: {
    entries: [
      {
        request: { method: 'POST', url: 'https://a.test/x', headers: [], ...request },
        response: { status: 200, headers: [], ...response },
      },
    ],
  },
});
const wiremock = (response: object): object => ({ request: { method: 'GET', url: '/x' }, response: { status: 200, ...response } });
const hoverfly = (response: object): object => ({ data: { pairs: [{ request: { path: '/x' }, response: { status: 200, ...response } }] } });
const postman = (response: object): object => ({
  info: { schema: 'v2.1.0' },
  item: [{ name: 'a', request: { method: 'GET', url: 'https://a.test/x' }, response: [{ code: 200, header: [], ...response }] }],
});

describe('where the body of a response belongs', () => {
  it.each([
    ['har', har({ content: { mimeType: 'text/plain', text: { a: 1 } } }), 'an object'],
    ['har', har({ content: { mimeType: 'text/plain', text: 5 } }), 'a number'],
    ['har', har({ content: 'x' }), 'a string'],
    ['wiremock', wiremock({ body: { a: 1 } }), 'an object'],
    ['wiremock', wiremock({ bodyFileName: 5 }), 'a number'],
    ['wiremock', wiremock({ base64Body: true }), 'a boolean'],
    ['hoverfly', hoverfly({ body: { a: 1 } }), 'an object'],
    ['postman', postman({ body: ['x'] }), 'a list'],
  ])('%s: %j', (id, value, kind) => {
    const [exchange] = read(id, value);
    expect(exchange?.response?.content).toMatchObject({ form: 'unknown', reason: `There is ${kind} where the text of the body belongs` });
  });

  it.each([
    ['har', har({ content: { text: null } })],
    ['har', har({ content: null })],
    ['wiremock', wiremock({ body: null })],
    ['wiremock', wiremock({ bodyFileName: null, base64Body: null, jsonBody: null })],
    ['hoverfly', hoverfly({ body: null })],
    ['postman', postman({ body: null })],
  ])('%s: nothing, as in %j', (id, value) => {
    const [exchange] = read(id, value);
    expect(exchange?.problem).toBeUndefined();
    expect(exchange?.response?.content).toBeUndefined();
  });

  it('wiremock: a member that says nothing does not hide the next one', () => {
    const [exchange] = read('wiremock', wiremock({ bodyFileName: null, body: 'x' }));
    expect(exchange?.response?.content).toMatchObject({ form: 'text', text: 'x', location: { pointer: '/response/body' } });
  });
});

it('a HAR with a list as postData has a request body nobody knows', () => {
  const [exchange] = read('har', har({}, { postData: [{ name: 'a', value: 'b' }] }));
  expect(exchange?.request?.content).toMatchObject({ form: 'unknown', reason: 'There is a list where the text of the body belongs' });
});

it('a Postman collection too deep to be walked is not passed over', () => {
  const nested = (folders: number): object => {
    let item: object = { name: 'deep', request: { method: 'GET', url: 'https://a.test/x' } };
    for (let depth = 0; depth < folders; depth++) item = { item: [item] };
    return { info: { schema: 'v2.1.0' }, ...item };
  };
  expect(read('postman', nested(490))).toHaveLength(1);
  const problems: string[] = [];
  expect(read('postman', nested(600), problems)).toHaveLength(0);
  expect(problems).toEqual(['`evidence.json` is nested deeper than 1000 levels']);
});

it('a Postman item whose response is no list says so', () => {
  const request = { method: 'GET', url: 'https://a.test/x' };
  const [one, ...others] = read('postman', {
    info: { schema: 'v2.1.0' },
    item: [{ name: 'a', request, response: { code: 500, body: 'x' } }],
  });
  expect(others).toEqual([]);
  expect(one?.problem?.message).toMatch(/^Request "a" has a `response` that is no list but /);
});
