// `toSatisfyContract` by every HTTP client over a real connection: what conforms passes, what does not is told, and the test can still read the body.
import { gzipSync } from 'node:zlib';
import axios, { isAxiosError } from 'axios';
import inject from 'light-my-request';
import supertest from 'supertest';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useContracts } from '../../src/testing/vitest.ts';
import { startContacts } from './contacts-server.ts';

void useContracts('test/testing/contacts.yaml');

let provider: Awaited<ReturnType<typeof startContacts>>;
beforeAll(async () => void (provider = await startContacts()));
afterAll(() => provider.close());
const url = (path: string): string => provider.url + path;

/** The message of the failure; fails when there is none. */
async function failureOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    // eslint-disable-next-line no-control-regex
    return (error as Error).message.replaceAll(/\u001b\[\d+m/g, '');
  }
  throw new Error('the expectation passed');
}

/** The same path by each client, as the matcher sees it. */
const clients: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
  fetch: (path) => fetch(url(path)),
  'axios over node:http': (path) => axios.get(url(path), { validateStatus: () => true }),
  'axios over fetch': (path) => axios.get(url(path), { adapter: 'fetch', validateStatus: () => true }),
  supertest: async (path) => supertest(provider.server).get(path),
  undici: (path) => request(url(path)),
};
const how = { fetch: { method: 'GET' }, undici: { method: 'GET', url: '' } } as const;
const optionsFor = (client: string, path: string): object =>
  client === 'undici' ? { method: 'GET', url: path } : client === 'fetch' ? how.fetch : {};

describe.each(Object.keys(clients))('%s', (client) => {
  const get = (path: string): Promise<unknown> => (clients[client] as (path: string) => Promise<unknown>)(path);
  const check = async (path: string): Promise<void> => void (await expect(await get(path)).toSatisfyContract(optionsFor(client, path)));

  it.each(['/contacts/1', '/contacts/3', '/contacts/4', '/contacts/5', '/names/1', '/photos/1', '/cards/1'])('passes %s', async (path) => {
    await expect(check(path)).resolves.toBeUndefined();
  });

  it('tells what drifted, where, and what to do', async () => {
    const message = await failureOf(() => check('/contacts/2'));
    expect(message).toContain('to satisfy the contract, but there is 1 error');
    expect(message).toContain('error response-body-mismatch  GET /contacts/{id} → 200\n  Expected `id` to be an integer, got "2"\n');
    expect(message).toMatch(/ {2}seen {6}response body:\d:\d+ .*\/id\n/);
    expect(message).toMatch(
      / {2}contract {2}test\/testing\/contacts\.yaml:\d+:\d+ {2}#\/components\/schemas\/Contact\/properties\/id\/type\n/,
    );
    expect(message).toContain('  fix       Send the documented type');
  });

  it('judges header fields and XML', async () => {
    const message = await failureOf(() => check('/cards/2'));
    expect(message).toContain('error response-header-mismatch');
    expect(message).toContain('error response-body-mismatch');
    expect(message).toContain('Expected the body to have `name`');
  });

  it('says that a body is missing, or cut short', async () => {
    expect(await failureOf(() => check('/contacts/7'))).toContain('response-body-missing');
    // superagent throws its own parser's error before there is a response.
    if (client !== 'supertest') expect(await failureOf(() => check('/contacts/6'))).toContain('response-body-malformed');
  });

  it('does not pass a status or a path nobody documents', async () => {
    expect(await failureOf(() => check('/contacts/99'))).toContain('Expected the status to be 200 or 404, got 418');
    expect(await failureOf(() => check('/elsewhere'))).toMatch(
      /no contract has a path for `(GET )?(http:\/\/127\.0\.0\.1:\d+)?\/elsewhere`|operation-undocumented/,
    );
  });

  it('fails by warnings only when it is strict', async () => {
    const strict = async (): Promise<void> =>
      void (await expect(await get('/contacts/5')).toSatisfyContract({ ...optionsFor(client, '/contacts/5'), strict: true }));
    expect(await failureOf(strict)).toContain('Expected only documented properties, got `nick`');
  });

  it('has a `not`, which tells what conforms', async () => {
    await expect(await get('/contacts/2')).not.toSatisfyContract(optionsFor(client, '/contacts/2'));
    const message = await failureOf(async () => expect(await get('/contacts/1')).not.toSatisfyApiSpec(optionsFor(client, '/contacts/1')));
    expect(message).toContain(
      'not to satisfy the contract, but it does: GET /contacts/{id} → 200 conforms to `test/testing/contacts.yaml`',
    );
  });
});

describe('the body', () => {
  it('of a fetch Response can be read afterwards, and not before', async () => {
    const response = await fetch(url('/contacts/1'));
    await expect(response).toSatisfyContract({ method: 'GET' });
    expect(await response.json()).toEqual({ id: 1, name: 'Ada' });
    expect(await failureOf(() => expect(response).toSatisfyContract({ method: 'GET' }))).toContain(
      'The body was not judged: the test had read it before',
    );
  });

  it.each(['json', 'text', 'bytes', 'arrayBuffer', 'blob'] as const)('of undici can be read afterwards by .%s()', async (reader) => {
    const [untouched, judged] = [await request(url('/contacts/1')), await request(url('/contacts/1'))];
    await expect(judged).toSatisfyContract({ operation: 'getContact' });
    await expect(judged).toSatisfyContract({ operation: 'getContact' });
    expect(await judged.body[reader]()).toEqual(await untouched.body[reader]());
  });

  it('of undici can be iterated afterwards, and is not judged when it was read before', async () => {
    const response = await request(url('/contacts/1'));
    await expect(response).toSatisfyContract({ operation: 'getContact' });
    let text = '';
    for await (const part of response.body) text += String(part);
    expect(text).toBe('{"id":1,"name":"Ada"}');
    const read = await request(url('/contacts/1'));
    await read.body.dump();
    expect(await failureOf(() => expect(read).toSatisfyContract({ operation: 'getContact' }))).toContain('the test had read it before');
  });

  it('that axios could not parse is told from a JSON string by its length, or not judged', async () => {
    expect(await failureOf(async () => expect(await axios.get(url('/names/2'))).toSatisfyContract())).toContain('response-body-malformed');
    const response = await axios.get(url('/names/1'));
    delete response.headers['content-length'];
    delete response.headers['transfer-encoding'];
    const message = await failureOf(() => expect(response).toSatisfyContract());
    expect(message).toContain('1 part that could not be judged');
    expect(message).toContain('axios gave a string, parsed or not');
  });
});

describe('the request', () => {
  it('of supertest and axios is judged too', async () => {
    const bySupertest = await supertest(provider.server).put('/contacts/1').send({ name: 1 });
    const byAxios = await axios.put(url('/contacts/1'), { name: 1 });
    for (const response of [bySupertest, byAxios]) {
      const message = await failureOf(() => expect(response).toSatisfyContract());
      expect(message).toContain('error request-body-mismatch  PUT /contacts/{id} → 200\n  Expected `name` to be a string, got 1');
      expect(() => expect(response).toSatisfyContract({ side: 'response' })).not.toThrow();
    }
    const query = await axios.get(url('/contacts/1'), { params: { fields: 'none' } });
    expect(await failureOf(() => expect(query).toSatisfyContract())).toContain('request-query-mismatch');
  });

  it('the provider itself refused is not', async () => {
    const error: unknown = await axios.post(url('/contacts?refuse'), {}).catch((thrown: unknown) => thrown);
    expect(isAxiosError(error)).toBe(true);
    expect(() => expect(error).toSatisfyContract()).not.toThrow();
  });

  it('of fetch is judged as far as the test tells it', async () => {
    const response = await fetch(url('/contacts/1'), {
      method: 'PUT',
      body: '{"name":1}',
      headers: { 'Content-Type': 'application/json' },
    });
    await expect(response).toSatisfyContract({ method: 'PUT' });
    const told = { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{"name":1}' };
    expect(await failureOf(() => expect(response).toSatisfyContract(told))).toContain('request-body-mismatch');
  });

  it('by HEAD has no body to miss', async () => {
    await expect(await fetch(url('/contacts/1'), { method: 'HEAD' })).toSatisfyContract({ method: 'HEAD' });
    expect(await supertest(provider.server).head('/contacts/1')).toSatisfyContract();
    expect(await axios.head(url('/contacts/1'))).toSatisfyContract();
  });

  it('behind a redirect is the last one', async () => {
    expect(await axios.get(url('/contacts/8'))).toSatisfyContract();
    await expect(await fetch(url('/contacts/8'))).toSatisfyContract({ method: 'GET' });
    expect(await supertest(provider.server).get('/contacts/8').redirects(1)).toSatisfyContract();
  });

  it('of fetch is found by the only operation that documents the status, and that is said', async () => {
    await expect(await fetch(url('/contacts/4'))).toSatisfyContract();
    const message = await failureOf(async () => expect(await fetch(url('/cards/2'))).toSatisfyContract());
    expect(message).toContain('A fetch Response does not tell its method: GET was taken from the contract');
    const secret = Object.defineProperty(Response.json({}), 'url', { value: 'http://user:hunter2@localhost/x?token=hunter2' });
    expect(await failureOf(() => expect(secret).toSatisfyContract())).toBe(
      'Expected the fetch Response to satisfy a contract, but no contract has a path for `http://localhost/x`',
    );
    expect(await failureOf(async () => expect(await fetch(url('/contacts/1'))).toSatisfyContract())).toContain(
      'A fetch Response does not tell its method, and `/contacts/{id}` has GET and PUT, which both document 200\n  Say which it was, as in',
    );
  });
});

describe('what is no response', () => {
  it.each([
    ['a promise', () => Promise.resolve({}), 'got a promise\n  It is a promise: await it first'],
    ['a body', () => ({ id: 1, name: 'Ada' }), 'got an object with `id` and `name`\n  Hand over the response itself'],
    ['null', () => null, 'got null'],
    ['text', () => 'x', 'got a string'],
    ['an error without a response', () => new TypeError('fetch failed'), 'got an object with'],
  ])('%s is told from one, also under `not`', async (_, value, sentence) => {
    expect(await failureOf(() => expect(value()).toSatisfyContract())).toContain(sentence);
    expect(await failureOf(() => expect(value()).not.toSatisfyContract())).toContain(sentence);
  });

  it('a response without its request, or of an unknown operation, is told', async () => {
    const made = new Response('{}', { headers: { 'Content-Type': 'application/json' } });
    expect(await failureOf(() => expect(made).toSatisfyContract())).toContain(
      "A fetch Response does not tell which request it answers\n  Say so, as in `toSatisfyContract({ method: 'GET'",
    );
    expect(await failureOf(() => expect(made).toSatisfyContract({ operation: 'getContcat' }))).toContain(
      'No contract has an operation "getContcat"\n  Did you mean `getContact`?',
    );
    await expect(Response.json({ id: 1, name: 'Ada' })).toSatisfyContract({ url: '/contacts/1', method: 'get' });
  });

  it('a response of `inject()` is one, also compressed', async () => {
    const get = (text: string, coding = 'identity'): Promise<unknown> =>
      inject(
        (_, response) => {
          response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': coding });
          response.end(coding === 'gzip' ? gzipSync(text) : text);
        },
        { method: 'GET', url: '/contacts/1?fields=few' },
      );
    expect(await get('{"id":1,"name":"Ada"}')).toSatisfyContract();
    expect(await get('{"id":1,"name":"Ada"}', 'gzip')).toSatisfyContract();
    expect(await failureOf(async () => expect(await get('{"id":1}', 'gzip')).toSatisfyContract())).toContain(
      'Expected the body to have `name`',
    );
    expect(await failureOf(async () => expect(await get('{}', 'br')).toSatisfyContract())).toContain('it cannot be read as `br`');
    expect(await failureOf(async () => expect(await get('{}', 'zip')).toSatisfyContract())).toContain(
      'its Content-Encoding `zip` is not known',
    );
  });
});

describe('toSatisfySchemaInApiSpec', () => {
  it('holds a value against a schema by name', async () => {
    expect({ id: 1, name: 'Ada' }).toSatisfySchemaInApiSpec('Contact');
    expect({ id: 'x' }).not.toSatisfySchemaInApiSpec('Contact');
    const message = await failureOf(() => expect({ id: 'x' }).toSatisfySchemaInApiSpec('Contact'));
    expect(message).toContain('Expected the value to satisfy the schema "Contact" of `test/testing/contacts.yaml`, but there are 2 errors');
    expect(message).toContain('  seen      value:2:9  /id\n      2 |   "id": "x"');
    expect(await failureOf(() => expect({ id: 1, name: 'Ada' }).not.toSatisfySchemaInApiSpec('Contact'))).toContain('but it does');
  });

  it('knows the direction', () => {
    expect({ name: 'Ada' }).not.toSatisfySchemaInApiSpec('Contact');
    expect({ name: 'Ada' }).toSatisfySchemaInApiSpec('Contact', { as: 'request' });
  });

  it.each([
    ['Contcat', 'Did you mean `Contact`?'],
    ['zzzzzzzz', 'There are `Contact`'],
    ['__proto__', 'There are `Contact`'],
  ])('says that there is no %s, also under `not`', async (name, hint) => {
    const sentence = `No contract has a schema "${name}" below \`components.schemas\`\n  ${hint}`;
    expect(await failureOf(() => expect({}).toSatisfySchemaInApiSpec(name))).toBe(sentence);
    expect(await failureOf(() => expect({}).not.toSatisfySchemaInApiSpec(name))).toBe(sentence);
  });

  it('survives values that are no JSON', () => {
    const cycle: Record<string, unknown> = { name: 'Ada' };
    cycle['id'] = cycle;
    expect(cycle).not.toSatisfySchemaInApiSpec('Contact');
    expect(undefined).not.toSatisfySchemaInApiSpec('Contact');
    expect(1n).not.toSatisfySchemaInApiSpec('Contact');
    expect(() => expect(cycle).toSatisfySchemaInApiSpec('Contact')).toThrow(/to be an integer/);
  });
});
